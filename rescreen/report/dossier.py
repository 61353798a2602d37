"""The dossier of a series: what can be handed over, as HTML and as DOCX, the same bytes from the same store."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from rescreen.report.document import Document
from rescreen.report.document_docx import docx_bytes
from rescreen.report.document_html import html_page
from rescreen.report.dossier_parts import Folio, sections
from rescreen.report.files import Pending
from rescreen.report.series_case import Case
from rescreen.report.series_labels import kind_text
from rescreen.report.series_names import Names
from rescreen.report.series_show import series_facts
from rescreen.report.series_words import beijing
from rescreen.series.linked import CaseSeries

__all__ = ["FORMATS", "dossier", "dossier_files", "usual_formats", "write_files"]

#: What stands in a file's properties where the store tells no time: a ZIP's first day.
_NEVER = datetime(1980, 1, 1, tzinfo=UTC)
#: What file systems and their shells don't take in a name; and bytes, of 255, that are left for it.
_NO_FILE_NAME, _LONGEST = re.compile(r'[\x00-\x1f/\\:*?"<>|]'), 180


def dossier(case: Case, series: CaseSeries, names: Names, permit: str = "") -> Document:
    """`permit`: who may see values in full and why, where some are."""
    say, facts = names.say, series_facts(series)
    folio = Folio(case, series, names, series.graph())
    built = tuple(sections(folio))
    as_of = case.as_of()
    kinds = say.join([kind_text(kind, say) for kind in sorted(names.plain)])
    lines = [
        (say("series.head.series"), series.id),
        (say("series.head.clues"), str(facts["size"])),
        (say("dossier.span"), f"{facts['first'] or '-'} - {facts['last'] or '-'}"),
        (say("dossier.as_of"), beijing(as_of) if as_of else "-"),
        (say("dossier.values"),
         say("dossier.values_plain", kinds=kinds, permit=permit) if names.plain
         else say("dossier.values_masked")),
    ]  # fmt: skip
    footer = say("dossier.footer_plain" if names.plain else "dossier.footer")
    return Document(say("dossier.title", id=series.id), say.lang, lines, built, footer)


def usual_formats() -> tuple[str, ...]:
    """Every format that can be written here: DOCX only with python-docx."""
    return tuple(form for form in FORMATS if form != "docx" or find_spec("docx"))


def dossier_files(
    document: Document, formats: Sequence[str], as_of: datetime | None
) -> dict[str, bytes]:
    """The bytes of each file, by its ending."""
    return {form: FORMATS[form](document, as_of or _NEVER) for form in formats}


def write_files(files: Mapping[str, bytes], folder: Path, stem: str) -> list[Path]:
    """Each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for form, content in files.items():
        pending = Pending(folder / f"{_file_name(stem)}.{form}")
        pending.temporary.touch(mode=0o600)
        pending.temporary.write_bytes(content)
        written.append(pending.keep())
    return written


def _file_name(stem: str) -> str:
    """A series is called after a clue, whose number may hold what no file name can (案/2021/1)."""
    safe = _NO_FILE_NAME.sub("_", stem)
    if safe == stem and len(stem.encode()) <= _LONGEST:
        return stem
    # Two series must not be one file.
    mark = sha256(stem.encode()).hexdigest()[:8]
    return f"{safe.encode()[:_LONGEST].decode(errors='ignore')}-{mark}"


def _html(document: Document, as_of: datetime) -> bytes:
    return html_page(document).encode()


FORMATS: Mapping[str, Callable[[Document, datetime], bytes]] = {"html": _html, "docx": docx_bytes}
