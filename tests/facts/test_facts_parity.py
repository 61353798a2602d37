"""Every fact, computed for a frame and for a record: never a disagreement."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Any

import polars as pl
from hypothesis import given, settings
from strategies import DAY, parcel_frames

from rescreen.facts import FACTS, Context, display, display_series, frame_facts, record_facts

CONTEXT = Context(DAY, {"A1": "533102", "样本": "110105"}, {"样本许可0002": ("310000", "532900")})


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return one == other or (math.isnan(one) and math.isnan(other))
    return bool(one == other)


def known(fact: str, value: Any) -> Any:
    """NaN is nothing known; a frame says so with a null."""
    return None if isinstance(value, float) and math.isnan(value) else value


@settings(max_examples=150, deadline=None)
@given(parcel_frames())
def test_frame_and_record_agree_on_every_fact(parcels: pl.DataFrame) -> None:
    clean = parcels.with_columns(pl.selectors.float().fill_nan(None))
    facts = frame_facts(clean, FACTS, CONTEXT)
    for row, record in enumerate(parcels.to_dicts()):
        single = record_facts(record, FACTS, CONTEXT)
        assert facts.keys() == single.keys()
        for name, series in facts.items():
            assert same(series[row], known(name, single[name])), (name, record)


@settings(max_examples=100, deadline=None)
@given(parcel_frames())
def test_shown_values_agree(parcels: pl.DataFrame) -> None:
    clean = parcels.with_columns(pl.selectors.float().fill_nan(None))
    facts = frame_facts(clean, FACTS, CONTEXT)
    for name in FACTS:
        shown = display_series(name, facts.get(name), clean.height)
        for row in range(clean.height):
            value = facts[name][row] if name in facts else None
            assert shown[row] == display(name, value), name


def test_an_absent_column_leaves_its_facts_out() -> None:
    facts = frame_facts(pl.DataFrame({"waybill_no": ["1"]}), FACTS, CONTEXT)
    assert set(facts) == {"waybill_no"}
    typed_only = pl.DataFrame({"waybill_no": ["1"], "sender_id_type": ["护照"]})
    assert "sender_id_faults" not in frame_facts(typed_only, FACTS, CONTEXT)


def test_names_and_labels_are_unique() -> None:
    words = [word for fact in FACTS.values() for word in {fact.name, fact.label}]
    assert len(words) == len(set(words))


def test_origin_takes_the_code_before_the_text() -> None:
    record = {"accept_division": "110105", "accept_address": "云南省瑞丽市"}
    facts = record_facts(record, ["origin", "origin_conflict"], CONTEXT)
    assert display("origin", facts["origin"]) == "北京市朝阳区"
    assert facts["origin_conflict"] is True


def test_an_outlet_table_outranks_the_text() -> None:
    record = {"outlet_code": "A1", "accept_address": "北京市"}
    origin = record_facts(record, ["origin"], CONTEXT)["origin"]
    assert display("origin", origin).endswith("瑞丽市")


def test_a_text_refines_a_code() -> None:
    record = {"accept_division": "533100", "accept_address": "云南省瑞丽市"}
    origin = record_facts(record, ["origin"], CONTEXT)["origin"]
    assert display("origin", origin).endswith("瑞丽市")


def test_minutes_are_quotients_to_the_last_bit() -> None:
    start = datetime(2021, 9, 21)
    ends = [start + timedelta(seconds=seconds) for seconds in range(1, 400)]
    parcels = pl.DataFrame({"accepted_at": [start] * len(ends), "inspected_at": ends})
    frame = frame_facts(parcels, ["minutes_to_inspection"], CONTEXT)["minutes_to_inspection"]
    records = [record_facts(one, ["minutes_to_inspection"], CONTEXT) for one in parcels.to_dicts()]
    assert frame.to_list() == [one["minutes_to_inspection"] for one in records]
