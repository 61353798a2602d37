"""Values of lanes.yaml, each read with its fault."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, TypeVar

from rescreen.rulebook.source import Spot, did_you_mean

__all__ = ["flag", "missing", "name_of", "number", "one_of", "whole"]

T = TypeVar("T")


def number(spot: Spot | None, low: float, high: float, default: float = 0.0) -> float:
    """A number between two ends, both included; a fault and the default otherwise."""
    if spot is None:
        return default
    value = spot.value()
    good = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not good or not low <= value <= high:
        spot.fault(f"这里应是 {low:g} 到 {high:g} 的数")
        return default
    return float(value)


def whole(spot: Spot | None, low: int, high: int, default: int = 0) -> int:
    value = number(spot, low, high, default)
    if spot is not None and value != int(value):
        spot.fault("这里应是整数")
    return int(value)


def flag(spot: Spot | None) -> bool:
    if spot is None:
        return False
    value = spot.value()
    if not isinstance(value, bool):
        spot.fault("这里应是 true 或 false")
    return value is True


def name_of(spot: Spot | None) -> str:
    if spot is None:
        return ""
    text = spot.text().strip()
    if not text and spot.is_scalar:
        spot.fault("这里不能空")
    return text


def one_of(spot: Spot, members: Iterable[T], advice: str = "") -> T | None:
    """The member with this value or label; a fault and None where there is none."""
    words: dict[str, T] = {}
    for member in members:
        words |= {getattr(member, "label", str(member)): member, str(member): member}
    text = spot.text()
    if text not in words:
        spot.fault(f"没有 {text} 这一种", advice or did_you_mean(text, list(words)))
    return words.get(text)


def missing(spot: Spot, parts: dict[str, Any], keys: tuple[str, ...], what: str) -> bool:
    """Whether a key is missing, which is a fault."""
    lacking = [key for key in keys if key not in parts]
    if lacking:
        spot.fault(f"{what}缺少 " + "、".join(lacking))
    return bool(lacking)
