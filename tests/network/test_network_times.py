"""Routes, days and rhythms."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import networkx as nx
import pytest
from clue_graphs import clue, ring

from rescreen.network.rhythm import rhythm
from rescreen.network.routes import ROUTES, TIMELINE, routes, timeline

MONDAY = datetime(2021, 9, 20, 22, 15)


def series(*stamps: str, **more: str) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from((f"clue:{n}", clue(str(n), time, **more)) for n, time in enumerate(stamps))
    return graph


def every(*days: int, count: int = 10) -> nx.Graph:
    """Clues with these gaps between them, over and over."""
    stamp, stamps = MONDAY, []
    for number in range(count):
        stamps.append(stamp.isoformat())
        stamp += timedelta(days=days[number % len(days)])
    return series(*stamps)


def test_routes_are_counted_and_named() -> None:
    graph = ring()
    graph.nodes["clue:A"]["destination"] = ""
    graph.nodes["clue:B"].update(origin="", destination="")
    found = routes(graph, {"533102": "瑞丽市"})
    assert dict(found.schema) == dict(ROUTES)
    assert found.select("origin_name", "destination_name", "clues").rows() == [
        ("瑞丽市", "430102", 4),
        ("瑞丽市", "", 1),
    ]
    assert found.select("first", "last").row(0) == (
        datetime(2021, 9, 7, 10),
        datetime(2021, 9, 13, 10),
    )


def test_the_timeline_has_the_days_between_as_well() -> None:
    found = timeline(series("2021-09-30T08:00:00", "2021-10-02", "", "2021-10-02T10:00:00.5"))
    assert dict(found.schema) == dict(TIMELINE)
    assert found.rows() == [
        (date(2021, 9, 30), 1),
        (date(2021, 10, 1), 0),
        (date(2021, 10, 2), 2),
    ]


def test_no_clue_with_a_time_has_no_timeline() -> None:
    assert timeline(series("", "soon")).is_empty()
    assert routes(nx.karate_club_graph()).is_empty()


def test_a_cadence_is_told_with_what_it_rests_on() -> None:
    found = rhythm(every(3, 4, 3))
    assert found.gaps == (3, 4, 3, 3, 4, 3, 3, 4, 3)
    assert (found.median_gap, found.cadence, found.regular) == (3.0, 3.0, 1.0)
    assert found.burstiness is not None
    assert found.burstiness < -0.7


def test_bursts_are_no_cadence() -> None:
    found = rhythm(every(1, 1, 30, 1, 60))
    assert found.enough
    assert found.cadence is None
    assert found.burstiness is not None
    assert found.burstiness > 0


def test_too_few_gaps_say_nothing() -> None:
    found = rhythm(every(3, count=5))
    assert not found.enough
    assert (found.median_gap, found.burstiness, found.cadence) == (None, None, None)


def test_days_are_counted_once_and_undated_clues_apart() -> None:
    found = rhythm(series("2021-09-20", "2021-09-20T10:00:00", "", "2021-09-23T11:30:00"))
    assert (found.clues, found.undated, found.gaps) == (4, 1, (3,))
    assert (found.first, found.last) == (date(2021, 9, 20), date(2021, 9, 23))
    assert found.weekdays == (2, 0, 0, 1, 0, 0, 0)
    assert sum(found.hours) == 2  # a bare day has no hour


def test_a_busy_weekday_and_hour_are_told_beyond_chance_only() -> None:
    assert rhythm(every(7)).busy_weekday == 0
    assert rhythm(every(7)).busy_hour == 22
    assert rhythm(every(7, count=2)).busy_weekday is None
    assert rhythm(every(1, count=14)).busy_weekday is None
    assert rhythm(every(7, 3, 2, 4, 5, 4)).busy_weekday is None


@pytest.mark.parametrize("graph", [nx.Graph(), nx.karate_club_graph()])
def test_nothing_has_no_rhythm(graph: nx.Graph) -> None:
    found = rhythm(graph)
    assert (found.clues, found.first, found.busy_hour) == (0, None, None)
