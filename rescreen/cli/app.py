"""The `rescreen` command: finds commands on demand and turns errors into messages and exit codes.

Exit status: 0 done; 1 done, and the check that was asked for failed; 2 wrong usage or unusable
input; 130 stopped from the keyboard; 141 the reader of our output went away.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

import click

from rescreen import __version__
from rescreen.cli.localized import LocalGroup, common
from rescreen.cli.session import Session
from rescreen.cli.system import system_text
from rescreen.cli.usage import message_of
from rescreen.errors import RescreenError

__all__ = ["app", "main"]

STOPPED, BROKEN_PIPE = 130, 141
#: In the order of a day's work; each is a module of this package with a command of its name.
COMMANDS = (
    "score", "explain", "route", "staff", "reconcile", "learn", "clues", "link", "series", "weigh",
    "check", "replay", "diff", "synth", "place", "rules", "facts",
)  # fmt: skip


class _App(LocalGroup):
    below: ClassVar[Mapping[str, tuple[str, str]]] = {
        name: (name, f"{name}_command") for name in COMMANDS
    }


@click.command(cls=_App, help="app.help")
@click.version_option(__version__, prog_name="rescreen", help="option.version")
@common
def app() -> None:
    """Decide which inbound parcels go to a second security screening."""


def main(args: Sequence[str] | None = None) -> int:
    """Run one command line (default: this process's) and return the exit status."""
    words = sys.argv[1:] if args is None else list(args)
    session = Session.of(words, os.environ)
    _say_what_can_be_said()
    return _guarded(lambda: _invoke(words, session), session)


def _say_what_can_be_said() -> None:
    """A terminal or file name that isn't UTF-8 must not end a run: odd letters are escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _invoke(args: list[str], session: Session) -> int:
    status = app.main(args, prog_name="rescreen", standalone_mode=False, obj=session)
    sys.stdout.flush()
    return status if isinstance(status, int) else 0


def _guarded(run: Callable[[], int], session: Session) -> int:
    try:
        return run()
    except BrokenPipeError:
        _discard_output()
        return BROKEN_PIPE
    except SystemExit as end:
        # Click meets a closed pipe by itself, and would leave with 1: "the check has failed".
        _discard_output()
        return BROKEN_PIPE if end.code == 1 else 0
    except (KeyboardInterrupt, click.Abort):
        _complain(session.say("error.stopped"))
        return STOPPED
    except Exception as error:
        if session.debug:
            raise
        return _tell(error, session)


def _tell(error: Exception, session: Session) -> int:
    """One clear message for an error, and its exit status."""
    say = session.say
    if isinstance(error, click.ClickException):
        _complain(say("error.usage", message=message_of(error, say)))
        return error.exit_code if error.exit_code > 1 else 2
    if isinstance(error, RescreenError):
        _complain(say("error.input", message=_in_language(error, session.lang)))
        return error.exit_code
    if isinstance(error, OSError):
        _complain(say("error.file", file=error.filename or "", message=system_text(error, say)))
        return 2
    # What an unforeseen error says may hold a person's data: tell its kind only.
    _complain(say("error.internal", kind=type(error).__name__))
    return 2


def _in_language(error: RescreenError, lang: str) -> str:
    """Messages of lower rooms are Chinese; some bring an English form along."""
    return str(error.en or error) if lang == "en" else str(error)


def _complain(message: str) -> None:
    click.echo(message, err=True)


def _discard_output() -> None:
    """Python flushes stdout at exit, and would complain again about the pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
