"""The shipped fixtures replay to what is expected, by record and by intent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import yaml

from rescreen import load_rulebook, read_manifest
from rescreen.report.replay import replay

FIXTURES = Path(__file__).parent.parent / "fixtures"
DAY = date(2021, 9, 22)


def test_fixtures_replay() -> None:
    result = replay(FIXTURES, load_rulebook())
    assert result.differences == []
    assert set(result.fixtures) == {"sample", "clean", "every-rule-all", "every-rule-suspicious"}


def test_the_clean_manifest_is_clean() -> None:
    decisions = load_rulebook().compile(on=DAY).score(read_manifest(FIXTURES / "clean.csv").parcels)
    assert decisions.height == 200
    assert set(decisions["lane"]) == {"放行"}
    assert decisions["rules"].list.len().sum() == 0


def test_every_rule_fires_on_the_parcel_meant_for_it() -> None:
    parcels = read_manifest(FIXTURES / "every-rule.jsonl").parcels
    intended = pl.read_csv(FIXTURES / "every-rule.intended.csv")
    book = load_rulebook()
    found: set[str] = set()
    for scope in ("all", "suspicious"):
        settings = yaml.safe_load((FIXTURES / f"every-rule-{scope}.yaml").read_text())["settings"]
        matcher = book.compile(on=DAY, settings=settings)
        joined = intended.join(matcher.score(parcels), on="waybill_no")
        found |= {
            row["rule"] for row in joined.iter_rows(named=True) if row["rule"] in row["rules"]
        }
    assert found == {rule.id for rule in book.ruleset.rules}


def test_a_changed_expectation_is_told_row_by_row(tmp_path: Path) -> None:
    for name in ("clean.csv", "clean.yaml", "clean.expected.csv"):
        (tmp_path / name).write_bytes((FIXTURES / name).read_bytes())
    expected = tmp_path / "clean.expected.csv"
    lines = expected.read_text("utf-8").splitlines()
    lines[1] = lines[1].replace("放行", "二次安检")
    expected.write_text("\n".join(lines[:-1]) + "\n", "utf-8")
    differences = replay(tmp_path, load_rulebook()).differences
    assert {(d.column, d.expected, d.got) for d in differences} == {
        ("lane", "二次安检", "放行"), ("row", "", "放行"),
    }  # fmt: skip
