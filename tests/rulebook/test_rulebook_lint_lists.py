"""Lints of lists, of words across lists, and of days that nothing covers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rescreen.rulebook import lint
from rescreen.rulebook.lint_words import swallowed
from rescreen.rulebook.model import (
    AnyOf,
    Case,
    Condition,
    Lane,
    ListEntry,
    NamedList,
    OnMissing,
    Rule,
    RuleSet,
    Test,
)

DAY = date(2021, 9, 22)
CASES = (Case("甲", {}, "hit"), Case("乙", {}, "miss"))


def rule(ident: str, condition: Condition, **more: Any) -> Rule:
    known: dict[str, Any] = {
        "basis": f"依据{ident}", "reason": "{内件品名}", "lane": Lane.RESCREEN, "weight": 10,
        "severity": "low", "on_missing": OnMissing.IGNORE, "valid_from": None, "valid_to": None,
        "cases": CASES, "name": f"名称{ident}", "file": Path("rules.yaml"), "line": int(ident[-2:]),
    }  # fmt: skip
    return Rule(id=ident, condition=condition, **known | more)


def words(name: str, *entries: str | ListEntry) -> NamedList:
    made = [
        one if isinstance(one, ListEntry) else ListEntry(one, line=line)
        for line, one in enumerate(entries, 1)
    ]
    return NamedList(name, name, "keywords", "", tuple(made), Path(f"{name}.yaml"))


def messages(rules: list[Rule], *lists: NamedList) -> list[str]:
    ruleset = RuleSet(tuple(rules), {one.id: one for one in lists}, {})
    return [f"{one.severity} {one}" for one in lint(ruleset, DAY)]


def contains(name: str, fact: str = "item_text") -> Test:
    return Test(fact, "contains_list", name)


SHORT, LONG = words("short", "粉"), words("long", "样品", "跳跳糖粉")


def test_a_word_that_another_list_swallows_wherever_it_is_asked() -> None:
    both = rule("WW-01", AnyOf((contains("short"), contains("long"))))
    alone = rule("WW-02", contains("short"))
    (told,) = messages([both, alone], SHORT, LONG)
    assert told.startswith("warning long.yaml:2 [long] “跳跳糖粉”已被名单 short 第 1 行的“粉”包含")


def test_a_word_that_matters_in_one_place_is_not_swallowed() -> None:
    both = rule("WW-01", AnyOf((contains("short"), contains("long"))))
    assert messages([both, rule("WW-02", contains("long"))], SHORT, LONG) == []


def test_lists_of_different_facts_do_not_swallow() -> None:
    both = rule("WW-01", AnyOf((contains("short"), contains("long", "remark"))))
    assert messages([both], SHORT, LONG) == []


@given(st.lists(st.text("ab粉", min_size=1, max_size=4), unique=True, max_size=12))
def test_swallowed_is_what_comparing_every_two_finds(found: list[str]) -> None:
    told = sorted(one.message for one in swallowed(words("w", *found)))
    assert told == sorted(
        f"“{word}”已被“{other}”包含，不起作用"
        for word in found
        for other in found
        if other != word and other in word
    )


def place(*entries: ListEntry) -> NamedList:
    return NamedList("places", "地", "divisions", "", entries, Path("places.yaml"))


AT = rule("WW-01", Test("origin", "in_list", "places"))


def test_a_division_inside_of_another_entry() -> None:
    entries = ListEntry("533100", line=1), ListEntry("533102", line=2)
    (told,) = messages([AT], place(*entries))
    assert "places.yaml:2 [places] 533102 已在第 1 行的 533100 之内" in told
    dated = ListEntry("533100", valid_to=date(2022, 1, 1), line=1)
    assert messages([AT], place(dated, entries[1])) == []


def test_an_entry_again_at_another_time_is_no_repetition_but_a_gap_is_told() -> None:
    first = ListEntry("533100", valid_to=date(2021, 12, 31), line=1)
    next_day = ListEntry("533100", valid_from=date(2022, 1, 1), line=2)
    later = ListEntry("533100", valid_from=date(2022, 1, 3), line=2)
    assert messages([AT], place(first, next_day)) == []
    (told,) = messages([AT], place(first, later))
    assert "533100 在 2022-01-01 至 2022-01-02 不在名单里" in told
    (told,) = messages([AT], place(first, ListEntry("533100", line=2)))
    assert told.startswith("error")
    assert "重复" in told


def test_values_that_no_fact_can_have() -> None:
    listed = NamedList("v", "值", "values", "", (ListEntry("信函", line=1), ListEntry("信件", line=2)),
                       Path("v.yaml"))  # fmt: skip
    (told,) = messages([rule("WW-01", Test("piece_type", "in_list", "v"))], listed)
    assert told.startswith("error v.yaml:1 [v] 邮件种类 没有“信函”这个值")
    codes = replace(listed, entries=(ListEntry("999999", line=1), ListEntry("533102", line=2)))
    (told,) = messages([rule("WW-01", Test("outlet_division", "in_list", "v"))], codes)
    assert "没有 999999 这个区划代码" in told


HEAVY, LIGHT = Test("weight_kg", "gt", 5.0), Test("weight_kg", "lt", 1.0)


def test_a_successor_that_begins_too_late() -> None:
    ended = rule("WW-01", HEAVY, name="重件", valid_to=date(2021, 9, 30))
    late = rule("WW-02", LIGHT, name="重件", valid_from=date(2021, 10, 3))
    (told,) = messages([ended, late])
    assert "rules.yaml:1 [WW-01] 2021-10-01 至 2021-10-02 有空档：接续它的 WW-02" in told
    assert messages([ended, replace(late, valid_from=date(2021, 10, 1))]) == []
    other_name = replace(late, name="别的", condition=HEAVY)
    assert len(messages([ended, other_name])) == 1


def test_a_basis_with_a_day_that_none_of_its_rules_covers() -> None:
    ended = rule("WW-01", HEAVY, basis="五（四）", valid_to=date(2021, 9, 30))
    late = rule("WW-02", LIGHT, basis="五（四）", valid_from=date(2021, 10, 2))
    (told,) = messages([ended, late])
    assert "2021-10-01 有空档：同一依据“五（四）”的下一条 WW-02" in told
    lasting = rule("WW-03", Test("pieces", "gt", 1), basis="五（四）")
    assert messages([ended, late, lasting]) == []


def test_one_condition_at_two_times_is_no_twin() -> None:
    ended = rule("WW-01", HEAVY, valid_to=date(2021, 9, 30))
    late = rule("WW-02", HEAVY, valid_from=date(2021, 10, 1))
    assert messages([ended, late]) == []
    assert "完全相同" in messages([ended, replace(late, valid_from=date(2021, 9, 30))])[0]
