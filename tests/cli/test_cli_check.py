"""`rescreen check` and `rescreen rules` on small folders of rules, good and bad."""

from __future__ import annotations

import json
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


def test_results_are_told_to_programs(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(rules), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["passed"], told["rules"], told["cases"]) == (True, 1, 2)
    assert told["faults"] == told["lints"] == told["failures"] == []

    change(rules, "parcel: {item: 茶叶}", "parcel: {item: 粉末涂料}")
    change(rules, "basis: 试验", "basis: 请填写")
    assert main(["check", str(rules), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    [failure], [found] = told["failures"], told["lints"]
    assert (failure["rule"], failure["expected"], failure["got"]) == ("TE-01", "miss", "hit")
    assert (found["severity"], found["subject"], told["passed"]) == ("error", "TE-01", False)

    change(rules, "weight: 40", "weight: heavy")
    assert main(["check", str(rules), "--json"]) == 2
    shown = capsys.readouterr()
    told = json.loads(shown.out)
    assert shown.err == ""
    assert (told["passed"], told["faults"][0]["line"]) == (False, 8)


def test_lints_are_told_in_both_languages(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(rules, "basis: 试验", "basis: 请填写")
    assert main(["check", str(rules)]) == 1
    assert "还没有填写：basis" in capsys.readouterr().out
    assert main(["check", str(rules), "--lang", "en"]) == 1
    shown = capsys.readouterr().out
    assert "still to be filled in: basis" in shown
    assert "Lints: 1" in shown


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


SECOND = """
  - id: TE-02
    name: 粉末再来一次
    basis: 试验
    reason: 内件 {item}
    when: {all: [{item: {contains_any: [粉末, 白粉末]}}, {付款方式: {is: 到付}}]}
    lane: rescreen
    weight: 30
    cases:
      hits:
        - {name: 白色粉末, parcel: {item: 白色粉末, 付款方式: 到付}}
      near_misses:
        - {name: 茶叶, parcel: {item: 茶叶, 付款方式: 到付}}
"""


def test_a_redundant_rule_is_told_with_a_parcel_and_1(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = rules / "items.yaml"
    file.write_text(RULE + SECOND, encoding="utf-8")
    assert main(["check", str(rules)]) == 1
    shown = capsys.readouterr().out
    assert "证明有误 1 条" in shown
    assert "items.yaml:16" in shown
    assert "凡命中它的，TE-01（粉末）都命中" in shown
    assert "例：内件品名 粉末、付款方式 到付；TE-02、TE-01 都命中" in shown
    assert main(["check", str(rules), "--lang", "en"]) == 1
    assert "Redundant: wherever it fires, TE-01" in capsys.readouterr().out


def test_a_rule_that_never_fires_is_told_with_what_contradicts_itself(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    never = "when: {all: [{重量: {gt: 5}}, {item: {contains_any: [粉末]}}, {重量: {lt: 3}}]}"
    change(rules, "when: {item: {contains_any: [粉末]}}", never)
    assert main(["check", str(rules)]) == 1
    shown = capsys.readouterr().out
    assert "永远不会命中：“重量 大于 5kg”、“重量 小于 3kg”不能同时成立" in shown


def test_a_rule_that_begins_later_is_proved_for_its_day(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = SECOND.replace("    weight: 30\n", "    weight: 30\n    valid: {from: 2031-01-01}\n")
    (rules / "items.yaml").write_text(RULE + later, encoding="utf-8")
    assert main(["check", str(rules), "--day", "2030-01-01"]) == 1
    assert "多余" in capsys.readouterr().out


def test_without_the_solver_what_stays_open_is_said(
    rules: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_question = (
        "when: {all: [{item: {contains_any: [粉末]}}, {not: {item: {contains_any: [粉]}}}]}"
    )
    change(rules, "when: {item: {contains_any: [粉末]}}", open_question)
    assert main(["check", str(rules)]) == 1
    assert "永远不会命中" in capsys.readouterr().out
    for module in ("rescreen.proof.prover", "rescreen.cli.show_proof"):
        monkeypatch.setattr(f"{module}.has_solver", lambda: False)
    main(["check", str(rules)])
    shown = capsys.readouterr().out
    assert "永远不会命中" not in shown
    assert "1 处要用求解器才能判断" in shown
    assert "rescreen[proof]" in shown
