"""Decisions, explanations, whole runs: what a user of the API gets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import rescreen
from rescreen import load_rulebook
from rescreen.engine import DECISIONS_SCHEMA, HITS_SCHEMA, explain, score_manifest
from rescreen.errors import InputError, UsageError
from rescreen.parcel import Parcel
from rescreen.rulebook.model import Lane
from rescreen.synth import make_parcels
from rescreen.synth.faults import PLANTED

DAY = date(2021, 9, 22)


@pytest.fixture(scope="module")
def made():  # type: ignore[no-untyped-def]
    return make_parcels(20_000, 11)


@pytest.fixture(scope="module")
def matcher():  # type: ignore[no-untyped-def]
    return load_rulebook().compile(on=DAY)


def test_public_names() -> None:
    assert all(hasattr(rescreen, name) for name in rescreen.__all__)
    with pytest.raises(AttributeError):
        _ = rescreen.nothing


def test_decisions_have_one_row_a_parcel_in_order(matcher, made) -> None:  # type: ignore[no-untyped-def]
    decisions = matcher.score(made.parcels)
    assert decisions.schema == DECISIONS_SCHEMA
    assert decisions["waybill_no"].equals(made.parcels["waybill_no"])
    assert (decisions["rules"].list.len() == decisions["reasons"].list.len()).all()


def test_hits_are_the_decisions_rules(matcher, made) -> None:  # type: ignore[no-untyped-def]
    hits = matcher.hits(made.parcels)
    assert hits.schema == HITS_SCHEMA
    counted = matcher.score(made.parcels)["rules"].explode().drop_nulls().value_counts(sort=True)
    mine = hits["rule"].value_counts(sort=True)
    assert dict(counted.iter_rows()) == dict(mine.iter_rows())


def test_every_planted_fault_is_found(matcher, made) -> None:  # type: ignore[no-untyped-def]
    joined = matcher.score(made.parcels, reasons=False).join(made.answers, on="waybill_no")
    for planted in PLANTED:
        rows = joined.filter(pl.col("fault") == planted.name)
        for rule in planted.rules:
            assert rows["rules"].list.contains(rule).all(), (planted.name, rule)


def test_every_origin_is_found(matcher, made) -> None:  # type: ignore[no-untyped-def]
    joined = matcher.score(made.parcels, reasons=False).join(
        made.answers, on="waybill_no", suffix="_true"
    )
    assert (joined["origin"] == joined["origin_true"]).all()


def test_key_origins_send_about_15_per_cent(matcher, made) -> None:  # type: ignore[no-untyped-def]
    share = matcher.score(made.parcels, reasons=False)["rules"].list.contains("KO-01").mean()
    assert 0.13 <= share <= 0.18


def test_records_are_decided_as_the_frame(matcher, made) -> None:  # type: ignore[no-untyped-def]
    rows = made.parcels.head(1_500)
    decisions = matcher.score(rows)
    for row, record in zip(decisions.iter_rows(named=True), rows.to_dicts(), strict=True):
        one = matcher.decide(record)
        assert (row["lane"], row["score"], row["rules"]) == (
            one.lane.label,
            one.score,
            list(one.rules),
        )
        assert row["reasons"] == [hit.reason for hit in one.hits]


def test_a_parcel_model_is_a_record(matcher) -> None:  # type: ignore[no-untyped-def]
    parcel = Parcel(waybill_no="1", accept_address="瑞丽市")
    assert matcher.decide(parcel) == matcher.decide({"waybill_no": "1", "accept_address": "瑞丽市"})
    assert matcher.decide(parcel).lane is Lane.RESCREEN


def test_reasons_hold_no_personal_value(matcher) -> None:  # type: ignore[no-untyped-def]
    record = {
        "waybill_no": "1", "piece_type": "包裹", "agreement_customer": False,
        "sender_id_no": "110105199001010001", "sender_phone": "14000001234",
    }  # fmt: skip
    text = " ".join(hit.reason for hit in matcher.decide(record).hits)
    assert "110105" in text
    assert "19900101" not in text
    assert "14000001234" not in text


def test_letters_are_never_opened(matcher) -> None:  # type: ignore[no-untyped-def]
    seen = {"waybill_no": "1", "xray_verdict": "可疑"}
    assert matcher.decide({**seen, "piece_type": "包裹"}).lane is Lane.OPEN
    assert matcher.decide({**seen, "piece_type": "信件"}).lane is Lane.RESCREEN
    frame = pl.DataFrame([{**seen, "piece_type": "信件"}])
    assert matcher.score(frame)["lane"].to_list() == ["二次安检"]


def test_weak_signals_add_up() -> None:
    record = {
        "waybill_no": "1", "piece_type": "包裹", "agreement_customer": False, "sender_name": "客户",
        "sender_phone": "14000000000", "item": "样品", "weight_kg": 0.2, "declared_value": 0.0,
        "freight": 12.0,
    }  # fmt: skip
    book = load_rulebook()
    decision = book.compile(on=DAY).decide(record)
    assert all(hit.lane is Lane.PASS for hit in decision.hits)
    assert decision.score >= 60
    assert decision.lane is Lane.RESCREEN
    assert book.compile(on=DAY, settings={"rescreen_score": 101}).decide(record).lane is Lane.PASS


def test_the_scope_switch() -> None:
    clean = {
        "waybill_no": "1",
        "accept_address": "昆明市五华区",
        "item": "鲜花饼",
        "inspected": True,
    }
    book = load_rulebook()
    assert book.compile(on=DAY).decide(clean).lane is Lane.RESCREEN
    lenient = book.compile(on=DAY, settings={"key_origin_scope": "suspicious"})
    assert lenient.decide(clean).lane is Lane.PASS
    assert lenient.decide({**clean, "item": "样品"}).lane is Lane.RESCREEN


def test_rules_are_dated() -> None:
    record = {"waybill_no": "1", "accept_address": "瑞丽市"}
    before = load_rulebook().compile(on=date(2021, 9, 1))
    assert "KO-01" not in before.decide(record).rules


def test_unknown_settings_are_usage_errors() -> None:
    book = load_rulebook()
    for wrong in ({"nothing": 1}, {"key_origin_scope": "some"}, {"rescreen_score": "many"}):
        with pytest.raises(UsageError):
            book.compile(on=DAY, settings=wrong)


def test_wrong_input_names_the_field_and_no_value(matcher) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match="weight_kg") as caught:
        matcher.decide({"waybill_no": "1", "weight_kg": "样本甲"})
    assert "样本甲" not in str(caught.value)
    with pytest.raises(InputError, match="waybill_no"):
        matcher.score(pl.DataFrame({"a": [1]}))
    with pytest.raises(InputError, match="accepted_at"):
        matcher.score(pl.DataFrame({"waybill_no": ["1"], "accepted_at": ["样本甲"]}))


def test_an_absent_column_is_unknown_and_a_null_is_missing(matcher) -> None:  # type: ignore[no-untyped-def]
    base = {"waybill_no": "1", "piece_type": "包裹", "agreement_customer": False}
    assert "RN-01" not in matcher.decide(base).rules
    assert "DQ-00" in matcher.decide(base).rules
    assert "RN-01" in matcher.decide({**base, "sender_id_no": None}).rules


def test_an_empty_frame_scores_to_nothing(matcher) -> None:  # type: ignore[no-untyped-def]
    assert matcher.score(pl.DataFrame(schema={"waybill_no": pl.String})).height == 0


def test_explanations_show_every_rule_and_the_least_change(matcher) -> None:  # type: ignore[no-untyped-def]
    record = {
        "waybill_no": "1",
        "accept_address": "瑞丽市",
        "xray_verdict": "可疑",
        "piece_type": "包裹",
    }
    told = explain(matcher, record)
    assert len(told.rules) == len(matcher.program.rules)
    assert {trace.rule.id for trace in told.rules if trace.fired} == {"KO-01", "XR-07"}
    assert told.release is not None
    assert {change.fact for change in told.release} == {"origin", "xray_verdict"}
    assert explain(matcher, {"waybill_no": "1", "piece_type": "信件"}).release == ()


def test_the_least_change_does_release(matcher, made) -> None:  # type: ignore[no-untyped-def]
    """Flip what is named, and only all of it together lets the parcel pass."""
    flagged = matcher.score(made.parcels, reasons=False).filter(pl.col("lane") != "放行").head(40)
    rows = made.parcels.join(flagged, on="waybill_no", how="semi")
    for record in rows.to_dicts():
        told = explain(matcher, record)
        assert told.release, record["waybill_no"]
        assert len({(c.fact, c.op, str(c.operand)) for c in told.release}) == len(told.release)


class _Keep:
    def __init__(self) -> None:
        self.decisions: list[pl.DataFrame] = []
        self.rejected = 0

    def write(self, decisions: pl.DataFrame) -> None:
        self.decisions.append(decisions)

    def write_rejected(self, rejected: pl.DataFrame) -> None:
        self.rejected += rejected.height


def test_a_run_adds_up_and_doesnt_depend_on_the_cut(matcher, made) -> None:  # type: ignore[no-untyped-def]
    none = pl.DataFrame(schema={"reason": pl.String})
    whole, cut = _Keep(), _Keep()
    one = score_manifest(matcher, [(made.parcels, none)], whole)
    pieces = [(made.parcels.slice(at, 3_333), none) for at in range(0, made.parcels.height, 3_333)]
    other = score_manifest(matcher, pieces, cut)
    assert pl.concat(whole.decisions).equals(pl.concat(cut.decisions))
    assert (one.lanes, one.rules, one.origins) == (other.lanes, other.rules, other.origins)
    assert one.rows_read == one.scored + one.rejected == made.parcels.height
    assert sum(parcels for parcels, _ in one.origins.values()) == one.scored


def test_replaying_gives_the_same_bits(made, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    files = []
    for number in range(2):
        path = tmp_path / f"{number}.parquet"
        load_rulebook().compile(on=DAY).score(made.parcels).write_parquet(path)
        files.append(path.read_bytes())
    assert files[0] == files[1]


def test_the_hash_tells_settings_apart() -> None:
    book = load_rulebook()
    own, again = book.compile(on=DAY), book.compile(on=DAY, settings={"rescreen_score": 60})
    other = book.compile(on=DAY, settings={"rescreen_score": 61})
    assert own.rulebook_hash == again.rulebook_hash == book.hash
    assert other.rulebook_hash not in (book.hash, "")
