"""What `rescreen link` prints: the strongest series, hubs, cuts, near misses, rows not used, changes."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click
import polars as pl
from rich.console import RenderableType
from rich.table import Table

from rescreen.cli.session import Session
from rescreen.cli.show_weigh import never_alone_lines
from rescreen.cli.tables import indented, number, table
from rescreen.report.link import Done
from rescreen.report.texts import Words

__all__ = ["changes_table", "series_table", "show_linked"]

MOST, MOST_HUBS, MOST_CHANGES = 10, 5, 10
_DAY = "%Y-%m-%d"


def show_linked(done: Done, session: Session, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(done.summary, ensure_ascii=False, indent=2))
        return
    for part in _parts(done, session.say):
        session.out.print(part, soft_wrap=isinstance(part, str))


def _parts(done: Done, say: Words) -> Iterator[RenderableType]:
    told, tables, new = done.summary, done.tables, done.added
    counts = {"clues": told["clues"], "linked": told["clues_in_series"], "series": told["series"]}
    yield say("link.title", **{name: number(count) for name, count in counts.items()})
    if new.nothing:
        yield say("link.nothing")
    else:
        counts = {"clues": new.clues, "things": new.things, "mentions": new.mentions}
        counts["parted"] = new.parted
        yield say("link.added", **{name: number(count) for name, count in counts.items()})
    if len(tables["series"]):
        yield say("link.strongest")
        yield indented(series_table(tables["series"].head(MOST), say))
    if told["hubs"]:
        yield say("link.hubs", n=number(told["hubs"]))
        yield indented(_hubs(tables["hubs"].head(MOST_HUBS), say))
    yield from _counts(done, say)
    yield from never_alone_lines(told["never_alone"], told["least"], say)
    if len(new.changes):
        yield say("link.changed")
        yield indented(changes_table(new.changes.head(MOST_CHANGES), say))
        if len(new.changes) > MOST_CHANGES:
            yield say("changes.more", n=number(len(new.changes) - MOST_CHANGES))
    yield say("link.files", folder=done.folder)


def _counts(done: Done, say: Words) -> Iterator[str]:
    told = done.summary
    counts = {
        "cuts": told["cuts"],
        "misses": told["near_misses"],
        "refused": told["joinings_refused"],
        "waiting": len(told["judgements_waiting"]),
        "skipped": sum(block["blocks"] for block in told["blocks_not_compared"]),
        "rejected": len(done.tables["rejected"]),
    }
    for name, count in counts.items():
        if count:
            yield say(f"link.{name}", n=number(count))


def series_table(series: pl.DataFrame, say: Words) -> Table:
    """Series as `series_rows` gives them."""
    titles = [
        say(f"link.{key}") for key in ("series", "clues", "first", "last", "strength", "least")
    ]
    rows = [
        (
            row["series"],
            number(row["clues"]),
            row["first"].strftime(_DAY) if row["first"] else "-",
            row["last"].strftime(_DAY) if row["last"] else "-",
            f"{row['strength']:.1f}",
            f"{row['least']:.1f}",
        )
        for row in series.iter_rows(named=True)
    ]
    return table(titles, rows, "lrllrr")


def _hubs(hubs: pl.DataFrame, say: Words) -> Table:
    rows = [
        (row["thing"], row["shown"] or "", say("link.suppressed_clues", n=number(row["clues"])))
        for row in hubs.iter_rows(named=True)
    ]
    return table([say("link.thing"), say("link.shown"), ""], rows)


def changes_table(changes: pl.DataFrame, say: Words, *, dated: bool = False) -> Table:
    """Changes of one run, or with the run that each was made by."""
    titles = [say(key) for key in ("changes.what", "link.series", "changes.other", "link.clues")]
    rows: list[tuple[str, ...]] = [
        (
            say(f"changes.{row['what']}"),
            row["series"],
            row["from"] or row["into"] or "-",
            number(row["clues"]),
        )
        for row in changes.iter_rows(named=True)
    ]
    if dated:
        titles = [say("changes.at"), *titles]
        rows = [(f"{at:%Y-%m-%d %H:%M}", *row) for at, row in zip(changes["at"], rows, strict=True)]
    return table(titles, rows, "lllllr"[not dated :])
