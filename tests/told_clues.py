"""Clues by hand for questions and judgements: a line a clue, its day and what it mentions."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl

from rescreen.clues import Clues, read_clues
from rescreen.links import DEFAULTS, LinkSettings, Weights
from rescreen.series.build import link
from rescreen.series.judgements import Judgement, Verb
from rescreen.series.linked import Linked
from rescreen.series.rule import rule

__all__ = ["AT", "SMALL", "judged", "linked_of", "table_of", "told"]

AT = datetime(2021, 9, 30, 8, 0, 0)
START = datetime(2021, 9, 1, 10)
#: A telephone of more than four clues is a hub.
SMALL = LinkSettings(kinds={**DEFAULTS, "phone": Weights(0.5, 20.0, 4, 365.0, 6.0)})

#: clue -> (day or None, {kind: value} or [(kind, value, role)])
Told = dict[str, tuple[int | None, list[tuple[str, str]] | list[tuple[str, str, str]]]]


def table_of(told: Told) -> pl.DataFrame:
    """The long table."""
    rows = []
    for clue, (day, things) in told.items():
        time = "" if day is None else (START + timedelta(days=day)).isoformat(sep=" ")
        rows += [(clue, *thing[:2], time, thing[2] if len(thing) > 2 else None) for thing in things]
    schema = dict.fromkeys(("clue", "kind", "value", "time", "role"), pl.String)
    return pl.DataFrame(rows, schema, orient="row")


def told(rows: Told) -> Clues:
    clues = read_clues(table_of(rows))
    assert clues.rejected.is_empty(), clues.rejected
    return clues


def linked_of(rows: Told | Clues, *log: Judgement, settings: LinkSettings = SMALL) -> Linked:
    clues = rows if isinstance(rows, Clues) else told(rows)
    return link(clues, settings, rule(clues, log))


def judged(no: int, verb: Verb, **more: object) -> Judgement:
    about = {"no": no, "at": AT, "who": "王警官", "why": "核实", **more}
    return Judgement(verb=verb, **about)  # type: ignore[arg-type]
