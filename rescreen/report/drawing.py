"""What the pictures of a series have in common: a self-contained SVG, and how wide a text is in it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from rescreen.report.xml_text import xml_text

__all__ = ["SIZE", "clean", "svg", "text_width"]

#: Of all texts, in units of the picture.
SIZE = 12


def clean(text: str) -> str:
    """A text as it may stand between tags and in attributes."""
    return escape(xml_text(text))


def svg(title: str, wide: float, high: float, body: Iterable[str]) -> str:
    """No library, no network, no script; fonts are those of whoever looks."""
    return "\n".join(
        [
            f'<svg viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" role="img"'
            f' aria-label="{clean(title)}" xmlns="http://www.w3.org/2000/svg"'
            f' font-family="sans-serif" font-size="{SIZE}">',
            f'<text x="12" y="18" font-weight="bold">{clean(title)}</text>',
            *body,
            "</svg>",
        ]
    )


def text_width(text: str) -> float:
    """About as wide as it is drawn: a Chinese letter is square, others a little over half of that."""
    return sum(SIZE if ord(letter) > 0x2E7F else SIZE * 0.58 for letter in text)
