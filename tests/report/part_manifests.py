"""Manifests in parts, small enough to be scored many times, and what is in a folder afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from small_rulebook import small_rulebook

from rescreen.engine import Rulebook
from rescreen.report.part_scoring import PartScoring
from rescreen.report.parts import parts_of
from rescreen.report.runs import Run

HEADINGS = "运单号,收寄地区划代码,内件品名,重量(kg)"
PLACES = ("530102", "110101", "440106")
ITEMS = ("茶叶", "白色粉末", "衣服", "书")


def lines_of(waybills: Iterable[str]) -> list[str]:
    """A line a waybill number, whose other values follow from the number; "" is a broken line."""
    return [_line(waybill) for waybill in waybills]


def _line(waybill: str) -> str:
    if not waybill:
        return "少几列,茶叶"
    seed = sum(waybill.encode())
    return f"{waybill},{PLACES[seed % 3]},{ITEMS[seed // 3 % 4]},{seed % 7}"


def write_part(folder: Path, name: str, waybills: Iterable[str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("\n".join([HEADINGS, *lines_of(waybills)]) + "\n", encoding="utf-8")
    return path


def write_parts(folder: Path, parts: Sequence[Sequence[str]]) -> Path:
    for number, waybills in enumerate(parts):
        write_part(folder, f"p{number:02d}.csv", waybills)
    return folder


def score(
    source: Path, out: Path, jobs: int = 1, *formats: str, rulebook: Rulebook | None = None
) -> Run:
    rulebook = rulebook or small_rulebook()
    scoring = PartScoring(rulebook, rulebook.compile(), formats or ("csv",), None, jobs)
    return scoring.run(source, parts_of(source), out, lambda rows, total, doing="": None)


def content(folder: Path) -> dict[str, bytes]:
    """Every file's bytes by its name, those below included."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
