"""The table of weights as the documentation shows it: `python -m rescreen.links.reference`."""

from __future__ import annotations

from collections.abc import Iterator

from rescreen.clues import KINDS, Part
from rescreen.links.settings import DEFAULTS, Weights

__all__ = ["weights_table"]

_HEAD = (
    "| kind | part | m | most bits | hub above | half-life (days) | near match (bits) |",
    "| --- | --- | --- | --- | --- | --- | --- |",
)


def weights_table() -> str:
    """The defaults, as Markdown."""
    return "\n".join([*_HEAD, *_rows()])


def _rows() -> Iterator[str]:
    for name, weights in DEFAULTS.items():
        kind = KINDS[name]
        part = "links" if kind.part is Part.LINKS else "supports"
        yield f"| {kind.label_en} ({kind.label}) | {part} | {_told(weights)} |"


def _told(weights: Weights) -> str:
    cap = "never" if weights.cap is None else f"{weights.cap} clues"
    near = f"{weights.near:g}" if weights.near else "not looked for"
    return f"{weights.m:g} | {weights.most:g} | {cap} | {weights.half_life:g} | {near}"


if __name__ == "__main__":
    print(weights_table())
