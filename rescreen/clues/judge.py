"""Rows of mentions judged one by one, with the reason where a row is not used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.clues.coding import Texts, code_texts
from rescreen.clues.kinds import NAMES
from rescreen.clues.normal import normal_ids
from rescreen.clues.reasons import REASONS
from rescreen.clues.row_words import NO_KIND
from rescreen.clues.rows import Rows
from rescreen.clues.times import UNDATED

__all__ = ["Judged", "judge"]

_REASON = {name: number for number, name in enumerate(REASONS, 1)}
_SELF = NAMES.index("clue")

Codes = npt.NDArray[np.uint32]
Bools = npt.NDArray[np.bool_]


#: Of ids of clues the times that they have already, in microseconds (UNDATED: none).
Known = Callable[[pl.Series], npt.NDArray[np.int64]]


@dataclass(slots=True)
class Judged:
    """Columns of all rows. `reason` is 0 for a row that is used, else a place in REASONS, from 1.
    `clue` and `value` are codes into `clues` (normal numbers) and `values` (texts, `kind_of_value`)."""

    clue: Codes
    clues: pl.Series
    value: Codes
    values: pl.Series
    kind_of_value: npt.NDArray[np.uint8]
    role: npt.NDArray[np.int16]
    roles: list[str]
    time: npt.NDArray[np.int64]
    reason: npt.NDArray[np.uint8]


def judge(rows: Rows, known: Known | None = None) -> Judged:
    """Which rows are used, and what is wrong with the others. `known`: times that clues have already."""
    clue, clues = _clues(rows.clue)
    times = rows.time
    reason = _reasons(clue, clues, rows)
    _refuse(reason, _self_links(clue, clues, rows.value, rows.kinds), "self_link")
    _refuse(reason, _conflicts(clue, clues, times.values, reason, known), "time_conflict")
    value, values = rows.value.codes, rows.value.distinct
    return Judged(
        clue, clues, value, values, rows.kinds, rows.role, rows.roles, times.values, reason
    )


def _clues(written: Texts) -> tuple[Codes, pl.Series]:
    """Codes by normal number; the number is null or "" where a row has none."""
    normal = normal_ids(written.distinct)
    if normal is written.distinct:
        return written.codes, normal
    again = code_texts(normal)
    return again.codes[written.codes], normal.gather(again.firsts)


def _reasons(clue: Codes, clues: pl.Series, rows: Rows) -> npt.NDArray[np.uint8]:
    reason = np.zeros(clue.size, np.uint8)
    _refuse(reason, _of_rows(_blank(clues), clue), "missing_clue")
    _refuse(reason, rows.kind == NO_KIND, "unknown_kind")
    _refuse(reason, _of_rows(_blank(rows.value.distinct), rows.value.codes), "empty_value")
    _refuse(reason, rows.time.wrong, "unreadable_time")
    return reason


def _of_rows(distinct: Bools, codes: Codes) -> Bools:
    found: Bools = distinct[codes] if distinct.any() else np.zeros(codes.size, np.bool_)
    return found


def _refuse(reason: npt.NDArray[np.uint8], rows: Bools, name: str) -> None:
    """The first reason stays."""
    if rows.any():
        reason[rows & (reason == 0)] = _REASON[name]


def _blank(texts: pl.Series) -> Bools:
    # Few texts begin with a sign that may be a blank: before the digits, or up to U+3000.
    odd = ((texts < "0") | texts.is_between(pl.lit("\x7f"), pl.lit("\u3001"))).fill_null(True)
    blank = odd.to_numpy().copy()
    if blank.any():
        blank[blank] = (texts.filter(odd).str.strip_chars() == "").fill_null(True).to_numpy()
    return blank


def _self_links(clue: Codes, clues: pl.Series, value: Texts, kinds: npt.NDArray[np.uint8]) -> Bools:
    """Rows whose value is the number of their own clue."""
    out = np.zeros(clue.size, np.bool_)
    refers = kinds == _SELF
    if refers.any():
        rows = np.flatnonzero(refers[value.codes])
        named = normal_ids(value.distinct.gather(value.codes[rows]))
        out[rows] = (named == clues.gather(clue[rows])).fill_null(False).to_numpy()
    return out


def _conflicts(
    clue: Codes,
    clues: pl.Series,
    times: npt.NDArray[np.int64],
    reason: npt.NDArray[np.uint8],
    known: Known | None,
) -> Bools:
    """Rows with another time than their clue has: the one that is known, or the first."""
    dated: Bools = (times != UNDATED) & (reason == 0)
    if not dated.all():
        clue, times = clue[dated], times[dated]
    first = np.full(len(clues), UNDATED)
    # Of several rows NumPy keeps the last, so they are written backwards.
    first[clue[::-1]] = times[::-1]
    if known is not None:
        before = known(clues)
        first = np.where(before == UNDATED, first, before)
    dated[dated] = times != first[clue]
    return dated
