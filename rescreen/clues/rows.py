"""Rows of mentions before anything is judged: in integers, the same for every file and form.

A column is coded as soon as it is read, and its texts are let go but for the distinct ones: so a Parquet
file of ten million rows never has two columns of texts in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.clues.coding import Texts, code_texts, joined_texts
from rescreen.clues.row_words import code_kinds, code_roles
from rescreen.clues.times import Times, read_times
from rescreen.clues.words import Form, KindWord, form_of
from rescreen.errors import InputError

__all__ = ["Rows", "Table", "joined", "rows_of"]

#: Between several values of one cell of a wide table.
_PARTED = r"[;；]"
_KINDS_OF_TEXT = ("note", "source", "status", "custody")


class Table(Protocol):
    """Columns by place: a frame, or a file that reads each when asked."""

    @property
    def columns(self) -> list[str]: ...
    @property
    def height(self) -> int: ...
    def to_series(self, index: int = 0) -> pl.Series: ...


@dataclass(slots=True)
class Rows:
    """One row a mention, in order of arrival. `value` has distinct texts of a kind (`kinds`); `role` is
    a place in `roles`, -1: none. `numbers` are rows of the file, from 1; `refused` rows that couldn't be
    told apart at all (number, field, reason), which count as read but for number 0."""

    clue: Texts
    kind: npt.NDArray[np.uint8]
    value: Texts
    kinds: npt.NDArray[np.uint8]
    time: Times
    role: npt.NDArray[np.int16]
    roles: list[str]
    numbers: npt.NDArray[np.int64]
    file: str = ""
    refused: list[tuple[int, str, str]] = field(default_factory=list)

    def __len__(self) -> int:
        return self.numbers.size


def rows_of(
    frame: Table,
    file: str = "",
    numbers: npt.NDArray[np.int64] | None = None,
    refused: Sequence[tuple[int, str, str]] = (),
) -> Rows:
    """The mentions of a table, long or wide: told by its headings."""
    form = form_of(frame.columns, file or "表")
    at = numbers if numbers is not None else np.arange(1, frame.height + 1)
    rows = _long(frame, form, file, at) if form.long else _wide(frame, form, file, at)
    rows.refused += refused
    return rows


def _long(frame: Table, form: Form, file: str, numbers: npt.NDArray[np.int64]) -> Rows:
    kind, role, roles = code_kinds(_text(frame, form.kind))
    if form.role >= 0:
        role = code_roles(_text(frame, form.role), role, roles)
    value, kinds = _values(_text(frame, form.value), kind)
    clue = _texts(_text(frame, form.clue))
    return Rows(clue, kind, value, kinds, _time(frame, form), role, roles, numbers, file)


def _texts(column: pl.Series) -> Texts:
    coded = code_texts(column)
    return Texts(coded.codes, column.gather(coded.firsts))


def _values(column: pl.Series, kind: npt.NDArray[np.uint8]) -> tuple[Texts, npt.NDArray[np.uint8]]:
    coded = code_texts(column, kind)
    return Texts(coded.codes, column.gather(coded.firsts)), kind[coded.firsts]


def _text(frame: Table, column: int) -> pl.Series:
    """A column as texts. Raises InputError where it holds no single values."""
    series = frame.to_series(column)
    if series.dtype == pl.String:
        return series
    if series.dtype.is_nested() or series.dtype in (pl.Binary, pl.Object):
        raise InputError(
            f"“{series.name}”一列的每一格应是一个值，不能是列表、结构或二进制数据；请拆成多行。",
            f"A cell of the column {series.name} must be one value, and no list, structure or"
            " binary data: give each value a row.",
        )
    texts = series.cast(pl.String, strict=False)
    if series.dtype.is_float():
        # A column with gaps comes as 15400001234.0 from programs that have no other gaps.
        whole = series.cast(pl.Int64, strict=False)
        texts = whole.cast(pl.String).zip_with((whole == series).fill_null(False), texts)
        texts = texts.set(series.is_nan().fill_null(False), None)
    return texts


def _time(frame: Table, form: Form) -> Times:
    if form.time < 0:
        return read_times(pl.repeat(None, frame.height, dtype=pl.Datetime("us"), eager=True))
    series = frame.to_series(form.time)
    if isinstance(series.dtype, pl.Datetime) and series.dtype.time_zone is not None:
        series = series.dt.convert_time_zone("Asia/Shanghai").dt.replace_time_zone(None)
    if isinstance(series.dtype, pl.Datetime | pl.Date):
        return read_times(series.cast(pl.Datetime("us")))
    return read_times(_text(frame, form.time))


def _wide(frame: Table, form: Form, file: str, numbers: npt.NDArray[np.int64]) -> Rows:
    """A mention a value; a row without any is refused."""
    times = _time(frame, form)
    clue = _text(frame, form.clue)
    base = pl.DataFrame(
        {"number": numbers, "clue": clue, "time": times.values, "wrong": times.wrong}
    )
    cells = pl.concat([_cells(base, frame, at, word) for at, word in form.cells])
    rows = cells.sort("number", "place", maintain_order=True)
    refused = [(0, frame.columns[at], "unknown_column") for at in form.unknown]
    bare = np.setdiff1d(numbers, rows["number"].to_numpy(), assume_unique=False)
    refused += [(int(number), "", "no_values") for number in bare]
    time = Times(rows["time"].to_numpy(), rows["wrong"].to_numpy())
    number = rows["number"].to_numpy()
    kind, role, roles = code_kinds(rows["kind"])
    value, kinds = _values(rows["value"], kind)
    return Rows(_texts(rows["clue"]), kind, value, kinds, time, role, roles, number, file, refused)


def _cells(base: pl.DataFrame, frame: Table, at: int, word: KindWord) -> pl.DataFrame:
    """The mentions of one column; texts for the reader are not parted."""
    cells = base.with_columns(
        pl.lit(frame.columns[at]).alias("kind"),
        _text(frame, at).alias("value"),
        pl.lit(at).alias("place"),
    )
    if word.kind not in _KINDS_OF_TEXT and cells["value"].str.contains(_PARTED).any():
        parted = pl.col("value").str.replace_all("；", ";", literal=True).str.split(";")
        cells = cells.with_columns(parted).explode("value")
    return cells.filter(pl.col("value").str.strip_chars() != "")


def joined(tables: Sequence[Rows]) -> Rows:
    """Tables one after the other."""
    if len(tables) == 1:
        return tables[0]
    every = [
        rows_of(pl.DataFrame(schema=dict.fromkeys(("clue", "kind", "value"), pl.String))),
        *tables,
    ]
    value, kept = joined_texts([one.value for one in every], [one.kinds for one in every])
    roles = sorted({role for one in every for role in one.roles})
    return Rows(
        joined_texts([one.clue for one in every])[0],
        np.concatenate([one.kind for one in every]),
        value,
        np.concatenate([one.kinds for one in every])[kept],
        Times(*(np.concatenate(parts) for parts in zip(*(one.time for one in every), strict=True))),
        np.concatenate([_renumbered(one, roles) for one in every]),
        roles,
        np.concatenate([one.numbers for one in every]),
    )


def _renumbered(rows: Rows, roles: list[str]) -> npt.NDArray[np.int16]:
    """Roles as places in `roles`."""
    places = np.array([*(roles.index(role) for role in rows.roles), -1], np.int16)
    return places[rows.role]
