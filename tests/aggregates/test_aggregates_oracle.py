"""From YAML to decisions: aggregates agree with plain Python that compares all parcels with all."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from velocity_folder import ANSWERS, PARCELS, START, answers_of, fired, rulebook

from rescreen.aggregates import KeyedTokens, Spill
from rescreen.engine import Matcher, Rulebook
from rescreen.history import History
from rescreen.parcel import SCHEMA

DAY = date(2021, 11, 1)
LISTS = st.lists(PARCELS, min_size=1, max_size=12)


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return rulebook(tmp_path_factory.mktemp("rules")).compile(DAY)


def numbered(parcels: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"waybill_no": f"W{number:03d}"} | one for number, one in enumerate(parcels)]


def frame_of(parcels: Sequence[dict[str, Any]]) -> pl.DataFrame:
    names = ["waybill_no", *(name for name in SCHEMA if parcels and name in parcels[0])]
    schema = {name: SCHEMA[name] for name in dict.fromkeys(names)}
    return pl.DataFrame(parcels, schema=schema, orient="row")


def rules_of(decisions: pl.DataFrame) -> dict[str, list[str]]:
    return dict(decisions.select("waybill_no", "rules").iter_rows())


@given(LISTS)
@settings(max_examples=60, deadline=None)
def test_a_frame_is_answered_as_by_hand(matcher: Matcher, parcels: list[dict[str, Any]]) -> None:
    parcels = numbered(parcels)
    scored = matcher.run(frame_of(parcels))
    for row, parcel in enumerate(parcels):
        expected = answers_of(parcel, parcels)
        got = {name: scored.facts[name][row] for name in ANSWERS}
        assert got == expected, parcel
    decisions = rules_of(matcher.decisions(scored))
    assert decisions == {one["waybill_no"]: fired(answers_of(one, parcels)) for one in parcels}


@given(LISTS, st.randoms(use_true_random=False), st.data())
@settings(max_examples=15, deadline=None, phases=[Phase.generate])
def test_it_matters_not_how_the_history_was_cut(
    matcher: Matcher, parcels: list[dict[str, Any]], shuffled: random.Random, data: st.DataObject
) -> None:
    parcels = numbered(parcels)
    probe = data.draw(st.lists(st.sampled_from(parcels), min_size=1, unique_by=id))
    earlier = [one for one in parcels if one not in probe]
    expected = {one["waybill_no"]: fired(answers_of(one, parcels)) for one in probe}
    with tempfile.TemporaryDirectory() as folder:
        history = History(folder)
        for file in files_of(earlier, shuffled):
            matcher.remember(frame_of(file), history)
        once = matcher.score(frame_of(probe), history=history)
        again = matcher.score(frame_of(probe), history=History(folder))
        assert rules_of(once) == expected
        assert again.equals(once)


def files_of(parcels: Sequence[dict[str, Any]], rng: random.Random) -> list[list[dict[str, Any]]]:
    """Cut at random, in any order, some of them twice."""
    left = list(parcels)
    rng.shuffle(left)
    files = []
    while left:
        size = rng.randint(1, len(left))
        files.append(left[:size])
        left = left[size:]
    files += rng.choices(files, k=rng.randint(0, 2)) if files else []
    rng.shuffle(files)
    return files


@given(LISTS)
@settings(max_examples=50, deadline=None)
def test_one_at_a_time_is_the_batch_so_far(matcher: Matcher, parcels: list[dict[str, Any]]) -> None:
    parcels = in_order(numbered(parcels))
    windows = matcher.windows()
    for count, parcel in enumerate(parcels, 1):
        so_far = parcels[:count]
        assert windows.answer(parcel) == answers_of(parcel, so_far), parcel
        decided = matcher.decide(parcel, windows).rules  # the same parcel again is no new event
        assert list(decided) == fired(answers_of(parcel, so_far))
    if parcels:  # at the last one they meet
        batch = matcher.score(frame_of(parcels))
        assert batch["rules"][-1].to_list() == list(decided)


def in_order(parcels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As they come: by one time, and the other the same, for both have windows of their own."""
    parcels = [one | {"inspected_at": one["accepted_at"]} for one in parcels]
    known = [one for one in parcels if one["accepted_at"] is not None]
    return sorted(known, key=lambda one: one["accepted_at"])


@given(st.lists(PARCELS, min_size=6, max_size=25), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_bounded_memory_says_unknown_and_never_something_else(
    matcher: Matcher, parcels: list[dict[str, Any]], capacity: int
) -> None:
    windows = matcher.windows(capacity=capacity)
    parcels = in_order(numbered(parcels))
    for count, parcel in enumerate(parcels, 1):
        expected = answers_of(parcel, parcels[:count])
        for name, answer in windows.answer(parcel).items():
            assert answer is None or answer == expected[name], name


@given(LISTS, st.integers(0, 12))
@settings(max_examples=15, deadline=None, phases=[Phase.generate])
def test_windows_go_on_from_a_history(
    matcher: Matcher, parcels: list[dict[str, Any]], cut: int
) -> None:
    parcels = in_order(numbered(parcels))
    with tempfile.TemporaryDirectory() as folder:
        history = History(folder)
        if parcels[:cut]:
            matcher.remember(frame_of(parcels[:cut]), history)
        windows = matcher.windows(history)
        for parcel in parcels[:cut][::-1]:  # what the history had is not counted once more
            expected = answers_of(parcel, parcels[:cut]) | {"since_last": None}
            found = windows.answer(parcel)
            for name, answer in found.items():  # of old ones a short window is out of reach
                assert answer in (None, expected[name]), name
            assert found == expected or parcel["waybill_no"] != parcels[:cut][-1]["waybill_no"]
        for count, parcel in enumerate(parcels[cut:], cut + 1):
            assert windows.answer(parcel) == answers_of(parcel, parcels[:count]), parcel


def test_a_history_is_a_folder_of_the_site(matcher: Matcher, tmp_path: Path) -> None:
    parcels = numbered([{"sender_phone": "15400000001", "receiver_address": "甲路1号"}])
    history = History(tmp_path / "h")
    matcher.remember(frame_of(parcels), history)
    assert (tmp_path / "h/key").stat().st_mode & 0o777 == 0o600


def test_without_waybill_numbers_each_parcel_is_its_own(matcher: Matcher, tmp_path: Path) -> None:
    numbers = [None, "W1", "", "W1", None, " "]
    parcels = [
        {"waybill_no": number, "outlet_code": "A", "accepted_at": START, "weight_kg": weight}
        for number, weight in zip(numbers, (3.0, 1.0, 1.0, 1.0, 1.0, 1.0), strict=True)
    ]
    frame, windows = frame_of(parcels), matcher.windows()
    assert matcher.run(frame).facts["parcels_1h"].to_list() == [5] * 6
    assert matcher.run(frame).facts["weight_24h"].to_list() == [7.0] * 6
    found = [windows.answer(one)["parcels_1h"] for one in parcels]
    assert found == [1, 2, 3, 2, 4, 5]
    history = History(tmp_path)
    for _ in range(2):
        assert matcher.score(frame, history=history).height == 6
        facts = matcher.run(frame, history=history).facts
        assert facts["parcels_1h"].to_list() == [5] * 6


def test_a_history_holds_no_text_that_may_be_somebodys(matcher: Matcher, tmp_path: Path) -> None:
    parcels = [{"remark": "急件", "outlet_code": "A", "accepted_at": START, "xray_machine": "M1"}]
    matcher.remember(frame_of(numbered(parcels)), History(tmp_path))
    [file] = tmp_path.rglob("*.parquet")
    kept = pl.read_parquet(file)
    assert {"remark", "waybill_no", "outlet_code"} <= set(kept.columns)
    texts = {name for name, kind in kept.schema.items() if kind == pl.String}
    assert texts <= {"outlet_code", "xray_machine", "piece_type", "origin"}
    assert kept["remark"].dtype == kept["waybill_no"].dtype == pl.UInt64


def test_a_changed_rule_may_ask_another_aggregate(tmp_path: Path) -> None:
    book = rulebook(tmp_path / "rules")
    first, second = book.ruleset.rules[0], book.ruleset.rules[2]
    parcels = numbered([{"outlet_code": "A", "sender_phone": "15400000001",
                         "receiver_phone": f"1540000000{n}", "accepted_at": START} for n in (1, 2)])  # fmt: skip
    alone = Rulebook(replace(book.ruleset, rules=(first,)))
    result = alone.trial(frame_of(parcels), on=DAY).replaced(replace(second, weight=7))
    assert result.gained.tolist() == [0, 1]
    assert result.moved["score_after"].to_list() == [8, 8]


@given(LISTS, st.integers(1, 5), st.integers(0, 12), st.integers(0, 12))
@settings(max_examples=60, deadline=None)
def test_partitions_on_the_disk_are_answered_as_the_frame(
    matcher: Matcher, parcels: list[dict[str, Any]], partitions: int, known: int, cut: int
) -> None:
    """The first parcels are a history, the others a manifest in two parts."""
    parcels = numbered(parcels)
    aggregates, tokens = matcher.aggregates, KeyedTokens(b"k" * 32)
    events = aggregates.events(frame_of(parcels), tokens)
    history, rest = events[:known], events[known:]
    expected = aggregates.answer(rest, history) if rest.height else {}
    with tempfile.TemporaryDirectory() as folder:
        spill = Spill(aggregates, Path(folder), partitions)
        parts = [rest[:cut], rest[cut:]]
        held = spill.write(0, parts[0])
        spill.write(1, parts[1])
        spill.answer([0, 1], history)
        found = pl.concat([spill.of_part(n, part.height, held) for n, part in enumerate(parts)])
    for name, values in expected.items():
        assert found[name].to_list() == values.to_list(), name
