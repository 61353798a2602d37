"""New clues in the numbers of a store: what is new in them, and what of them can't be taken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import polars as pl

from rescreen.casebook.index import hashed
from rescreen.casebook.segments import TIMES, Segment, Segments
from rescreen.casebook.state import State
from rescreen.clues import NAMES, Clues
from rescreen.clues.model import ITSELF, MENTIONS, REJECTED
from rescreen.clues.reasons import REASONS
from rescreen.clues.times import UNDATED, microseconds
from rescreen.identity import tokens
from rescreen.links.weights import Ints, kind_codes
from rescreen.parcel import Personal

__all__ = ["Coded", "code_clues"]

_TOKEN = "^[0-9a-f]{32}$"
_CLUE = NAMES.index("clue")


@dataclass(frozen=True, slots=True)
class Coded:
    """`segment`: what is new; `rejected`: clues not taken (REJECTED), as they were removed or have another
    time by now."""

    segment: Segment
    rejected: pl.DataFrame


class _Numbers(NamedTuple):
    """By row of the new clues (or things) their numbers in the store, -1: not taken; and which are new."""

    number: Ints
    new: Ints


def code_clues(clues: Clues, state: State, segments: Segments, key: bytes) -> Coded:
    """What of these clues the store doesn't have. The clues' ID numbers may be tokens by this key, or clear."""
    clues = _sealed(clues, key)
    refused = _refused(clues, state)
    rows = _clues(clues, state, refused)
    mentions = _of_taken(clues.mentions, rows)
    things = _things(clues, state, mentions["entity"])
    mentions = mentions.with_columns(_gathered(things.number, mentions["entity"]))
    mentions = pl.concat([mentions, _referred(clues, state, rows, things)]).unique(
        maintain_order=True
    )
    segment = Segment(
        clues.clues[rows.new],
        _times(clues, state, rows),
        _unknown(mentions, segments, "mentions", len(state)),
        _unknown(_of_taken(clues.told, rows), segments, "told", len(state)),
        _unknown(_of_taken(clues.nobody, rows), segments, "nobody", len(state)),
        _corrected(clues, things),
        clues.entities[things.new],
    )
    return Coded(segment, _told(clues, state, refused))


def _refused(clues: Clues, state: State) -> Ints:
    """By clue: 0 taken, 1 removed before, 2 with another time than before."""
    known = state.clue_index.find(hashed(clues.clues["clue"], state.seeds))
    times = microseconds(clues.clues["time"])
    there = known >= 0
    before = np.full(len(clues), UNDATED)
    before[there] = state.times[known[there]]
    other = (before != UNDATED) & (times != UNDATED) & (before != times)
    gone = np.zeros(len(clues), np.bool_)
    gone[there] = state.gone[known[there]]
    return np.where(gone, 1, np.where(other, 2, 0))


def _clues(clues: Clues, state: State, refused: Ints) -> _Numbers:
    number = state.clue_index.find(hashed(clues.clues["clue"], state.seeds))
    new = np.flatnonzero(number < 0)
    number[new] = len(state) + np.arange(new.size)
    number[refused > 0] = -1
    return _Numbers(number, new)


def _things(clues: Clues, state: State, mentioned: pl.Series) -> _Numbers:
    """Only things that a clue which is taken mentions are new."""
    entities = clues.entities
    number = state.thing_index.find(hashed(entities["value"], state.seeds, kind_codes(entities)))
    used = np.zeros(len(entities), np.bool_)
    used[mentioned.to_numpy()] = True
    new = np.flatnonzero((number < 0) & used)
    number[new] = len(state.kinds) + np.arange(new.size)
    return _Numbers(number, new)


def _of_taken(frame: pl.DataFrame, rows: _Numbers) -> pl.DataFrame:
    """Rows of clues that are taken, by the store's numbers."""
    number = rows.number[frame["clue"].to_numpy()]
    taken = frame.filter(pl.Series(number >= 0, dtype=pl.Boolean))
    return taken.with_columns(pl.Series("clue", number[number >= 0].astype(np.uint32)))


def _gathered(numbers: Ints, rows: pl.Series) -> pl.Series:
    return pl.Series(rows.name, numbers[rows.to_numpy()].astype(np.uint32))


def _referred(clues: Clues, state: State, rows: _Numbers, things: _Numbers) -> pl.DataFrame:
    """Clues that mention themselves, as others refer to them: one of the two came before."""
    entities = clues.entities[things.new]
    named = np.flatnonzero(kind_codes(entities) == _CLUE)
    there = state.clue_index.find(hashed(entities["value"].gather(named), state.seeds))
    old = there >= 0
    pairs = [(there[old], len(state.kinds) + named[old])]
    ids = clues.clues["clue"].gather(rows.new)
    kinds = np.full(rows.new.size, _CLUE, np.uint8)
    thing = state.thing_index.find(hashed(ids, state.seeds, kinds))
    pairs.append((rows.number[rows.new][thing >= 0], thing[thing >= 0]))
    clue, entity = (np.concatenate(column) for column in zip(*pairs, strict=True))
    taken = clue >= 0
    clue, entity = clue[taken], entity[taken]
    if state.gone.size:
        alive = ~np.append(state.gone, np.zeros(rows.new.size, np.bool_))[clue]
        clue, entity = clue[alive], entity[alive]
    columns = {"clue": clue.astype(np.uint32), "entity": entity.astype(np.uint32)}
    return pl.DataFrame(columns).with_columns(role=pl.lit(ITSELF)).cast(MENTIONS)


def _times(clues: Clues, state: State, rows: _Numbers) -> pl.DataFrame:
    """Times of clues that had none."""
    told = microseconds(clues.clues["time"]) != UNDATED
    old = np.flatnonzero((rows.number >= 0) & (rows.number < len(state)) & told)
    late = old[state.times[rows.number[old]] == UNDATED]
    columns = {
        "clue": rows.number[late].astype(np.uint32),
        "time": clues.clues["time"].gather(late),
    }
    return pl.DataFrame(columns, schema=TIMES)


def _unknown(frame: pl.DataFrame, segments: Segments, name: str, clues: int) -> pl.DataFrame:
    """Rows that no segment has. Only clues that were there before can have some."""
    if not (frame["clue"] < clues).any():
        return frame
    known = segments.read(name)
    return frame.join(known, on=frame.columns, how="anti", nulls_equal=True, maintain_order="left")


def _corrected(clues: Clues, things: _Numbers) -> pl.DataFrame:
    """Corrections of numbers that are new."""
    rows = clues.corrected["entity"].to_numpy()
    new = np.isin(rows, things.new)
    frame = clues.corrected.filter(pl.Series(new, dtype=pl.Boolean))
    return frame.with_columns(pl.Series("entity", things.number[rows[new]].astype(np.uint32)))


def _sealed(clues: Clues, key: bytes) -> Clues:
    """With tokens for ID numbers."""
    entities, corrected = clues.entities, clues.corrected
    rows = np.flatnonzero(kind_codes(entities) == NAMES.index("id_number"))
    if not rows.size:
        return clues
    values = entities["value"].scatter(rows, _tokens(entities["value"].gather(rows), key))
    other = _tokens(corrected["value"], key)
    return replace(
        clues, entities=entities.with_columns(values), corrected=corrected.with_columns(other)
    )


def _tokens(values: pl.Series, key: bytes) -> pl.Series:
    clear = ~values.str.contains(_TOKEN).fill_null(False)
    if not clear.any():
        return values
    return tokens(Personal.ID, values, key).zip_with(clear, values)


def _told(clues: Clues, state: State, refused: Ints) -> pl.DataFrame:
    rows = np.flatnonzero(refused)
    reasons = ["removed" if refused[row] == 1 else "time_conflict" for row in rows]
    messages = [_REMOVED if reason == "removed" else REASONS[reason][0] for reason in reasons]
    columns = {
        "file": [None] * rows.size,
        "row": [None] * rows.size,
        "field": ["clue" if reason == "removed" else "time" for reason in reasons],
        "reason": reasons,
        "message": [
            f"{clue}：{message}"
            for clue, message in zip(clues.clues["clue"].gather(rows), messages, strict=True)
        ],
    }
    return pl.DataFrame(columns, schema=REJECTED)


_REMOVED = "该线索已从库中移除，不再收入"
