"""Cells of tables about series in words: kinds, roles, times, numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rescreen.clues import KINDS
from rescreen.report.series_words import bits
from rescreen.report.texts import Words

__all__ = ["cell_of", "days_text", "key_text", "kind_text", "node_text", "role_text"]


def cell_of(key: str, row: Mapping[str, Any], say: Words) -> str:
    """One cell of the column `key`."""
    if key == "between":
        return " | ".join(map(str, row["parts"]))
    value = row[key]
    if key in _CELLS:
        return _CELLS[key](value, say)
    if value is None:
        return "-"
    if isinstance(value, bool):
        return say("word.yes" if value else "word.no")
    return f"{value:,}" if isinstance(value, int) else str(value)


def kind_text(kind: str, say: Words) -> str:
    known = KINDS.get(kind)
    if known is None:
        return say.get(f"sheet.{kind}", kind)
    return known.label if say.lang == "zh" else known.label_en


def node_text(name: str) -> str:
    """A node of a graph, or a way of several, as commands take it: a clue by its id alone."""
    return " > ".join(node.removeprefix("clue:") for node in name.split(" > "))


def role_text(role: str, say: Words) -> str:
    """One role, or several joined by a semicolon."""
    return say.join([say.get(f"role.{one}", one) for one in role.split(";") if one])


def _roles(roles: Mapping[str, int], say: Words) -> str:
    return say.join([f"{role_text(role, say)} {n}" for role, n in roles.items()]) or "-"


def _bits(value: int, say: Words) -> str:
    return bits(value)


def _share(value: float, say: Words) -> str:
    return f"{value:.3f}"


def _time(text: str | None, say: Words) -> str:
    return (text or "-").replace("T", " ")


_CELLS: dict[str, Callable[[Any, Words], str]] = {
    "kind": kind_text,
    "role": role_text,
    "roles": _roles,
    "strength": _bits,
    "millibits": _bits,
    "place": lambda value, say: f"{value:.1f}",
    "degree": _share,
    "betweenness": _share,
    "closeness": _share,
    "time": _time,
    "first": _time,
    "last": _time,
    "tie_why": lambda value, say: say.get(f"series.tie.{value}", str(value)) if value else "-",
    "from": lambda value, say: node_text(value),
    "to": lambda value, say: node_text(value),
    "way": lambda value, say: node_text(value),
    "parts": lambda value, say: str(value),
}


def key_text(key: Mapping[str, Any], say: Words) -> str:
    """A set of key players, and what their loss would do."""
    if key["score"] <= key["before"]:
        return say("series.no_key", n=len(key["things"]))
    shares = {name: f"{key[name]:.3f}" for name in ("before", "score")}
    apart = f"{key['fragmented']:.0%}"
    return say("series.key", things=say.join(key["values"]), apart=apart, **shares)


def days_text(rhythm: Mapping[str, Any], say: Words) -> Iterator[str]:
    """What a rhythm amounts to; what is too little to say isn't said."""
    if rhythm["undated"]:
        yield say("series.rhythm.undated", n=rhythm["undated"])
    if not rhythm["enough"]:
        yield say("series.rhythm.little")
        return
    yield say(
        "series.rhythm.gaps",
        median=f"{rhythm['median_gap']:g}",
        share=f"{rhythm['regular']:.0%}",
        burst=f"{rhythm['burstiness']:.2f}",
    )
    if rhythm["cadence"] is not None:
        yield say("series.rhythm.cadence", days=f"{rhythm['cadence']:g}")
    if rhythm["busy_weekday"] is not None:
        yield say("series.rhythm.weekday", day=say(f"weekday.{rhythm['busy_weekday']}"))
    if rhythm["busy_hour"] is not None:
        yield say("series.rhythm.hour", hour=rhythm["busy_hour"])
