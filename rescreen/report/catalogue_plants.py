"""Texts about invented clues with planted series."""

from __future__ import annotations

__all__ = ["CATALOGUE"]

CATALOGUE: dict[str, tuple[str, str]] = {
    "option.clues": (
        "不生成清单，而生成这么多条线索（clue、kind、value、time、role 长表），其中埋有系列案。",
        "Instead of a manifest, make so many clues (a long table: clue, kind, value, time, role) in"
        " which series are planted.",
    ),
    "option.plan": (
        "线索中埋什么：plain、single、double、hubs、shops、near、all。",
        "What is planted in clues: plain, single, double, hubs, shops, near, all.",
    ),
    "option.amount": (
        "改变一项埋设的数量，如 single=0.3；可重复。",
        "Change one amount that is planted, as single=0.3; may be repeated.",
    ),
    "synth.clues_done": (
        "已生成线索 {clues} 条（种子 {seed}，其中坏行 {broken} 行）：",
        "{clues} clues made (seed {seed}, {broken} rows broken):",
    ),
}
