"""What the questions below `rescreen series` print: data from `report`, as text or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import click

from rescreen.cli.session import Session
from rescreen.cli.show_why import path_lines, why_lines
from rescreen.cli.tables import aligned, number
from rescreen.report.series_labels import cell_of, days_text, key_text, node_text
from rescreen.report.series_words import bits
from rescreen.report.texts import Words

__all__ = ["show"]

#: Rows of a table before `--all` is asked for.
MOST = 30


def show(
    page: str,
    data: Mapping[str, Any],
    session: Session,
    *,
    as_json: bool,
    every: bool = False,
) -> None:
    """Print one page. Lines aren't wrapped: names and numbers stay in one piece."""
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for line in _PAGES[page](data, session.say, None if every else MOST):
        session.out.print(line, soft_wrap=True)


def _rows(
    keys: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    say: Words,
    most: int | None = None,
) -> Iterator[str]:
    """A table of some keys, each with its heading and its way of being told."""
    listed = list(rows)
    heads = [say(f"series.head.{key}") for key in keys]
    shown = [[cell_of(key, row, say) for key in keys] for row in listed[:most]]
    yield from (f"  {line}" for line in aligned(heads, shown))
    if most is not None and len(listed) > most:
        yield f"  {say('series.more', n=number(len(listed) - most))}"


def _show(data: Mapping[str, Any], say: Words, most: int | None) -> Iterator[str]:
    yield say(
        "series.title",
        id=data["series"],
        n=number(data["size"]),
        first=data["first"] or say("word.unknown"),
        last=data["last"] or say("word.unknown"),
        strength=bits(data["strength"]),
        least=bits(data["least"]),
    )
    yield say("series.clues")
    yield from _rows(("clue", "time", "origin", "destination", "strength", "status"), data["clues"],
                     say, most)  # fmt: skip
    yield say("series.entities")
    yield from _rows(("thing", "kind", "value", "here", "everywhere", "roles", "links"),
                     data["entities"], say, most)  # fmt: skip
    yield say("series.ties")
    ties = [tie for tie in data["ties"] if tie["links"]]
    yield from _rows(("clue", "thing", "value", "role", "millibits"), ties, say, most)
    rest = len(data["ties"]) - len(ties)
    if rest:
        yield say("series.not_linking", n=number(rest))


def _who(data: Mapping[str, Any], say: Words, most: int | None) -> Iterator[str]:
    keys = ("place", "thing", "kind", "value", "here", "roles", "degree", "betweenness", "core",
            "parts", "pairs")  # fmt: skip
    yield say("series.who")
    yield from _rows(keys, data["things"], say, most)
    if "key" in data:
        yield key_text(data["key"], say)
    if data["proposed"]:
        yield say("series.proposed")
    for one in data["proposed"]:
        yield say("series.proposal", **{**one, "reasons": say("series.and").join(one["reasons"])})
    yield say("series.who_note")


def _routes(data: Mapping[str, Any], say: Words, most: int | None) -> Iterator[str]:
    if not data["routes"]:
        yield say("series.no_routes")
        return
    yield say("series.routes")
    yield from _rows(("origin_name", "destination_name", "clues", "first", "last"), data["routes"],
                     say, most)  # fmt: skip


def _timeline(data: Mapping[str, Any], say: Words, most: int | None) -> Iterator[str]:
    busy = [day for day in data["days"] if day["clues"]]
    yield say("series.timeline")
    yield from _rows(("day", "clues"), busy, say, most)
    yield from (f"  {line}" for line in days_text(data["rhythm"], say))


def _near(data: Mapping[str, Any], say: Words, most: int | None) -> Iterator[str]:
    yield say("series.misses") if data["misses"] else say("series.no_misses")
    for miss in data["misses"][:most]:
        yield f"  {miss['text']}"
    if most is not None and len(data["misses"]) > most:
        yield f"  {say('series.more', n=number(len(data['misses']) - most))}"
    if data["hubs"]:
        yield say("series.hubs")
        yield from _rows(("thing", "kind", "value", "clues", "cap", "here"), data["hubs"], say)


def _parts(data: Mapping[str, Any], say: Words, most: int | None) -> Iterator[str]:
    if len(data["parts"]) < 2:
        yield say("series.one_part")
        return
    yield say("series.parts", lost=bits(data["lost"]), kept=bits(data["kept"]))
    for place, (clues, size) in enumerate(zip(data["parts"], data["sizes"], strict=True), 1):
        shown = say.join(clues[:most])
        tail = "" if most is None or size <= most else say("series.and_more", n=size)
        yield f"  {say('series.part', no=place, n=size, clues=shown + tail)}"
    yield say("series.severed")
    yield from _rows(("from", "to", "between", "millibits"), data["severed"], say, most)
    yield say("series.parts_note", id=data["series"])


def _expand(data: Mapping[str, Any], say: Words, most: int | None) -> Iterator[str]:
    clues = [node for node in data["nodes"] if node["sort"] == "clue"]
    yield say("series.expanded", start=node_text(data["start"]), clues=len(clues),
              things=len(data["nodes"]) - len(clues))  # fmt: skip
    yield from _rows(("step", "label", "time", "series", "way"), clues, say, most)
    for hub in data["stopped"]:
        yield say("series.stopped", thing=hub["label"], name=hub["thing"], n=number(hub["clues"]))


_PAGES: dict[str, Callable[[Mapping[str, Any], Words, int | None], Iterator[str]]] = {
    "show": _show,
    "who": _who,
    "routes": _routes,
    "timeline": _timeline,
    "near": _near,
    "parts": _parts,
    "expand": _expand,
    "why": why_lines,
    "path": path_lines,
}
