"""`rescreen check` and `rescreen rules` on small folders of rules, good and bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from rescreen.cli import main

PACK = "pack: small\nname: 小包\nversion: '1'\n"
RULE = """rules:
  - id: TE-01
    name: 粉末
    basis: 试验
    reason: 内件 {item}
    when: {item: {contains_any: [粉末]}}
    lane: rescreen
    weight: 40
    severity: high
    cases:
      hits:
        - {name: 白色粉末, parcel: {item: 白色粉末}}
      near_misses:
        - {name: 茶叶, parcel: {item: 茶叶}}
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "items.yaml").write_text(RULE, encoding="utf-8")
    return tmp_path


def change(rules: Path, old: str, new: str) -> None:
    file = rules / "items.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_good_rules_are_told_in_one_line_and_0(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(rules)]) == 0
    assert "规则 1 条、清单 0 个、用例 2 个，全部通过" in capsys.readouterr().out


def test_a_failing_case_is_1_and_tells_where_expected_and_got(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(rules, "parcel: {item: 茶叶}", "parcel: {item: 粉末涂料}")
    assert main(["check", str(rules)]) == 1
    shown = capsys.readouterr().out
    assert "items.yaml:14" in shown
    assert "茶叶" in shown
    assert shown.index("不命中") < shown.rindex("命中")


def test_all_faults_are_told_at_once_with_line_and_column_and_2(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(rules, "severity: high", "severity: huge")
    change(rules, "lane: rescreen", "lane: recreen")
    assert main(["check", str(rules)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "2 处错误" in shown.err
    assert "items.yaml:7:11" in shown.err
    assert "items.yaml:9:15" in shown.err


def test_a_folder_that_is_not_there_is_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_rules_lists_what_is_in_force_on_the_day(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(rules, "severity: high", "severity: high\n    valid: {from: 2021-09-21}")
    assert main(["rules", "--rules", str(rules), "--day", "2021-09-21"]) == 0
    assert "TE-01" in capsys.readouterr().out
    assert main(["rules", "--rules", str(rules), "--day", "2021-09-20"]) == 0
    assert "TE-01" not in capsys.readouterr().out


def test_an_unknown_setting_is_2(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--rules", str(rules), "--set", "nonsense=1"]) == 2
    assert "nonsense" in capsys.readouterr().err


def test_outlet_tables_change_the_rulebooks_hash(
    rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "outlets.csv"
    table.write_text("outlet_code,division\nN1,533102\n", encoding="utf-8")
    assert main(["rules", "--rules", str(rules)]) == 0
    before = capsys.readouterr().out.splitlines()[0]
    assert main(["rules", "--rules", str(rules), "--outlets", str(table)]) == 0
    assert capsys.readouterr().out.splitlines()[0] != before


def test_a_rule_without_a_near_miss_is_1(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(rules, "      near_misses:\n        - {name: 茶叶, parcel: {item: 茶叶}}\n", "")
    assert main(["check", str(rules)]) == 1
    shown = capsys.readouterr().out
    assert "items.yaml:2" in shown
    assert "没有近似未命中用例" in shown
