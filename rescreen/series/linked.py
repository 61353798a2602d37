"""What linking found: the series, who is in them, what ties them, and what was left apart and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np
import polars as pl

from rescreen.clues import Clues
from rescreen.errors import UsageError
from rescreen.links import LinkSettings
from rescreen.links.hubs import EntityWeights, hubs
from rescreen.links.weighing import Weighing
from rescreen.series.forest import Ints
from rescreen.series.members import MEMBERS, SERIES, members_of, series_of
from rescreen.series.partition import Partition
from rescreen.series.ruled import Ruled
from rescreen.series.ties import clue_strength, ties_of

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["CUTS", "MEMBERS", "SERIES", "CaseSeries", "Linked"]

CUTS = pl.Schema(
    {
        "cut": pl.UInt32(),
        "clue": pl.UInt32(),
        "entity": pl.UInt32(),
        "near": pl.Boolean(),
        "lesser": pl.UInt32(),
        "greater": pl.UInt32(),
    }
)


@dataclass(frozen=True)
class Linked(Sequence["CaseSeries"]):
    """All series of some clues, in order of their founding clues. Frames are made when asked for.

    `waiting`: judgements that name clues or things which aren't there (yet). `called`: by clue, the id that
    a series founded by it goes by, where that isn't the clue's own (the founder was removed).
    """

    weighing: Weighing
    pairs: tuple[Ints, Ints]
    near: pl.DataFrame
    partition: Partition
    ruled: Ruled
    waiting: tuple[int, ...] = ()
    called: pl.Series | None = None

    @property
    def clues(self) -> Clues:
        return self.weighing.clues

    @property
    def settings(self) -> LinkSettings:
        return self.weighing.settings

    @property
    def weights(self) -> EntityWeights:
        return self.weighing.weights

    @cached_property
    def members(self) -> pl.DataFrame:
        """A row a clue that is in a series: MEMBERS. `strength`: thousandths of a bit that tie it."""
        called = self.clues.clues["clue"] if self.called is None else self.called
        return members_of(self.partition.label, called, clue_strength(self.partition))

    @cached_property
    def series(self) -> pl.DataFrame:
        """A row a series: SERIES. `strength` is the median of its members', `least` the smallest."""
        return series_of(self.members, self.clues.clues["time"])

    @cached_property
    def ties(self) -> pl.DataFrame:
        """A row a pair of clue and thing (TIES), with the roles it was mentioned in."""
        roles = (
            self.clues.mentions.filter(pl.col("role").is_not_null())
            .group_by("clue", "entity")
            .agg(role=pl.col("role").unique().sort().str.join(";"))
        )
        ties = ties_of(*self.pairs, self.weights, self.partition)
        return ties.join(roles, on=["clue", "entity"], how="left", maintain_order="left")

    @cached_property
    def hubs(self) -> pl.DataFrame:
        """Things that too many clues mention, most first: entity, kind, clues, cap, why."""
        return hubs(self.weights, self.settings)

    @cached_property
    def cuts(self) -> pl.DataFrame:
        """A row a pair of clue and thing that was taken away: CUTS; rows of one `cut` went together.
        `near`: the thing is a near match, not a value (then `entity` is null)."""
        cuts, shared, held = self.partition.cuts, self.partition.shared, self.partition.held
        value = shared.value[cuts.pair]
        of_run = held.entity[held.first] if held.runs else np.zeros(0, np.int64)
        near = value >= held.runs
        entity = pl.Series(of_run[np.where(near, 0, value)]) if held.runs else pl.Series(value * 0)
        return pl.DataFrame(
            {
                "cut": np.unique(cuts.step, return_inverse=True)[1].astype(np.uint32),
                "clue": shared.clue[cuts.pair].astype(np.uint32),
                "entity": entity.cast(pl.UInt32).set(pl.Series(near), None),
                "near": near,
                "lesser": cuts.lesser.astype(np.uint32),
                "greater": cuts.greater.astype(np.uint32),
            },
            schema=CUTS,
        )

    @cached_property
    def misses(self) -> pl.DataFrame:
        """Pairs of clues that were almost linked, and why they weren't: clue_a, clue_b, entity, why,
        millibits."""
        from rescreen.series.misses import misses_of

        return misses_of(self)

    @cached_property
    def refused(self) -> pl.DataFrame:
        """Joinings by judgement that another one doesn't allow: clue, joined_by, never."""
        runs = self.partition.held.runs + self.near.filter("links").height
        value = self.partition.shared.value
        rows = [
            (self.clues.clues.item(int(self.partition.shared.clue[one.pair]), "clue"),
             int(self.ruled.joined_by[value[one.pair] - runs]), one.no)
            for one in self.partition.refused
        ]  # fmt: skip
        schema = {"clue": pl.String, "joined_by": pl.Int64, "never": pl.Int64}
        return pl.DataFrame(rows, schema=schema, orient="row").unique(maintain_order=True)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.series["series"])

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.ids)}

    @cached_property
    def _rows(self) -> tuple[Ints, Ints]:
        """Members grouped by series: their rows, and where each series begins."""
        place = self.members["series"].replace_strict(self._places, return_dtype=pl.Int64)
        order = place.arg_sort().to_numpy().astype(np.int64)
        starts = np.searchsorted(place.gather(order).to_numpy(), np.arange(len(self) + 1))
        return order, starts.astype(np.int64)

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, place: int) -> CaseSeries: ...
    @overload
    def __getitem__(self, place: slice) -> list[CaseSeries]: ...
    def __getitem__(self, place: int | slice) -> CaseSeries | list[CaseSeries]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        order, starts = self._rows
        one = range(len(self))[place]
        rows = order[starts[one] : starts[one + 1]]
        return CaseSeries(self.ids[one], self, self.members[rows])

    def __iter__(self) -> Iterator[CaseSeries]:
        return (self[place] for place in range(len(self)))

    def series_name(self, row: int) -> str:
        """The id of the series that a clue (its row) is in; nothing where it is alone."""
        label = self.partition.label
        rows = np.flatnonzero(label == label[row])
        called = self.clues.clues["clue"] if self.called is None else self.called
        return f"S-{called[int(rows[0])]}" if len(rows) > 1 else ""

    def find(self, name: str) -> CaseSeries:
        """The series of this id. Raises UsageError where there is none."""
        if name not in self._places:
            raise UsageError(f"没有系列 {name}。", f"There is no series {name}.")
        return self[self._places[name]]


@dataclass(frozen=True)
class CaseSeries:
    """One series: clues that belong together. Its frames are those of `linked`, with its clues only."""

    id: str
    linked: Linked
    members: pl.DataFrame

    def __len__(self) -> int:
        return len(self.members)

    @cached_property
    def clues(self) -> pl.DataFrame:
        """clue (id), time, strength, in order of time; those without a time last."""
        rows = self.linked.clues.clues[self.members["clue"]]
        told = rows.with_columns(self.members["strength"], row=self.members["clue"])
        return told.sort("time", "row", nulls_last=True)

    @cached_property
    def ties(self) -> pl.DataFrame:
        return self.linked.ties.filter(pl.col("clue").is_in(self.members["clue"].implode()))

    @cached_property
    def near(self) -> pl.DataFrame:
        """Near matches between its clues."""
        rows = self.members["clue"].implode()
        return self.linked.near.filter(pl.col("clue_a").is_in(rows) & pl.col("clue_b").is_in(rows))

    def graph(self) -> nx.Graph:
        """Clues and things as a networkx graph; attributes as docs/series.md lists them."""
        from rescreen.series.graph import graph_of_series

        return graph_of_series(self)
