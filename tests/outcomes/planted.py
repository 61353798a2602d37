"""Decisions and outcomes with planted yields: what each rule finds is known beforehand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

#: Rule → the share of its parcels in which a violation is found; the others have BASE.
YIELDS = {"GOOD-1": 0.3, "GOOD-2": 0.15, "PLAIN-1": 0.01, "POOR-1": 0.0, "RARE-1": 0.3}
BASE = 0.01


@dataclass(frozen=True)
class Planted:
    decisions: pl.DataFrame
    outcomes: pl.DataFrame
    draws: pl.DataFrame


def planted(rows: int = 60_000, seed: int = 0, draw_rate: float = 0.1) -> Planted:
    """All hits are screened and all drawn parcels; RARE-1 hits ten parcels only."""
    rng = np.random.default_rng(seed)
    hits = {
        "GOOD-1": rng.random(rows) < 0.02,
        "GOOD-2": rng.random(rows) < 0.03,
        "PLAIN-1": rng.random(rows) < 0.04,
        "POOR-1": rng.random(rows) < 0.05,
        "RARE-1": np.arange(rows) < 10,
    }
    share = np.full(rows, BASE)
    for rule, fired in hits.items():
        share = np.where(fired, YIELDS[rule], share)
    found = rng.random(rows) < share
    drawn = rng.random(rows) < draw_rate
    seen = drawn | np.any(list(hits.values()), axis=0)
    waybills = pl.Series([f"L{row:08d}" for row in range(rows)])
    rules = [[rule for rule, fired in hits.items() if fired[row]] for row in range(rows)]
    kinds = pl.Series(np.where(found, "violation", "nothing"))
    return Planted(
        pl.DataFrame({"waybill_no": waybills, "rules": rules}),
        pl.DataFrame({"waybill_no": waybills, "outcome": kinds}).filter(pl.Series(seen)),
        pl.DataFrame({"waybill_no": waybills, "drawn": drawn, "draw_rate": draw_rate}),
    )
