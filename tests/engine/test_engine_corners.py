"""Corners in which the batch and the record once answered otherwise, or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from strategies import DAY

from rescreen import read_manifest
from rescreen.engine import Rulebook, load_rulebook
from rescreen.errors import InputError
from rescreen.matcher import single
from rescreen.rulebook.model import All, Lane, OnMissing, Rule, RuleSet, Test


def rule(number: int, reason: str, *tests: Test, since: date | None = None) -> Rule:
    return Rule(
        f"CN-{number:05d}", "角落", "测试", reason, All(tests), Lane.RESCREEN, 1, "low",
        OnMissing.IGNORE, since, None,
    )  # fmt: skip


def test_braces_that_stand_for_themselves() -> None:
    texts = ["甲{{乙{weight_kg}丙", "{{{weight_kg}}}", "{item}}}{{", "没有", "{weight_kg}{item}{{x"]
    rules = tuple(rule(n, text, Test("weight_kg", "gt", 0.0)) for n, text in enumerate(texts))
    matcher = Rulebook(RuleSet(rules, {}, {})).compile(DAY)
    parcels = pl.DataFrame({"waybill_no": ["A"], "weight_kg": [1.0], "item": ["茶"]})
    expected = ["甲{乙1丙", "{1}", "茶}{", "没有", "1茶{x"]
    assert matcher.score(parcels)["reasons"].to_list() == [expected]
    assert [hit.reason for hit in matcher.decide(parcels.row(0, named=True)).hits] == expected


def test_a_day_on_which_no_rule_is_in_force() -> None:
    later = rule(1, "以后", Test("weight_kg", "gt", 1.0), since=date(2030, 1, 1))
    matcher = Rulebook(RuleSet((later,), {}, {})).compile(DAY)
    assert matcher.decide({"waybill_no": "A", "weight_kg": 2.0}).lane is Lane.PASS
    assert matcher.score(pl.DataFrame({"waybill_no": ["A"]}))["lane"].to_list() == ["放行"]


def test_a_typed_column_in_another_unit(tmp_path: Path) -> None:
    path = tmp_path / "unit.parquet"
    pl.DataFrame({"运单号": ["A", "B"], "重量(克)": [500.0, 1250.0]}).write_parquet(path)
    assert read_manifest(path).parcels["weight_kg"].to_list() == [0.5, 1.25]


def test_records_decided_by_several_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single, "FEWEST_ANCHORED", 1)
    monkeypatch.setattr(single, "MOST_WRITTEN", 40)
    codes = [f"{number:06d}" for number in range(80)]
    rules = tuple(
        rule(n, "", Test("outlet_division", "in", (codes[n % 80], codes[n * 7 % 80])))
        for n in range(400)
    )
    matcher = Rulebook(RuleSet(rules, {}, {})).compile(DAY)
    records = [{"outlet_division": code} for code in codes] * 20
    expected = [matcher.single.match(record) for record in records[:80]] * 20
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(matcher.single.match, records)) == expected


def test_a_time_with_a_zone_is_told_by_its_name() -> None:
    """Records hold China's time; one with a zone can't be set against the others."""
    matcher = load_rulebook().compile(date(2021, 9, 22))
    windows = matcher.windows()
    record = {"waybill_no": "W1", "sender_phone": "15400000001", "receiver_phone": "15400000002"}
    matcher.decide({**record, "accepted_at": datetime(2021, 9, 22)}, windows)
    zoned = {**record, "waybill_no": "W2", "accepted_at": datetime(2021, 9, 22, tzinfo=UTC)}
    with pytest.raises(InputError, match="收寄时间 带有时区"):
        matcher.decide(zoned, windows)
