"""All evidence between pairs of clues, piece by piece, many pairs at once.

A pair's pieces are the values it shares, the best near match of each kind among values that it doesn't
share (a building with three flats is one match), and a gap that fits the rhythm of a shared value.
Each is worth what its value is worth, faded by the days between; the score is their sum, no more.

Values that differ say nothing against a link. A ring has many phones and people: with m = 0.4 two
different ID numbers would be worth log2(1 - m) = -0.7 bits, and a clue would lose a link by telling
more. What is not the same person is an analyst's judgement, not arithmetic.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from rescreen.clues import KIND_TYPE
from rescreen.links.cadence import cadences, fits
from rescreen.links.weighing import Weighing
from rescreen.links.weights import Ints, decayed, kinds_column, millibits_of

__all__ = ["BEHAVIOUR", "PIECES", "pieces", "score_pairs"]

PIECES = pl.Schema(
    {
        "pair": pl.UInt32(),
        "kind": KIND_TYPE,
        "how": pl.String(),  # shared, behaviour, near, rhythm
        "way": pl.String(),  # of near matches: digit, character, building, ...
        "entity_a": pl.UInt32(),
        "entity_b": pl.UInt32(),
        "days": pl.Float64(),  # NaN where a time is unknown
        "every": pl.Float64(),  # of rhythms: days
        "millibits": pl.Int64(),
    }
)
#: Kinds that tell how something is sent and not by whom.
BEHAVIOUR = ("outlet", "courier", "item", "packaging", "origin", "destination")
#: Pairs at a time: bounds what their joins hold at once.
_CHUNK = 200_000


def score_pairs(weighing: Weighing, pairs: pl.DataFrame) -> Ints:
    """The score of each of `pairs` (clue_a, clue_b), in millibits."""
    scores = [_sums(pieces(weighing, some), len(some)) for some in pairs.iter_slices(_CHUNK)]
    return np.concatenate(scores) if scores else np.zeros(0, np.int64)


def _sums(found: pl.DataFrame, pairs: int) -> Ints:
    # Whole numbers far below 2^53: exact as floats.
    sums = np.bincount(found["pair"].to_numpy(), found["millibits"].to_numpy(), pairs)
    return sums.astype(np.int64)


def pieces(weighing: Weighing, pairs: pl.DataFrame, *, fixed: bool = False) -> pl.DataFrame:
    """PIECES of `pairs` (clue_a, clue_b), a pair's most telling first. `fixed`: with weights that
    don't look at counts, and without rhythms, which do."""
    numbered = (
        pairs.select("clue_a", "clue_b")
        .with_row_index("pair")
        .with_columns(days=_apart(weighing, pairs))
    )
    held = _held(weighing, pairs)
    left = numbered.join(held, left_on="clue_a", right_on="clue")
    shared = left.join(held, left_on=["clue_b", "entity"], right_on=["clue", "entity"], how="semi")
    found = [_shared(weighing, shared, fixed=fixed), _near(weighing, left, held, shared)]
    if not fixed and weighing.settings.rhythm:
        found.append(_rhythms(weighing, shared))
    order = ["pair", "millibits", "entity_a", "entity_b", "how"]
    return pl.concat(found).sort(order, descending=[False, True, False, False, True])


def _apart(weighing: Weighing, pairs: pl.DataFrame) -> pl.Series:
    days = weighing.days
    return pl.Series(np.abs(days[pairs["clue_a"].to_numpy()] - days[pairs["clue_b"].to_numpy()]))


def _held(weighing: Weighing, pairs: pl.DataFrame) -> pl.DataFrame:
    """What the clues of `pairs` mention, each thing once."""
    asked = np.zeros(len(weighing.clues), bool)
    asked[pairs["clue_a"].to_numpy()] = asked[pairs["clue_b"].to_numpy()] = True
    mentions = weighing.clues.mentions
    rows = np.flatnonzero(asked[mentions["clue"].to_numpy()])
    return mentions.select("clue", "entity")[rows].unique()


def _shared(weighing: Weighing, shared: pl.DataFrame, *, fixed: bool) -> pl.DataFrame:
    weights, entity = weighing.weights, shared["entity"].to_numpy()
    worth = weights.fixed if fixed else weights.millibits
    days = shared["days"].to_numpy()
    behaviour = pl.col("kind").is_in(BEHAVIOUR)
    return _pieces(
        shared.with_columns(
            kinds_column(weights.kinds[entity]),
            entity_a="entity",
            entity_b="entity",
            millibits=pl.Series(decayed(worth[entity], days, weights.half_life[entity])),
        ).with_columns(how=pl.when(behaviour).then(pl.lit("behaviour")).otherwise(pl.lit("shared")))
    )


def _near(
    weighing: Weighing, left: pl.DataFrame, held: pl.DataFrame, shared: pl.DataFrame
) -> pl.DataFrame:
    near = weighing.near.rename({"entity_a": "entity", "entity_b": "other", "how": "way"})
    turned = near.rename({"entity": "other", "other": "entity"}).select(near.columns)
    seen = shared.select("pair", "entity")
    found = (
        left.join(pl.concat([near, turned]), on="entity")
        .join(held, left_on=["clue_b", "other"], right_on=["clue", "entity"], how="semi")
        .join(seen, on=["pair", "entity"], how="anti")
        .join(seen, left_on=["pair", "other"], right_on=["pair", "entity"], how="anti")
    )
    order = ["pair", "kind", "millibits", "entity", "other"]
    best = found.sort(order, descending=[False, False, True, False, False]).unique(
        ["pair", "kind"], keep="first", maintain_order=True
    )
    return _pieces(best.with_columns(how=pl.lit("near"), entity_a="entity", entity_b="other"))


def _rhythms(weighing: Weighing, shared: pl.DataFrame) -> pl.DataFrame:
    """Of each pair the first linking value whose cadence its gap fits."""
    weights = weighing.weights
    linking = shared.filter(pl.Series(weights.links[shared["entity"].to_numpy()]))
    every = cadences(weighing.clues, weighing.days, linking["entity"].unique().to_numpy())
    fitting = linking.join(every, on="entity").filter(fits(pl.col("days"), pl.col("every")))
    first = fitting.sort("pair", "entity").unique("pair", keep="first", maintain_order=True)
    entity, days = first["entity"].to_numpy(), first["days"].to_numpy()
    worth = millibits_of(np.full(len(first), weighing.settings.rhythm))
    return _pieces(
        first.with_columns(
            kinds_column(weights.kinds[entity]),
            how=pl.lit("rhythm"),
            entity_a="entity",
            entity_b="entity",
            millibits=pl.Series(decayed(worth, days, weights.half_life[entity])),
        )
    )


def _pieces(frame: pl.DataFrame) -> pl.DataFrame:
    """With all columns of PIECES, null where these pieces have none."""
    missing = [pl.lit(None).alias(name) for name in PIECES if name not in frame.columns]
    return frame.with_columns(missing).select(*PIECES).cast(PIECES)
