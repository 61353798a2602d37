"""What runs on an executor: rows in, rows out, with the reader and the matcher of one machine.

`check_rows` finds the rows to reject, `score_rows` decides those that are left; all take columns by
position ("0", "1", …) as a `Block` has them, and `file` and `row`, the place of each row.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from rescreen.cluster.job import Job
from rescreen.engine import DECISIONS_SCHEMA, Matcher
from rescreen.engine.matcher import Answers
from rescreen.manifest.lines import Block
from rescreen.manifest.mapping import Plan
from rescreen.manifest.typed import Faults, type_block

__all__ = ["CHECKED", "PLACE", "SCORED", "check_rows", "good_rows", "score_rows"]

#: Number of the file and of the row in it, both from 0.
PLACE = pl.Schema({"file": pl.Int32(), "row": pl.Int64()})
#: Of every row its waybill number, and why it is rejected (null: it isn't).
CHECKED = pl.Schema(
    {**PLACE, "waybill_no": pl.String(), "field": pl.String(), "reason": pl.String()}
)
#: Decisions without what is the same in every row, and where the parcel stands in the manifest.
SCORED = pl.Schema(
    {
        **{n: t for n, t in DECISIONS_SCHEMA.items() if n not in ("rulebook", "day")},
        "file": pl.String(),
        "line": pl.Int64(),
    }
)


def check_rows(job: Job, layout: int, rows: pl.DataFrame) -> pl.DataFrame:
    """One row a row; see CHECKED. Columns that can't fail may be left out."""
    parcels, faults = _typed_present(job, layout, rows)
    found = rows.select(PLACE.names()).with_columns(
        parcels["waybill_no"], faults.fields.alias("field"), faults.reasons.alias("reason")
    )
    return found.cast(CHECKED)


def good_rows(job: Job, layout: int, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Places and parcels of the rows that are good by themselves; columns may be left out but those
    that can fail."""
    parcels, faults = _typed_present(job, layout, rows)
    return rows.select(PLACE.names()).filter(faults.good), parcels.filter(faults.good)


def score_rows(
    job: Job, layout: int, rows: pl.DataFrame, matcher: Matcher, answers: Answers
) -> pl.DataFrame:
    """Decisions on the rows that are good by themselves; see SCORED. `answers` are the aggregates
    of all rows."""
    parcels, faults = _typed(rows, job.plans[layout], job.fields)
    known = {name: values.filter(faults.good) for name, values in answers.items()}
    decisions = matcher.decisions(matcher.run(parcels.filter(faults.good), known))
    place = rows.select(PLACE.names()).filter(faults.good)
    names = pl.Series(job.files, dtype=pl.String).gather(place["file"].cast(pl.UInt32))
    return decisions.select(
        *(name for name in SCORED if name in DECISIONS_SCHEMA),
        names.alias("file"),
        # As the reader counts lines of Parquet: rows from 1.
        (place["row"] + 1).alias("line"),
    )


def _typed_present(job: Job, layout: int, rows: pl.DataFrame) -> tuple[pl.DataFrame, Faults]:
    plan = job.plans[layout]
    present = {use.field for use in plan.uses if str(use.column) in rows.columns}
    return _typed(rows, plan, job.fields & present)


def _typed(rows: pl.DataFrame, plan: Plan, fields: frozenset[str]) -> tuple[pl.DataFrame, Faults]:
    return type_block(Block(rows, np.empty(0, np.int64)), plan, set(fields) & set(plan.fields))
