"""A store over any increments, removals and judgements gives what starting over gives, ids included."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept_world import SETTINGS, START, random_rows, table, value

from rescreen.casebook.kept import Kept
from rescreen.casebook.removals import heirs_of, read_removals
from rescreen.clues import Clues
from rescreen.series.build import link
from rescreen.series.judgements import Judgement, Verb, read_log
from rescreen.series.linked import Linked
from rescreen.series.rule import rule

Row = tuple[str, str, str, str | None]


def _plain(linked: Linked) -> dict[str, Any]:
    """Everything that must be equal; cuts without their numbers, which go by the company."""
    ties = linked.ties.sort("clue", "entity")
    cuts = linked.cuts.group_by("cut").agg(
        pl.struct("clue", "entity", "near", "lesser", "greater").sort()
    )
    return {
        "members": linked.members.rows(),
        "series": linked.series.rows(),
        "ties": ties.rows(),
        "near": linked.near.rows(),
        "hubs": linked.hubs.rows(),
        "cuts": sorted(map(repr, cuts.drop("cut").rows())),
        "refused": sorted(linked.refused.rows()),
        "misses": linked.misses.rows(),
        "waiting": linked.waiting,
    }


def _from_scratch(kept: Kept, table: Clues, names: dict[str, str]) -> Linked:
    linked = link(table, SETTINGS, rule(table, read_log(kept.judgements)))
    return replace(linked, called=table.clues["clue"].replace(names) if names else None)


def _same(kept: Kept) -> None:
    """The store as it is, opened anew, and started over from its own clues, all equal."""
    reopened = Kept(kept.folder)
    told = _plain(reopened.linked())
    heirs = heirs_of(read_removals(kept.folder / "removals.jsonl"))
    assert told == _plain(_from_scratch(kept, kept.clues(), heirs))
    assert reopened.series().rows() == told["series"]


class _World:
    """A store and what was done to it."""

    def __init__(self, folder: Path, seed: int, reach: int) -> None:
        self.kept = Kept(folder, SETTINGS, near=True)
        self.seed, self.reach, self.rows, self.told = seed, reach, list[Row](), random.Random(seed)
        self.clues = 0

    def step(self, what: str, size: int) -> None:
        getattr(self, f"_{what}")(size)

    def _add(self, size: int) -> None:
        more = random_rows(
            self.told.randrange(10**9), range(self.clues, self.clues + size), self.reach
        )
        self.clues += size
        self.rows += more
        self.kept.add(self.kept.read(table(more)))

    def _again(self, size: int) -> None:
        """Further mentions of clues that are there."""
        if not self.rows:
            return
        times = {row[0]: row[3] for row in self.rows}
        more = []
        for _ in range(size):
            clue = self.told.choice([*times])
            more.append((clue, *value(self.told, self.reach), times[clue]))
        self.rows += more
        self.kept.add(self.kept.read(table(more)))

    def _remove(self, size: int) -> None:
        left = self.kept.clues().clues["clue"].drop_nulls().to_list()
        if len(left) > size:
            self.kept.remove(self.told.sample(left, size), "li", "double")

    def _judge(self, size: int) -> None:
        left = self.kept.clues().clues["clue"].drop_nulls().to_list()
        if len(left) < 2 * size:
            return
        verb = self.told.choice([*Verb])
        some = self.told.sample(left, 2 * size)
        common = {"no": 0, "at": START, "who": "wang", "why": "seen", "verb": verb}
        if verb is Verb.WITHDRAW:
            return
        if verb in (Verb.LIFT, Verb.SUPPRESS):
            entities = self.kept.clues().entities
            thing = self.told.randrange(len(entities))
            name = f"{entities['kind'][thing]}-{thing + 1}"
            self.kept.judge(Judgement(**common, things=(name,)))
        else:
            one, other = tuple(some[:size]), tuple(some[size:])
            self.kept.judge(Judgement(**common, clues=one, others=other))


_STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "add", "again", "remove", "judge"]), st.integers(1, 6)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([20, 60, 200]), _STEPS)
def test_increments_equal_starting_over(
    seed: int, reach: int, steps: list[tuple[str, int]]
) -> None:
    with TemporaryDirectory() as folder:
        world = _World(Path(folder) / "store", seed, reach)
        for what, size in steps:
            world.step(what, size * (3 if what == "add" else 1))
        _same(world.kept)


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([20, 60, 200]), _STEPS)
def test_many_increments_equal_starting_over(
    seed: int, reach: int, steps: list[tuple[str, int]]
) -> None:
    with TemporaryDirectory() as folder:
        world = _World(Path(folder) / "store", seed, reach)
        for what, size in steps:
            world.step(what, size * (5 if what == "add" else 1))
        _same(world.kept)


def test_reading_all_at_once_gives_the_same(tmp_path: Path) -> None:
    """Rows read in one go, and row by row over runs: clues, things and series have the same numbers."""
    rows = random_rows(3, range(60), 50)
    whole, parts = Kept(tmp_path / "whole", SETTINGS), Kept(tmp_path / "parts", SETTINGS)
    whole.add(whole.read(table(rows)))
    for start in range(0, len(rows), 17):
        parts.add(parts.read(table(rows[start : start + 17])))
    assert _plain(parts.linked()) == _plain(whole.linked())
    assert parts.clues().entities.rows() == whole.clues().entities.rows()
