"""Assignments against events: every kind of difference, each known beforehand."""

from __future__ import annotations

from datetime import datetime

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from rescreen.routing.reconcile import EVENTS, Kind, Reconciled, reconcile

HOUR = datetime(2021, 9, 22, 8)
#: Waybill → action, lane.
ASSIGNED = {
    "GOOD": ("screen", "xray"),
    "NOT-DIVERTED": ("screen", "xray"),
    "NOT-SCREENED": ("screen", "xray"),
    "OTHER-LANE": ("screen", "xray"),
    "RELEASED": ("screen", "dogs"),
    "ELSEWHERE": ("screen", "dogs"),
    "PASSED": ("pass", "pass"),
    "OVERRIDE": ("pass", "pass"),
    "KEPT": ("hold", "exception"),
    "KEPT-SEEN": ("escalate", "exception"),
    "KEPT-GONE": ("hold", "exception"),
    "AGAIN": ("screen", "xray"),
}
HAPPENED = [
    ("GOOD", "diverted", "xray"),
    ("GOOD", "diverted", "xray"),
    ("GOOD", "screened", "xray"),
    ("NOT-SCREENED", "diverted", "xray"),
    ("OTHER-LANE", "diverted", "xray"),
    ("OTHER-LANE", "screened", "dogs"),
    ("RELEASED", "diverted", "pass"),
    ("ELSEWHERE", "diverted", "xray"),
    ("ELSEWHERE", "screened", "dogs"),
    ("PASSED", "diverted", "pass"),
    ("OVERRIDE", "screened", "xray"),
    ("KEPT-SEEN", "screened", "xray"),
    ("KEPT-GONE", "diverted", "pass"),
    ("AGAIN", "screened", "xray"),
    ("AGAIN", "screened", "dogs"),
    ("STRANGER", "screened", "xray"),
]


def frame(assigned: dict[str, tuple[str, str]]) -> pl.DataFrame:
    screened = [action == "screen" for action, _ in assigned.values()]
    return pl.DataFrame(
        {
            "waybill_no": list(assigned),
            "lane": [lane for _, lane in assigned.values()],
            "action": [action for action, _ in assigned.values()],
            "hour": [HOUR if one else None for one in screened],
            "score": [50] * len(assigned),
        },
        schema_overrides={"hour": pl.Datetime("us"), "score": pl.Int32},
    )


def happened(rows: list[tuple[str, str, str]]) -> pl.DataFrame:
    return pl.DataFrame([(*row, HOUR) for row in rows], schema=EVENTS, orient="row")


def kinds(result: Reconciled) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for kind, waybill in result.differences.select("kind", "waybill_no").iter_rows():
        found.setdefault(kind, set()).add(waybill)
    return found


def test_every_kind_is_found_and_nothing_else() -> None:
    result = reconcile(frame(ASSIGNED), happened(HAPPENED), {"pass"})
    assert kinds(result) == {
        "released": {"RELEASED", "KEPT-GONE"},
        "not_diverted": {"NOT-DIVERTED"},
        "not_screened": {"NOT-SCREENED"},
        "still_kept": {"KEPT"},
        "other_lane": {"OTHER-LANE"},
        "diverted_elsewhere": {"ELSEWHERE"},
        "not_selected": {"OVERRIDE"},
        "again": {"AGAIN"},
        "unknown": {"STRANGER"},
    }
    assert not result.passed
    assert (result.events, result.doubled) == (16, 1)
    assert (result.selected, result.diverted, result.screened) == (7, 3, 4)
    rates = {row["lane"]: row for row in result.rates.iter_rows(named=True)}
    assert (rates["xray"]["selected"], rates["xray"]["screened"]) == (5, 3)
    assert rates["xray"]["screened_there"] == 2
    assert (rates["dogs"]["selected"], rates["dogs"]["screened"]) == (2, 1)


def test_what_went_as_it_should_passes() -> None:
    assigned = {"A": ("screen", "xray"), "B": ("pass", "pass")}
    rows = [("A", "diverted", "xray"), ("A", "screened", "xray"), ("B", "diverted", "pass")]
    result = reconcile(frame(assigned), happened(rows), {"pass"})
    assert result.differences.is_empty()
    assert result.passed


def test_every_lane_that_lets_parcels_go_releases() -> None:
    rows = [("KEPT", "diverted", "gate-2"), ("GOOD", "diverted", "gate-1")]
    result = reconcile(frame(ASSIGNED), happened(rows), {"gate-1", "gate-2"})
    assert kinds(result)["released"] == {"KEPT", "GOOD"}


def test_no_events_at_all_fail() -> None:
    result = reconcile(frame(ASSIGNED), EVENTS.to_frame(), {"pass"})
    assert result.count(Kind.NOT_DIVERTED) == result.selected == 7
    assert not result.passed


@given(st.lists(st.sampled_from(HAPPENED), max_size=20), st.randoms())
def test_order_and_repetition_of_events_change_nothing(rows: list, random) -> None:
    once = list(dict.fromkeys(rows))
    shuffled = once * 2
    random.shuffle(shuffled)
    one = reconcile(frame(ASSIGNED), happened(once), {"pass"})
    other = reconcile(frame(ASSIGNED), happened(shuffled), {"pass"})
    assert kinds(one) == kinds(other)
    assert one.rates.equals(other.rates)
    assert other.doubled == len(once)


@given(st.lists(st.sampled_from(HAPPENED), max_size=20))
def test_every_selected_parcel_is_screened_or_told(rows: list) -> None:
    result = reconcile(frame(ASSIGNED), happened(rows), {"pass"})
    seen = {waybill for waybill, event, _ in rows if event == "screened"}
    told = kinds(result)
    missed = told.get("released", set()) | told.get("not_diverted", set())
    missed |= told.get("not_screened", set())
    for waybill, (action, _) in ASSIGNED.items():
        if action == "screen":
            assert (waybill in seen) != (waybill in missed)
