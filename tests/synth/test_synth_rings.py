"""The planted ring is found, and only by looking over many parcels."""

from __future__ import annotations

from datetime import date

from rescreen import load_rulebook
from rescreen.synth import RING, RING_SIZE, make_parcels

DAY = date(2021, 9, 22)


def test_the_ring_is_found_by_its_velocity() -> None:
    made = make_parcels(5_000, 7)
    ring = made.answers.filter(fault=RING)["waybill_no"]
    assert 10 <= len(ring) <= RING_SIZE
    matcher = load_rulebook().compile(DAY)
    decisions = matcher.score(made.parcels).filter(matcher_rows := made.answers["fault"] == RING)
    assert matcher_rows.sum() == len(ring)
    found = decisions["rules"].list.contains("VE-01")
    assert found.to_list() == [place >= 9 for place in range(len(ring))]
    alone = matcher.score(made.parcels.filter(matcher_rows).tail(1))
    assert not alone["rules"].list.contains("VE-01").any()


def test_without_faults_there_is_no_ring() -> None:
    assert make_parcels(5_000, 7, faults=0).answers["fault"].null_count() == 5_000
