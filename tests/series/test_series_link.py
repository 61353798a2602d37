"""Clues linked from end to end: what joins, what doesn't and why, judgements, ids."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rescreen import link_clues
from rescreen.links import DEFAULTS, LinkSettings
from rescreen.series.judgements import Judgement, Verb
from rescreen.series.linked import Linked

DAY = datetime(2021, 9, 21, 9)
PHONE = "1540000{:04d}"
#: Nothing is cut, so that what joins can be seen.
WHOLE = LinkSettings(ways=0)


def rows(*clues: tuple[str, float | None, dict[str, str]]) -> pl.DataFrame:
    """Long rows of (clue, day, {kind: value; several by a blank})."""
    table = [
        (clue, kind, value, "" if day is None else str(DAY + timedelta(days=day)))
        for clue, day, told in clues
        for kind, values in told.items()
        for value in values.split()
    ]
    return pl.DataFrame(table, schema=["clue", "kind", "value", "time"], orient="row")


def phones(*numbers: int) -> dict[str, str]:
    return {"phone": " ".join(PHONE.format(number) for number in numbers)}


def groups(linked: Linked) -> dict[str, set[str]]:
    return {one.id: set(one.clues["clue"]) for one in linked}


def judged(verb: Verb, no: int = 1, **more: Any) -> Judgement:
    return Judgement(
        no=no, at=datetime(2021, 10, 1, tzinfo=UTC), who="王警官", why="核查", verb=verb, **more
    )


def test_a_shared_phone_joins_in_any_spelling() -> None:
    linked = link_clues(
        rows(("A", 0, {"phone": "+86-154-0000-0001"}), ("B", 3, phones(1)), ("C", 5, phones(2)))
    )
    assert groups(linked) == {"S-A": {"A", "B"}}
    assert linked.members["strength"].to_list() == [19886, 19886]


@pytest.mark.parametrize("value", ["154****0001", "95013001234567", "17000000001", "无"])
def test_masked_virtual_and_missing_values_join_nobody(value: str) -> None:
    linked = link_clues(rows(("A", 0, {"phone": value}), ("B", 1, {"phone": value})))
    assert len(linked) == 0
    assert linked.clues.nobody.height == 2


@pytest.mark.parametrize("kind", ["outlet", "courier", "name", "item"])
def test_what_supports_never_joins(kind: str) -> None:
    assert len(link_clues(rows(("A", 0, {kind: "甲店"}), ("B", 0, {kind: "甲店"})))) == 0


def test_a_hub_joins_nobody_and_is_listed() -> None:
    few = LinkSettings(kinds={**DEFAULTS, "phone": replace(DEFAULTS["phone"], cap=3)})
    linked = link_clues(rows(*((f"C{n}", n, phones(1)) for n in range(4))), settings=few)
    assert len(linked) == 0
    assert linked.hubs.select("clues", "cap", "why").rows() == [(4, 3, "cap")]
    assert set(linked.ties["why"]) == {"hub"}
    lifted = link_clues(linked.clues, [judged(Verb.LIFT, things=("phone-1",))], few)
    assert len(lifted[0]) == 4


def test_a_judgement_suppresses_one_value() -> None:
    table = rows(("A", 0, phones(1)), ("B", 1, phones(1)))
    assert len(link_clues(table, [judged(Verb.SUPPRESS, things=("phone-1",))])) == 0


def test_a_long_silence_parts_a_value_and_is_told() -> None:
    table = rows(
        ("A", 0, phones(1)), ("B", 2, phones(1)), ("C", 900, phones(1)), ("D", 901, phones(1))
    )
    linked = link_clues(table)
    assert groups(linked) == {"S-A": {"A", "B"}, "S-C": {"C", "D"}}
    assert linked.misses.select("clue_a", "clue_b", "why").rows() == [(1, 2, "silent")]
    assert linked.ties.sort("clue")["episode"].to_list() == [0, 0, 1, 1]


def test_a_clue_without_a_time_joins_a_value_of_one_episode_only() -> None:
    linked = link_clues(rows(("A", 0, phones(1)), ("B", None, phones(1))))
    assert groups(linked) == {"S-A": {"A", "B"}}
    table = rows(("A", 0, phones(1)), ("B", None, phones(1)), ("C", 900, phones(1)))
    linked = link_clues(table)
    assert len(linked) == 0
    assert set(linked.misses["why"]) == {"silent", "undated"}


def test_one_digit_off_needs_more_to_join() -> None:
    near = rows(("A", 0, phones(1)), ("B", 1, phones(2)))
    assert len(link_clues(near)) == 0
    more = {"name": "赵一", "destination": "532901", "item": "蘑菇"}
    both = rows(("A", 0, {**phones(1), **more}), ("B", 1, {**phones(2), **more}))
    linked = link_clues(both)
    assert groups(linked) == {"S-A": {"A", "B"}}
    assert linked[0].near["how"].to_list() == ["digit"]
    assert len(link_clues(both, near=False)) == 0


BRIDGED = rows(
    *((f"A{n}", n, phones(100, 200)) for n in range(5)),
    *((f"B{n}", n + 0.5, phones(310, 420)) for n in range(5)),
    ("A2", 2, phones(310)),
)


def test_a_bridge_is_cut_and_shown_with_both_sides() -> None:
    linked = link_clues(BRIDGED)
    assert {name: len(clues) for name, clues in groups(linked).items()} == {"S-A0": 5, "S-B0": 5}
    cut = linked.cuts.row(0, named=True)
    assert (linked.clues.clues["clue"][cut["clue"]], cut["lesser"], cut["greater"]) == ("A2", 5, 5)
    assert "cut" in linked.misses["why"].to_list()
    assert len(link_clues(BRIDGED, settings=WHOLE)) == 1


def test_a_confirmed_pair_is_not_cut() -> None:
    linked = link_clues(BRIDGED, [judged(Verb.CONFIRM, clues=("A2",), others=("B2",))])
    assert len(linked[0]) == 10


def test_never_is_obeyed_and_a_joining_against_it_refused() -> None:
    table = rows(("A", 0, phones(1)), ("B", 1, phones(1)), ("C", 2, {}))
    never = judged(Verb.NEVER, clues=("A",), others=("B",))
    assert len(link_clues(table, [never])) == 0
    merge = judged(Verb.MERGE, 2, clues=("A",), others=("B",))
    linked = link_clues(table, [never, merge])
    assert len(linked) == 0
    assert linked.refused.select("joined_by", "never").rows() == [(2, 1)]


def test_a_rejected_pair_shares_nothing_that_counts() -> None:
    table = rows(("A", 0, phones(1)), ("B", 1, phones(1, 2)), ("C", 2, phones(2)))
    linked = link_clues(table, [judged(Verb.REJECT, clues=("A",), others=("B",))])
    assert groups(linked) == {"S-B": {"B", "C"}}
    assert linked.ties.filter(pl.col("why") == "judged").height == 1


def test_a_split_series_stays_apart() -> None:
    table = rows(*((f"C{n}", n, phones(1, 2)) for n in range(6)))
    split = judged(Verb.SPLIT, clues=("C0", "C1"), others=("C2", "C3", "C4", "C5"))
    assert sorted(map(len, link_clues(table, [split]))) == [2, 4]


def test_a_judgement_on_clues_that_are_not_there_waits() -> None:
    linked = link_clues(
        rows(("A", 0, phones(1))), [judged(Verb.NEVER, clues=("A",), others=("X",))]
    )
    assert linked.waiting == (1,)


def test_the_graph_holds_masked_values_only_and_plain_attributes() -> None:
    graph = link_clues(BRIDGED)[0].graph()
    assert isinstance(graph, nx.Graph)
    assert {data["sort"] for _, data in graph.nodes(data=True)} == {"clue", "entity"}
    told = [value for _, data in graph.nodes(data=True) for value in data.values()]
    told += [value for *_, data in graph.edges(data=True) for value in data.values()]
    assert all(isinstance(value, str | int | float | bool) for value in told)
    assert not any("15400000" in str(value) for value in told)
    assert "clue:A0" in graph
    assert graph.edges["clue:A0", "phone-1"]["links"] is True


CLUES = st.lists(
    st.tuples(st.integers(0, 400), st.sets(st.integers(0, 9), min_size=1, max_size=3)),
    min_size=1, max_size=14,
)  # fmt: skip


def _table(clues: list[tuple[int, set[int]]]) -> pl.DataFrame:
    return rows(
        *(
            (f"C{n}", day, phones(*(1011 * v for v in values)))
            for n, (day, values) in enumerate(clues)
        )
    )


@settings(max_examples=30, deadline=None)
@given(CLUES)
def test_without_silence_and_cuts_series_are_components(clues: list[tuple[int, set[int]]]) -> None:
    graph = nx.Graph((f"C{n}", value) for n, (_, values) in enumerate(clues) for value in values)
    parts = [
        {node for node in part if isinstance(node, str)} for part in nx.connected_components(graph)
    ]
    expected = {frozenset(part) for part in parts if len(part) > 1}
    linked = link_clues(_table(clues), settings=WHOLE, near=False)
    assert {frozenset(part) for part in groups(linked).values()} == expected


@settings(max_examples=40, deadline=None)
@given(CLUES, st.randoms(use_true_random=False))
def test_the_order_of_rows_names_series_and_changes_nothing_else(
    clues: list[tuple[int, set[int]]], order: Any
) -> None:
    table = _table(clues)
    shuffled = list(range(len(table)))
    order.shuffle(shuffled)
    parts = [
        set(map(frozenset, groups(link_clues(one)).values())) for one in (table, table[shuffled])
    ]
    assert parts[0] == parts[1]


@settings(max_examples=15, deadline=None)
@given(CLUES, st.integers(0, 14))
def test_more_clues_rename_no_series_that_stays(
    clues: list[tuple[int, set[int]]], first: int
) -> None:
    before, after = (groups(link_clues(_table(some))) for some in (clues[: first + 1], clues))
    founders = {
        name: f"S-{sorted(part, key=lambda clue: int(clue[1:]))[0]}" for name, part in after.items()
    }
    assert all(name == founder for name, founder in founders.items())
    assert all(
        after[name] >= part
        for name, part in before.items()
        if any(part <= one for one in after.values()) and name in after
    )
