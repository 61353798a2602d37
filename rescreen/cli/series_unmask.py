"""Options of commands that may show values in full, and the record of it."""

from __future__ import annotations

import functools
import getpass
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rescreen.cli.session import Session

if TYPE_CHECKING:
    from rescreen.report.series_case import Case
    from rescreen.report.series_names import Names

__all__ = ["Unmask", "answered", "login_name", "unmask_options"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unmask:
    """What the options say. Without `wanted` everything stays masked."""

    wanted: bool
    reason: str
    who: str


def unmask_options(function: Any) -> Any:
    """Adds `unmask`, an Unmask."""

    @click.option("--unmask", is_flag=True, help="option.unmask")
    @click.option("--reason", default="", metavar="TEXT", help="option.reason")
    @click.option("--who", default="", metavar="NAME", help="option.who")
    @functools.wraps(function)
    def with_unmask(*args: Any, unmask: bool, reason: str, who: str, **more: Any) -> Any:
        return function(*args, unmask=Unmask(unmask, reason.strip(), who.strip()), **more)

    return with_unmask


def login_name() -> str:
    """Whom the operating system takes this for; empty where it doesn't say."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def answered(
    session: Session, case: Case, unmask: Unmask, of: tuple[str, ...], build: Callable[[Names], T]
) -> T:
    """What `build` makes of names for screens. Where values are in it, that was written down first."""
    from rescreen.casebook.unmasking import Unmasking, permitted, unmaskings
    from rescreen.report.series_names import Names

    if not unmask.wanted:
        return build(Names(case.linked, session.say))
    ctx = click.get_current_context()
    if not unmask.reason:
        raise click.UsageError(session.say("usage.reason"), ctx)
    now, who = datetime.now(UTC), unmask.who or login_name()
    names = Names(case.linked, session.say, permitted(case.folder, who, now.date()))
    answer = build(names)
    unmaskings(case.folder).append(
        Unmasking(
            at=now,
            who=who,
            login=login_name(),
            why=unmask.reason,
            what=ctx.command_path,
            of=of,
            values=names.unmasked(),
        )
    )
    return answer
