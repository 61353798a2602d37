"""The shipped packs: complete, dated, grounded, proved by their own cases, and readable."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from rescreen.engine import run_cases
from rescreen.places import divisions
from rescreen.rulebook import default_rules_path, read_rules
from rescreen.rulebook.model import All, AnyOf, Condition, Lane, Not, Rule, Test

RULES = read_rules(default_rules_path())
BASES = re.compile(
    r"[三五六][3（]|快递暂行条例|邮政法|反恐怖主义法|禁毒法|实名收寄管理办法|收寄验视规定|禁止寄递物品管理规定|"
    r"易制毒化学品管理条例|安全监督管理办法|经营许可管理办法|GB"
)
SECTIONS = ("三3", "五（一）", "五（二）", "五（四）", "五（五）", "六（一）")
KEY = (
    "510100 440100 441300 450200 450100 350800 330600 420100 120111 530500 533100 530100 530900"
    " 532600 530800 532800"
).split()


def leaves(condition: Condition) -> list[Test]:
    match condition:
        case Test():
            return [condition]
        case Not(part):
            return leaves(part)
        case All(parts) | AnyOf(parts):
            return [leaf for part in parts for leaf in leaves(part)]


def test_there_are_enough_rules() -> None:
    assert len(RULES.rules) >= 40
    assert len({rule.id for rule in RULES.rules}) == len(RULES.rules)


def test_every_case_comes_out_as_written() -> None:
    count, failures = run_cases(RULES)
    assert count >= 2 * len(RULES.rules)
    assert [(f.rule.id, f.case.name, f.expected, f.got) for f in failures] == []


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_every_rule_is_whole(rule: Rule) -> None:
    kinds = Counter(case.expect for case in rule.cases)
    assert kinds["hit"] >= 1
    assert kinds["miss"] >= 1
    assert BASES.search(rule.basis), rule.basis
    assert re.search(r"[\u4e00-\u9fff]", rule.name)
    assert rule.lane is not Lane.PASS or 0 < rule.weight < 60, "weak alone"
    assert rule.lane is not Lane.REPORT or rule.weight == 100


def test_opening_names_its_authority() -> None:
    for rule in RULES.rules:
        if rule.lane is Lane.OPEN:
            assert "有权人员" in rule.reason


def test_the_sixteen_key_origins() -> None:
    listed = RULES.lists["key_origins"]
    assert [entry.value for entry in listed.entries] == KEY
    assert all(entry.value in divisions() for entry in listed.entries)
    assert listed.values_on(date(2021, 9, 20)) == ()
    assert len(listed.values_on(date(2021, 9, 21))) == 16


def test_every_list_is_used() -> None:
    used = {leaf.operand for rule in RULES.rules for leaf in leaves(rule.condition)
            if leaf.op in ("in_list", "contains_list")}  # fmt: skip
    assert used == set(RULES.lists)


def test_every_setting_is_used() -> None:
    operands = {leaf.operand for rule in RULES.rules for leaf in leaves(rule.condition)}
    named = {str(operand)[1:] for operand in operands if str(operand).startswith("$")}
    switched = {name for rule in RULES.rules for name, _ in rule.only_when}
    assert set(RULES.settings) == named | switched | {"rescreen_score", "history_days"}


def test_the_notice_is_covered() -> None:
    bases = " ".join(rule.basis for rule in RULES.rules)
    for section in SECTIONS:
        if section == "五（一）":
            continue  # clues and their verification: a later room
        assert section in bases, section


def test_letters_and_agreement_customers_are_exempt_from_the_id_check() -> None:
    for rule in RULES.rules:
        facts = {leaf.fact for leaf in leaves(rule.condition)}
        if "sender_id_faults" in facts and rule.id.startswith("RN"):
            assert {"piece_type", "agreement_customer"} <= facts, rule.id
