"""Lints find what they are for, and the shipped packs have none that fails a check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rescreen.rulebook import default_rules_path, lint, read_rules
from rescreen.rulebook.model import ListEntry, NamedList

RULES = read_rules(default_rules_path())
DAY = date(2021, 9, 22)


def messages(ruleset) -> str:  # type: ignore[no-untyped-def]
    found = lint(ruleset, DAY)
    for one in found:
        text = "".join(one.told("en"))
        assert one.told("en") != one.told("zh"), "every lint has an English text"
        assert "，" not in text
    return "\n".join(f"{one.severity} {one}" for one in found)


def test_the_shipped_packs_are_clean() -> None:
    assert messages(RULES) == ""


def test_rules_need_a_hit_and_a_near_miss() -> None:
    bare = replace(RULES, rules=(replace(RULES.rules[0], cases=()),))
    assert "error" in messages(bare)
    assert "没有命中用例" in messages(bare)
    assert "近似未命中" in messages(bare)


def test_twins_and_ended_rules() -> None:
    first = RULES.rules[0]
    twins = replace(RULES, rules=(first, replace(first, id="KO-99", valid_to=date(2021, 1, 1))))
    assert "KO-99" in messages(twins)
    assert "完全相同" in messages(twins)
    assert "失效" in messages(twins)


def test_lists() -> None:
    words = ("样品", "样品盒", "样品")
    entries = tuple(ListEntry(word, line=n) for n, word in enumerate(words, 5))
    places = NamedList(
        "p", "地", "divisions", "", (ListEntry("110103", valid_to=date(2020, 1, 1)),)
    )
    lists = {**RULES.lists, "w": NamedList("w", "词", "keywords", "", entries), "p": places}
    told = messages(replace(RULES, lists=lists))
    for part in ("“样品盒”已被“样品”包含", "重复", "没有规则用到", "110103 已撤销", "没有一项有效"):
        assert part in told
