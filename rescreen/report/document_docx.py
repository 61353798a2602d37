"""A document as DOCX, the same bytes for the same document.

python-docx embeds pixels only, and nothing here makes pixels of an SVG: a picture's table stands in its
place. The package is written anew with fixed times, an order of its own and fixed properties, for ZIP
entries hold the clock and the zone of the machine that wrote them.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from rescreen.errors import UsageError
from rescreen.report.document import Block, Document, Picture, Section, Table, Text

__all__ = ["docx_bytes"]

_FONT, _LATIN = "宋体", "Times New Roman"
_GREY = (0x55, 0x55, 0x55)
#: Characters that XML can't hold; a value may.
_UNPRINTABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], "\ufffd")
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


def _grid(page: Any, heads: Any, rows: Any, right: str) -> None:
    """A table. Rows are added as XML: python-docx looks every cell up anew, a second for 500 rows."""
    wide = len(heads or rows[0])
    table = page.add_table(rows=0, cols=wide)
    table.style = "Table Grid"
    for number, row in enumerate([*([heads] if heads else []), *rows]):
        cells = table.add_row()._tr.tc_lst
        for place, text in enumerate(row):
            paragraph = cells[place].p_lst[0]
            run = paragraph.add_r()
            run.text = _clean(str(text))
            if right[place : place + 1] == "r":
                _aligned_right(paragraph)
            if heads and number == 0:
                run.get_or_add_rPr()._add_b()
    if heads and rows:
        _repeated(table.rows[0]._tr)
    page.add_paragraph()


def _aligned_right(paragraph: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.get_or_add_pPr().jc_val = WD_ALIGN_PARAGRAPH.RIGHT


def _repeated(row: Any) -> None:
    """The headings stand on every page that a table goes over."""
    from docx.oxml import OxmlElement

    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _clean(text: str) -> str:
    return text.translate(_UNPRINTABLE)


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
