"""`--on`: where a command runs. `--on spark MASTER`, or `--on MASTER`; a date is a day."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import click

from rescreen.cli.book import day_of
from rescreen.cli.localized import LocalCommand
from rescreen.cli.session import Session

__all__ = ["OnCommand", "Where", "on_option"]

#: Master URLs as Spark takes them. A date is none, so that `--on` can mean either.
_MASTER = re.compile(r"local(\[[^\]]+\])?|yarn|(spark|k8s)://.+")


@dataclass(frozen=True, slots=True)
class Where:
    """A Spark master ("" for this machine), or the day that was given in its place."""

    master: str = ""
    day: date | None = None


class OnCommand(LocalCommand):
    """A command with `on_option`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _without_spark(args))


def _without_spark(args: list[str]) -> list[str]:
    """`--on spark MASTER` as `--on MASTER`: an option of Click's takes one number of words."""
    for at, word in enumerate(args):
        if word == "--":
            break
        if word == "--on=spark" or (word == "--on" and args[at + 1 : at + 2] == ["spark"]):
            rest = args[at + 1 :] if word == "--on=spark" else args[at + 2 :]
            # Without a master after it, "spark" stays, and is told to be none.
            return [*args[:at], "--on", *(rest or ["spark"])]
    return args


def on_option() -> Callable[[Any], Any]:
    return click.option("--on", "where", metavar="spark MASTER", callback=_where, help="option.on")


def _where(ctx: click.Context, param: click.Parameter, text: str | None) -> Where:
    if not text:
        return Where()
    if _MASTER.fullmatch(text):
        return Where(master=text)
    day = day_of(text)
    if day is None:
        session = ctx.find_object(Session) or Session()
        raise click.UsageError(session.say("usage.on", text=text), ctx)
    return Where(day=day)
