"""The table of administrative divisions (GB/T 2260), present and withdrawn, 1981 to 2024.

Present divisions have a dense index (0, 1, 2 … in order of their codes), so that a set of places
is a lookup table. Counties that a province administers directly (仙桃市, 琼海市, 石河子市) hang
below a group such as 429000, as the coding standard does.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["MUNICIPALITIES", "DivisionRow", "Divisions", "divisions"]

#: 北京, 天津, 上海, 重庆: province and prefecture in one.
MUNICIPALITIES = ("110000", "120000", "310000", "500000")
_DIRECT = "直辖县级行政区划"
Index = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """One line of the base data: a code under one name for a span of years (`to_year` excluded).

    `successors` took over the whole or the larger part; transfers of a part are left out.
    """

    code: str
    province: str
    prefecture: str
    name: str
    level: str
    from_year: int
    to_year: int | None
    successors: tuple[str, ...]


class Divisions:
    """Lookups over the base data; made once by `divisions()`."""

    def __init__(self, rows: Sequence[DivisionRow]) -> None:
        self.rows = tuple(rows)
        present = {row.code: row for row in rows if row.to_year is None}
        groups = {f"{code[:2]}9000" for code in present if code[2:4] == "90"}
        self.codes: tuple[str, ...] = tuple(sorted({*present, *groups}))
        self._index = {code: number for number, code in enumerate(self.codes)}
        self.names: tuple[str, ...] = tuple(
            present[code].name if code in present else present[f"{code[:2]}0000"].name + _DIRECT
            for code in self.codes
        )
        self._past = [row for row in rows if row.to_year is not None]

    def __len__(self) -> int:
        return len(self.codes)

    def __contains__(self, code: object) -> bool:
        return code in self._index

    def index(self, code: str) -> int:
        """Dense index of a present division's code. Raises KeyError for any other."""
        return self._index[code]

    def code(self, index: int) -> str:
        return self.codes[index]

    def name(self, code: str) -> str:
        return self.names[self._index[code]]

    @cached_property
    def parents(self) -> Index:
        """Dense index of the division above; -1 above a province."""
        return np.array([self._parent(code) for code in self.codes], np.int32)

    def _parent(self, code: str) -> int:
        if code.endswith("0000"):
            return -1
        prefecture = f"{code[:4]}00" if code[2:4] != "90" else f"{code[:2]}9000"
        if code != prefecture and prefecture in self._index:
            return self._index[prefecture]
        return self._index[f"{code[:2]}0000"]

    def chain(self, index: int) -> list[int]:
        """The division and those above it, from itself to the province."""
        chain = [index]
        while self.parents[chain[-1]] >= 0:
            chain.append(int(self.parents[chain[-1]]))
        return chain

    @cached_property
    def province_index(self) -> Index:
        return np.array([self._index[f"{code[:2]}0000"] for code in self.codes], np.int32)

    @cached_property
    def prefecture_index(self) -> Index:
        """Of each division its prefecture; a municipality is its own; -1 for other provinces."""
        return np.array([self._prefecture(code) for code in self.codes], np.int32)

    def _prefecture(self, code: str) -> int:
        if f"{code[:2]}0000" in MUNICIPALITIES:
            return self._index[f"{code[:2]}0000"]
        if code.endswith("0000"):
            return -1
        if code[2:4] == "90":
            return self._index[f"{code[:2]}9000"]
        return self._index[f"{code[:4]}00"]

    @cached_property
    def is_county(self) -> npt.NDArray[np.bool_]:
        return np.array([not code.endswith("00") for code in self.codes], np.bool_)

    @cached_property
    def full_names(self) -> tuple[str, ...]:
        """As written on a parcel: 云南省德宏傣族景颇族自治州瑞丽市."""
        return tuple(self._full_name(index) for index in range(len(self)))

    def _full_name(self, index: int) -> str:
        parts = [self.names[one] for one in reversed(self.chain(index))]
        return "".join(part for part in parts if len(parts) == 1 or not part.endswith(_DIRECT))

    @cached_property
    def codes_series(self) -> pl.Series:
        return pl.Series("code", self.codes)

    @cached_property
    def full_names_series(self) -> pl.Series:
        return pl.Series("name", self.full_names)

    def current(self, code: str) -> tuple[str, ...]:
        """Present codes of the territory of a code; () for a code that never was."""
        if code in self._index:
            return (code,)
        return self._successors.get(code, ())

    @cached_property
    def _successors(self) -> dict[str, tuple[str, ...]]:
        direct: dict[str, set[str]] = {}
        for row in self._past:
            direct.setdefault(row.code, set()).update(row.successors)
        found: dict[str, tuple[str, ...]] = {}
        for code in direct:
            found[code] = tuple(sorted(self._follow(code, direct, set())))
        for code in [code for code in found if not found[code]]:
            found[code] = self._successors_of_prefecture(code, found)
        return found

    def _follow(self, code: str, direct: dict[str, set[str]], seen: set[str]) -> set[str]:
        if code in self._index:
            return {code}
        if code in seen:
            return set()
        seen.add(code)
        return {
            end
            for successor in direct.get(code, ())
            for end in self._follow(successor, direct, seen)
        }

    def _successors_of_prefecture(
        self, code: str, found: dict[str, tuple[str, ...]]
    ) -> tuple[str, ...]:
        """The base data names no successor of a prefecture: its counties' ones tell."""
        past = self._past_by_code[code]
        years = [(row.from_year, row.to_year or 9999) for row in past]
        near = {id(row): row for row in self._counties_by_area.get(code[:4], ())}
        for name in {row.prefecture for row in past}:
            near.update((id(row), row) for row in self._counties_by_area.get(name, ()))
        votes: Counter[str] = Counter()
        for row in near.values():
            if any(row.from_year < end and start < (row.to_year or 9999) for start, end in years):
                there = row.code in self._index
                ends = self.current(row.code) if there else found.get(row.code, ())
                votes.update({self.codes[self.prefecture_index[self._index[end]]] for end in ends})
        return tuple(sorted(votes))

    @cached_property
    def _past_by_code(self) -> dict[str, list[DivisionRow]]:
        return _grouped((row.code, row) for row in self._past)

    @cached_property
    def _counties_by_area(self) -> dict[str, list[DivisionRow]]:
        """Counties by the first four digits of their code, and by the name of their prefecture."""
        counties = [row for row in self.rows if row.level == "county"]
        return _grouped((key, row) for row in counties for key in (row.code[:4], row.prefecture))

    @cached_property
    def periods(self) -> dict[str, list[tuple[int, int]]]:
        """Of every code ever used the years of use, from (included) to (excluded; 9999: in use)."""
        spans: dict[str, list[tuple[int, int]]] = {}
        for row in self.rows:
            spans.setdefault(row.code, []).append((row.from_year, row.to_year or 9999))
        return spans

    def exists_in(self, code: str, year: int) -> bool:
        return any(start <= year < end for start, end in self.periods.get(code, ()))

    def find(self, name: str) -> tuple[str, ...]:
        """Present codes of the divisions with this very name, today or once."""
        codes = {end for row in self.rows if row.name == name for end in self.current(row.code)}
        return tuple(sorted(codes))

    def suggest(self, name: str, most: int = 3) -> list[str]:
        """Names that look like this one, for "did you mean"."""
        return get_close_matches(name, set(self.names), n=most, cutoff=0.5)


def _grouped(rows: Iterable[tuple[str, DivisionRow]]) -> dict[str, list[DivisionRow]]:
    groups: dict[str, list[DivisionRow]] = {}
    for key, row in rows:
        groups.setdefault(key, []).append(row)
    return groups


def _read_row(row: dict[str, str]) -> DivisionRow:
    ends = [end for end in row["successors"].split(";") if end]
    whole = tuple(end for end in ends if "[" not in end) or tuple(end[:6] for end in ends)
    return DivisionRow(
        row["code"],
        row["province"],
        row["prefecture"],
        row["name"],
        row["level"],
        int(row["from_year"]),
        int(row["to_year"]) if row["to_year"] else None,
        whole if row["to_year"] else (),
    )


@lru_cache(maxsize=1)
def divisions() -> Divisions:
    """The table, read on first use (about 20 ms)."""
    text = (files("rescreen.places") / "data/divisions.csv").read_text("utf-8")
    return Divisions([_read_row(row) for row in csv.DictReader(text.splitlines())])
