"""Texts of preferences for lanes. Key → (Chinese, English)."""

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
}
