"""Texts of preferences for lanes, and of aggregate facts in printed rulebooks. Key → (Chinese, English)."""

from __future__ import annotations

__all__ = ["CATALOGUE"]

CATALOGUE: dict[str, tuple[str, str]] = {
    "words.prefers": ("{lane}（优先 {name}）", "{lane} (preferably {name})"),
    "rules.prefers": ("优先通道", "preferred lane"),
    "route.prefers": (
        "优先走{lane}的 {parcels} 件：排入 {there} 件，走同类其他通道 {elsewhere} 件，"
        "没有排上 {waiting} 件",
        "{lane} preferred for {parcels} parcels: {there} placed there, {elsewhere} in other lanes of"
        " the need, {waiting} without a place",
    ),
    "route.waiting": ("没有排上", "No place"),
    "route.draw_short": (
        "抽中而没有查验的 {n} 件，都在 overflow.csv；抽查的 reserve 现为 {reserve}，提高它可多留位置，"
        "到必查件留下的位置用完为止（1：抽中的都先于按分数的）。",
        "{n} drawn parcels aren't screened; all are in overflow.csv. The draw's reserve is {reserve}:"
        " a greater one keeps more places, as far as mandatory parcels leave any (1: all drawn ones"
        " go before those by score).",
    ),
    "page.facts": ("聚合事实", "Aggregate facts"),
    "page.fact": ("事实", "Fact"),
    "page.measure": ("算法", "Measure"),
    "page.measure_of": ("{name}：{of}", "{name}: {of}"),
    "page.by": ("分组", "By"),
    "page.within": ("时间窗", "Window"),
    "page.at": ("时间", "Time"),
    "page.where": ("计入条件", "Counted where"),
    "page.doc": ("说明", "Meaning"),
    "page.used": ("用到它的规则", "Asked by"),
    "page.each.day": ("一天只算一次", "a day counts once"),
    "page.each.time": ("同一时刻只算一次", "a moment counts once"),
    "page.beyond": ("免计 {km} 公里", "beyond {km} km"),
    "page.level.province": ("按省", "by province"),
    "page.level.prefecture": ("按市", "by prefecture"),
    "page.level.county": ("按县", "by county"),
    "page.all_kept": ("全部保留的历史", "all that is kept"),
    "page.span.s": ("{n} 秒", "{n} s"),
    "page.span.m": ("{n} 分钟", "{n} min"),
    "page.span.h": ("{n} 小时", "{n} h"),
    "page.span.d": ("{n} 天", "{n} d"),
}
