"""One event at a time: the batch's answer over all events so far, or None where that isn't known."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from window_events import Event, aggregate_lists, events, frame
from window_reference import alike, answer

from rescreen.errors import UsageError
from rescreen.windows import DAY, HOUR, Aggregate, Measure, WindowState, aggregate_frame

EVER = 2**62


def agrees(answers: dict[str, Any], so_far: list[Event], asked: list[Aggregate]) -> bool:
    """With the reference, of the last event; as the batch does."""
    return all(alike(answers[one.name], answer(so_far[-1], so_far, one), one) for one in asked)


@settings(max_examples=20)
@given(events(20), aggregate_lists())
def test_each_step_is_the_batch_so_far(rows: list[Event], asked: list[Aggregate]) -> None:
    """To the bit, speeds too."""
    state = WindowState(asked, lateness=EVER)
    for step, event in enumerate(rows):
        expected = aggregate_frame(frame([event]), asked, frame(rows[:step]))
        assert state.feed(event) == expected.row(0, named=True)


@given(events(), aggregate_lists(), st.integers(1, 3))
def test_blocks_of_any_size(rows: list[Event], asked: list[Aggregate], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rescreen.windows.log.BLOCK", size)
        state = WindowState(asked, lateness=EVER)
        for step, event in enumerate(rows):
            assert agrees(state.feed(event), rows[: step + 1], asked)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Events expire by the newest alone, not by the hundredth."""
    monkeypatch.setattr("rescreen.windows.track.CONFIRMED", 1)


SAME_FIXTURE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@SAME_FIXTURE
@pytest.mark.usefixtures("quick")
@given(events(), aggregate_lists(), st.integers(0, 20), st.integers(1, 6), st.integers(0, 20))
def test_bounds_make_answers_unknown_never_wrong(
    rows: list[Event], asked: list[Aggregate], warmed: int, most: int, lateness: int
) -> None:
    state = WindowState(asked, most_events=most, most_keys=most, lateness=lateness)
    state.warm(frame(rows[:warmed]))
    for step in range(warmed, len(rows)):
        found = state.feed(rows[step])
        told = [one for one in asked if found[one.name] is not None]
        assert agrees(found, rows[: step + 1], told)


@SAME_FIXTURE
@pytest.mark.usefixtures("quick")
@given(events(), aggregate_lists(), st.integers(0, 20))
def test_what_comes_in_time_has_its_answer(
    rows: list[Event], asked: list[Aggregate], lateness: int
) -> None:
    """Dropping what has expired costs no answer, of windows with an end or without."""
    state = WindowState(asked, lateness=lateness)
    newest: dict[tuple[str, str], int] = {}
    late: set[tuple[str, str]] = set()  # what they would have remembered of steps may be lost
    for step, event in enumerate(rows):
        found = state.feed(event)
        for track in {(one.key, one.time) for one in asked}:
            key, time = (event[column] for column in track)
            if key is not None and time is not None:
                newest[track] = max(time, newest.get(track, time))
                late |= {track} if time < newest[track] - lateness else set()
        in_time = [one for one in asked if (one.key, one.time) not in late]
        assert agrees(found, rows[: step + 1], in_time)


def parcel(sender: int, at: int) -> Event:
    return {"sender": sender, "accepted_at": at}


def count_of(width: int | None, measure: Measure = Measure.COUNT) -> Aggregate:
    return Aggregate("n", measure, "sender", "accepted_at", width)


@pytest.mark.usefixtures("quick")
def test_memory_holds_what_windows_reach_and_no_more() -> None:
    state = WindowState([count_of(HOUR)], lateness=HOUR)
    for step in range(1_000):
        assert state.feed(parcel(step % 7, step * HOUR // 10))["n"] == (1 if step < 7 else 2)
    assert state.kept_events == 20


def test_a_wrong_date_drops_nothing() -> None:
    state = WindowState([count_of(HOUR)], lateness=0)
    for step in range(500):
        state.feed(parcel(step, step * HOUR))
    state.feed(parcel(1, 365_000 * DAY))
    assert state.kept_events == 100
    assert state.feed(parcel(499, 499 * HOUR))["n"] == 2


def test_a_bound_too_narrow_is_told_by_unknown_answers() -> None:
    state = WindowState([count_of(DAY)], most_events=10)
    found = [state.feed(parcel(1, at))["n"] for at in range(30)]
    assert found == [*range(1, 12), *[None] * 19]
    assert state.kept_events == 10


@pytest.mark.usefixtures("quick")
def test_a_pair_is_remembered_longer_than_its_events() -> None:
    state = WindowState([count_of(None, Measure.FIRST_SEEN)], lateness=0)
    for day in range(100):
        state.feed(parcel(day, day * DAY))
    assert state.kept_events == 0
    assert state.feed(parcel(0, 100 * DAY))["n"] == 100 * DAY
    assert state.feed(parcel(100, 100 * DAY))["n"] == 0


@pytest.mark.usefixtures("quick")
def test_a_distinct_count_without_end_is_unknown_once_events_are_gone() -> None:
    asked = Aggregate("n", Measure.DISTINCT, "sender", "accepted_at", value="receiver")
    state = WindowState([asked], most_events=3)
    found = [
        state.feed(parcel(sender, at) | {"receiver": at})["n"]
        for at, sender in enumerate([1, 1, 1, 1, 1, 2])
    ]
    assert found == [1, 2, 3, 4, None, 1]


@pytest.mark.usefixtures("quick")
def test_forgotten_keys_are_not_taken_for_new_ones() -> None:
    state = WindowState([count_of(None, Measure.FIRST_SEEN)], most_keys=5, lateness=0)
    for day in range(10):
        state.feed(parcel(day, day * DAY))
    assert state.feed(parcel(0, 10 * DAY))["n"] is None
    assert state.feed(parcel(5, 10 * DAY))["n"] == 5 * DAY
    assert state.feed(parcel(8, 10 * DAY))["n"] is None  # new or forgotten: nobody can tell


def test_texts_and_tuples_are_keys_too() -> None:
    asked = Aggregate("receivers", Measure.DISTINCT, "sender", "accepted_at", DAY, "receiver")
    state = WindowState([asked])
    for sender, receiver, expected in (("a", "x", 1), ("a", "y", 2), (("a", 1), "y", 1)):
        event = {"sender": sender, "accepted_at": 0, "receiver": receiver}
        assert state.feed(event) == {"receivers": expected}


def test_an_absent_field_is_unknown() -> None:
    fee = Aggregate("fees", Measure.SUM, "sender", "accepted_at", DAY, "fee")
    state = WindowState([count_of(DAY), fee])
    assert state.feed(parcel(1, 0)) == {"n": 1, "fees": None}
    assert state.feed(parcel(1, 1) | {"fee": 3}) == {"n": 2, "fees": 3}
    assert state.feed(parcel(1, 2)) == {"n": 3, "fees": None}
    assert state.feed({"accepted_at": 3}) == {"n": None, "fees": None}


@pytest.mark.parametrize("wrong", [{"most_events": 0}, {"most_keys": 0}, {"lateness": -1}])
def test_wrong_bounds_are_told(wrong: dict[str, int]) -> None:
    with pytest.raises(UsageError):
        WindowState([count_of(DAY)], **wrong)
