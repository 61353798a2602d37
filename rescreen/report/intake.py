"""A manifest as scoring and explaining take it: its chunks, and what is worth telling of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from rescreen.errors import UsageError
from rescreen.manifest import REASONS, HeadingUse, ManifestReader, open_manifest
from rescreen.report.texts import Words

__all__ = ["Described", "Source", "find_parcel", "open_source", "reason_words"]


class Described(Protocol):
    """What is told of a manifest, whoever reads it."""

    @property
    def path(self) -> Path | str: ...

    @property
    def mapped(self) -> tuple[HeadingUse, ...]: ...

    @property
    def unused(self) -> tuple[HeadingUse, ...]: ...

    @property
    def notes(self) -> tuple[str, ...]: ...

    def parts(self, say: Words) -> list[str]: ...

    def described(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Source:
    """One manifest, opened. `reader` yields (parcels, rejected rows)."""

    path: Path
    reader: ManifestReader

    @property
    def mapped(self) -> tuple[HeadingUse, ...]:
        return tuple(use for use in self.reader.mapping if use.field)

    @property
    def unused(self) -> tuple[HeadingUse, ...]:
        return tuple(use for use in self.reader.mapping if not use.field)

    @property
    def notes(self) -> tuple[str, ...]:
        return self.reader.notes

    def parts(self, say: Words) -> list[str]:
        """Format, encoding and sheet in words."""
        reader = self.reader
        parts = [reader.format.upper()]
        if reader.encoding:
            parts.append(say("score.encoding", name=reader.encoding.upper()))
        if reader.sheet:
            parts.append(say("score.sheet", name=reader.sheet))
        return parts

    def described(self) -> dict[str, Any]:
        """As plain data."""
        reader = self.reader
        return {
            "path": str(self.path),
            "format": reader.format,
            "encoding": reader.encoding,
            "sheet": reader.sheet,
            "mapping": [
                {"heading": use.heading, "field": use.field, "how": use.how}
                for use in reader.mapping
            ],
            "notes": list(reader.notes),
        }


def open_source(path: Path, fields: Sequence[str], mapping: Path | None) -> Source:
    """Open a manifest, to decode no more than the given fields; raises as `open_manifest` does."""
    return Source(path, open_manifest(path, mapping=mapping, columns=fields))


def find_parcel(
    path: Path, waybill: str, fields: Sequence[str], mapping: Path | None, say: Words
) -> dict[str, Any]:
    """The record of one waybill: keys for columns that are there, None for empty cells.

    Raises UsageError when the waybill isn't in the manifest, or was rejected (with line, reason).
    """
    wanted = pl.col("waybill_no") == waybill.strip()
    nameless = 0
    for parcels, rejected in open_source(path, fields, mapping).reader:
        found = parcels.filter(wanted)
        if found.height:
            return found.row(0, named=True)
        refused = rejected.filter(wanted)
        if refused.height:
            line, reason = refused.select("line", "reason").row(0)
            why = reason_words(reason, say)
            raise UsageError(say("explain.rejected", waybill=waybill, line=line, reason=why))
        nameless += rejected["waybill_no"].null_count()
    told = [say("explain.not_found", waybill=waybill, file=path.name)]
    told += [say("explain.nameless", n=nameless)] if nameless else []
    raise UsageError("".join(told) if say.lang == "zh" else " ".join(told))


def reason_words(reason: str, say: Words) -> str:
    """Why a row was rejected, in the session's language."""
    chinese, english = REASONS.get(reason, (reason, reason))
    return chinese if say.lang == "zh" else english
