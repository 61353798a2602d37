"""A document as one HTML page: nothing is loaded from elsewhere, nothing runs, and it prints on A4.

Every text is escaped; the same document gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from rescreen.report.document import UNPRINTABLE, Block, Document, Picture, Section, Table, Text

__all__ = ["html_page"]

_STYLE = """
@page { size: A4; margin: 18mm 15mm; }
body { font: 15px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif;
  max-width: 62em; margin: 2em auto; padding: 0 1em; color: #222; }
h1 { font-size: 1.6em; } h2 { border-bottom: 2px solid #888; margin-top: 1.8em; font-size: 1.25em; }
.note, figcaption, caption { color: #555; font-size: .9em; } caption { text-align: left; }
table { border-collapse: collapse; width: 100%; margin: .6em 0; }
th, td { border: 1px solid #bbb; padding: .2em .5em; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; min-width: 2.5em; }
th:first-child, td:first-child { min-width: 6.5em; }
.r:first-child { min-width: 2.5em; }
th { background: #f2f2f2; font-weight: 600; } thead { display: table-header-group; }
td.r, th.r { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.facts { width: auto; } .facts th { white-space: nowrap; }
figure { margin: 1em 0; break-inside: avoid; } svg { max-width: 100%; height: auto; }
tr { break-inside: avoid; } h2 { break-after: avoid; } footer { margin-top: 2em; color: #555; }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 10pt; } }
"""


def html_page(document: Document) -> str:
    return ("\n".join(_page(document)) + "\n").translate(UNPRINTABLE)


def _page(document: Document) -> Iterator[str]:
    lang = "zh-CN" if document.lang == "zh" else document.lang
    title = escape(document.title)
    yield f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield f"<h1>{title}</h1>"
    yield '<table class="facts"><tbody>'
    for label, text in document.lines:
        yield f"<tr><th>{escape(label)}</th><td>{escape(text)}</td></tr>"
    yield "</tbody></table>"
    for number, section in enumerate(document.sections, 1):
        yield from _section(number, section)
    yield f"<footer>{escape(document.footer)}</footer>\n</body>\n</html>"


def _section(number: int, section: Section) -> Iterator[str]:
    yield f'<section id="s{number}"><h2>{number}. {escape(section.title)}</h2>'
    for block in section.blocks:
        yield from _block(block)
    yield "</section>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Text(text, note):
            yield f'<p class="note">{escape(text)}</p>' if note else f"<p>{escape(text)}</p>"
        case Picture(svg, caption):
            yield f"<figure>\n{svg}\n<figcaption>{escape(caption)}</figcaption></figure>"
        case Table():
            yield from _table(block)


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        yield f"<p>{escape(table.empty)}</p>"
        return
    classes = [
        'class="r"' if letter == "r" else "" for letter in table.right.ljust(len(table.heads))
    ]
    yield "<table>"
    if table.caption:
        yield f"<caption>{escape(table.caption)}</caption>"
    yield f"<thead>{_row('th', table.heads, classes)}</thead>\n<tbody>"
    for row in table.rows:
        yield _row("td", row, classes)
    yield "</tbody></table>"


def _row(tag: str, cells: Sequence[str], classes: list[str]) -> str:
    inner = "".join(
        f"<{f'{tag} {of}'.strip()}>{escape(str(cell))}</{tag}>"
        for cell, of in zip(cells, classes, strict=True)
    )
    return f"<tr>{inner}</tr>"
