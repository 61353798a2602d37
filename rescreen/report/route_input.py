"""What the router plans, from decisions that `rescreen score` wrote or from manifests themselves.

Decisions hold no times and no kinds of pieces: a manifest beside them gives both. Rows that a
manifest's reader rejected are parcels too; nobody scored them, and they go to the exception chute.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import polars as pl

from rescreen.engine import LookBack, Looked, Matcher, slice_of
from rescreen.errors import UsageError
from rescreen.history import History
from rescreen.manifest import ManifestReader, open_manifest
from rescreen.parcel import FIELDS
from rescreen.report.decision_files import (
    decision_files,
    read_decisions,
    read_rejected,
    rejected_files,
)
from rescreen.report.intake import open_source
from rescreen.report.parts import parts_of
from rescreen.report.runs import Tell
from rescreen.report.stamps import unchanged
from rescreen.routing import PARCELS, preferences_of
from rescreen.routing.site_lanes import Arrival
from rescreen.rulebook.model import Lane

__all__ = ["RouteInput", "Taking"]

_KNOWN = ("piece_type", "agreement_customer")
#: Columns of decisions that are read.
_DECIDED = ("waybill_no", "lane", "score", "rules", "origin", "rulebook", "day")


@dataclass(slots=True)
class RouteInput:
    """Parcels to plan (PARCELS), beside them the rows of which not even the waybill was read, the
    doubled ones that were left out, the day, and the rulebooks that decided. Of the sources
    `unlisted` there are decisions only: the rows that were rejected are left out. `looked` tells
    what aggregate facts of manifests were taken over."""

    parcels: pl.DataFrame
    nameless: int
    doubled: int
    day: date
    rulebooks: tuple[str, ...]
    unlisted: tuple[str, ...] = ()
    looked: Looked | None = None


@dataclass
class Taking:
    """Takes decisions and manifests; `manifests` give what decisions don't hold.

    `otherwise` is when parcels arrive of which no time is known. Manifests are scored with what a
    history holds, as `rescreen score` does, and are added to it if they are to `remember`.
    """

    matcher: Matcher
    arrival: Arrival
    mapping: Path | None = None
    manifests: Sequence[Path] = ()
    otherwise: datetime | None = None
    tell: Tell = lambda rows, total, doing="score.reading": None
    history: History | None = None
    remember: bool = True
    nameless: int = 0
    doubled: int = 0
    rulebooks: set[str] = field(default_factory=set)
    unlisted: list[str] = field(default_factory=list)
    looked: Looked | None = None

    def take(self, sources: Sequence[Path]) -> RouteInput:
        """Raises UsageError where nothing tells when parcels arrive; InputError for unusable files."""
        if self.history is not None and all(decision_files(source) for source in sources):
            raise UsageError(
                "--history 用于给清单打分；打分结果在 rescreen score 时已回看过历史，请去掉它。",
                "--history is for manifests that are scored here; decisions looked back when they"
                " were scored: leave it out.",
            )
        frames = [frame for source in sources for frame in self._frames(source)]
        every = pl.concat(
            [PARCELS.to_frame(), *(frame.select(PARCELS.names()) for frame in frames)]
        )
        parcels = every.unique("waybill_no", keep="first", maintain_order=True)
        arrives = self._arrivals(parcels)
        days = {
            day
            for frame in frames
            if "day" in frame.columns
            for day in frame["day"].drop_nulls().unique()
        }
        return RouteInput(
            parcels.with_columns(arrives),
            self.nameless,
            self.doubled + every.height - parcels.height,
            min(days, default=self.matcher.day),
            tuple(sorted(self.rulebooks)),
            tuple(self.unlisted),
            self.looked,
        )

    def _arrivals(self, parcels: pl.DataFrame) -> pl.Series:
        arrives = parcels["arrives"]
        if self.otherwise is not None:
            return arrives.fill_null(self.otherwise)
        if parcels.height and arrives.null_count() == parcels.height:
            field = FIELDS[self.arrival.field]
            raise UsageError(
                f"没有一件的到达时间：清单要有“{field.label}”（通道文件的 arrival），"
                "打分结果要用 --manifest 给出清单，或用 --arrive 给出统一的时间。",
                f"No parcel has a time of arrival: a manifest needs {field.label_en} (arrival in"
                " the lanes file), decisions need --manifest; or give one time by --arrive.",
            )
        return arrives

    def _frames(self, source: Path) -> Iterator[pl.DataFrame]:
        files = decision_files(source)
        if files:
            times = self._known()
            for file in files:
                yield self._decided(read_decisions(file, _DECIDED), times)
            yield from self._refused(source)
            return
        yield from self._scored([part.path for part in parts_of(source)] or [source])

    def _refused(self, source: Path) -> Iterator[pl.DataFrame]:
        """The rejected rows beside decisions."""
        files = rejected_files(source)
        if not files:
            self.unlisted.append(source.name)
        for file in files:
            rejected = read_rejected(file)
            self.tell(rejected.height, 0)
            yield self._unscored(rejected)

    def _known(self) -> pl.DataFrame:
        """By waybill what decisions don't hold."""
        schema = {name: PARCELS[name] for name in ("waybill_no", *_KNOWN, "arrives")}
        frames = [pl.DataFrame(schema=schema)]
        fields = ("waybill_no", self.arrival.field, *_KNOWN)
        for path in self.manifests:
            for one in [part.path for part in parts_of(path)] or [path]:
                for parcels, _ in open_source(one, fields, self.mapping).reader:
                    frames.append(self._with_times(parcels).select(*schema))
        return pl.concat(frames).unique("waybill_no", keep="first", maintain_order=True)

    def _decided(self, decisions: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
        self.rulebooks |= set(decisions["rulebook"].drop_nulls().unique())
        self.tell(decisions.height, 0)
        named = decisions.filter(pl.col("waybill_no").str.len_bytes() > 0)
        self.nameless += decisions.height - named.height
        return self._routable(named.join(known, "waybill_no", "left", maintain_order="left"))

    def _scored(self, paths: Sequence[Path]) -> Iterator[pl.DataFrame]:
        """Decisions of a manifest's chunks, then the rows that couldn't be read.

        Aggregate facts look back over all its files, and a number that an earlier one has is
        doubled, as where they are scored.
        """
        with unchanged(paths):
            answers, done = self._answers(paths), 0
            reader = self._open(paths)
            for parcels, rejected in reader:
                if parcels.height:
                    here = slice_of(answers, done, parcels.height)
                    done += parcels.height
                    scored = self.matcher.run(parcels, here)
                    decisions = self.matcher.decisions(scored, reasons=False)
                    known = self._with_times(parcels).select("arrives", *_KNOWN)
                    yield self._routable(pl.concat([decisions, known], how="horizontal"))
                yield self._unscored(rejected)
                self.tell(parcels.height + rejected.height, reader.rows_hint)
        self.rulebooks.add(self.matcher.rulebook_hash)

    def _open(self, paths: Sequence[Path]) -> ManifestReader:
        fields = (*self.matcher.fields, self.arrival.field, *_KNOWN)
        return open_manifest(paths, mapping=self.mapping, columns=fields)

    def _answers(self, paths: Sequence[Path]) -> dict[str, pl.Series]:
        """The aggregates of all rows that the files accept, from a first reading of them."""
        look = LookBack([self.matcher.aggregates], self.history)
        if not look.needed:
            return {}
        reader = self._open(paths)
        hint = reader.rows_hint
        look.read(
            reader.narrowed(look.fields),
            lambda rows: self.tell(rows, hint, "score.looking_back"),
            keep=False,
        )
        look.settle(remember=self.remember)
        self.looked = _both(self.looked, look.looked)
        return look.answer(self.matcher.aggregates)

    def _unscored(self, rejected: pl.DataFrame) -> pl.DataFrame:
        """A doubled row's parcel is in the plan: it counts only; the others have a number, or count
        only too."""
        other = rejected.filter(pl.col("reason") != "duplicate_waybill")
        self.doubled += rejected.height - other.height
        self.nameless += other["waybill_no"].null_count()
        known = other.filter(pl.col("waybill_no").is_not_null()).select("waybill_no")
        return pl.concat([PARCELS.to_frame(), known], how="diagonal")

    def _with_times(self, parcels: pl.DataFrame) -> pl.DataFrame:
        travel = pl.duration(minutes=self.arrival.minutes)
        here = parcels.columns
        return parcels.with_columns(
            (
                pl.col(self.arrival.field) + travel
                if self.arrival.field in here
                else pl.lit(None, PARCELS["arrives"])
            ).cast(PARCELS["arrives"]).alias("arrives"),
            *(pl.lit(None, PARCELS[name]).alias(name) for name in _KNOWN if name not in here),
        )  # fmt: skip

    def _routable(self, decisions: pl.DataFrame) -> pl.DataFrame:
        """With whether a rule demands the lane, and the lanes that rules prefer. A parcel below the
        line of scores is held by a rule, also where that rule is not in today's rulebook."""
        rules = [compiled.rule for compiled in self.matcher.program.rules]
        demanding = [rule.id for rule in rules if rule.lane is not Lane.PASS]
        demanded = pl.col("rules").list.eval(pl.element().is_in(demanding)).list.any()
        return decisions.with_columns(
            (
                (pl.col("lane") != Lane.PASS.label)
                & (demanded | (pl.col("score") < self.matcher.router.line))
            ).alias("mandatory"),
            preferences_of(rules, pl.col("rules")).alias("prefers"),
        )


def _both(one: Looked | None, other: Looked) -> Looked:
    """What the manifests of a plan were taken over, together."""
    lacking = {*other.lacking, *(one.lacking if one else ())}
    return Looked(other.history, other.aggregates, tuple(sorted(lacking)))
