"""Aggregates by the partings that serve them: few, and none cuts a window."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from velocity_folder import rulebook

from rescreen.aggregates import KeyedTokens, groups_of
from rescreen.engine import Matcher, load_rulebook
from rescreen.synth import make_parcels

DAY = date(2021, 9, 22)


def shipped() -> Matcher:
    return load_rulebook().compile(DAY)


def test_keys_that_hold_another_share_its_parting() -> None:
    groups = {group.key: group for group in groups_of(shipped().aggregates.questions)}
    assert len(groups) == 6
    keys = {question.key for question in groups["key prefecture outlet_code"].questions}
    assert keys == {"key prefecture outlet_code", "key prefecture outlet_code inspector"}
    # An ID number is the same at every level, a place isn't.
    [of_ids] = [group for key, group in groups.items() if key.endswith(" sender_id_no")]
    assert len({question.key for question in of_ids.questions}) == 2
    assert "key prefecture origin destination_place" not in groups


def test_every_question_is_asked_once_and_reads_the_parting_first() -> None:
    questions = shipped().aggregates.questions
    groups = groups_of(questions)
    asked = [question for group in groups for question in group.questions]
    assert sorted(map(id, asked)) == sorted(map(id, questions))
    assert [group.columns[0] for group in groups] == [group.key for group in groups]


def test_events_of_a_key_are_of_one_key_of_the_parting(tmp_path: Path) -> None:
    for matcher in (shipped(), rulebook(tmp_path).compile(DAY)):
        aggregates = matcher.aggregates
        events = aggregates.events(make_parcels(500, 9).parcels, KeyedTokens(b"k"))
        numbers = aggregates.numeric(aggregates.questions, events)
        for group in groups_of(aggregates.questions):
            for key in {question.key for question in group.questions} - {group.key}:
                known = numbers.filter(pl.col(key).is_not_null())
                assert known[group.key].null_count() == 0
                parted = known.group_by(key).agg(pl.col(group.key).n_unique())
                assert (parted[group.key] == 1).all()
