"""Distinct values → things: equal ones are one, numbered by first mention."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.clues.coding import code_texts, first_rows
from rescreen.clues.kinds import KIND_TYPE, KINDS, NAMES, Part
from rescreen.clues.model import CORRECTED
from rescreen.clues.normal import normal_values, shown_texts, shown_values
from rescreen.identity import corrected_numbers, tokens
from rescreen.parcel import Personal

__all__ = ["Things", "things_of"]

_NUMBER = "id_number"


@dataclass(frozen=True, slots=True)
class Things:
    """`of_value`: the thing that a value is, -1 where it is nobody; `shown` and `why` of those."""

    of_value: npt.NDArray[np.int64]
    entities: pl.DataFrame
    corrected: pl.DataFrame
    shown: pl.Series
    why: pl.Series


@dataclass(frozen=True, slots=True)
class _OfKind:
    """Things of one kind: `values` are places of those that are one, `codes` which, `firsts` of what
    rank each is mentioned first."""

    kind: str
    normal: pl.Series
    values: npt.NDArray[np.int64]
    codes: npt.NDArray[np.uint32]
    firsts: npt.NDArray[np.int64]


def things_of(
    texts: pl.Series,
    kinds: npt.NDArray[np.uint8],
    used: npt.NDArray[np.uint32],
    key: bytes | None = None,
) -> Things:
    """Things among distinct `texts` of some `kinds`; `used` are the values that rows mention."""
    firsts = first_rows(used, len(texts))
    shown, why = (pl.repeat(None, len(texts), dtype=pl.String, eager=True) for _ in range(2))
    found = []
    for number in np.unique(kinds[firsts >= 0]).tolist():
        kind = NAMES[number]
        if KINDS[kind].part is not Part.TOLD:
            at = np.flatnonzero((kinds == number) & (firsts >= 0))
            if (np.diff(firsts[at]) < 0).any():
                at = at[np.argsort(firsts[at])]
            texts_of = texts.gather(at)
            normal = normal_values(kind, texts_of)
            if normal.value is texts_of:
                # In form already, and so different things.
                found.append(
                    _OfKind(kind, texts_of, at, np.arange(at.size, dtype=np.uint32), firsts[at])
                )
                continue
            nobody = normal.value.is_null().to_numpy()
            if nobody.any():
                rows = at[nobody]
                why = why.scatter(rows, normal.why.filter(normal.why.is_not_null()))
                shown = shown.scatter(rows, shown_texts(kind, texts.gather(rows)))
            found.append(_of_kind(kind, at[~nobody], normal.value.drop_nulls(), firsts))
    of_value, entities, corrected = _numbered(found, len(texts), key)
    return Things(of_value, entities, corrected, shown, why)


def _of_kind(
    kind: str, at: npt.NDArray[np.int64], normal: pl.Series, firsts: npt.NDArray[np.int64]
) -> _OfKind:
    coded = code_texts(normal)
    return _OfKind(kind, normal.gather(coded.firsts), at, coded.codes, firsts[at[coded.firsts]])


def _numbered(
    found: list[_OfKind], count: int, key: bytes | None
) -> tuple[npt.NDArray[np.int64], pl.DataFrame, pl.DataFrame]:
    """Things of all kinds in order of first mention."""
    number = _ranks(np.concatenate([np.zeros(0, np.int64), *(one.firsts for one in found)]))
    order = np.empty(number.size, np.int64)
    order[number] = np.arange(number.size)
    of_value, start = np.full(count, -1, np.int64), 0
    frames, corrected = [], [CORRECTED.to_frame()]
    for one in found:
        stop = start + one.firsts.size
        mine = number[start:stop]
        of_value[one.values] = mine[one.codes]
        frames.append(_frame(one, key))
        if one.kind == _NUMBER:
            corrected.append(_corrected(one.normal, mine, key))
        start = stop
    every = pl.concat([_EMPTY, *frames])
    return of_value, every[order], pl.concat(corrected).sort("entity", maintain_order=True)


def _ranks(rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The place of each of some different rows in their order: counted off, which is less than sorting."""
    counted = np.zeros(int(rows.max(initial=-1)) + 1, np.int64)
    counted[rows] = 1
    np.cumsum(counted, out=counted)
    ranks: npt.NDArray[np.int64] = counted[rows] - 1
    return ranks


_EMPTY = pl.DataFrame(schema={"kind": KIND_TYPE, "value": pl.String, "shown": pl.String})


def _frame(one: _OfKind, key: bytes | None) -> pl.DataFrame:
    values = one.normal
    if one.kind == _NUMBER and key is not None:
        values = tokens(Personal.ID, values, key)
    kind = pl.repeat(one.kind, len(values), dtype=KIND_TYPE, eager=True)
    return pl.DataFrame(
        {"kind": kind, "value": values, "shown": shown_values(one.kind, one.normal)}
    )


def _corrected(
    numbers: pl.Series, things: npt.NDArray[np.int64], key: bytes | None
) -> pl.DataFrame:
    """What mistyped numbers may have been."""
    frame = corrected_numbers(numbers)
    values = frame["number"] if key is None else tokens(Personal.ID, frame["number"], key)
    at = things[frame["row"].to_numpy()] if frame.height else np.zeros(0, np.int64)
    return pl.DataFrame({"entity": at, "value": values}, schema=CORRECTED)
