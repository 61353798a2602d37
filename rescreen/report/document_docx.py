"""A document as DOCX, the same bytes for the same document.

python-docx embeds pixels only, and nothing here makes pixels of an SVG: a picture's table stands in its
place. The package is written anew with fixed times, an order of its own and fixed properties, for ZIP
entries hold the clock and the zone of the machine that wrote them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from html import escape
from itertools import repeat
from typing import Any

from rescreen.errors import UsageError
from rescreen.report.document import UNPRINTABLE, Block, Document, Picture, Section, Table, Text

__all__ = ["docx_bytes"]

_FONT, _LATIN = "宋体", "Times New Roman"
_GREY = (0x55, 0x55, 0x55)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def docx_bytes(document: Document, made: datetime) -> bytes:
    """The file's bytes; `made` stands in its properties, and is no clock's now."""
    page = _new_page(document, made)
    page.add_heading(_clean(document.title), level=0)
    _facts(page, document)
    for number, section in enumerate(document.sections, 1):
        _section(page, number, section)
    raw = io.BytesIO()
    page.save(raw)
    return _settled(raw.getvalue())


def _new_page(document: Document, made: datetime) -> Any:
    try:
        import docx
        from docx.shared import Mm, Pt
    except ImportError as lacking:
        raise UsageError(
            "要写 DOCX，请先安装 rescreen[dossier]；或者只写 HTML：--format html。",
            "For DOCX install rescreen[dossier] first; or write HTML only: --format html.",
        ) from lacking
    page = docx.Document()
    page.sections[0].page_width, page.sections[0].page_height = Mm(210), Mm(297)
    page.sections[0].footer.paragraphs[0].text = _clean(document.footer)
    for style in ("Normal", "Title", "Heading 1", "Table Grid"):
        font = page.styles[style].font
        font.name = _LATIN
        _east_asian(page.styles[style].element)
    page.styles["Normal"].font.size = Pt(10)
    about = page.core_properties
    about.title, about.author, about.last_modified_by = _clean(document.title)[:250], "rescreen", ""
    about.created = about.modified = about.last_printed = made
    about.comments, about.revision = "", 1
    about.language = "zh-CN" if document.lang == "zh" else document.lang
    return page


def _east_asian(element: Any) -> None:
    from docx.oxml.ns import qn

    fonts = element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), _FONT)


def _facts(page: Any, document: Document) -> None:
    _grid(page, None, list(document.lines), "")


def _section(page: Any, number: int, section: Section) -> None:
    page.add_heading(f"{number}. {_clean(section.title)}", level=1)
    for block in section.blocks:
        _block(page, block)


def _block(page: Any, block: Block) -> None:
    match block:
        case Text(text, note):
            _paragraph(page, text, note=note)
        case Picture(_, caption, instead):
            _paragraph(page, caption, note=True)
            if instead is not None:
                _block(page, instead)
        case Table():
            if block.caption:
                _paragraph(page, block.caption, note=True)
            if block.rows:
                _grid(page, block.heads, block.rows, block.right)
            else:
                _paragraph(page, block.empty)


def _paragraph(page: Any, text: str, *, note: bool = False) -> None:
    from docx.shared import RGBColor

    run = page.add_paragraph().add_run(_clean(text))
    if note:
        run.font.color.rgb = RGBColor(*_GREY)


def _grid(
    page: Any, heads: Sequence[str] | None, rows: Sequence[Sequence[str]], right: str
) -> None:
    """A table, as XML: python-docx takes two thousandths of a second a row."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    wide = len(heads or rows[0])
    body = [_row(row, right) for row in rows]
    if heads:
        # The headings stand on every page that the table goes over.
        body.insert(
            0, _row(heads, right, "<w:trPr><w:tblHeader/></w:trPr>", "<w:rPr><w:b/></w:rPr>")
        )
    table = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:type="auto"'
        f' w:w="0"/></w:tblPr><w:tblGrid>{"<w:gridCol/>" * wide}</w:tblGrid>{"".join(body)}</w:tbl>'
    )
    page.element.body._insert_tbl(parse_xml(table))
    page.add_paragraph()


def _row(cells: Sequence[str], right: str, about: str = "", font: str = "") -> str:
    return (
        f"<w:tr>{about}{''.join(map(_cell, cells, right.ljust(len(cells)), repeat(font)))}</w:tr>"
    )


def _cell(text: str, side: str, font: str) -> str:
    aligned = '<w:pPr><w:jc w:val="right"/></w:pPr>' if side == "r" else ""
    told = escape(_clean(str(text)))
    return f'<w:tc><w:tcPr/><w:p>{aligned}<w:r>{font}<w:t xml:space="preserve">{told}</w:t></w:r></w:p></w:tc>'


def _clean(text: str) -> str:
    return text.translate(UNPRINTABLE)


def _settled(raw: bytes) -> bytes:
    """The same package without what tells when and where it was written."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        # Readers expect the list of contents first.
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, _UNIX
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return made.getvalue()
