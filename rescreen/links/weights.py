"""What a shared value is worth, in whole thousandths of a bit, and how that fades with the days between.

Kinds are codes here (their place in `NAMES`), and everything is an array: a value is worth something
before anybody asks between which clues. Weights are rounded once, and once more when they have
faded; sums of them are exact in any order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.clues import KIND_TYPE, KINDS, NAMES, Part
from rescreen.links.settings import LinkSettings, Weights

__all__ = [
    "MILLI",
    "NO_CAP",
    "KindTable",
    "days_of",
    "decayed",
    "kind_codes",
    "kind_table",
    "kinds_column",
    "millibits_of",
    "never_alone",
    "value_millibits",
]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint8]

MILLI = 1000
#: Beyond every count.
NO_CAP = np.iinfo(np.int64).max
_MICROSECONDS_A_DAY = 86_400_000_000
_FEW = 1024
#: Of a kind that the settings don't name: worth nothing.
_NOTHING = Weights(m=0.0, most=0.0)


@dataclass(frozen=True, slots=True)
class KindTable:
    """The settings by kind code. `cap` is NO_CAP where a kind has none."""

    m: Floats
    most: Ints
    cap: Ints
    half_life: Floats
    near: Ints
    links: npt.NDArray[np.bool_]


def never_alone(settings: LinkSettings) -> tuple[str, ...]:
    """Kinds that link by their nature, of which with these settings no value alone can."""
    return tuple(
        name
        for name, weights in settings.kinds.items()
        if KINDS[name].part is Part.LINKS and weights.most < settings.least
    )


def kind_table(settings: LinkSettings) -> KindTable:
    rows = [settings.kinds.get(name, _NOTHING) for name in NAMES]
    caps = [NO_CAP if row.cap is None else row.cap for row in rows]
    return KindTable(
        np.array([row.m for row in rows]),
        millibits_of(np.array([row.most for row in rows])),
        np.array(caps, np.int64),
        np.array([row.half_life for row in rows]),
        millibits_of(np.array([row.near for row in rows])),
        np.array([KINDS[name].part is Part.LINKS for name in NAMES]),
    )


def millibits_of(bits: float | Floats) -> Ints:
    """Whole thousandths, half to even."""
    return np.rint(np.asarray(bits, np.float64) * MILLI).astype(np.int64)


def kind_codes(entities: pl.DataFrame) -> Codes:
    return entities["kind"].to_physical().to_numpy().astype(np.uint8, copy=False)


def kinds_column(codes: Codes) -> pl.Series:
    """Codes as a column of kinds."""
    return pl.Series("kind", codes).cat.to(KIND_TYPE)


def value_millibits(kinds: Codes, counts: Ints, settings: LinkSettings) -> Ints:
    """Of values of these kinds that so many clues mention: log2(m : share of the population),
    never below nothing nor above the kind's most."""
    table = kind_table(settings)
    if kinds.size < _FEW * len(NAMES):
        return _formula(kinds, counts, table, settings.population)
    # Most values have few clues: those are looked up, a fifth of the logarithms' cost.
    every = np.arange(len(NAMES), dtype=np.uint8)[:, None]
    known = _formula(every, np.arange(_FEW)[None, :], table, settings.population)
    worth: Ints = known.ravel()[kinds * np.int64(_FEW) + np.minimum(counts, _FEW - 1)]
    many = np.flatnonzero(counts >= _FEW)
    worth[many] = _formula(kinds[many], counts[many], table, settings.population)
    return worth


def _formula(kinds: Codes, counts: Ints, table: KindTable, population: int) -> Ints:
    with np.errstate(divide="ignore"):
        common = np.log2(table.m * population)
    bits = common[kinds] - np.log2(np.maximum(counts, 1))
    return millibits_of(np.clip(bits, 0.0, (table.most / MILLI)[kinds]))


def decayed(millibits: Ints, days: Floats, half_life: float | Floats) -> Ints:
    """What is left after so many days. NaN days (a clue without a time) count as one half-life."""
    lives = np.abs(days) / half_life
    lives = np.where(np.isnan(lives), 1.0, lives)
    return np.rint(millibits * np.exp2(-lives)).astype(np.int64)


def days_of(times: pl.Series) -> Floats:
    """Times as days since 1970, NaN where there is none; their differences are `days`."""
    days = times.dt.timestamp("us") / _MICROSECONDS_A_DAY
    return days.fill_null(float("nan")).to_numpy()
