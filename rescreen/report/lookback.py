"""The aggregate facts of one parcel of a manifest, for an explanation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rescreen.engine import LookBack, Matcher
from rescreen.history import History
from rescreen.report.intake import open_source

__all__ = ["aggregates_of"]


def aggregates_of(
    path: Path, waybill: str, matcher: Matcher, mapping: Path | None, history: History | None
) -> dict[str, Any]:
    """By name; over the whole manifest and a history, to which nothing is added."""
    look = LookBack([matcher.aggregates], history)
    if not look.needed:
        return {}
    reader = open_source(path, matcher.fields, mapping).reader.narrowed(look.fields)
    look.read(reader, lambda rows: None, keep=False)
    look.settle(remember=False)
    return look.answer_one(matcher.aggregates, waybill.strip())
