"""Aggregate facts in rule files: good ones are facts like any other, of bad ones every fault is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from rescreen.errors import RulebookError
from rescreen.rulebook import read_rules
from rescreen.rulebook.digest import _texts
from rescreen.rulebook.lint import lint
from rescreen.rulebook.model import RuleSet, Test
from rescreen.rulebook.stored import pack, unpack

PACK = "pack: t\nname: 试\nversion: '1'\nsettings:\n  few: {label: 少, value: 3}\n"
FACTS = """\
facts:
  receivers_24h:
    label: 收件电话数
    label_en: receivers in 24 h
    doc: Receivers.
    count_distinct: 收件人电话
    by: [寄件人电话]
    within: 24h
    where: {use: 轻件}
"""
RULES = """\
conditions:
  轻件: {重量: {lt: 1}}
rules:
  - id: AA-01
    name: 多收
    basis: 五（一）
    reason: 寄给 {收件电话数} 人
    when: {receivers_24h: {ge: $few}}
    lane: pass
    weight: 10
"""


def folder(root: Path, facts: str = FACTS, rules: str = RULES) -> Path:
    root.mkdir(exist_ok=True)
    (root / "pack.yaml").write_text(PACK, "utf-8")
    (root / "b.yaml").write_text(facts, "utf-8")
    (root / "a.yaml").write_text(rules, "utf-8")
    return root


def faults(root: Path, facts: str, rules: str = RULES) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        read_rules(folder(root, facts, rules))
    return [str(fault) for fault in caught.value.faults]


def test_a_declared_fact_is_a_fact(tmp_path: Path) -> None:
    ruleset = read_rules(folder(tmp_path))
    (fact,) = ruleset.facts
    assert (fact.measure, fact.of, fact.by) == (
        "count_distinct",
        "receiver_phone",
        ("sender_phone",),
    )
    assert (fact.within, fact.at) == (86_400, "accepted_at")
    assert fact.where == Test("weight_kg", "lt", 1.0)
    assert ruleset.rules[0].condition == Test("receivers_24h", "ge", "$few")


def test_the_hash_tells_facts_apart(tmp_path: Path) -> None:
    one = read_rules(folder(tmp_path / "a"))
    other = read_rules(folder(tmp_path / "b", FACTS.replace("24h\n", "25h\n", 2)))
    assert one.hash != other.hash


def test_a_speed_needs_an_end_of_its_window(tmp_path: Path) -> None:
    facts = FACTS.replace("count_distinct: 收件人电话", "top_speed: 起始收寄点")
    assert read_rules(folder(tmp_path, facts)).facts[0].beyond == 200
    told = faults(tmp_path, facts.replace("    within: 24h\n", ""))
    assert any("within" in fault for fault in told), told


@pytest.mark.parametrize("more", ["each: day", "each: 时刻"])
def test_what_counts_as_one_is_kept_and_hashed(tmp_path: Path, more: str) -> None:
    plain = FACTS.replace("count_distinct: 收件人电话", "count: true")
    one = read_rules(folder(tmp_path, plain))
    other = read_rules(folder(tmp_path, plain.replace("count: true", f"count: true\n    {more}")))
    assert one.hash != other.hash
    assert unpack(pack(other), tmp_path) == other
    assert "each" not in "".join(_texts(one))


def test_stored_rules_keep_their_facts(tmp_path: Path) -> None:
    rules = RULES + (
        "    cases:\n      hits:\n        - {name: 甲, parcel: {收寄时间: 2021-09-21 10:00:00},"
        " before: [{收寄时间: 2021-09-21 09:00:00, times: 2}]}\n"
    )
    ruleset = read_rules(folder(tmp_path, rules=rules))
    found: RuleSet = unpack(pack(ruleset), tmp_path)
    assert found == ruleset
    assert len(found.rules[0].cases[0].before) == 2


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("count_distinct: 收件人电话", "count_distinct: 收件人电化", "b.yaml:6", "收件人电话"),
        ("count_distinct: 收件人电话", "count_distinct: 收寄时间", "b.yaml:6", "不能用来计不同值"),
        ("count_distinct: 收件人电话", "sum: 收件人电话", "b.yaml:6", "不能用来计算"),
        ("count_distinct: 收件人电话", "count: 3", "b.yaml:6", "count 后面写 true"),
        ("    count_distinct: 收件人电话\n", "", "b.yaml:3", "没有算法"),
        ("count_distinct: 收件人电话", "count: true\n    min: 重量", "b.yaml:3", "只能有一种算法"),
        ("by: [寄件人电话]", "by: [寄件人电话机]", "b.yaml:7", "寄件人电话"),
        ("by: [寄件人电话]", "by: []", "b.yaml:7", "by 至少要有一项"),
        ("    by: [寄件人电话]\n", "", "b.yaml:3", "缺少 by"),
        ("by: [寄件人电话]", "by: [寄件人证件号问题]", "b.yaml:7", "不能用来分组"),
        ("within: 24h", "within: 24", "b.yaml:8", "不是时间长度"),
        ("within: 24h", "within: 24h\n    at: 重量", "b.yaml:9", "不能用来定时间"),
        ("within: 24h", "within: 24h\n    level: 乡", "b.yaml:9", "没有 乡 这一级"),
        ("within: 24h", "withn: 24h", "b.yaml:8", "within"),
        ("receivers_24h:", "Receivers:", "b.yaml:3", "不能作事实的名字"),
        ("receivers_24h:", "weight_kg:", "b.yaml:3", "已是内置的事实"),
        ("label: 收件电话数", "label: 重量", "b.yaml:3", "已是内置的事实"),
        ("where: {use: 轻件}", "where: {寄件人电话: {starts_with: '154'}}", "b.yaml:9", "个人信息"),
        ("where: {use: 轻件}", "where: {备注: {contains_any: [急]}}", "b.yaml:9", "自由文字"),
        ("where: {use: 轻件}", "where: {运单号: {starts_with: 'W'}}", "b.yaml:9", "单号"),
        ("count_distinct: 收件人电话", "share: {内件品名: {is: 样品}}", "b.yaml:6", "自由文字"),
        ("within: 24h", "within: 24h\n    each: day", "b.yaml:9", "不能按 each 合并"),
        ("count_distinct: 收件人电话", "count: true\n    each: week", "b.yaml:7", "没有 week"),
        ("within: 24h", "within: 24h\n    beyond: 50", "b.yaml:9", "没有 beyond"),
        ("count_distinct: 收件人电话", "top_speed: 收件人电话", "b.yaml:6", "不能用来算路程"),
        (
            "count_distinct: 收件人电话",
            "top_speed: 起始收寄点\n    beyond: 0",
            "b.yaml:7",
            "beyond 应在 1",
        ),
        ("where: {use: 轻件}", "where: {收件电话数: {ge: 1}}", "b.yaml:9", "不能再聚合"),
        ("where: {use: 轻件}", "where: {重两: {ge: 1}}", "b.yaml:9", "重量"),
    ],
)
def test_a_fault_is_told_at_its_place(
    tmp_path: Path, old: str, new: str, place: str, words: str
) -> None:
    assert old in FACTS
    told = faults(tmp_path, FACTS.replace(old, new))
    assert any(place in fault and words in fault for fault in told), told


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = FACTS.replace("24h\n    where", "24x\n    where").replace("[寄件人电话]", "[甲]")
    told = faults(tmp_path, text, RULES.replace("{收件电话数}", "{收件电话号}"))
    assert sum("b.yaml" in fault for fault in told) == 2
    assert any("收件电话" in fault and "a.yaml" in fault for fault in told)


def test_a_name_belongs_to_one_fact(tmp_path: Path) -> None:
    again = RULES + FACTS
    told = faults(tmp_path, FACTS, again)
    assert any("事实 receivers_24h 重复" in fault for fault in told)


def test_a_fact_that_no_rule_uses_is_pointed_out(tmp_path: Path) -> None:
    more = FACTS + "  idle_fact: {label: 没人用, count: true, by: 收寄网点编码}\n"
    told = [one for one in lint(read_rules(folder(tmp_path, more))) if "聚合事实" in one.message]
    assert [one.subject for one in told] == ["idle_fact"]


def test_cases_before_others_are_checked_like_them(tmp_path: Path) -> None:
    rules = RULES + (
        "    cases:\n      hits:\n        - name: 甲\n          parcel: {重量: 1}\n"
        "          before: [{重两: 1}, {重量: 1, times: 0}, {重量: 一}]\n"
    )
    told = faults(tmp_path, FACTS, rules)
    assert [word for word in ("重两", "times", "重量 的值类型不对")
            if not any(word in fault for fault in told)] == []  # fmt: skip
