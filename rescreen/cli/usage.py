"""Click's usage errors in the session's language, as far as users meet them."""

from __future__ import annotations

import re

import click

from rescreen.report.texts import Words

__all__ = ["message_of"]

#: Click's own sentences, and the texts that say the same: an error keeps its values nowhere else.
_SENTENCES = tuple(
    (re.compile(pattern, re.DOTALL), key)
    for pattern, key in (
        (r"No such command '(?P<name>.*?)'\.", "usage.no_such_command"),
        (r"'(?P<value>.*)' is not one of (?P<choices>.*)\.", "usage.choice"),
        (r"(?P<value>.*) is not in the range (?P<range>.*)\.", "usage.range"),
        (r"'(?P<value>.*)' is not a valid integer(?: range)?\.", "usage.whole"),
        (r"'(?P<value>.*)' is not a valid float(?: range)?\.", "usage.number"),
        (r"'(?P<value>.*)' does not match the formats? (?P<formats>.*)\.", "usage.date"),
        (r"\w+ '(?P<value>.*)' does not exist\.", "usage.no_file"),
        (r"Option '(?P<name>.*)' requires an argument\.", "usage.wants_value"),
        (r"Option '(?P<name>.*)' does not take a value\.", "usage.takes_no_value"),
        (r"Got unexpected extra arguments? \((?P<names>.*)\)", "usage.too_many"),
    )
)


def message_of(error: click.ClickException, say: Words) -> str:
    """What is wrong, and how help is called up."""
    text = _usage_text(error, say)
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    return f"{text}\n{say('usage.hint', command=ctx.command_path)}" if ctx else text


def _usage_text(error: click.ClickException, say: Words) -> str:
    if isinstance(error, click.NoSuchOption):
        return say("usage.no_such_option", name=error.option_name) + _alike(error, say)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        option = isinstance(error.param, click.Option)
        name = max(error.param.opts, key=len) if option else error.param.human_readable_name
        return say("usage.missing", name=name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        hint = error.param.get_error_hint(error.ctx)
        return say("usage.bad", name=hint, message=_said(error.message, say))
    told = _said(error.message, say)
    # Of a sentence that isn't known, Click's own form has all it tells.
    return error.format_message() if told == error.message else told + _alike(error, say)


def _said(message: str, say: Words) -> str:
    for pattern, key in _SENTENCES:
        found = pattern.fullmatch(message)
        if found:
            return say(key, **found.groupdict())
    return message


def _alike(error: click.ClickException, say: Words) -> str:
    """The names that look like the one given."""
    names = getattr(error, "possibilities", None)
    return " " + say("usage.did_you_mean", names=", ".join(sorted(names))) if names else ""
