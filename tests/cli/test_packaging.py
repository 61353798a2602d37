"""The wheel alone is a working product: built, installed in a fresh environment, run elsewhere."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def call(*args: str | Path, cwd: Path) -> str:
    made = subprocess.run(
        [str(arg) for arg in args], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet")
    call(*pip, "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    [path] = folder.glob("rescreen-*.whl")
    return path


@pytest.mark.slow
def test_the_wheel_holds_rules_and_data_and_nothing_of_the_workshop(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {str(p.relative_to(ROOT / "rules")) for p in (ROOT / "rules").rglob("*.yaml")}
    assert {f"rescreen/_rules/{name}" for name in shipped} <= set(names)
    assert {"rescreen/py.typed"} <= set(names)
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/", "fixtures/"))]


@pytest.mark.slow
def test_the_installed_command_works_from_any_directory(wheel: Path, tmp_path: Path) -> None:
    call(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    programs = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    constraints = ("-c", ROOT / "constraints.txt")
    pip = (programs / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    call(*pip, *constraints, wheel, cwd=tmp_path)

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    manifest = elsewhere / "清单.csv"
    manifest.write_text(
        "运单号,寄件人地址,收寄地,内件品名\nY1,云南省瑞丽市,云南省瑞丽市,茶叶\n", encoding="gb18030"
    )
    command = programs / "rescreen"
    assert "Y1" in call(command, "score", manifest, "-o", elsewhere / "out", cwd=elsewhere)
    assert (elsewhere / "out" / "to-screen.csv").exists()
    call(command, "check", cwd=elsewhere)
    assert "533102" in call(command, "place", "云南省瑞丽市", cwd=elsewhere)
