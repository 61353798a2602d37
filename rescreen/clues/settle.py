"""Judged rows → the frames of `Clues`: things numbered by first mention, repeats counted, rest accounted for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.clues.coding import code_groups, first_rows
from rescreen.clues.entities import Things, things_of
from rescreen.clues.judge import Judged, Known, judge
from rescreen.clues.kinds import KIND_TYPE, KINDS, NAMES, Part
from rescreen.clues.model import CLUES, ITSELF, MENTIONS, NOBODY, REJECTED, TOLD, Clues
from rescreen.clues.reasons import FIELD_OF, REASONS
from rescreen.clues.rows import Rows, joined
from rescreen.clues.times import UNDATED, as_times

__all__ = ["settle"]

_CODES = tuple(REASONS)
_IS_MENTIONED, _IS_TOLD, _IS_NOBODY = range(3)
#: One row of so many repeats another at most: then only those are looked at.
_FEW = 100
_TOLD = np.array([number for number, name in enumerate(NAMES) if KINDS[name].part is Part.TOLD])

Codes = npt.NDArray[np.uint32]
Rows64 = npt.NDArray[np.int64]


def settle(tables: Sequence[Rows], key: bytes | None = None, known: Known | None = None) -> Clues:
    """Clues of tables, in their order."""
    rows = joined(tables)
    judged = judge(rows, known)
    read = len(rows) + sum(number > 0 for table in tables for number, _, _ in table.refused)
    rejected = _rejected(tables, rows, judged)
    # The texts of all rows: half of what is held, and not needed from here on.
    del rows, tables
    clue, value, role, time = _used(judged)
    clue, clues = _clues(clue, time, judged.clues)
    things = things_of(judged.values, judged.kind_of_value, value, key)
    told = np.isin(judged.kind_of_value, _TOLD)
    fate = np.where(told, _IS_TOLD, np.where(things.of_value < 0, _IS_NOBODY, _IS_MENTIONED))
    fate_of = fate.astype(np.uint8)[value]
    mentions, repeats = _mentions(clue, things.of_value, value, role, fate_of, judged.roles)
    texts = _apart(clue, value, np.flatnonzero(fate_of == _IS_TOLD))
    nobody = _apart(clue, value, np.flatnonzero(fate_of == _IS_NOBODY))
    return Clues(
        clues,
        things.entities,
        pl.concat([mentions, _referred(clues, things.entities)]),
        _told(clue[texts], value[texts], judged),
        _nobody(clue[nobody], value[nobody], things, judged),
        rejected,
        things.corrected,
        read,
        repeats + int((fate_of != _IS_MENTIONED).sum()) - texts.size - nobody.size,
    )


def _used(
    judged: Judged,
) -> tuple[Codes, Codes, npt.NDArray[np.int16], npt.NDArray[np.int64]]:
    """Clue, value, role and time of the rows that are used: mostly all, which are not copied."""
    columns = judged.clue, judged.value, judged.role, judged.time
    if not judged.reason.any():
        return columns
    used = judged.reason == 0
    clue, value, role, time = columns
    return clue[used], value[used], role[used], time[used]


def _clues(
    codes: Codes, times: npt.NDArray[np.int64], numbers: pl.Series
) -> tuple[Codes, pl.DataFrame]:
    """Clues of used rows numbered by arrival, with their times."""
    firsts = first_rows(codes, len(numbers))
    arrived = np.flatnonzero(firsts >= 0)
    clue = codes
    if arrived.size < len(numbers) or (np.diff(firsts) < 0).any():
        arrived = arrived[np.argsort(firsts[arrived])]
        place = np.zeros(len(numbers), np.uint32)
        place[arrived] = np.arange(arrived.size, dtype=np.uint32)
        clue = place[codes]
    # Dated rows of a clue agree by now.
    time = np.full(arrived.size, UNDATED)
    dated = times != UNDATED
    if dated.all():
        time[clue] = times
    else:
        time[clue[dated]] = times[dated]
    frame = pl.DataFrame({"clue": numbers.gather(arrived), "time": as_times(time)})
    return clue, frame.cast(CLUES)


def _mentions(
    clue: Codes,
    thing_of: Rows64,
    value: Codes,
    role: npt.NDArray[np.int16],
    fate: npt.NDArray[np.uint8],
    roles: list[str],
) -> tuple[pl.DataFrame, int]:
    """Each thing once a clue and role, and how many repeats were left out."""
    rows = fate == _IS_MENTIONED
    if not rows.all():
        clue, value, role = clue[rows], value[rows], role[rows]
    thing = thing_of.astype(np.uint32)[value]
    kept = _once(clue, thing, role, len(roles))
    repeats = clue.size - kept.size
    if repeats:
        clue, thing, role = clue[kept], thing[kept], role[kept]
    told = pl.repeat(None, clue.size, dtype=pl.String, eager=True)
    if roles:
        told = pl.Series([*roles, None], dtype=pl.String).gather(
            np.where(role < 0, len(roles), role)
        )
    return pl.DataFrame({"clue": clue, "entity": thing, "role": told}, schema=MENTIONS), repeats


def _once(clue: Codes, thing: Codes, role: npt.NDArray[np.int16], roles: int) -> Rows64:
    """Rows that don't repeat an earlier one; roles are numbered from -1 (none)."""
    things = int(thing.max(initial=0)) + 1
    if (int(clue.max(initial=0)) + 1) * things * (roles + 1) >= 1 << 64:
        frame = pl.DataFrame({"clue": clue, "thing": thing, "role": role})
        return np.flatnonzero(frame.to_struct().is_first_distinct().to_numpy())
    keys = clue.astype(np.uint64)
    keys *= np.uint64(things)
    keys += thing
    if roles:
        keys *= np.uint64(roles + 1)
        keys += (role + 1).astype(np.uint64)
    repeated = _repeated(keys)
    if repeated.size == 0:
        return np.arange(keys.size)
    if repeated.size > keys.size // _FEW:
        return code_groups(keys).firsts
    # Only rows whose key comes again are looked at.
    rows = np.flatnonzero(pl.Series(keys).is_in(pl.Series(repeated).implode()).to_numpy())
    kept = np.ones(keys.size, np.bool_)
    kept[rows] = False
    kept[rows[code_groups(keys[rows]).firsts]] = True
    return np.flatnonzero(kept)


def _repeated(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Keys that more than one row has; bare keys sort at a third of the cost of keys with rows."""
    in_order = np.sort(keys)
    return np.unique(in_order[1:][in_order[1:] == in_order[:-1]])


def _apart(clue: Codes, value: Codes, rows: Rows64) -> Rows64:
    """Rows that join nothing, without repeats."""
    return rows[_once(clue[rows], value[rows], np.full(rows.size, -1, np.int16), 0)]


def _referred(clues: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """Clues that others refer to mention themselves, so that a reference joins the two."""
    named = entities.with_row_index("entity").filter(pl.col("kind") == "clue")
    if named.is_empty():
        return MENTIONS.to_frame()
    there = clues.with_row_index("at").join(named, left_on="clue", right_on="value", how="inner")
    found = there.select(pl.col("at").alias("clue"), "entity", pl.lit(ITSELF).alias("role"))
    return found.sort("clue").cast(MENTIONS)


def _told(clue: Codes, value: Codes, judged: Judged) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "clue": clue,
            "kind": _kind_names(judged.kind_of_value[value]),
            "text": judged.values.gather(value).str.strip_chars(),
        },
        schema=TOLD,
    )


def _nobody(clue: Codes, value: Codes, things: Things, judged: Judged) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "clue": clue,
            "kind": _kind_names(judged.kind_of_value[value]),
            "shown": things.shown.gather(value),
            "why": things.why.gather(value),
        },
        schema=NOBODY,
    )


def _kind_names(kinds: npt.NDArray[np.uint8]) -> pl.Series:
    return pl.Series(NAMES, dtype=KIND_TYPE).gather(kinds.astype(np.int64))


def _rejected(tables: Sequence[Rows], rows: Rows, judged: Judged) -> pl.DataFrame:
    """Rows that aren't used, by file and row."""
    at = np.flatnonzero(judged.reason)
    code = judged.reason[at].astype(np.int64) - 1
    starts = np.cumsum([0, *(len(table) for table in tables)])
    judged_rows = pl.DataFrame(
        {
            "table": np.searchsorted(starts, at, "right") - 1,
            "row": rows.numbers[at],
            "field": pl.Series([FIELD_OF.get(name, "") for name in _CODES]).gather(code),
            "reason": pl.Series(_CODES).gather(code),
        }
    )
    refused = [(nth, *one) for nth, table in enumerate(tables) for one in table.refused]
    broken = pl.DataFrame(refused, schema=judged_rows.schema, orient="row")
    files = dict(enumerate(table.file for table in tables))
    chinese = {code: zh for code, (zh, _) in REASONS.items()}
    return (
        pl.concat([judged_rows, broken])
        .sort("table", "row", maintain_order=True)
        .with_columns(
            pl.col("table").replace_strict(files, return_dtype=pl.String).alias("file"),
            pl.col("reason").replace(chinese).alias("message"),
        )
        .select(REJECTED.names())
        .cast(REJECTED)
    )
