"""Instants in Parquet are read as the clock showed in China, whoever wrote them."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from rescreen.manifest import read_manifest

#: 10:00 in China.
UTC = datetime(2021, 9, 22, 2)
NOTE = "org.apache.spark.sql.parquet.row.metadata"


def accepted(path: Path) -> datetime:
    [found] = read_manifest(path).parcels["accepted_at"].to_list()
    assert isinstance(found, datetime)
    return found


def frame(moments: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"waybill_no": ["SY1"], "accepted_at": moments})


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_a_zone_in_the_file(tmp_path: Path, unit: str) -> None:
    moments = pl.Series([UTC]).dt.cast_time_unit(unit).dt.replace_time_zone("UTC")  # type: ignore[arg-type]
    frame(moments).write_parquet(tmp_path / "m.parquet")
    assert accepted(tmp_path / "m.parquet") == datetime(2021, 9, 22, 10)


@pytest.mark.parametrize(("kind", "hour"), [("timestamp", 10), ("timestamp_ntz", 2)])
def test_sparks_older_form_is_told_by_its_note(tmp_path: Path, kind: str, hour: int) -> None:
    fields = [{"name": "waybill_no", "type": "string"}, {"name": "accepted_at", "type": kind}]
    made = frame(pl.Series([UTC]).dt.cast_time_unit("ns"))
    made.write_parquet(tmp_path / "m.parquet", metadata={NOTE: json.dumps({"fields": fields})})
    assert accepted(tmp_path / "m.parquet") == datetime(2021, 9, 22, hour)


@pytest.mark.parametrize("note", ["", "no JSON", "[]", '{"fields": 3}', '{"fields": [{}]}'])
def test_a_note_that_nobody_can_read_is_no_note(tmp_path: Path, note: str) -> None:
    made = frame(pl.Series([UTC]).dt.cast_time_unit("ns"))
    made.write_parquet(tmp_path / "m.parquet", metadata={NOTE: note})
    assert accepted(tmp_path / "m.parquet") == UTC
