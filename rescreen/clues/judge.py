"""Rows of mentions judged one by one: in integers, with the reason where a row is not used."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.clues.coding import Coded, code_few, code_texts
from rescreen.clues.kinds import NAMES
from rescreen.clues.normal import normal_ids
from rescreen.clues.reasons import REASONS
from rescreen.clues.rows import Rows
from rescreen.clues.times import UNDATED, Times
from rescreen.clues.words import kind_of, role_of

__all__ = ["NO_KIND", "Judged", "judge"]

NO_KIND = 255
_REASON = {name: number for number, name in enumerate(REASONS, 1)}
_SELF = NAMES.index("clue")

Codes = npt.NDArray[np.uint32]
Bools = npt.NDArray[np.bool_]


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


def judge(rows: Rows) -> Judged:
    """Rows in integers, and what is wrong with them."""
    clue, clues = _clues(rows.clue)
    kind, kind_role, roles = _kinds(rows.kind)
    role = _roles(rows.role, kind_role, roles)
    value = code_texts(rows.value, kind)
    values = rows.value.gather(value.firsts)
    times = rows.time
    kinds = kind[value.firsts]
    reason = _reasons(clue, clues, kind, value, values, times)
    _refuse(reason, _self_links(clue, clues, value, values, kinds), "self_link")
    _refuse(reason, _conflicts(clue, len(clues), times.values, reason), "time_conflict")
    return Judged(clue, clues, value.codes, values, kinds, role, roles, times.values, reason)


def _clues(texts: pl.Series) -> tuple[Codes, pl.Series]:
    """Codes by normal number; the number is null or "" where a row has none."""
    coded = code_texts(texts)
    distinct = texts.gather(coded.firsts)
    normal = normal_ids(distinct)
    if normal is distinct:
        return coded.codes, distinct
    again = code_texts(normal)
    return again.codes[coded.codes], normal.gather(again.firsts)


def _kinds(words: pl.Series) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int16], list[str]]:
    """Kind of each row, the role that its word tells, and the roles."""
    codes, distinct = code_few(words)
    found = [kind_of(word) if word else None for word in distinct]
    roles = sorted({one.role for one in found if one is not None and one.role})
    numbers = {role: number for number, role in enumerate(roles)}
    kinds = [NAMES.index(one.kind) if one is not None else NO_KIND for one in found]
    told = [numbers.get(one.role, -1) if one is not None else -1 for one in found]
    return np.array(kinds, np.uint8)[codes], np.array(told, np.int16)[codes], roles


def _roles(
    words: pl.Series | None, told: npt.NDArray[np.int16], roles: list[str]
) -> npt.NDArray[np.int16]:
    """What the column of roles says goes before what the kind's word says. Adds to `roles`."""
    if words is None:
        return told
    codes, distinct = code_few(words)
    said = [role_of(word) if word else "" for word in distinct]
    roles += sorted({role for role in said if role} - set(roles))
    numbers = {role: number for number, role in enumerate(roles)}
    own = np.array([numbers.get(role, -1) for role in said], np.int16)[codes]
    return np.where(own >= 0, own, told)


def _reasons(
    clue: Codes,
    clues: pl.Series,
    kind: npt.NDArray[np.uint8],
    value: Coded,
    values: pl.Series,
    times: Times,
) -> npt.NDArray[np.uint8]:
    reason = np.zeros(clue.size, np.uint8)
    _refuse(reason, _blank(clues)[clue], "missing_clue")
    _refuse(reason, kind == NO_KIND, "unknown_kind")
    _refuse(reason, _blank(values)[value.codes], "empty_value")
    _refuse(reason, times.wrong, "unreadable_time")
    return reason


def _refuse(reason: npt.NDArray[np.uint8], rows: Bools, name: str) -> None:
    """The first reason stays."""
    reason[rows & (reason == 0)] = _REASON[name]


def _blank(texts: pl.Series) -> Bools:
    blank: Bools = (texts.str.strip_chars() == "").fill_null(True).to_numpy()
    return blank


def _self_links(
    clue: Codes, clues: pl.Series, value: Coded, values: pl.Series, kinds: npt.NDArray[np.uint8]
) -> Bools:
    """Rows whose value is the number of their own clue."""
    out = np.zeros(clue.size, np.bool_)
    rows = np.flatnonzero((kinds == _SELF)[value.codes])
    if rows.size:
        named = normal_ids(values.gather(value.codes[rows]))
        out[rows] = (named == clues.gather(clue[rows])).fill_null(False).to_numpy()
    return out


def _conflicts(
    clue: Codes, count: int, times: npt.NDArray[np.int64], reason: npt.NDArray[np.uint8]
) -> Bools:
    """Rows with another time than the first of their clue."""
    dated: Bools = (times != UNDATED) & (reason == 0)
    if not dated.all():
        clue, times = clue[dated], times[dated]
    first = np.full(count, UNDATED)
    # Of several rows NumPy keeps the last, so they are written backwards.
    first[clue[::-1]] = times[::-1]
    dated[dated] = times != first[clue]
    return dated
