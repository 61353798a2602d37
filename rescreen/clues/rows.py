"""Rows of mentions before anything is judged: the same for every file and form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.clues.times import Times, read_times
from rescreen.clues.words import Form, KindWord, form_of
from rescreen.errors import InputError

__all__ = ["Rows", "joined", "rows_of"]

#: Between several values of one cell of a wide table.
_PARTED = r"[;；]"
_KINDS_OF_TEXT = ("note", "source", "status", "custody")


@dataclass(slots=True)
class Rows:
    """One row a mention, in order of arrival. `numbers` are rows of the file, from 1; `refused` rows
    that couldn't be told apart at all (number, field, reason), which count as read but for number 0."""

    clue: pl.Series
    kind: pl.Series
    value: pl.Series
    time: Times
    role: pl.Series | None
    numbers: npt.NDArray[np.int64]
    file: str = ""
    refused: list[tuple[int, str, str]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.clue)


def rows_of(
    frame: pl.DataFrame,
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


def _long(frame: pl.DataFrame, form: Form, file: str, numbers: npt.NDArray[np.int64]) -> Rows:
    role = _text(frame, form.role) if form.role >= 0 else None
    return Rows(
        _text(frame, form.clue),
        _text(frame, form.kind),
        _text(frame, form.value),
        _time(frame, form),
        role,
        numbers,
        file,
    )


def _text(frame: pl.DataFrame, column: int) -> pl.Series:
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


def _time(frame: pl.DataFrame, form: Form) -> Times:
    if form.time < 0:
        return read_times(pl.repeat(None, frame.height, dtype=pl.Datetime("us"), eager=True))
    series = frame.to_series(form.time)
    if isinstance(series.dtype, pl.Datetime) and series.dtype.time_zone is not None:
        series = series.dt.convert_time_zone("Asia/Shanghai").dt.replace_time_zone(None)
    if isinstance(series.dtype, pl.Datetime | pl.Date):
        return read_times(series.cast(pl.Datetime("us")))
    return read_times(_text(frame, form.time))


def _wide(frame: pl.DataFrame, form: Form, file: str, numbers: npt.NDArray[np.int64]) -> Rows:
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
    return Rows(rows["clue"], rows["kind"], rows["value"], time, None, number, file, refused)


def _cells(base: pl.DataFrame, frame: pl.DataFrame, at: int, word: KindWord) -> pl.DataFrame:
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
        rows_of(pl.DataFrame(schema={"clue": pl.String, "kind": pl.String, "value": pl.String})),
        *tables,
    ]
    return Rows(
        pl.concat([one.clue for one in every]),
        pl.concat([one.kind for one in every]),
        pl.concat([one.value for one in every]),
        Times(*(np.concatenate(parts) for parts in zip(*(one.time for one in every), strict=True))),
        pl.concat([_roles(one) for one in every]),
        np.concatenate([one.numbers for one in every]),
    )


def _roles(rows: Rows) -> pl.Series:
    if rows.role is not None:
        return rows.role
    return pl.repeat(None, len(rows), dtype=pl.String, eager=True)
