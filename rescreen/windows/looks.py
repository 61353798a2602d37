"""What an aggregate looks at in one event: None if the event doesn't count."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from rescreen.windows.aggregate import Aggregate, Measure

__all__ = ["Look", "look_of"]

Look = Callable[[Mapping[str, Any]], Any]


def look_of(one: Aggregate) -> tuple[tuple[Any, ...], Look]:
    """How to look, and what is the same for all aggregates that look alike."""
    if one.measure is Measure.SHARE:
        flag = one.where or ""
        return ("share", flag), lambda event: bool(event.get(flag))
    kind, look = _looked_at(one)
    if one.where is None:
        return kind, look
    where = one.where
    return (*kind, where), lambda event: look(event) if event.get(where) else None


def _looked_at(one: Aggregate) -> tuple[tuple[Any, ...], Look]:
    if one.latitude and one.longitude:
        latitude, longitude = one.latitude, one.longitude
        return ("place", latitude, longitude), lambda event: _place(
            event.get(latitude), event.get(longitude)
        )
    if one.value is None:
        return ("event",), lambda event: True
    value = one.value
    if one.measure is Measure.DISTINCT:
        return ("code", value), lambda event: event.get(value)
    return ("value", value), lambda event: _finite(event.get(value))


def _finite(value: Any) -> Any:
    return None if value is None or not math.isfinite(value) else value


def _place(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    if latitude is None or longitude is None:
        return None
    # Not a number fails both comparisons.
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
