"""The options that choose rules, the same for every command that uses them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rescreen.cli.session import Session

if TYPE_CHECKING:
    from rescreen.engine import Matcher, Rulebook

__all__ = [
    "BookChoice",
    "book_options",
    "book_options_by",
    "book_options_without_rules",
    "day_of",
    "day_option",
]


@dataclass(frozen=True, slots=True)
class BookChoice:
    """Which rules, for which day, with which settings and outlet tables."""

    rules: Path | None
    day: date | None
    settings: dict[str, str | float | int]
    outlets: tuple[Path, ...]

    def of(self, rules: Path) -> BookChoice:
        """The same choice with another folder."""
        return replace(self, rules=rules)

    def rulebook(self) -> Rulebook:
        from rescreen.cli.tables_of_site import with_outlets
        from rescreen.engine import load_rulebook

        rulebook = load_rulebook(self.rules)
        return with_outlets(rulebook, self.outlets) if self.outlets else rulebook

    def matcher(self, rulebook: Rulebook | None = None) -> Matcher:
        return (rulebook or self.rulebook()).compile(self.day, self.settings)


def book_options_by(*day: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Adds --rules, the day by these names, --set and --outlets; hands them over as one `book`."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def with_book(
            *args: Any,
            rules: Path | None,
            day: date | None,
            settings: dict[str, str | float | int],
            outlets: tuple[Path, ...],
            **rest: Any,
        ) -> Any:
            return function(*args, book=BookChoice(rules, day, settings, outlets), **rest)

        for option in reversed((_RULES, day_option(*day), *_OTHERS)):
            with_book = option(with_book)
        return with_book

    return decorate


def book_options_without_rules(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same without --rules, for commands that take folders as arguments."""

    @wraps(function)
    def with_book(
        *args: Any,
        day: date | None,
        settings: dict[str, str | float | int],
        outlets: tuple[Path, ...],
        **rest: Any,
    ) -> Any:
        return function(*args, book=BookChoice(None, day, settings, outlets), **rest)

    found: Callable[..., Any] = with_book
    for option in reversed((day_option("--day", "--on"), *_OTHERS)):
        found = option(found)
    return found


def day_of(text: str) -> date | None:
    """A day as 2021-09-21, or None where the text isn't one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def day_option(
    *names: str, words: str = "option.day"
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An option that hands over `day`, a date or None."""
    return click.option(*names, "day", metavar="DATE", callback=_day, help=words)


def _day(ctx: click.Context, param: click.Parameter, text: str | None) -> date | None:
    day = day_of(text) if text else None
    if text and day is None:
        raise _wrong(ctx, "usage.day", text)
    return day


def _settings(
    ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]
) -> dict[str, str | float | int]:
    settings: dict[str, str | float | int] = {}
    for text in texts:
        name, mark, value = text.partition("=")
        if not mark or not name:
            raise _wrong(ctx, "usage.set", text)
        settings[name.strip()] = _number_or_text(value.strip())
    return settings


def _number_or_text(text: str) -> str | float | int:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _wrong(ctx: click.Context, key: str, text: object) -> click.UsageError:
    session = ctx.find_object(Session) or Session()
    return click.UsageError(session.say(key, text=text), ctx)


_FILE = click.Path(path_type=Path, exists=True)
_RULES = click.option("--rules", type=click.Path(path_type=Path), help="option.rules")
_OTHERS = (
    click.option(
        "--set",
        "settings",
        metavar="NAME=VALUE",
        multiple=True,
        callback=_settings,
        help="option.set",
    ),
    click.option("--outlets", multiple=True, type=_FILE, help="option.outlets"),
)
#: For commands that run on this machine only.
book_options = book_options_by("--day", "--on")
