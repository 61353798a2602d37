"""What `rescreen clues` prints: how many clues, things of each kind, and values of nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click
import polars as pl
from rich.console import RenderableType

from rescreen.cli.session import Session
from rescreen.cli.tables import indented, number, table
from rescreen.clues import KINDS
from rescreen.clues.reasons import NOBODY_REASONS
from rescreen.report.clue_files import FlaggedClues
from rescreen.report.texts import Words

__all__ = ["show_clues"]


def show_clues(found: FlaggedClues, session: Session, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_data(found), ensure_ascii=False, indent=2))
        return
    for part in _parts(found, session.say):
        session.out.print(part, soft_wrap=isinstance(part, str))


def _data(found: FlaggedClues) -> dict[str, Any]:
    clues = found.clues
    return {
        "file": str(found.path),
        "parcels": found.parcels,
        "clues": len(clues),
        "lacking": found.lacking,
        "entities": dict(_by_kind(clues.entities).iter_rows()),
        "nobody": {f"{kind}/{why}": count for kind, why, count in _nobody(found).iter_rows()},
        "rows": clues.counts(),
    }


def _parts(found: FlaggedClues, say: Words) -> Iterator[RenderableType]:
    clues = found.clues
    yield say("clues.title", parcels=number(found.parcels), clues=number(len(clues)))
    if found.lacking:
        yield say("clues.lacking", n=number(found.lacking))
    yield ""
    kinds = [
        (_label(kind, say), number(count)) for kind, count in _by_kind(clues.entities).iter_rows()
    ]
    yield indented(table([say("clues.kind"), say("clues.entities")], kinds, "lr"))
    nobody = [
        (_label(kind, say), NOBODY_REASONS[why][say.lang == "en"], number(count))
        for kind, why, count in _nobody(found).iter_rows()
    ]
    if nobody:
        yield ""
        yield say("clues.nobody_title")
        headings = [say("clues.kind"), say("clues.why"), say("clues.values")]
        yield indented(table(headings, nobody, "llr"))
    if clues.rejected.height:
        yield ""
        yield say("clues.rejected", n=number(clues.rejected.height))
    yield ""
    yield say("score.files")
    yield f"  {found.path}"


def _label(kind: str, say: Words) -> str:
    return KINDS[kind].label_en if say.lang == "en" else KINDS[kind].label


def _by_kind(entities: pl.DataFrame) -> pl.DataFrame:
    return entities.group_by("kind").len().sort("kind")


def _nobody(found: FlaggedClues) -> pl.DataFrame:
    return found.clues.nobody.group_by("kind", "why").len().sort("kind", "why")
