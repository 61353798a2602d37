"""Clues of flagged parcels as a file: manifests and their decisions in, a table of mentions out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from rescreen.clues import Clues, read_clues
from rescreen.clues.parcels import FIELDS_USED, clues_from_parcels
from rescreen.engine import DECISIONS_SCHEMA
from rescreen.errors import InputError, UsageError
from rescreen.manifest import open_manifest
from rescreen.report.decision_files import decision_files, read_decisions
from rescreen.report.files import Pending
from rescreen.report.runs import Tell

__all__ = ["FlaggedClues", "flagged_clues"]

_DECIDED = ("waybill_no", "lane", "rules")
#: Telephones, ID numbers and addresses in the clear: for the owner only.
_OWN = 0o600


@dataclass(frozen=True, slots=True)
class FlaggedClues:
    """What was written: the file, parcels decided, and the clues as a reader will find them; `lacking`:
    clues whose parcel the manifest doesn't have, which are a number and rules only."""

    path: Path
    parcels: int
    clues: Clues
    lacking: int


def flagged_clues(
    manifest: Path, decisions: Path, output: Path, mapping: Path | None, tell: Tell
) -> FlaggedClues:
    """Raises InputError where either file is something else, UsageError for an output not Parquet."""
    if output.suffix.lower() != ".parquet":
        raise UsageError(
            f"输出应是 .parquet 文件，而不是 {output.name}。",
            f"The output is a .parquet file, not {output.name}.",
        )
    decided = _decided(decisions)
    parcels = _parcels(manifest, mapping, tell)
    if decided.height and parcels.height and decided.join(parcels, "waybill_no", "semi").is_empty():
        raise InputError(
            f"打分结果里的运单号在 {manifest.name} 里一个也没有：这不是打分时的那份清单。"
            "请给出打分用的清单。",
            f"{manifest.name} has none of the decisions' waybill numbers: it isn't the manifest that was"
            " scored. Name that one.",
        )
    mentions = clues_from_parcels(parcels, decided)
    _write(mentions, output)
    clues = read_clues(mentions)
    lacking = (
        mentions.select("clue")
        .unique()
        .join(parcels, left_on="clue", right_on="waybill_no", how="anti")
    )
    return FlaggedClues(output, decided.height, clues, lacking.height)


def _decided(source: Path) -> pl.DataFrame:
    files: Sequence[Path] = decision_files(source)
    if not files:
        raise InputError(
            f"{source.name} 不是打分结果；请给出 rescreen score -o 写的文件夹或 decisions 文件。",
            f"{source.name} holds no decisions: name a folder or file that rescreen score -o wrote.",
        )
    frames = [read_decisions(file, _DECIDED) for file in files]
    empty = pl.DataFrame(schema={name: DECISIONS_SCHEMA[name] for name in _DECIDED})
    return pl.concat([empty, *frames])


def _parcels(manifest: Path, mapping: Path | None, tell: Tell) -> pl.DataFrame:
    reader = open_manifest(manifest, mapping=mapping, columns=FIELDS_USED)
    frames = [pl.DataFrame(schema={"waybill_no": pl.String})]
    for parcels, rejected in reader:
        frames.append(parcels)
        tell(parcels.height + rejected.height, reader.rows_hint)
    return pl.concat(frames, how="diagonal")


def _write(mentions: pl.DataFrame, output: Path) -> None:
    output.parent.mkdir(parents=True, exist_ok=True)
    pending = Pending(output)
    # Nobody else may read it, not even while it is being written.
    os.close(os.open(pending.temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWN))
    try:
        mentions.write_parquet(pending.temporary)
        pending.keep()
    except BaseException:
        pending.drop()
        raise
