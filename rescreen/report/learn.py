"""Decisions, outcomes and draws read from files; what they say of rules, as data and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from rescreen.engine import QUALITY_RULE
from rescreen.errors import InputError
from rescreen.outcomes import (
    OUTCOMES,
    Learned,
    Limits,
    Outcome,
    baseline_of,
    count_rules,
    learn,
    outcome_values,
    outcome_words,
    overlaps,
    screened,
)
from rescreen.report.decision_files import decision_files, read_decisions
from rescreen.report.parts import parts_of
from rescreen.report.route_audit import assignments_file
from rescreen.report.tables import read_table
from rescreen.report.writers import CsvWriter
from rescreen.rulebook.model import Rule

__all__ = [
    "Lesson",
    "learn_from_files",
    "lesson_data",
    "read_outcomes",
    "rules_frame",
    "write_lesson",
]

_HEADINGS = {"waybill_no": "运单号", "outcome": "结果"}


@dataclass(frozen=True)
class Lesson:
    """What was learned. `unusable` counts outcomes by file that name no known one or no parcel,
    `strangers` those of parcels that no decision is known of."""

    learned: Learned
    names: tuple[str, ...]
    overlaps: pl.DataFrame
    parcels: int
    screened: int
    unusable: dict[str, int]
    strangers: int

    def closest(self) -> dict[str, tuple[str, float]]:
        """Of each rule the one whose hits are most like its own, and Jaccard's index."""
        found: dict[str, tuple[str, float]] = {}
        for row in self.overlaps.sort("jaccard", descending=True).iter_rows(named=True):
            for one, other in ((row["rule"], row["other"]), (row["other"], row["rule"])):
                found.setdefault(one, (other, row["jaccard"]))
        return found


def learn_from_files(
    decisions: Path,
    outcomes: Sequence[Path],
    draws: Path | None,
    rules: Sequence[Rule],
    values: Mapping[str, float],
    limits: Limits,
) -> Lesson:
    """Raises InputError for a file that can't be used at all, UsageError for a wrong value."""
    worth = outcome_values(values)
    decided = _decisions(decisions)
    found, unusable = read_outcomes(outcomes)
    met = screened(_with_draws(decided, draws), found, worth)
    known = {rule.id: rule for rule in rules}
    fired = decided["rules"].explode().drop_nulls().unique().sort().to_list()
    ids = [*known, *(one for one in fired if one not in known and one != QUALITY_RULE)]
    weights = np.array([known[one].weight if one in known else 0 for one in ids], np.int64)
    counts = count_rules(met, ids)
    return Lesson(
        learn(counts, baseline_of(met), weights, limits),
        tuple(known[one].name if one in known else "" for one in ids),
        overlaps(met, counts),
        met.height,
        met["rank"].len() - met["rank"].null_count(),
        unusable,
        found.join(decided, "waybill_no", "anti").height,
    )


def _decisions(source: Path) -> pl.DataFrame:
    files = decision_files(source)
    if not files and not source.exists():  # a pattern, of several days' decisions
        files = [file for part in parts_of(source) for file in decision_files(part.path)]
    if not files:
        raise InputError(
            f"{source} 不是 rescreen score 的打分结果。",
            f"{source} holds no decisions of rescreen score.",
        )
    frames = [read_decisions(file, ("waybill_no", "rules")) for file in files]
    return pl.concat(frames).unique("waybill_no", keep="first", maintain_order=True)


def read_outcomes(paths: Sequence[Path]) -> tuple[pl.DataFrame, dict[str, int]]:
    """Outcomes by waybill, and how many lines of each file name no known one or no parcel."""
    words = {word: str(outcome) for word, outcome in outcome_words().items()}
    frames, unusable = [OUTCOMES.to_frame()], {}
    for path in paths:
        table = read_table(path, ("waybill_no", "outcome"), (), _HEADINGS)
        texts = table.select(pl.all().cast(pl.String).str.strip_chars())
        known = texts.with_columns(
            pl.col("outcome").str.to_lowercase().replace_strict(words, default=None)
        )
        usable = (pl.col("waybill_no").str.len_bytes() > 0) & pl.col("outcome").is_not_null()
        good = known.filter(usable)
        frames.append(good.cast(OUTCOMES))
        if good.height < table.height:
            unusable[path.name] = table.height - good.height
    return pl.concat(frames), unusable


def _with_draws(decided: pl.DataFrame, draws: Path | None) -> pl.DataFrame:
    """With whether a parcel was drawn, and the share that was drawn for."""
    if draws is None:
        return decided.with_columns(drawn=pl.lit(False), draw_rate=pl.lit(0.0))
    file = assignments_file(draws) if draws.is_dir() else draws
    table = read_table(file, ("waybill_no", "drawn", "draw_rate"))
    if table["drawn"].dtype == pl.String:
        table = table.with_columns(
            pl.col("drawn") == "true", pl.col("draw_rate").cast(pl.Float64, strict=False)
        )
    return decided.join(
        table.unique("waybill_no", keep="first"), "waybill_no", "left", maintain_order="left"
    ).with_columns(pl.col("drawn").fill_null(False), pl.col("draw_rate").fill_null(0.0))


def rules_frame(lesson: Lesson) -> pl.DataFrame:
    """One row a rule."""
    learned, counts = lesson.learned, lesson.learned.counts
    closest = lesson.closest()
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(counts.screened > 0, counts.worth / counts.screened, np.nan)
    return pl.DataFrame(
        {
            "rule": counts.rules,
            "name": lesson.names,
            "parcels": counts.parcels.astype(np.int64),
            "screened": counts.screened.astype(np.int64),
            **{str(one): counts.found[rank].astype(np.int64) for rank, one in enumerate(Outcome)},
            "yield": share,
            "yield_low": learned.share.low,
            "yield_high": learned.share.high,
            "pooled": learned.pooled,
            "lift": learned.lift,
            "lift_low": learned.lift_interval.low,
            "lift_high": learned.lift_interval.high,
            "drawn": counts.drawn.astype(np.int64),
            "verdict": [str(verdict) for verdict in learned.verdicts],
            "weight": learned.weight,
            "proposed": learned.proposed,
            "more": learned.more,
            "closest": [closest.get(rule, ("", 0.0))[0] for rule in counts.rules],
            "jaccard": [closest.get(rule, ("", 0.0))[1] for rule in counts.rules],
        }
    )


def lesson_data(lesson: Lesson) -> dict[str, Any]:
    """Everything; what isn't a number (no screenings, no baseline) is null."""
    base, interval = lesson.learned.baseline, lesson.learned.base
    finite = pl.col(pl.Float64)
    frame = rules_frame(lesson).with_columns(pl.when(finite.is_finite()).then(finite))
    return {
        "parcels": lesson.parcels,
        "screened": lesson.screened,
        "unusable": lesson.unusable,
        "strangers": lesson.strangers,
        "baseline": {
            "draw": base.draw,
            "parcels": base.parcels,
            "unscreened": base.unscreened,
            "yield": base.worth / base.trials if base.trials else None,
            "low": float(interval.low[0]),
            "high": float(interval.high[0]),
        },
        "prior": {"mean": lesson.learned.prior.mean, "size": lesson.learned.prior.size},
        "rules": frame.to_dicts(),
        "overlaps": lesson.overlaps.to_dicts(),
    }


def write_lesson(lesson: Lesson, folder: Path) -> list[Path]:
    """rules.csv and overlaps.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for stem, frame in (("rules", rules_frame(lesson)), ("overlaps", lesson.overlaps)):
        out = CsvWriter(folder / f"{stem}.csv", frame.schema)
        out.write(frame)
        files += out.finish()
    return files
