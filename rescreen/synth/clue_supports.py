"""What clues tell beside: outlets, couriers, items, places and names, as often as parcels have them.

A ring has habits: its own outlet, courier, goods, packaging, destination and a few names, which most
of its clues show and now and then not.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from rescreen.places import divisions
from rescreen.synth.clue_sheet import Ints, Rng
from rescreen.synth.parcels import OUTLETS_A_COUNTY
from rescreen.synth.people import names
from rescreen.synth.tables import ITEMS, origins

__all__ = ["support_frames"]

COURIERS_AN_OUTLET = 6
_PACKAGING = ("纸箱", "快递袋", "编织袋", "泡沫箱", "文件封")
_PACKAGING_SHARES = (0.45, 0.35, 0.08, 0.07, 0.05)
#: How often a ring's clue shows the ring's habit: outlet, courier, item, packaging, destination, name.
_HABITS = (0.7, 0.7, 0.6, 0.7, 0.5, 0.5)
#: Of all clues, those of one very big outlet, where hubs are planted.
_BIG_OUTLET = 0.05


def support_frames(rng: Rng, series: Ints, told: float, big: bool) -> list[pl.DataFrame]:
    """clue, kind, value, role of all that supports; each is told of a share of the clues."""
    rings = int(series.max(initial=-1)) + 1
    theirs, own = _draw(rng, rings), _draw(rng, series.size)
    shown = [
        np.where((series >= 0) & (rng.random(series.size) < habit), mine[series], drawn)
        for habit, mine, drawn in zip(_HABITS, theirs, own, strict=True)
    ] if rings else own  # fmt: skip
    outlet, courier, item, packaging, destination, name = shown
    if big:
        outlet[rng.random(outlet.size) < _BIG_OUTLET] = 0
    frames = []
    for kind, role, values in (
        ("outlet", None, _outlets(outlet)),
        ("courier", None, _couriers(outlet, courier)),
        ("item", None, pl.Series([item.name for item in ITEMS]).gather(item)),
        ("packaging", None, pl.Series(_PACKAGING).gather(packaging)),
        ("origin", None, _places(outlet // OUTLETS_A_COUNTY)),
        ("destination", None, _places(destination)),
        ("name", "sender", _names(rng, name)),
    ):
        rows = np.flatnonzero(rng.random(series.size) < told)
        frames.append(
            pl.DataFrame({"clue": rows, "value": values.gather(rows)}).select(
                "clue", kind=pl.lit(kind), value="value", role=pl.lit(role, pl.String)
            )
        )
    return frames


def _draw(rng: Rng, rows: int) -> list[Ints]:
    places, shares = origins()
    # The first outlets of a county take most: the largest of twelve a quarter.
    nth = (OUTLETS_A_COUNTY * rng.random(rows) ** 1.8).astype(np.int64)
    kinds = np.array([item.share for item in ITEMS])
    return [
        rng.choice(places.size, rows, p=shares) * OUTLETS_A_COUNTY + nth,
        rng.integers(0, COURIERS_AN_OUTLET, rows),
        rng.choice(kinds.size, rows, p=kinds / kinds.sum()),
        rng.choice(len(_PACKAGING), rows, p=_PACKAGING_SHARES),
        rng.choice(places.size, rows, p=shares),
        rng.integers(0, 2**31, rows),
    ]


def _places(place: Ints) -> pl.Series:
    return pl.Series(divisions().full_names).gather(origins()[0][place])


def _outlets(outlet: Ints) -> pl.Series:
    county = divisions().codes_series.gather(origins()[0][outlet // OUTLETS_A_COUNTY])
    nth = pl.Series(outlet % OUTLETS_A_COUNTY).cast(pl.String)
    return pl.select(text=pl.concat_str(pl.lit("W"), county, nth))["text"]


def _couriers(outlet: Ints, courier: Ints) -> pl.Series:
    number = pl.Series(courier).cast(pl.String)
    return pl.select(
        text=pl.concat_str(pl.lit("C"), _outlets(outlet).str.slice(1), pl.lit("-"), number)
    )["text"]


def _names(rng: Rng, number: Ints) -> pl.Series:
    """As many names as people have: a number names one of so many draws."""
    pool = names(rng, 4_000)
    return pool.gather(number % len(pool))
