"""Invented clues with known series, of any number, the same for a seed.

Clues of rings and clues that stand alone mention values of their own and, in rings, the ring's; traps are
planted over them (clue_traps). Then all is put in order of time and written out as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from rescreen.errors import UsageError
from rescreen.synth.clue_plans import CluePlan
from rescreen.synth.clue_rings import Rings, draw_rings
from rescreen.synth.clue_sheet import KINDS, Ints, Rng, Sheet
from rescreen.synth.clue_supports import support_frames
from rescreen.synth.clue_traps import (
    YEAR,
    Bridges,
    plant_bridges,
    plant_hubs,
    plant_near,
    plant_recycled,
    plant_shops,
)
from rescreen.synth.clue_values import masked_texts, value_texts, virtual_texts

__all__ = ["MadeClues", "make_clues", "plant_clues"]

_FIRST_DAY = datetime(2021, 9, 21)
#: A clue's own values: how often it has one of each kind (sheet.KINDS).
_OWN = (0.8, 0.3, 0.5, 0.1, 0.05)
#: A ring's clue has its own half as often: what it has of the ring stands in those fields.
_OWN_OF_RING = 0.5
#: Days that a ring is at work: the median, and how far they spread.
_DAYS_AT_WORK, _SPREAD = 60, 0.8
_ROLES = ("sender", "receiver")


@dataclass(frozen=True, slots=True)
class MadeClues:
    """The long table (clue, kind, value, time, role), the answers (clue, series; empty: none), the
    pairs of series with a bridge between them (series, other, ways)."""

    table: pl.DataFrame
    answers: pl.DataFrame
    bridges: pl.DataFrame


def make_clues(clues: int, seed: int, plan: CluePlan) -> MadeClues:
    """So many clues of a plan."""
    if not 1 <= clues <= 10**7:
        raise UsageError(
            "线索数在 1 到一千万之间。", "Between 1 and ten million clues can be made."
        )
    rng = np.random.Generator(np.random.Philox(key=[seed & (2**64 - 1), 2**62]))
    rings = draw_rings(rng, int(clues * plan.rings), plan.largest)
    return plant_clues(rng, rings, clues - rings.ring.size, plan)


def plant_clues(rng: Rng, rings: Rings, alone: int, plan: CluePlan) -> MadeClues:
    """These rings and so many clues beside, with all that the plan says but rings."""
    series = np.concatenate([rings.ring, np.full(alone, -1)])
    sheet = Sheet(series, np.concatenate([_times(rng, rings), rng.integers(0, YEAR, alone)]))
    _plant_values(rng, sheet, rings)
    single = plant_bridges(rng, sheet, rings, plan.single, 1)
    double = plant_bridges(rng, sheet, rings, plan.double, 2)
    plant_recycled(rng, sheet, plan.recycled)
    plant_near(rng, sheet, rings, plan.near_true, plan.near_false)
    plant_hubs(rng, sheet, plan.hubs, plan.largest_hub)
    plant_shops(rng, sheet, plan.shops)
    return _written(rng, sheet, plan, [single, double])


def _times(rng: Rng, rings: Rings) -> Ints:
    """Seconds of each member, in order within its ring."""
    work = rng.lognormal(np.log(_DAYS_AT_WORK * 86_400), _SPREAD, rings.size.size).clip(
        86_400, YEAR
    )
    start = rng.random(work.size) * (YEAR - work)
    second = (start[rings.ring] + rng.random(rings.ring.size) * work[rings.ring]).astype(np.int64)
    ordered: Ints = second[np.lexsort((second, rings.ring))]
    return ordered


def _plant_values(rng: Rng, sheet: Sheet, rings: Rings) -> None:
    """The ring's values first, so that their numbers follow from ring and draw; then each clue's own."""
    values = sheet.new_values(rings.kinds)
    member, column = np.nonzero(rings.draws >= 0)
    start = np.cumsum(rings.pool) - rings.pool
    sheet.mention(member, values[start[rings.ring[member]] + rings.draws[member, column]])
    clues = sheet.series.size
    share = np.where(sheet.series < 0, 1.0, _OWN_OF_RING)
    has = rng.random((clues, len(_OWN))) < share[:, None] * np.array(_OWN)
    has[(sheet.series < 0) & ~has.any(axis=1), 0] = True
    clue, kind = np.nonzero(has)
    sheet.mention(clue, sheet.new_values(kind))


def _written(rng: Rng, sheet: Sheet, plan: CluePlan, bridges: list[Bridges]) -> MadeClues:
    clues, values = sheet.mentions()
    kinds = pl.Series(KINDS).gather(sheet.kind_of(values))
    role = pl.Series(_ROLES).gather((rng.random(clues.size) < 0.4).astype(np.int64))
    own = pl.DataFrame({"clue": clues, "kind": kinds, "role": role,
                        "value": value_texts(rng, sheet, values, plan.spelling)})  # fmt: skip
    frames = [own.select("clue", "kind", "value", "role"), *_nobody(rng, sheet.series.size, plan)]
    if plan.supports:
        frames += support_frames(rng, sheet.series, plan.supports, plan.hubs > 0)
    return _in_order(rng, sheet, pl.concat(frames), plan.undated, bridges)


def _nobody(rng: Rng, clues: int, plan: CluePlan) -> list[pl.DataFrame]:
    """Masked and virtual values, spread over all."""
    masked, virtual = (
        rng.integers(0, clues, int(clues * one)) for one in (plan.masked, plan.virtual)
    )
    kind, text = masked_texts(rng, masked.size)
    role = pl.lit("receiver")
    return [
        pl.DataFrame({"clue": masked, "kind": kind, "value": text}).with_columns(role=role),
        pl.DataFrame({"clue": virtual, "value": virtual_texts(rng, virtual.size)}).select(
            "clue", kind=pl.lit("phone"), value="value", role=role
        ),
    ]


def _in_order(
    rng: Rng, sheet: Sheet, rows: pl.DataFrame, undated: float, bridges: list[Bridges]
) -> MadeClues:
    """Clues are numbered as they come in, that is by time; series by nothing that tells their size."""
    order = np.argsort(sheet.second, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    ids = pl.select(
        text=pl.concat_str(
            pl.lit("XS"), pl.int_range(1, order.size + 1).cast(pl.String).str.zfill(7)
        )
    )["text"]
    second = np.datetime64(_FIRST_DAY, "s") + sheet.second[order]
    time = pl.Series(second.astype("datetime64[us]")).dt.strftime("%Y-%m-%d %H:%M:%S")
    if undated:
        time = time.zip_with(
            pl.Series(rng.random(order.size) >= undated), pl.repeat("", order.size, eager=True)
        )
    at = rank[rows["clue"].to_numpy()]
    sorted_at = np.argsort(at, kind="stable")
    at, rows = at[sorted_at], rows[sorted_at]
    table = rows.select(
        ids.gather(at).alias("clue"), "kind", "value", time.gather(at).alias("time"), "role"
    )
    series = _series_names(sheet.series[order])
    return MadeClues(table, pl.DataFrame({"clue": ids, "series": series}), _told(bridges))


def _series_names(series: Ints) -> pl.Series:
    text = pl.concat_str(pl.lit("R"), pl.col("n").cast(pl.String).str.zfill(6))
    named = pl.when(pl.col("n") >= 0).then(text).otherwise(pl.lit(""))
    return pl.DataFrame({"n": series}).select(series=named)["series"]


def _told(bridges: list[Bridges]) -> pl.DataFrame:
    return pl.concat(
        pl.DataFrame({"series": _series_names(a), "other": _series_names(b)}).with_columns(
            ways=pl.lit(ways)
        )
        for ways, (a, b) in enumerate(bridges, start=1)
    )
