"""Every name that may stand for a division in an address, and what it can mean.

Full names of all times (瑞丽市, 潞西县, 襄樊市), what people shorten them to (瑞丽, 德宏州,
恭城县), and the aliases of data/aliases.csv. A name may mean several divisions (朝阳区): all
are kept.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from rescreen.places.context import words_of
from rescreen.places.divisions import MUNICIPALITIES, DivisionRow, Divisions, divisions

__all__ = ["Pattern", "patterns"]

_PEOPLES = (
    "蒙古族|蒙古|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|"
    "哈萨克族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|"
    "柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|锡伯|阿昌族|普米族|塔吉克族|"
    "塔吉克|怒族|乌孜别克族|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|京族|独龙族|鄂伦春族|赫哲族|"
    "门巴族|珞巴族|基诺族|各族"
)
_ETHNIC = re.compile(f"(?:{_PEOPLES})+(?:自治[县州旗]|联合旗)$")
_SUFFIX = re.compile(
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|联合旗|地区|新区|矿区|林区|特区|省|市|县|区|州|盟|旗)$"
)
#: Stems that are everyday words or stand in a hundred street names: no short form of these.
_EVERYDAY = frozenset(words_of("everyday"))
#: Full names that are everyday words as well: they count only next to their superior.
_PLAIN = frozenset(words_of("plain"))
_MOST_STEM = 6


@dataclass(frozen=True, slots=True)
class Pattern:
    """A name and its meanings as dense division indices.

    `full`: written with its suffix, so that it can hardly be anything else. `weak`: a short form
    that counts only next to a name of the division above it, or as the first word of the address.
    `prior`: the meaning to prefer where nothing else tells (data/priors.csv); -1: none.
    """

    text: str
    meanings: tuple[int, ...]
    level: str
    full: bool
    weak: bool
    prior: int = -1


def _stem(name: str) -> str:
    """The name without its suffix and without the peoples' names: 德宏傣族景颇族自治州 → 德宏."""
    stem = _ETHNIC.sub("", name)
    return _SUFFIX.sub("", stem)


def _short_forms(row: DivisionRow) -> Iterable[tuple[str, bool]]:
    """Short forms and whether each is as good as the full name (恭城县, 德宏州)."""
    stem = _stem(row.name)
    if len(stem) < 2 or len(stem) > _MOST_STEM:
        return
    if stem != row.name:
        yield stem, False
    if row.name.endswith("自治县"):
        yield stem + "县", True
        yield stem + "自治县", True
    elif row.name.endswith("自治州"):
        yield stem + "州", True
    elif row.name.endswith("自治旗"):
        yield stem + "旗", True


@dataclass
class _Meaning:
    level: str
    full: bool
    weak: bool
    meanings: set[int]


_RANK = {"province": 0, "prefecture": 1, "county": 2}


class _Names:
    """Collects names; the more certain reading of a name wins over the less certain."""

    def __init__(self, table: Divisions) -> None:
        self.table = table
        self.found: dict[str, _Meaning] = {}

    def add(self, text: str, level: str, codes: Iterable[str], *, full: bool, weak: bool) -> None:
        meanings = {self.table.index(code) for code in codes if code in self.table}
        old = self.found.get(text)
        if not meanings or (old and _better(old, level, full)):
            return
        if old and (old.level, old.full) == (level, full):
            old.meanings |= meanings
            return
        self.found[text] = _Meaning(level, full, weak, meanings)


def _better(old: _Meaning, level: str, full: bool) -> bool:
    """Whether the reading already there outranks a new one: full first, then the larger area."""
    return (not old.full, _RANK[old.level]) < (not full, _RANK[level])


def _level(row: DivisionRow) -> str:
    return "prefecture" if row.code in MUNICIPALITIES else row.level


def _present_first(rows: Iterable[DivisionRow]) -> list[DivisionRow]:
    return sorted(rows, key=lambda row: row.to_year is not None)


def _add_rows(names: _Names, table: Divisions) -> None:
    present = {(row.name, _level(row)) for row in table.rows if row.to_year is None}
    for row in _present_first(table.rows):
        level = _level(row)
        if row.to_year is not None and (row.name, level) in present:
            continue  # an old namesake doesn't blur a present division
        weak = row.name in _PLAIN
        names.add(row.name, level, table.current(row.code), full=True, weak=weak)


def _add_short_forms(names: _Names, table: Divisions) -> None:
    taken: set[tuple[str, str]] = set()
    for row in _present_first(table.rows):
        level = _level(row)
        for text, full in _short_forms(row):
            if row.to_year is None:
                taken.add((text, level))
            elif (text, level) in taken:
                continue
            weak = not full and (level == "county" or text in _EVERYDAY)
            if text in _EVERYDAY and level == "county" and not full:
                continue
            names.add(text, level, table.current(row.code), full=full, weak=weak)


def _add_aliases(names: _Names, table: Divisions) -> None:
    text = (files("rescreen.places") / "data/aliases.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        level = (
            "province"
            if row["code"].endswith("0000")
            else ("prefecture" if row["code"].endswith("00") else "county")
        )
        level = "prefecture" if row["code"] in MUNICIPALITIES else level
        index = table.index(row["code"])
        names.found[row["alias"]] = _Meaning(
            level, row["alias"].endswith(("区", "州", "口岸")), False, {index}
        )


@lru_cache(maxsize=1)
def patterns() -> tuple[Pattern, ...]:
    """All names, longest first."""
    table = divisions()
    names = _Names(table)
    _add_rows(names, table)
    _add_short_forms(names, table)
    _add_aliases(names, table)
    text = (files("rescreen.places") / "data/priors.csv").read_text("utf-8")
    priors = {row["name"]: table.index(row["code"]) for row in csv.DictReader(text.splitlines())}
    return tuple(
        Pattern(
            text,
            tuple(sorted(one.meanings)),
            one.level,
            one.full,
            one.weak,
            priors.get(text, -1),
        )
        for text, one in sorted(names.found.items(), key=lambda item: (-len(item[0]), item[0]))
        if len(text) > 1
    )
