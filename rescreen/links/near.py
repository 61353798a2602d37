"""Values almost equal among all that clues mention, with what such a match is worth.

A near match is weak: a wrong key struck, a flat next door. What it is worth is set by kind (`near`)
and doesn't fade, for a slip is a slip whenever it was made; what else speaks for the pair must be
close in time. Values with more clues than their cap take no part, lifted or not: two of them would
match clue by clue. What was too much to compare is told, not dropped silently.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from rescreen.clues import KIND_TYPE, NAMES
from rescreen.clues.address import address_parts
from rescreen.links.alike import one_character, one_digit, one_road, same_start
from rescreen.links.blocks import Ints, Pairs
from rescreen.links.hubs import EntityWeights
from rescreen.links.settings import LinkSettings
from rescreen.links.weights import kind_table

__all__ = ["NEAR", "SKIPPED", "NearValues", "near_values"]

NEAR = pl.Schema(
    {
        "entity_a": pl.UInt32(),
        "entity_b": pl.UInt32(),
        "kind": KIND_TYPE,
        "how": pl.String(),
        "millibits": pl.Int64(),
    }
)
#: Blocks too large to compare: how many, and the values in them.
SKIPPED = pl.Schema(
    {"kind": KIND_TYPE, "how": pl.String(), "blocks": pl.UInt32(), "values": pl.UInt32()}
)


@dataclass(frozen=True, slots=True)
class NearValues:
    """`pairs` is NEAR, entity_a < entity_b, each pair once, in order; `skipped` SKIPPED."""

    pairs: pl.DataFrame
    skipped: pl.DataFrame


#: What is found where nobody looks.
NO_NEAR = NearValues(pl.DataFrame(schema=NEAR), pl.DataFrame(schema=SKIPPED))

Finder = Callable[[pl.Series, int], Pairs]


def _roads(values: pl.Series, most: int) -> Pairs:
    return one_road(address_parts(values), most)


def _buildings(values: pl.Series, most: int) -> Pairs:
    whole = pl.concat_str("division", "road", "number", "building", separator="|")
    told = (pl.col("number") != "") | (pl.col("building") != "")
    starts = address_parts(values).select(pl.when(told).then(whole)).to_series()
    return same_start(starts, most)


def _prefectures(values: pl.Series, most: int) -> Pairs:
    code = values.str.contains("^[0-9]{6}$").fill_null(False)
    return same_start(pl.select(pl.when(code).then(values.str.head(4))).to_series(), most)


_ID = NAMES.index("id_number")
#: By kind and name of the way, in the order in which they are looked for.
_FINDERS: dict[tuple[str, str], Finder] = {
    ("phone", "digit"): one_digit,
    ("address", "character"): _roads,
    ("address", "building"): _buildings,
    ("vehicle", "character"): one_character,
    ("origin", "prefecture"): _prefectures,
    ("destination", "prefecture"): _prefectures,
}


def near_values(
    entities: pl.DataFrame,
    weights: EntityWeights,
    settings: LinkSettings,
    corrected: pl.DataFrame | None = None,
) -> NearValues:
    """All near matches among `entities`. `corrected` (as of `Clues`): mistyped ID numbers and what one
    correction makes of them; they are near whatever has such a value."""
    table = kind_table(settings)
    worth, usable = table.near, ~weights.hub & (weights.counts <= table.cap[weights.kinds])
    parts, skipped = [], []
    for (kind, how), finder in _FINDERS.items():
        code = NAMES.index(kind)
        rows = np.flatnonzero((weights.kinds == code) & usable)
        if not worth[code] or rows.size < 2:
            continue
        pairs = finder(entities["value"].gather(rows), settings.block)
        parts.append(_frame(rows[pairs.a], rows[pairs.b], kind, how, int(worth[code])))
        skipped.append((kind, how, pairs.blocks, pairs.rows))
    if corrected is not None and worth[_ID]:
        rows = np.flatnonzero((weights.kinds == _ID) & usable)
        parts.append(_corrections(entities, rows, corrected, int(worth[_ID])))
    told = pl.DataFrame(skipped, SKIPPED, orient="row").filter(pl.col("blocks") > 0)
    return NearValues(pl.concat([pl.DataFrame(schema=NEAR), *parts]).sort(pl.all()), told)


def _corrections(
    entities: pl.DataFrame, rows: Ints, corrected: pl.DataFrame, worth: int
) -> pl.DataFrame:
    ids = pl.DataFrame({"other": rows.astype(np.uint32), "value": entities["value"].gather(rows)})
    found = corrected.join(ids, on="value").filter(
        pl.col("entity") != pl.col("other"), pl.col("entity").is_in(ids["other"].implode())
    )
    a, b = found["entity"].to_numpy(), found["other"].to_numpy()
    made = _frame(np.minimum(a, b), np.maximum(a, b), "id_number", "correction", worth)
    return made.unique()


def _frame(a: Ints, b: Ints, kind: str, how: str, millibits: int) -> pl.DataFrame:
    told = [
        pl.lit(kind, KIND_TYPE).alias("kind"),
        pl.lit(how).alias("how"),
        pl.lit(millibits, pl.Int64).alias("millibits"),
    ]
    columns = {"entity_a": a.astype(np.uint32), "entity_b": b.astype(np.uint32)}
    return pl.DataFrame(columns).with_columns(told)
