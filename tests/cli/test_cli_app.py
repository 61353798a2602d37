"""The command line as a whole: languages, exit statuses, no traceback for bad input."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

import rescreen
from rescreen.cli import app as app_module
from rescreen.cli import main
from rescreen.cli.session import Session
from rescreen.errors import InputError, RescreenError, UsageError


def run(*args: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rescreen.cli", *args],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(env or {})},
    )


def raising(error: BaseException, monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    """The exit status when the command raises an error."""

    def invoke(words: list[str], session: Session) -> int:
        raise error

    monkeypatch.setattr(app_module, "_invoke", invoke)
    return main(args)


def test_help_is_chinese_unless_english_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "二次安检" in capsys.readouterr().out
    assert main(["--lang", "en", "--help"]) == 0
    assert "second security screening" in capsys.readouterr().out
    assert main(["score", "--help", "--lang=en"]) == 0
    assert "Score every parcel" in capsys.readouterr().out


def test_the_environment_sets_the_language_and_an_option_outranks_it() -> None:
    assert Session.of([], {"RESCREEN_LANG": "en"}).lang == "en"
    assert Session.of(["--lang", "zh"], {"RESCREEN_LANG": "en"}).lang == "zh"
    assert Session.of([], {"RESCREEN_LANG": "tlh"}).lang == "zh"
    assert Session.of(["--", "--lang", "en"], {}).lang == "zh"


def test_every_command_has_help_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for name in app_module.COMMANDS:
        for lang in ("zh", "en"):
            assert main([name, "--help", "--lang", lang]) == 0
            text = capsys.readouterr().out
            assert "option." not in text
            assert f"{name}.help" not in text


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--nonsense"], "没有选项 --nonsense"),
        (["nonsense"], "nonsense"),
        (["score"], "缺少"),
        (["score", "--day", "昨天", "x.csv"], "日期"),
        (["score", "--set", "key_origin_scope", "x.csv"], "--set"),
        (["--lang", "tlh", "score"], "tlh"),
    ],
)
def test_wrong_usage_is_told_in_a_sentence_and_is_2(
    args: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(args) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert told in shown.err
    assert "Traceback" not in shown.err


@pytest.mark.parametrize(
    ("args", "zh", "en"),
    [
        (["scor"], "没有命令 scor", "No such command: scor"),
        (["staff", "x.csv"], "缺少 --wait", "Missing --wait"),
        (["synth", "x.csv", "--rows", "many"], "many 不是整数", "many is not a whole number"),
        (["score", "x.csv", "--jobs", "0"], "0 不在范围", "0 is not in the range"),
        (["rules", "from-table", "README.md", "--kind", "x"], "x 不在可选之列", "x is none of"),
        (["score", "--day"], "选项 --day 后面要有值", "Option --day wants a value"),
        (["score", "x.csv", "--debug=1"], "--debug 后面不能有值", "--debug takes no value"),
        (["weigh", "a", "b", "c"], "多余的参数", "More arguments than expected"),
    ],
)
def test_what_click_refuses_is_told_in_both_languages(
    args: list[str], zh: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for lang, told in (("zh", zh), ("en", en)):
        assert main(["--lang", lang, *args]) == 2
        assert told in capsys.readouterr().err


def test_what_the_system_refuses_is_told_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "x.csv")
    assert raising(error, monkeypatch) == 2
    assert capsys.readouterr().err == "文件 x.csv 无法读写：没有这个文件或文件夹\n"
    assert raising(error, monkeypatch, "--lang", "en") == 2
    assert "no such file or folder" in capsys.readouterr().err
    seldom = OSError(errno.EXDEV, os.strerror(errno.EXDEV), "x.csv")
    assert raising(seldom, monkeypatch) == 2
    assert os.strerror(errno.EXDEV) in capsys.readouterr().err


def test_the_public_names_are_listed_before_their_first_use() -> None:
    assert set(rescreen.__all__) <= set(dir(rescreen))


@pytest.mark.parametrize("error", [RescreenError("坏"), UsageError("坏"), InputError("坏")])
def test_errors_of_lower_rooms_are_one_message_and_2(
    error: RescreenError, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert raising(error, monkeypatch) == 2
    assert capsys.readouterr().err == "坏\n"


def test_an_error_that_brings_english_shows_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = InputError("坏")
    error.en = "bad"  # type: ignore[attr-defined]
    assert raising(error, monkeypatch, "--lang", "en") == 2
    assert capsys.readouterr().err == "bad\n"


def test_an_unforeseen_error_shows_no_value_of_any_parcel(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert raising(ValueError("15400000000"), monkeypatch) == 2
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert "15400000000" not in told


def test_debug_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="x"):
        raising(ValueError("x"), monkeypatch, "--debug")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_stopping_from_the_keyboard_is_130(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert raising(error, monkeypatch) == 130


def test_a_file_that_cannot_be_written_is_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = PermissionError(13, "Permission denied", "out/a.csv")
    assert raising(error, monkeypatch) == 2
    assert "out/a.csv" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_error_message() -> None:
    made = subprocess.run(
        f"{sys.executable} -m rescreen.cli facts | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.stderr == ""


def test_a_terminal_that_knows_no_chinese_gets_escapes_not_an_error() -> None:
    made = run("facts", env={"PYTHONIOENCODING": "latin-1"})
    assert made.returncode == 0
    assert "\\u8fd0" in made.stdout


def test_help_does_not_import_the_engine() -> None:
    """`rescreen --help` and shell completion stay quick."""
    code = (
        "import sys; from rescreen.cli import main; main(['--help']);"
        "print([m for m in ('polars', 'numpy', 'pydantic', 'rich') if m in sys.modules])"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.endswith("[]\n")


def test_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    from rescreen import __version__

    assert main(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


def test_the_reference_page_is_current() -> None:
    from rescreen.cli.reference import reference

    page = Path(__file__).parents[2] / "docs" / "cli.md"
    assert page.read_text(encoding="utf-8") == reference()
