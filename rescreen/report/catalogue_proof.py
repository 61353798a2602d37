"""Texts of what is proved of rules: key → (Chinese, English)."""

from __future__ import annotations

__all__ = ["CATALOGUE"]

CATALOGUE: dict[str, tuple[str, str]] = {
    "check.day": (
        "按哪一天的规则证明（默认今天）。",
        "Day to prove the rules for (default: today).",
    ),
    "check.reading": ("读取规则", "Reading rules"),
    "check.cases": ("运行用例", "Running cases"),
    "check.proving": ("证明规则", "Proving rules"),
    "check.rules_done": ("{rows} 条", "{rows} rules"),
    "check.proved": ("证明有误 {n} 条", "Faults proved: {n}"),
    "check.open": (
        "有 {n} 处要用求解器才能判断，没有判断（同一段文字的几项条件放在一起时，是否命中）。"
        "安装：pip install 'rescreen[proof]'",
        "{n} questions need the solver and were left open (several tests of one text together)."
        " Install it: pip install 'rescreen[proof]'",
    ),
    "check.given_up": (
        "有 {n} 处求解器在限定时间内没有答案，没有判断。",
        "{n} questions the solver didn't answer in the time allowed; they were left open.",
    ),
    "check.days_left": (
        "证明到 {day} 为止；之后才起效的规则，起效前请用 --day 再查。",
        "Proved up to {day}; for rules that begin later, check again with --day.",
    ),
    # What was proved, and what to do about it
    "proof.never": (
        "永远不会命中：{parts}不能同时成立",
        "Can never fire: {parts} can't hold together",
    ),
    "proof.never.one": ("永远不会命中：{parts}不可能成立", "Can never fire: {parts} can't hold"),
    "proof.never.advice": ("改正条件，或删去这条规则", "Mend the condition, or delete the rule"),
    "proof.always": (
        "每一件都命中，什么都不知道的一件也不例外：{parts}总有一项成立",
        "Always fires, on a parcel of which nothing is known too: one of {parts} always holds",
    ),
    "proof.always.one": (
        "每一件都命中，什么都不知道的一件也不例外：{parts}总是成立",
        "Always fires, on a parcel of which nothing is known too: {parts} always holds",
    ),
    "proof.always.advice": ("补上缺少的条件", "Add the condition that is missing"),
    "proof.redundant": (
        "多余：凡命中它的，{other}（{name}）都命中，去向不轻、权重不低",
        "Redundant: wherever it fires, {other} ({name}) does, with a lane and weight no less",
    ),
    "proof.redundant.advice": (
        "删去它，或改它的条件、去向或权重",
        "Delete it, or change its condition, lane or weight",
    ),
    "proof.same": (
        "与 {other}（{name}）命中的件完全相同",
        "Fires on the very same parcels as {other} ({name})",
    ),
    "proof.same.advice": ("合并成一条", "Make them one rule"),
    "proof.lanes": (
        "互相矛盾：与 {other}（{name}）命中的件完全相同，去向却是 {lane}，那条是 {other_lane}",
        "Contradiction: fires on the very same parcels as {other} ({name}), but goes to {lane},"
        " the other to {other_lane}",
    ),
    "proof.lanes.advice": (
        "定下一个去向，合并成一条",
        "Settle on one lane, and make them one rule",
    ),
    "proof.exempt": (
        "互相矛盾：凡它要求{lane}的，{other}（{name}）一律豁免",
        "Contradiction: whatever it sends to {lane}, {other} ({name}) exempts",
    ),
    "proof.exempt.part": (
        "互相矛盾：有的件它要求{lane}，{other}（{name}）却豁免",
        "Contradiction: some parcels that it sends to {lane}, {other} ({name}) exempts",
    ),
    "proof.exempt.advice": (
        "缩小豁免的范围，或写明哪一条优先",
        "Narrow the exemption, or say which of the two comes first",
    ),
    "proof.example": ("例：{fields}；{rules}", "Example: {fields}; {rules}"),
    "proof.example_facts": (
        "例（按由字段得出的内容）：{fields}；{rules}",
        "Example (by derived facts): {fields}; {rules}",
    ),
    "proof.example.nothing": ("什么都不知道的一件", "a parcel of which nothing is known"),
    "proof.example.fire": ("{rules} 命中", "{rules} fires"),
    "proof.example.fire_both": ("{rules} 都命中", "{rules} both fire"),
    "proof.example.null": ("为空", "empty"),
    "proof.field": ("{label} {value}", "{label} {value}"),
    "proof.part": ("“{part}”", '"{part}"'),
    # Conditions in words
    "words.and": ("，并且", " and "),
    "words.or": ("，或者", " or "),
    "words.not": ("不是（{part}）", "not ({part})"),
    "words.nested": ("（{part}）", "({part})"),
}
