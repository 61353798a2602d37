"""Why two clues are linked, in lines: pieces of evidence under each other, and their sum below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rescreen.report.series_words import bits
from rescreen.report.texts import Words

__all__ = ["path_lines", "why_lines"]


def why_lines(data: Mapping[str, Any], say: Words, most: int | None) -> Iterator[str]:
    ends = {"a": data["a"], "b": data["b"]}
    if data["linked"]:
        yield say("series.why.linked", **ends, id=data["series_a"])
    else:
        alone = say("series.why.alone")
        ids = {f"series_{end}": data[f"series_{end}"] or alone for end in "ab"}
        yield say("series.why.apart", **ends, **ids)
        yield from (f"  - {reason['text']}" for reason in data["reasons"])
    yield say("series.why.direct" if data["evidence"] else "series.why.no_direct")
    yield from _sum(data["evidence"], data["score"], say)
    if not data["linked"]:
        return
    if data["paths"]:
        yield say("series.why.paths", n=len(data["paths"]))
    for place, path in enumerate(data["paths"], 1):
        yield from _path(path, say("series.why.path", no=place), say)
    if data["more"]:
        yield say("series.why.more", n=data["more"])
    if not data["complete"]:
        yield say("series.why.incomplete")
    yield say("series.why.independent", n=data["independent"])


def path_lines(data: Mapping[str, Any], say: Words, most: int | None) -> Iterator[str]:
    if not data["linked"]:
        yield from why_lines(data, say, most)
        return
    shortest, strongest = data["shortest"], data["strongest"]
    if shortest == strongest:
        yield from _path(shortest, say("series.path.both"), say)
        return
    yield from _path(shortest, say("series.path.shortest"), say)
    yield from _path(strongest, say("series.path.strongest"), say)


def _path(path: Mapping[str, Any], title: str, say: Words) -> Iterator[str]:
    weakest, total = bits(path["weakest"]), bits(path["total"])
    yield say("series.why.chain", title=title, weakest=weakest, total=total)
    for step in path["steps"]:
        judged = step["judgement"]
        note = say("series.why.judged", no=judged) if judged else ""
        yield f"  {step['from']} → {step['to']}{note}"
        yield from (f"  {line}" for line in _sum(step["evidence"], step["score"], say))


def _sum(evidence: Sequence[Mapping[str, Any]], score: int, say: Words) -> Iterator[str]:
    """Numbers in one column, so that they can be added up."""
    if not evidence:
        return
    figures = [bits(piece["millibits"]) for piece in evidence]
    wide = max(len(bits(score)), *map(len, figures))
    for piece, figure in zip(evidence, figures, strict=True):
        yield f"  {figure:>{wide}}  {piece['text']}"
    yield f"  {bits(score):>{wide}}  {say('series.why.sum')}"
