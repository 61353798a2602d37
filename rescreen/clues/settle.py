"""Judged rows → the frames of `Clues`: things numbered by first mention, repeats counted, rest accounted for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.clues.coding import code_groups, first_rows
from rescreen.clues.entities import Things, things_of
from rescreen.clues.judge import Judged, judge
from rescreen.clues.kinds import KIND_TYPE, KINDS, NAMES, Part
from rescreen.clues.model import CLUES, ITSELF, MENTIONS, NOBODY, REJECTED, TOLD, Clues
from rescreen.clues.reasons import FIELD_OF, REASONS
from rescreen.clues.rows import Rows, joined
from rescreen.clues.times import UNDATED

__all__ = ["settle"]

_CODES = tuple(REASONS)
#: One row of so many repeats another at most: then only those are looked at.
_FEW = 100
_TOLD = np.array([number for number, name in enumerate(NAMES) if KINDS[name].part is Part.TOLD])

Codes = npt.NDArray[np.uint32]
Rows64 = npt.NDArray[np.int64]


def settle(tables: Sequence[Rows], key: bytes | None = None) -> Clues:
    """Clues of tables, in their order."""
    rows = joined(tables)
    judged = judge(rows)
    used = np.flatnonzero(judged.reason == 0)
    read = len(rows) + sum(number > 0 for table in tables for number, _, _ in table.refused)
    rejected = _rejected(tables, rows, judged)
    del rows
    clue, clues = _clues(judged, used)
    things = things_of(judged.values, judged.kind_of_value, judged.value[used], key)
    thing = things.of_value[judged.value[used]]
    told = np.isin(judged.kind_of_value, _TOLD)[judged.value[used]]
    linked = np.flatnonzero((thing >= 0) & ~told)
    role = judged.role[used]
    mentions, again = _mentions(
        clue[linked], thing[linked].astype(np.uint32), role[linked], judged.roles
    )
    texts, told_again = _apart(clue, judged.value[used], np.flatnonzero(told))
    nobody, nobody_again = _apart(clue, judged.value[used], np.flatnonzero((thing < 0) & ~told))
    value = judged.value[used]
    return Clues(
        clues,
        things.entities,
        pl.concat([mentions, _referred(clues, things.entities)]),
        _told(clue[texts], value[texts], judged),
        _nobody(clue[nobody], value[nobody], things, judged),
        rejected,
        things.corrected,
        read,
        again + told_again + nobody_again,
    )


def _clues(judged: Judged, used: Rows64) -> tuple[Codes, pl.DataFrame]:
    """Clues of used rows numbered by arrival, with their times."""
    codes = judged.clue[used]
    firsts = first_rows(codes, len(judged.clues))
    arrived = np.flatnonzero(firsts >= 0)
    arrived = arrived[np.argsort(firsts[arrived])]
    number = np.zeros(len(judged.clues), np.uint32)
    number[arrived] = np.arange(arrived.size, dtype=np.uint32)
    clue = number[codes]
    # Dated rows of a clue agree by now.
    time = np.full(arrived.size, UNDATED)
    dated = judged.time[used] != UNDATED
    time[clue[dated]] = judged.time[used][dated]
    times = pl.Series(time).set(pl.Series(time == UNDATED), None)
    frame = pl.DataFrame({"clue": judged.clues.gather(arrived), "time": times})
    return clue, frame.cast(CLUES)


def _mentions(
    clue: Codes, thing: Codes, role: npt.NDArray[np.int16], roles: list[str]
) -> tuple[pl.DataFrame, int]:
    """Each thing once a clue and role, and how many repeats were left out."""
    kept = _once(clue, thing, role.astype(np.int64) + 1, len(roles) + 1)
    names = pl.Series([*roles, None], dtype=pl.String)
    some = role.size and (role >= 0).any()
    told = names.gather(role[kept].astype(np.int64) % len(names)) if some else pl.repeat(
        None, kept.size, dtype=pl.String, eager=True
    )  # fmt: skip
    frame = pl.DataFrame({"clue": clue[kept], "entity": thing[kept], "role": told}, schema=MENTIONS)
    return frame, clue.size - kept.size


def _once(clue: Codes, thing: Codes, role: npt.NDArray[np.int64], roles: int) -> Rows64:
    """Rows that don't repeat an earlier one."""
    things = int(thing.max(initial=0)) + 1
    if (int(clue.max(initial=0)) + 1) * things * roles >= 1 << 64:
        frame = pl.DataFrame({"clue": clue, "thing": thing, "role": role})
        return np.flatnonzero(frame.to_struct().is_first_distinct().to_numpy())
    keys = (clue.astype(np.uint64) * np.uint64(things) + thing) * np.uint64(roles)
    keys += role.astype(np.uint64)
    repeated = _repeated(keys)
    if repeated.size == 0:
        return np.arange(keys.size)
    if repeated.size > keys.size // _FEW:
        return code_groups(keys).firsts
    # Only rows whose key comes again are looked at.
    rows = np.flatnonzero(pl.Series(keys).is_in(pl.Series(repeated)).to_numpy())
    kept = np.ones(keys.size, np.bool_)
    kept[rows] = False
    kept[rows[code_groups(keys[rows]).firsts]] = True
    return np.flatnonzero(kept)


def _repeated(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Keys that more than one row has; bare keys sort at a third of the cost of keys with rows."""
    in_order = np.sort(keys)
    return np.unique(in_order[1:][in_order[1:] == in_order[:-1]])


def _apart(clue: Codes, value: Codes, rows: Rows64) -> tuple[Rows64, int]:
    """Rows that join nothing, without repeats, and how many repeats there were."""
    kept = rows[_once(clue[rows], value[rows], np.zeros(rows.size, np.int64), 1)]
    return kept, rows.size - kept.size


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
    reasons = [_CODES[code - 1] for code in judged.reason[at].tolist()]
    starts = np.cumsum([0, *(len(table) for table in tables)])
    table_of = np.searchsorted(starts, at, "right") - 1
    found = [
        (tables[table].file, int(number), FIELD_OF[reason], reason)
        for table, number, reason in zip(
            table_of.tolist(), rows.numbers[at].tolist(), reasons, strict=True
        )
    ]
    found += [(table.file, *refused) for table in tables for refused in table.refused]
    columns = zip(*found, strict=True) if found else [()] * 4
    frame = pl.DataFrame(dict(zip(("file", "row", "field", "reason"), columns, strict=True)))
    chinese = {code: zh for code, (zh, _) in REASONS.items()}
    message = pl.col("reason").cast(pl.String).replace(chinese).alias("message")
    order = {name: number for number, name in enumerate(dict.fromkeys(t.file for t in tables))}
    place = pl.col("file").cast(pl.String).replace_strict(order, return_dtype=pl.Int64)
    return frame.with_columns(message).sort(place, "row", maintain_order=True).cast(REJECTED)
