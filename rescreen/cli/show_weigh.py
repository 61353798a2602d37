"""What `rescreen weigh` prints: the pairs, and each kind's weight in use beside what they say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from rescreen.cli.session import Session
from rescreen.cli.tables import aligned, number
from rescreen.clues import KINDS
from rescreen.report.series_labels import kind_text
from rescreen.report.texts import Words
from rescreen.report.weigh import Weighed, weighed_data

__all__ = ["never_alone_lines", "show_weighed"]

_NONE = "-"


def show_weighed(weighed: Weighed, output: Path | None, session: Session, *, as_json: bool) -> None:
    data = weighed_data(weighed)
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for line in _lines(data, output, session.say):
        session.out.print(line, soft_wrap=True)


def _lines(data: Mapping[str, Any], output: Path | None, say: Words) -> Iterator[str]:
    pairs = data["pairs"]
    counts = {name: number(pairs[name]) for name in ("read", "same", "other")}
    yield say("weigh.title", clues=number(data["clues"]), **counts)
    for why, count in pairs["unusable"].items():
        yield "  " + say(f"weigh.unusable_{why}", n=number(count))
    if data["rejected"]:
        yield say("clues.rejected", n=number(data["rejected"]))
    if data["weights"]:
        yield ""
        titles = say("weigh.columns").split("|")
        yield from aligned(titles, [_row(row, say) for row in data["weights"]])
    yield ""
    yield say("weigh.note")
    yield from never_alone_lines(data["never_alone"], data["least"], say)
    if output:
        yield say("score.files")
        yield f"  {output}"


def never_alone_lines(kinds: Sequence[str], least: float, say: Words) -> Iterator[str]:
    """A warning of kinds that settings keep from linking by themselves."""
    if kinds:
        told = say.join([kind_text(kind, say) for kind in kinds])
        yield say("weigh.never_alone", kinds=told, least=f"{least:g}")


def _row(row: Mapping[str, Any], say: Words) -> list[str]:
    kind = KINDS[row["kind"]]
    most = "" if row["learnt_most"] == row["most"] else f"{row['most']:g} → {row['learnt_most']:g}"
    changed = f" → {row['learnt']:g}" if row["learnt"] != row["used"] else ""
    return [
        kind.label_en if say.lang == "en" else kind.label,
        say(f"weigh.{row['what']}"),
        f"{number(row['same_with'])}/{number(row['same'])}",
        f"{row['m']:.3f} ({row['m_low']:.3f}-{row['m_high']:.3f})",
        f"{number(row['other_with'])}/{number(row['other'])}",
        f"{row['u']:.4f}",
        f"{row['bits']:.1f} ({_end(row['bits_low'])}..{_end(row['bits_high'])})",
        f"{row['used']:g}{changed}",
        most or _NONE,
        say(f"weigh.verdict_{row['verdict']}"),
    ]


def _end(bits: float | None) -> str:
    return "?" if bits is None else f"{bits:.1f}"
