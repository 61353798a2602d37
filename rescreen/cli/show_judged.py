"""What judgements print: the record, what it changed, and the log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click
import msgspec
from rich.cells import cell_len, set_cell_size

from rescreen.cli.session import Session
from rescreen.cli.tables import aligned
from rescreen.report.series_judged import Made
from rescreen.report.series_names import Names
from rescreen.report.series_words import judgement_words
from rescreen.report.texts import Words

__all__ = ["show_log", "show_made"]

_MOST, _MOST_NAMES = 20, 10
#: Cells on a screen that texts of the log get; --json has them whole.
_WIDTHS = {"who": 16, "text": 48, "why": 24}


def show_made(made: Made, session: Session, *, as_json: bool) -> None:
    if as_json:
        told = {"judgement": msgspec.to_builtins(made.judgement), "changed": made.changed}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    say = session.say
    text = judgement_words(made.judgement, Names(made.case.linked, say))
    session.out.print(say("series.judged", no=made.judgement.no, text=text), soft_wrap=True)
    for line in _changes(made.changed, say):
        session.out.print(f"  {line}", soft_wrap=True)


def _changes(changed: Mapping[str, Any], say: Words) -> Iterator[str]:
    for key in ("merges", "splits"):
        for one in changed[key]:
            others = [f"{name} ({n})" for name, n in one["others"].items()]
            yield say(f"series.changed.{key}", id=one["series"], others=_some(others, say))
    for key in ("new", "gone"):
        if changed[key]:
            yield say(f"series.changed.{key}", ids=_some(changed[key], say))
    for one in changed["clues"][:_MOST]:
        alone = say("series.why.alone")
        ends = {"old": one["from"] or alone, "new": one["to"] or alone}
        yield say("series.changed.clue", clue=one["clue"], **ends)
    if len(changed["clues"]) > _MOST:
        yield say("series.more", n=len(changed["clues"]) - _MOST)
    if not changed["clues"]:
        yield say("series.changed.nothing")


def _some(names: Sequence[str], say: Words) -> str:
    """The first of many series."""
    more = say("series.changed.more", n=len(names)) if len(names) > _MOST_NAMES else ""
    return say.join(list(names[:_MOST_NAMES])) + more


def show_log(rows: Sequence[Mapping[str, Any]], session: Session, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    say = session.say
    if not rows:
        session.out.print(say("series.log.empty"))
        return
    keys = ("no", "at", "who", "text", "why", "state")
    cells = [[_cell(key, row, say) for key in keys] for row in rows]
    for line in aligned([say(f"series.head.{key}") for key in keys], cells):
        session.out.print(line, soft_wrap=True)


def _short(text: str, most: int) -> str:
    """At most so many cells of a screen; a Chinese character takes two."""
    return text if cell_len(text) <= most else set_cell_size(text, most - 1).rstrip() + "…"


def _cell(key: str, row: Mapping[str, Any], say: Words) -> str:
    if key != "state":
        return _short(str(row[key]), _WIDTHS.get(key, 20))
    if not row["stands"]:
        return say("series.log.withdrawal" if row["verb"] == "withdraw" else "series.log.withdrawn")
    return say("series.log.waiting" if row["waiting"] else "series.log.stands")
