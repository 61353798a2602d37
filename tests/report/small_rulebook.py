"""A rulebook of four rules, small enough to know every answer by heart."""

from __future__ import annotations

from rescreen.engine import Rulebook
from rescreen.rulebook.model import (
    All,
    Condition,
    Lane,
    ListEntry,
    NamedList,
    OnMissing,
    Rule,
    RuleSet,
    Setting,
    Test,
)

KEY = ("530000",)
FROM_KEY = Test("origin", "in_list", "key")
POWDER = Test("item", "contains_any", ("粉末",))


def _rule(
    number: str,
    name: str,
    condition: Condition,
    lane: Lane = Lane.PASS,
    weight: int = 0,
    only_when: tuple[tuple[str, str], ...] = (),
) -> Rule:
    return Rule(
        id=number,
        name=name,
        basis="五（四）",
        reason=f"{name} {{item}}",
        condition=condition,
        lane=lane,
        weight=weight,
        severity="high",
        on_missing=OnMissing.QUALITY,
        valid_from=None,
        valid_to=None,
        only_when=only_when,
    )


def small_rulebook() -> Rulebook:
    """OR-01 all of the key origin, or OR-02 powder from there; IT-01 powder; XR-01 no image."""
    rules = (
        _rule("OR-01", "重点方向", FROM_KEY, Lane.RESCREEN, 30, (("scope", "all"),)),
        _rule(
            "OR-02",
            "重点方向可疑",
            All((FROM_KEY, POWDER)),
            Lane.RESCREEN,
            30,
            (("scope", "suspicious"),),
        ),
        _rule("IT-01", "粉末", POWDER, Lane.OPEN, 50),
        _rule("XR-01", "无图像", Test("xray_image", "present", False), Lane.PASS, 10),
    )
    key = NamedList("key", "重点方向", "divisions", "五（四）", tuple(ListEntry(c) for c in KEY))
    scope = Setting("scope", "范围", "all", (("all", "全部"), ("suspicious", "只查可疑")))
    return Rulebook(RuleSet(rules, {"key": key}, {"scope": scope}, name="小", hash="ab" * 32))


#: From Kunming (the key origin) and from Beijing, with tea and with powder.
PARCELS = [
    {"waybill_no": "K-TEA", "accept_division": "530102", "item": "茶叶"},
    {"waybill_no": "K-POWDER", "accept_division": "530102", "item": "白色粉末"},
    {"waybill_no": "B-TEA", "accept_division": "110101", "item": "茶叶"},
    {"waybill_no": "B-POWDER", "accept_division": "110101", "item": "白色粉末"},
]
