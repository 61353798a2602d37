"""Judgements: `rescreen series confirm, reject, never, merge, split, lift, suppress, withdraw, log`.

Each is a record with who and why; what it changed is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from rescreen.cli.localized import command
from rescreen.cli.series_open import opened
from rescreen.cli.series_options import series_dir
from rescreen.cli.series_unmask import login_name
from rescreen.cli.session import Session
from rescreen.cli.words import split_words
from rescreen.report.series_case import Case
from rescreen.series.judgements import Judgement, Verb

__all__ = [
    "confirm_command",
    "lift_command",
    "log_command",
    "merge_command",
    "never_command",
    "reject_command",
    "split_command",
    "suppress_command",
    "withdraw_command",
]

_A, _B = click.argument("a", metavar="A"), click.argument("b", metavar="B")
_JSON = click.option("--json", "as_json", is_flag=True, help="option.json")


def judging(function: Any) -> Any:
    """The options of every judgement."""
    options = (
        series_dir,
        click.option("--who", default="", metavar="NAME", help="option.judged_by"),
        click.option("--why", required=True, metavar="TEXT", help="option.judged_why"),
        _JSON,
    )
    for option in reversed(options):
        function = option(function)
    return function


def _judge(
    session: Session, verb: Verb, told: Callable[[Case], dict[str, Any]], **given: Any
) -> None:
    """Make a judgement of what `told` finds in the store, and print what it changed."""
    from rescreen.cli.show_judged import show_made
    from rescreen.report.series_judged import make_judgement

    case = opened(session, given["folder"])
    judgement = Judgement(
        no=0,
        at=datetime.now(UTC).replace(microsecond=0),
        who=given["who"].strip() or login_name(),
        why=given["why"].strip(),
        verb=verb,
        **told(case),
    )
    show_made(make_judgement(case, judgement), session, as_json=given["as_json"])


def _two_clues(a: str, b: str) -> Callable[[Case], dict[str, Any]]:
    def told(case: Case) -> dict[str, Any]:
        from rescreen.report.series_names import Names
        from rescreen.report.texts import Words

        names = Names(case.linked, Words())
        one, other = (names.clue(names.row(clue)) for clue in (a, b))
        return {"clues": (one,), "others": (other,)}

    return told


def _one_thing(thing: str) -> Callable[[Case], dict[str, Any]]:
    def told(case: Case) -> dict[str, Any]:
        from rescreen.report.series_names import Names
        from rescreen.report.texts import Words

        names = Names(case.linked, Words())
        return {"things": (names.name(names.entity(thing)),)}

    return told


@command("series.confirm")
@_A
@_B
@judging
def confirm_command(session: Session, a: str, b: str, **given: Any) -> None:
    """These two clues belong together, as linked."""
    _judge(session, Verb.CONFIRM, _two_clues(a, b), **given)


@command("series.reject")
@_A
@_B
@judging
def reject_command(session: Session, a: str, b: str, **given: Any) -> None:
    """What these two clues share is no evidence."""
    _judge(session, Verb.REJECT, _two_clues(a, b), **given)


@command("series.never")
@_A
@_B
@judging
def never_command(session: Session, a: str, b: str, **given: Any) -> None:
    """These two clues are never in one series."""
    _judge(session, Verb.NEVER, _two_clues(a, b), **given)


@command("series.merge")
@click.argument("one", metavar="ID1")
@click.argument("other", metavar="ID2")
@judging
def merge_command(session: Session, one: str, other: str, **given: Any) -> None:
    """Two series are one, whatever the evidence."""

    def told(case: Case) -> dict[str, Any]:
        from rescreen.report.series_found import find_series

        if one == other:
            raise click.UsageError(session.say("usage.merge_one"), click.get_current_context())
        # All clues are named: a join of two would leave the rest to be cut off beside it.
        sides = [tuple(sorted(find_series(case, name).clues["clue"])) for name in (one, other)]
        return {"clues": sides[0], "others": sides[1]}

    _judge(session, Verb.MERGE, told, **given)


@command("series.split")
@click.argument("name", metavar="ID")
@click.option("--clues", multiple=True, required=True, callback=split_words, help="option.leaving")
@judging
def split_command(session: Session, name: str, clues: tuple[str, ...], **given: Any) -> None:
    """Some clues leave a series."""

    def told(case: Case) -> dict[str, Any]:
        from rescreen.report.series_found import find_series

        members = find_series(case, name).clues["clue"].to_list()
        strangers = [clue for clue in clues if clue not in members]
        if strangers:
            text = session.say("usage.strangers", name=name, clues=session.say.join(strangers))
            raise click.UsageError(text, click.get_current_context())
        rest = tuple(clue for clue in members if clue not in clues)
        return {"clues": tuple(dict.fromkeys(clues)), "others": rest}

    _judge(session, Verb.SPLIT, told, **given)


@command("series.lift")
@click.argument("thing", metavar="THING")
@judging
def lift_command(session: Session, thing: str, **given: Any) -> None:
    """This thing links although many clues mention it."""
    _judge(session, Verb.LIFT, _one_thing(thing), **given)


@command("series.suppress")
@click.argument("thing", metavar="THING")
@judging
def suppress_command(session: Session, thing: str, **given: Any) -> None:
    """This thing links nothing."""
    _judge(session, Verb.SUPPRESS, _one_thing(thing), **given)


@command("series.withdraw")
@click.argument("no", type=click.IntRange(1), metavar="NO")
@judging
def withdraw_command(session: Session, no: int, **given: Any) -> None:
    """A judgement stands no more."""
    _judge(session, Verb.WITHDRAW, lambda case: {"of": no}, **given)


@command("series.log")
@series_dir
@_JSON
def log_command(session: Session, folder: Path, as_json: bool) -> None:
    """All judgements, in order."""
    from rescreen.cli.show_judged import show_log
    from rescreen.report.series_judged import judgement_rows
    from rescreen.report.series_names import Names

    case = opened(session, folder)
    show_log(judgement_rows(case, Names(case.linked, session.say)), session, as_json=as_json)
