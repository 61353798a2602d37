"""A document as sections of paragraphs, tables and pictures: written once, rendered as HTML and as DOCX."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["UNPRINTABLE", "Block", "Document", "Picture", "Section", "Table", "Text"]

#: Characters that XML can't hold and HTML mustn't, as a table for `str.translate`; a value may have them.
UNPRINTABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], "\ufffd")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `note`: said in passing, in grey."""

    text: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`right`: a letter a column, "r" where numbers stand; `empty` is said in place of no rows."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: str = ""
    empty: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG, of numbers and escaped texts only; `instead` where pictures can't be embedded."""

    svg: str
    caption: str
    instead: Table | None = None


Block = Text | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Document:
    """`lines` stand below the title, as label and text."""

    title: str
    lang: str
    lines: Sequence[tuple[str, str]]
    sections: Sequence[Section] = field(default_factory=tuple)
    #: Stands on every page of a print.
    footer: str = ""
