"""`rescreen place` and `rescreen facts`."""

from __future__ import annotations

import io
import json

import pytest

from rescreen.cli import main
from rescreen.facts import FACTS


def test_place_shows_division_code_and_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["place", "云南省瑞丽市姐告大道"]) == 0
    shown = capsys.readouterr().out
    assert "533102" in shown
    assert "云南省德宏傣族景颇族自治州瑞丽市" in shown


def test_place_json_is_one_object_a_line_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["place", "云南省瑞丽市", "没有地名", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["text"], row["county"], row["status"]) for row in rows] == [
        ("云南省瑞丽市", "533102", "resolved"),
        ("没有地名", None, "unknown"),
    ]
    assert [row["name"] for row in rows] == ["云南省德宏傣族景颇族自治州瑞丽市", ""]


def test_place_reads_lines_of_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("云南省瑞丽市\r\n云南省景洪市\n"))
    assert main(["place", "-", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["county"] for row in rows] == ["533102", "532801"]


def test_place_reads_standard_input_in_any_encoding_and_loses_no_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    town = "云南省瑞丽市"
    lines = [town.encode("utf-8-sig"), town.encode("gb18030"), town.encode() + b"\xff\xff", b"\xff"]
    stream = io.TextIOWrapper(io.BytesIO(b"\n".join(lines)), "ascii")
    monkeypatch.setattr("sys.stdin", stream)
    assert main(["place", "-", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["county"] for row in rows] == ["533102", "533102", "533102", None]


def test_place_says_unknown_in_the_chosen_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["place", "没有地名", "--lang", "en"]) == 0
    assert "unknown" in capsys.readouterr().out
    assert main(["place", "没有地名"]) == 0
    assert "未知" in capsys.readouterr().out


def test_facts_lists_every_fact_with_its_label(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts"]) == 0
    lines = capsys.readouterr().out.splitlines()
    listed = {tuple(line.split()[:2]) for line in lines}
    assert {(fact.label, fact.name) for fact in FACTS.values()} <= listed
