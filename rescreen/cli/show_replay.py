"""What `rescreen replay` prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rescreen.cli.tables import aligned, number
from rescreen.report.replay import Difference, Replay
from rescreen.report.texts import Words

__all__ = ["replay_data", "replay_lines"]


def replay_lines(result: Replay, say: Words) -> Iterator[str]:
    """A line a fixture, then every difference, row by row."""
    counts = dict.fromkeys(result.fixtures, 0)
    for difference in result.differences:
        counts[difference.fixture] += 1
    for name, parcels in result.fixtures.items():
        yield say("replay.fixture", name=name, parcels=number(parcels), n=counts[name])
    if result.differences:
        titles = [say(f"replay.{key}") for key in ("name", "waybill", "column", "expected", "got")]
        yield ""
        yield from aligned(titles, [_row(each, say) for each in result.differences])
    else:
        yield say("replay.same")


def _row(difference: Difference, say: Words) -> tuple[str, ...]:
    none = say("word.none")
    column = say(f"replay.column.{difference.column}")
    values = difference.expected or none, difference.got or none
    return difference.fixture, difference.waybill_no or "-", column, *values


def replay_data(result: Replay) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "fixtures": result.fixtures,
        "differences": [asdict(difference) for difference in result.differences],
    }
