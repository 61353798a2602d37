"""A folder that keeps clues and the series derived from them.

    DIR/key                 the site's secret: 32 random bytes, mode 0600
    DIR/segments/000001/    what a run brought in (segments.py)
    DIR/judgements.jsonl    what analysts decided (judgements.py)
    DIR/removals.jsonl      clues that were taken out (removals.py)
    DIR/state/              what is derived (state.py)
    DIR/changes/            what each run changed in the series (changes.py)

Segments and logs are facts, and only added to; the rest follows from them. So a run that was killed leaves what
was, or what is: the next one derives what it finds underived. One process writes at a time.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import polars as pl

from rescreen.casebook.changes import BEIJING, CHANGES, changes_between, read_changes, write_changes
from rescreen.casebook.coding import Coded, code_clues
from rescreen.casebook.derive import derive
from rescreen.casebook.facts import facts_after
from rescreen.casebook.index import CollisionError, hashed, seeds_of
from rescreen.casebook.linked import alive, called, linked_of
from rescreen.casebook.removals import Removal, heirs_of, log_removal, read_removals
from rescreen.casebook.segments import Segments
from rescreen.casebook.settings import settings_data, settings_of
from rescreen.casebook.state import Basis, State, States
from rescreen.clues import Clues, read_clues
from rescreen.clues.times import UNDATED, as_times
from rescreen.errors import UsageError
from rescreen.history.key import site_key
from rescreen.links import LinkSettings
from rescreen.links.weights import Ints
from rescreen.series.conflicts import may_conflict, refuse_conflict
from rescreen.series.judgements import Judgement, append, read_log
from rescreen.series.linked import Linked
from rescreen.series.members import members_of, series_of
from rescreen.series.rule import RuledClues, rule
from rescreen.series.ruled import Ruled

__all__ = ["Added", "Kept"]

#: Seeds that are tried: two texts with one hash are met once in a million stores.
_TURNS = 5


@dataclass(frozen=True, slots=True)
class Added:
    """What a run brought: new clues, things and mentions; `rejected` clues that weren't taken; `changes` in
    the series; `parted`: clues that were parted anew."""

    clues: int
    things: int
    mentions: int
    rejected: pl.DataFrame
    changes: pl.DataFrame
    parted: int

    @property
    def nothing(self) -> bool:
        return not (self.clues or self.things or self.mentions or self.parted)


class Kept:
    """A store of clues. `settings` and `near` are those that it goes by from now on; left out, those that
    it went by."""

    def __init__(
        self, folder: Path, settings: LinkSettings | None = None, near: bool | None = None
    ) -> None:
        self.folder = folder
        self._settings, self._near = settings, near
        self._segments = Segments(folder / "segments")
        self._states = States(folder / "state")
        self._state: State | None = None

    @classmethod
    def open(cls, folder: Path) -> Kept:
        """A store that is there. Raises UsageError where none is."""
        if not (folder / "segments").is_dir():
            raise UsageError(
                f"{folder} 不是线索库；请先用 rescreen link CLUES -o {folder} 建立，或用 -d 指定。",
                f"{folder} is no store of clues: make one with rescreen link CLUES -o {folder}, or name"
                " it with -d.",
            )
        return cls(folder)

    @property
    def key(self) -> bytes:
        """What ID numbers are made tokens with."""
        return site_key(self.folder, holds=self.folder / "segments")

    @property
    def judgements(self) -> Path:
        return self.folder / "judgements.jsonl"

    @property
    def _removals(self) -> Path:
        return self.folder / "removals.jsonl"

    def read(self, source: Any) -> Clues:
        """Clues of files, ready to be added: the times that stored clues have are theirs."""
        known = self._times_of if (self.folder / "segments").is_dir() else None
        return read_clues(source, key=self.key, known=known)

    def _times_of(self, ids: pl.Series) -> Ints:
        # Nothing is derived for this: what that changes is for `add` to tell.
        state = self._state or self._states.read(self.key)
        times = np.full(len(ids), UNDATED)
        if state is None:
            return times
        rows = state.clue_index.find(hashed(ids.fill_null(""), state.seeds))
        times[rows >= 0] = state.times[rows[rows >= 0]]
        return times

    def add(self, clues: Clues) -> Added:
        """Take in what isn't there yet, and derive the series anew where anything touches them."""
        with self._alone():
            # Other settings, or what a run that was killed left: that is told as well.
            behind = self._caught_up()
            coded = self._coded(clues, behind.state)
            if not coded.segment.empty:
                self._segments.write(behind.state.basis.segments + 1, coded.segment)
            run = self._caught_up()
            new = coded.segment
            numbers = new.clues.height, new.values.height, new.mentions.height
            changes = pl.concat([behind.changes, run.changes], how="diagonal")
            return Added(*numbers, coded.rejected, changes, behind.parted + run.parted)

    def judge(self, judgement: Judgement) -> Judgement:
        """Log what an analyst decided, and derive what it touches.

        Raises UsageError, with the path, where another judgement doesn't allow it.
        """
        with self._alone():
            state = self._caught_up().state
            if may_conflict(judgement, state.ruled):
                refuse_conflict(self.linked(), judgement)
            logged = append(self.judgements, judgement)
            self._caught_up()
            return logged

    def remove(self, clues: Sequence[str], who: str, why: str) -> pl.DataFrame:
        """Take clues out for good, and say what that changed. Raises UsageError for one that isn't there."""
        if not who.strip() or not why.strip():
            raise UsageError("移除线索必须写明移除人和理由。", "A removal needs who and why.")
        with self._alone():
            state = self._caught_up().state
            rows = self._rows(clues, state)
            removal = Removal(
                at=_now(), who=who, why=why, clues=tuple(clues), heirs=self._heirs(rows, state)
            )
            log_removal(self._removals, removal)
            return self._caught_up().changes

    def clues(self) -> Clues:
        """All clues that weren't removed; a removed one's row stays, without an id."""
        return alive(self._segments.clues(), np.flatnonzero(self.state.gone))

    def linked(self) -> Linked:
        """All series."""
        state = self.state
        heirs = heirs_of(read_removals(self._removals))
        return linked_of(state, self.clues(), settings_of(state.basis.settings), heirs)

    def members(self) -> pl.DataFrame:
        """Who is in which series, by ids of clues: MEMBERS with `clue` as text; no mention is read."""
        ids = self._segments.read("clues")["clue"]
        members = self._members(ids)
        return members.with_columns(clue=ids.gather(members["clue"]))

    def series(self) -> pl.DataFrame:
        """A row a series, as Linked has it; no mention is read."""
        state = self.state
        return series_of(self._members(self._segments.read("clues")["clue"]), as_times(state.times))

    def _members(self, ids: pl.Series) -> pl.DataFrame:
        names = called(ids, heirs_of(read_removals(self._removals)))
        return members_of(self.state.fine, names, self.state.strength)

    def changes(self, since: datetime | None = None) -> pl.DataFrame:
        """What runs changed in the series: CHANGES."""
        return read_changes(self.folder / "changes", since)

    @property
    def state(self) -> State:
        """As segments and logs are now; derived where that wasn't done."""
        found = self._state or self._states.read(self.key)
        if found is None or found.basis != self._basis(found):
            with self._alone():
                found = self._caught_up().state
        self._state = found
        return found

    def _basis(self, state: State | None) -> Basis:
        old = state.basis if state else Basis(settings=settings_data(LinkSettings()))
        settings = old.settings if self._settings is None else settings_data(self._settings)
        return Basis(
            segments=len(self._segments.numbers()),
            judgements=len(read_log(self.judgements)),
            removals=len(read_removals(self._removals)),
            settings=settings,
            near=old.near if self._near is None else self._near,
            turn=old.turn,
        )

    def _caught_up(self) -> _Run:
        """Derive what isn't derived yet."""
        before = self._states.read(self.key)
        basis = self._basis(before)
        if before is not None and before.basis == basis:
            self._state = before
            return _Run(before, CHANGES.to_frame(), 0)
        if before is None and not basis.segments:
            return _Run(State(basis, seeds=seeds_of(self.key, 0)), CHANGES.to_frame(), 0)
        if before is None or not _same_way(before.basis, basis):
            return self._started_over(before, basis)
        try:
            return self._put(self._derived(before, before, basis))
        except CollisionError:
            return self._started_over(before, basis)

    def _started_over(self, before: State | None, basis: Basis) -> _Run:
        """Derive everything; where two texts have one hash, with other hashes."""
        empty = State(run=before.run if before else 0)
        for turn in range(basis.turn, basis.turn + _TURNS):
            start = replace(empty, seeds=seeds_of(self.key, turn))
            with suppress(CollisionError):
                made = msgspec.structs.replace(basis, turn=turn)
                return self._put(self._derived(start, before or start, made))
        raise AssertionError("hashes collide whatever the seeds")

    def _put(self, run: _Run) -> _Run:
        self._states.write(run.state)
        self._state = run.state
        return run

    def _coded(self, clues: Clues, state: State) -> Coded:
        try:
            return code_clues(clues, state, self._segments, self.key)
        except CollisionError:
            basis = msgspec.structs.replace(state.basis, turn=state.basis.turn + 1)
            state = self._started_over(state, basis).state
            return code_clues(clues, state, self._segments, self.key)

    def _derived(self, start: State, before: State, basis: Basis) -> _Run:
        settings = settings_of(basis.settings)
        removals = read_removals(self._removals)
        removed = [clue for removal in removals for clue in removal.clues]
        facts = facts_after(start, self._segments, removed)
        records = read_log(self.judgements)
        clues = None
        if records or basis.near:
            clues = alive(self._segments.clues(), np.flatnonzero(facts.gone))
        ruling = rule(clues, records) if clues is not None and records else RuledClues(Ruled())
        made = derive(start, facts, ruling, settings, basis, clues if basis.near else None)
        names = (heirs_of(removals[: before.basis.removals]), heirs_of(removals))
        ids = self._segments.read("clues")["clue"]
        changes = changes_between(_moves(before, made.state, made.touched, ids, names))
        write_changes(self.folder / "changes", made.state.run, _now(), changes)
        return _Run(made.state, changes, made.touched.size)

    def _rows(self, clues: Sequence[str], state: State) -> Ints:
        rows = state.clue_index.find(hashed(pl.Series(list(clues), dtype=pl.String), state.seeds))
        absent = [
            clue
            for clue, row in zip(clues, rows.tolist(), strict=True)
            if row < 0 or state.gone[row]
        ]
        if absent or not clues:
            raise UsageError(
                f"库里没有这些线索：{'、'.join(absent)}。",
                f"The store has no such clues: {', '.join(absent)}.",
            )
        return np.unique(rows)

    def _heirs(self, rows: Ints, state: State) -> dict[str, str]:
        """Of every founder that goes the earliest clue of its series that stays."""
        founders = rows[state.fine[rows] == rows]
        ids = self._segments.read("clues")["clue"]
        heirs = {}
        for founder in founders.tolist():
            members = np.setdiff1d(np.flatnonzero(state.fine == founder), rows)
            if members.size:
                heirs[ids[founder]] = ids[int(members[0])]
        return heirs

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One writer at a time: others wait."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.folder / ".writing", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


@dataclass(frozen=True, slots=True)
class _Run:
    state: State
    changes: pl.DataFrame
    parted: int


def _same_way(before: Basis, after: Basis) -> bool:
    """Settings are the same, and nothing was taken out of segments or logs."""
    fewer = (
        after.segments < before.segments
        or after.judgements < before.judgements
        or after.removals < before.removals
    )
    return not fewer and (before.settings, before.near) == (after.settings, after.near)


def _moves(
    before: State,
    after: State,
    rows: Ints,
    ids: pl.Series,
    heirs: tuple[dict[str, str], dict[str, str]],
) -> pl.DataFrame:
    """By clue the series before and after."""
    old = rows[rows < len(before)]
    names = [_names(before, old, ids, heirs[0]), _names(after, rows, ids, heirs[1])]
    missing = pl.repeat(None, rows.size - old.size, dtype=pl.String, eager=True)
    return pl.DataFrame({"before": pl.concat([names[0], missing]), "after": names[1]})


def _names(state: State, rows: Ints, ids: pl.Series, heirs: dict[str, str]) -> pl.Series:
    if not rows.size:
        return pl.Series([], dtype=pl.String)
    first = state.fine[rows]
    # All clues of a series are parted at once.
    size = np.unique(first, return_inverse=True, return_counts=True)
    alone = size[2][size[1]] < 2
    names = "S-" + called(ids.gather(first), heirs)
    return names.set(pl.Series(alone), None)


def _now() -> datetime:
    return datetime.now(BEIJING).replace(microsecond=0, tzinfo=None)
