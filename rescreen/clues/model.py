"""Clues as frames: what is worth verifying, when, and which things it mentions.

    clues      one row a clue, in order of arrival: clue (its id), time (may be null)
    entities   one row a thing, in order of first mention: kind, value, shown (masked, for screens)
    mentions   clue (row of `clues`), entity (row of `entities`), role (sender, receiver, ... or null)
    told       clue (row), kind, text: sources, custody references, notes
    nobody     clue (row), kind, shown, why: masked, virtual and missing values, which link nobody
    rejected   file, row (from 1, the heading not counted; 0: the heading), field, reason, message: rows
               not used
    corrected  entity, value: of a mistyped ID number what it may have been, one wrong character put right

Rows stand in for ids everywhere (32 bits), so that joining ten million mentions is arithmetic. A thing is
called by its kind and its row, `phone-17`: that stays when clues are added, and gives nothing away.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from rescreen.clues.kinds import KIND_TYPE

__all__ = [
    "CLUES",
    "CORRECTED",
    "ENTITIES",
    "ITSELF",
    "MENTIONS",
    "NOBODY",
    "REJECTED",
    "TOLD",
    "Clues",
]

CLUES = pl.Schema({"clue": pl.String(), "time": pl.Datetime("us")})
ENTITIES = pl.Schema({"kind": KIND_TYPE, "value": pl.String(), "shown": pl.String()})
MENTIONS = pl.Schema({"clue": pl.UInt32(), "entity": pl.UInt32(), "role": pl.String()})
TOLD = pl.Schema({"clue": pl.UInt32(), "kind": KIND_TYPE, "text": pl.String()})
NOBODY = pl.Schema(
    {"clue": pl.UInt32(), "kind": KIND_TYPE, "shown": pl.String(), "why": pl.String()}
)
REJECTED = pl.Schema(
    {
        "file": pl.String(),
        "row": pl.Int64(),
        "field": pl.String(),
        "reason": pl.String(),
        "message": pl.String(),
    }
)
#: Role of a clue in what refers to it: added in reading, so that a reference joins both.
ITSELF = "itself"
CORRECTED = pl.Schema({"entity": pl.UInt32(), "value": pl.String()})


@dataclass(frozen=True, slots=True)
class Clues:
    """The frames named above. A clue and a thing are mentioned together at most once a role; a clue that
    others refer to mentions itself (role `itself`).

    `read` rows (cells of a wide table) = mentions (but those of `itself`) + told + nobody + `repeats` +
    rejected (but headings)."""

    clues: pl.DataFrame
    entities: pl.DataFrame
    mentions: pl.DataFrame
    told: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=TOLD))
    nobody: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=NOBODY))
    rejected: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REJECTED))
    corrected: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CORRECTED))
    read: int = 0
    repeats: int = 0

    def __len__(self) -> int:
        return len(self.clues)

    def counts(self) -> dict[str, int]:
        """Where the rows that were read have gone; `read` is the sum of the others."""
        return {
            "read": self.read,
            "mentions": self.mentions.filter(pl.col("role").ne_missing(ITSELF)).height,
            "told": self.told.height,
            "nobody": self.nobody.height,
            "repeats": self.repeats,
            "rejected": self.rejected.filter(pl.col("row") > 0).height,
        }
