"""Parcels and their answers brought together on an executor, a block of a file's rows at a time.

Rows go through Spark's shuffle packed, a block of them as one value: Java sorts blocks and never
looks into the columns of a parcel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

import polars as pl

from rescreen.cluster.events import BLOCK_ROWS
from rescreen.cluster.job import Job, answer_column
from rescreen.cluster.kernel import PLACE, score_rows
from rescreen.cluster.lists import flat, runs_of
from rescreen.engine import Matcher

__all__ = ["BLOCKS", "block_rows", "score_blocks"]

#: Of each block its rows as Arrow's stream.
BLOCKS = pl.Schema({"file": pl.Int32(), "block": pl.Int32(), "rows": pl.Binary()})
_BLOCK = ("file", "block")
#: The kernel's fixed costs are shared by so many rows.
_TOGETHER = 131_072


def block_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """See BLOCKS; rows come in the order of their files, so that slices do and nothing is copied."""
    blocks = rows.select("file", (pl.col("row") // BLOCK_ROWS).cast(pl.Int32).alias("block"))
    starts = blocks.select(pl.struct(_BLOCK).rle_id().is_first_distinct().arg_true()).to_series()
    ends = [*starts[1:], rows.height]
    packed = [_packed(rows[a:b]) for a, b in zip(starts, ends, strict=True)]
    return blocks[starts].with_columns(pl.Series("rows", packed, dtype=pl.Binary))


def score_blocks(
    job: Job, batches: Iterable[pl.DataFrame], matcher: Matcher
) -> Iterator[pl.DataFrame]:
    """Decisions on all rows of batches sorted by block, which hold each block's answers besides.

    Memory: the rows that are decided together, and a batch.
    """
    for layout, rows, lists in _together(job, runs_of(batches, _BLOCK)):
        yield score_rows(job, layout, rows, matcher, _answers(job, rows, lists))


def _together(
    job: Job, blocks: Iterable[pl.DataFrame]
) -> Iterator[tuple[int, pl.DataFrame, pl.DataFrame]]:
    """Rows of several blocks of one layout, and the lists of their answers."""
    layout, rows, lists, height = -1, list[pl.DataFrame](), list[pl.DataFrame](), 0
    for block in blocks:
        own = job.layouts[block["file"][0]]
        if rows and (own != layout or height >= _TOGETHER):
            yield layout, pl.concat(rows), pl.concat(lists)
            rows, lists, height = [], [], 0
        layout = own
        rows += [_unpacked(one) for one in block["rows"].drop_nulls()]
        lists.append(block.drop("rows").drop_nulls("group"))
        height = sum(one.height for one in rows)
    if rows:
        yield layout, pl.concat(rows), pl.concat(lists)


def _answers(job: Job, rows: pl.DataFrame, lists: pl.DataFrame) -> dict[str, pl.Series]:
    """By aggregate a series over the rows; those without a key have no answer."""
    found = rows.select(PLACE.names())
    for number, group in enumerate(job.groups):
        names = [answer_column(one.bound.aggregate.name) for one in group.questions]
        own = lists.filter(pl.col("group") == number).select(*PLACE.names(), *names)
        found = found.join(flat(own), on=PLACE.names(), how="left", maintain_order="left")
    names = [question.bound.aggregate.name for question in job.questions]
    return {name: found[answer_column(name)].alias(name) for name in names}


def _packed(rows: pl.DataFrame) -> bytes:
    written = BytesIO()
    rows.write_ipc_stream(written, compat_level=pl.CompatLevel.oldest())
    return written.getvalue()


def _unpacked(packed: bytes) -> pl.DataFrame:
    return pl.read_ipc_stream(BytesIO(packed))
