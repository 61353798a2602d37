"""`--on`: a Spark master, or a day; what is wrong with it is told before anything is started."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
import pytest

from rescreen.cli import main
from rescreen.cli.where import OnCommand, Where, on_option


@click.command(cls=OnCommand)
@click.argument("files", nargs=-1)
@on_option()
@click.option("--day")
def tool(files: tuple[str, ...], where: Where, day: str | None) -> tuple[tuple[str, ...], Where]:
    return files, where


@pytest.mark.parametrize(
    "words",
    [
        "--on spark spark://127.0.0.1:7077 a.parquet b.parquet",
        "a.parquet --on spark spark://127.0.0.1:7077 b.parquet",
        "a.parquet b.parquet --on=spark spark://127.0.0.1:7077",
        "a.parquet b.parquet --on spark://127.0.0.1:7077",
        "a.parquet b.parquet --on=spark://127.0.0.1:7077",
        "--day 2021-09-22 --on spark spark://127.0.0.1:7077 -- a.parquet b.parquet",
    ],
)
def test_a_master_with_or_without_the_word_spark(words: str) -> None:
    files, where = tool.main(words.split(), standalone_mode=False)
    assert files == ("a.parquet", "b.parquet")
    assert where == Where(master="spark://127.0.0.1:7077")


@pytest.mark.parametrize("master", ["local", "local[2]", "local[*]", "yarn", "k8s://https://h:1"])
def test_every_kind_of_master(master: str) -> None:
    assert tool.main(["--on", "spark", master], standalone_mode=False)[1] == Where(master)


def test_a_date_is_still_a_day() -> None:
    where = tool.main(["--on", "2021-09-22", "x"], standalone_mode=False)[1]
    assert where == Where(day=date(2021, 9, 22))


def test_what_follows_two_dashes_is_a_file() -> None:
    files, where = tool.main(["--", "--on", "spark", "local"], standalone_mode=False)
    assert (files, where) == (("--on", "spark", "local"), Where())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--on spark", "--on"),
        ("--on spark m.parquet", "m.parquet"),
        ("--on local[2] m.parquet --format csv,parquet", "--format csv"),
        ("--on local[2] m.parquet --hits", "--hits"),
        ("m.parquet --hits -o out", "--hits"),
    ],
)
def test_wrong_words_are_told(words: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", *words.split()]) == 2
    assert told in capsys.readouterr().err


def test_a_missing_package_is_told_with_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rescreen.cluster.session.find_spec", lambda name: None)
    assert main(["score", "m.parquet", "--on", "spark", "local", "--lang", "en"]) == 2
    assert "pip install 'rescreen[spark]'" in capsys.readouterr().err


def test_missing_java_is_told_with_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rescreen.cluster.session.find_spec", lambda name: True)
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert main(["score", "m.parquet", "--on", "spark", "local", "--lang", "en"]) == 2
    assert "openjdk-17-jre-headless" in capsys.readouterr().err


def test_a_history_that_cannot_be_is_told_before_spark_is_asked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "v1-00").mkdir()
    words = ["score", "m.parquet", "--on", "local[2]", "--history", str(tmp_path), "--lang", "en"]
    assert main(words) == 2
    assert "key file of the history" in capsys.readouterr().err
