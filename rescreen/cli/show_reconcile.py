"""What `rescreen reconcile` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import polars as pl
from rich.console import RenderableType
from rich.table import Table

from rescreen.cli.session import Session
from rescreen.cli.tables import indented, number, share, table
from rescreen.report.reconcile_files import Read, reconciled_data
from rescreen.report.texts import Words
from rescreen.routing.reconcile import Kind

__all__ = ["show_reconciled"]

#: Waybill numbers shown of each kind, and lines of the table of rates.
EXAMPLES, MOST_LINES = 3, 48


def show_reconciled(read: Read, files: Sequence[Path], session: Session, *, as_json: bool) -> int:
    """Print it for people or as JSON; returns the exit status."""
    if as_json:
        click.echo(json.dumps(reconciled_data(read), ensure_ascii=False, indent=2))
    else:
        for part in _parts(read, files, session.say):
            session.out.print(part, soft_wrap=isinstance(part, str))
    return 0 if read.result.passed else 1


def _parts(read: Read, files: Sequence[Path], say: Words) -> Iterator[RenderableType]:
    result = read.result
    yield say(
        "reconcile.title",
        selected=number(result.selected),
        diverted=number(result.diverted),
        diverted_share=share(result.diverted, result.selected),
        screened=number(result.screened),
        screened_share=share(result.screened, result.selected),
    )
    yield say("reconcile.events", events=number(result.events), doubled=number(result.doubled))
    for name, rows in read.unusable.items():
        yield say("reconcile.unusable", file=name, n=number(rows))
    yield ""
    if result.differences.is_empty():
        yield say("reconcile.none")
    else:
        yield indented(_differences(read, say))
    yield ""
    yield indented(_rates(read, say))
    if not result.passed:
        yield say("reconcile.failed")
    if files:
        yield say("score.files")
        yield from (f"  {path}" for path in files)


def _differences(read: Read, say: Words) -> Table:
    rows = []
    for kind in Kind:
        found = read.result.differences.filter(pl.col("kind") == str(kind))
        if found.height:
            examples = say.join(found["waybill_no"].head(EXAMPLES).to_list())
            rows.append((say(f"reconcile.{kind}"), number(found.height), examples))
    titles = [say(f"reconcile.{key}") for key in ("kind", "parcels", "first")]
    return table(titles, rows, "lrl")


def _rates(read: Read, say: Words) -> Table:
    rows = [
        (
            f"{row['hour']:%m-%d %H:00}",
            read.lane_name(row["lane"], say.lang),
            *(number(row[key]) for key in ("selected", "diverted", "screened")),
            share(row["screened"], row["selected"]),
        )
        for row in read.result.rates.head(MOST_LINES).iter_rows(named=True)
    ]
    titles = [say("route.hour"), say("route.lane")]
    titles += [say(f"reconcile.{key}") for key in ("selected", "diverted", "screened", "rate")]
    return table(titles, rows, "llrrrr")
