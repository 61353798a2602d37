"""Manifests scored on Spark, told and summed up as those of one machine are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rescreen.cluster import (
    ClusterRun,
    SparkManifest,
    Store,
    score_on_spark,
    spark_session,
)
from rescreen.engine import Matcher
from rescreen.history import History
from rescreen.manifest import HeadingUse
from rescreen.manifest.mapping import read_site_mapping
from rescreen.report.parts import name_of, own_names
from rescreen.report.runs import Run, summary_text
from rescreen.report.screening import flagged_rows
from rescreen.report.texts import Words
from rescreen.report.undecided import undecided_rules

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["SparkScoring"]


@dataclass(frozen=True, slots=True)
class _Source:
    """A manifest on Spark, as `intake.Described`."""

    manifest: SparkManifest

    @property
    def path(self) -> str:
        return self.manifest.path

    @property
    def mapped(self) -> tuple[HeadingUse, ...]:
        return tuple(use for use in self.manifest.mapping if use.field)

    @property
    def unused(self) -> tuple[HeadingUse, ...]:
        return tuple(use for use in self.manifest.mapping if not use.field)

    @property
    def notes(self) -> tuple[str, ...]:
        return ()

    def parts(self, say: Words) -> list[str]:
        return ["PARQUET", say("score.on_spark", master=self.manifest.master)]

    def described(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "format": "parquet",
            "encoding": "",
            "sheet": "",
            "mapping": [
                {"heading": use.heading, "field": use.field, "how": use.how}
                for use in self.manifest.mapping
            ],
            "notes": [],
            "spark": self.manifest.master,
        }


@dataclass(frozen=True)
class SparkScoring:
    """What all manifests of one call share; `output` is a folder as Spark names folders."""

    matcher: Matcher
    master: str
    output: str | None
    mapping: Path | None
    hits: bool = False
    history: History | None = None

    def run(self, manifests: Sequence[str]) -> list[Run]:
        """Score each manifest. Raises ClusterError where Spark can't be used."""
        names = own_names([name_of(Path(path)) for path in manifests])
        folders = [self._folder(name) for name in names]
        # A history without its key is told before Spark is started.
        _ = self.history and self.history.key
        with spark_session(self.master) as session:
            return [
                self._one(session, path, folder)
                for path, folder in zip(manifests, folders, strict=True)
            ]

    def _folder(self, name: str) -> str | None:
        return f"{self.output.rstrip('/')}/{name}" if self.output else None

    def _one(self, session: SparkSession, path: str, folder: str | None) -> Run:
        with Store(session, folder) as store:
            # It is there only when all of it is, and of one run.
            store.remove("summary.json")
            done = score_on_spark(
                session,
                self.matcher,
                path,
                store,
                site=read_site_mapping(self.mapping),
                hits=self.hits,
                history=self.history,
            )
            run = self._told(done)
            store.write_text("summary.json", summary_text(run))
        return replace(run, files=tuple(store.written))

    def _told(self, done: ClusterRun) -> Run:
        """Without the effects of switches: each would be one more run over the cluster."""
        undecided = undecided_rules(self.matcher, done.summary.absent)
        sample = flagged_rows(done.urgent)
        return Run(
            _Source(done.manifest),
            done.summary,
            (),
            sample,
            done.files,
            undecided,
            looked=done.looked,
        )
