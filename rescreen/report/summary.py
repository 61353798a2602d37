"""A run's summary as plain data (summary.json, --json), and several runs' summaries as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rescreen.engine import Summary
from rescreen.report.places import place_name

__all__ = ["merged", "summary_data"]


def summary_data(summary: Summary) -> dict[str, Any]:
    """Counts and what they were made with; origins by prefecture code, "" where unknown."""
    return {
        "rows_read": summary.rows_read,
        "scored": summary.scored,
        "rejected": summary.rejected,
        "rejected_by_reason": dict(summary.rejected_by_reason.most_common()),
        "flagged": summary.flagged,
        "lanes": dict(summary.lanes),
        "rules": {rule: hits for rule, hits in summary.rules.most_common() if hits},
        "shadow": dict(summary.shadow.most_common()),
        "exempted": dict(summary.exempted.most_common()),
        "origins": {code: _origin(code, *counts) for code, counts in _by_flagged(summary)},
        "absent": list(summary.absent),
        "rulebook": summary.rulebook,
        "day": summary.day.isoformat(),
        "settings": summary.settings,
        "seconds": round(summary.seconds, 3),
    }


def _origin(code: str, parcels: int, flagged: int) -> dict[str, Any]:
    return {"name": place_name(code), "parcels": parcels, "flagged": flagged}


def _by_flagged(summary: Summary) -> list[tuple[str, tuple[int, int]]]:
    return sorted(summary.origins.items(), key=lambda item: (-item[1][1], -item[1][0], item[0]))


def merged(summaries: Sequence[Summary]) -> Summary:
    """The sum of summaries made with one matcher; at least one."""
    total = replace(summaries[0], origins={})
    for name in ("rows_read", "scored", "rejected", "flagged", "seconds"):
        setattr(total, name, sum(getattr(summary, name) for summary in summaries))
    for name in ("rejected_by_reason", "lanes", "rules", "shadow", "exempted"):
        counters: list[Counter[str]] = [getattr(summary, name) for summary in summaries]
        setattr(total, name, sum(counters, Counter()))
    total.absent = tuple(sorted(set.intersection(*(set(s.absent) for s in summaries))))
    for summary in summaries:
        for code, (parcels, flagged) in summary.origins.items():
            before = total.origins.get(code, (0, 0))
            total.origins[code] = (before[0] + parcels, before[1] + flagged)
    return total
