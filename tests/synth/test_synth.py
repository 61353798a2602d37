"""Invented manifests: the same for the same seed, in any cut, and broken as ordered."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from rescreen import read_manifest
from rescreen.errors import UsageError
from rescreen.identity import check_column, check_phones_column
from rescreen.parcel import SCHEMA
from rescreen.synth import PLANTED, Order, make_parcels, write_manifest


def test_a_seed_is_a_manifest() -> None:
    one, same, other = (make_parcels(3_000, seed) for seed in (5, 5, 6))
    assert one.parcels.equals(same.parcels)
    assert not one.parcels.drop("waybill_no").equals(other.parcels.drop("waybill_no"))
    assert one.parcels.schema == SCHEMA


@pytest.mark.parametrize(("start", "rows"), [(0, 1), (65_000, 1_000), (65_535, 2)])
def test_a_row_doesnt_depend_on_the_cut(start: int, rows: int) -> None:
    whole = make_parcels(66_100, 9)
    part = make_parcels(rows, 9, start=start)
    assert part.parcels.equals(whole.parcels[start : start + rows])
    assert part.answers.equals(whole.answers[start : start + rows])


def test_planted_shares() -> None:
    answers = make_parcels(65_536, 3).answers
    counts = dict(answers["fault"].value_counts().iter_rows())
    for planted in PLANTED:
        expected = planted.share * 65_536
        assert abs(counts.get(planted.name, 0) - expected) < 6 * expected**0.5 + 3, planted.name


def test_without_faults_nobody_has_a_faulty_id_or_phone() -> None:
    parcels = make_parcels(20_000, 4, faults=0).parcels
    assert not check_column(parcels["sender_id_no"]).faults.any()
    assert not check_phones_column(parcels["sender_phone"]).faults.any()


def test_ids_belong_to_nobody() -> None:
    numbers = make_parcels(5_000, 4, faults=0).parcels["sender_id_no"]
    assert (numbers.str.slice(14, 3) == "000").all()


@pytest.mark.parametrize(
    ("name", "style", "encoding"),
    [
        ("m.csv", "express", "gb18030"),
        ("m.csv", "postal", "utf-8-sig"),
        ("m.tsv", "plain", "utf-8"),
    ],
)
def test_broken_rows_are_rejected_for_what_was_broken(
    tmp_path: Path, name: str, style: str, encoding: str
) -> None:
    path = tmp_path / name
    written = write_manifest(path, Order(5_000, 8, style, encoding, broken=0.02))
    manifest = read_manifest(path)
    assert manifest.rows_read == 5_000 == manifest.parcels.height + manifest.rejected.height
    assert Counter(manifest.rejected["reason"].to_list()) == written.broken
    assert len(written.broken) == 7


@pytest.mark.parametrize("name", ["m.parquet", "m.jsonl", "m.xlsx", "m.csv"])
def test_every_format_reads_back(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_manifest(path, Order(300, 8))
    read = read_manifest(path).parcels
    made = make_parcels(300, 8).parcels
    second = [
        pl.col(column).dt.truncate("1s")
        for column in made.columns
        if made.schema[column] == pl.Datetime("us")
    ]
    if not name.endswith("parquet"):
        made = made.with_columns(second)
    assert read.equals(made.select(read.columns))


def test_wrong_orders() -> None:
    for path, order in [
        (Path("m.doc"), Order(1)), (Path("m.csv"), Order(1, style="x")), (Path("m.csv"), Order(0)),
    ]:  # fmt: skip
        with pytest.raises(UsageError):
            write_manifest(path, order)


def test_many_files_hold_the_rows_of_one(tmp_path: Path) -> None:
    one, folder = tmp_path / "m.parquet", tmp_path / "many"
    write_manifest(one, Order(70_000, 8))
    answers = tmp_path / "answers.csv"
    written = write_manifest(folder, Order(70_000, 8, files=7), answers)
    assert [path.name for path in written.files] == [f"part-{n:05d}.parquet" for n in range(7)]
    assert {pl.read_parquet(path).height for path in written.files} == {10_000}
    assert pl.read_parquet(written.files).equals(pl.read_parquet(one))
    told = pl.read_csv(answers, infer_schema=False)
    assert told.equals(make_parcels(70_000, 8).answers)


def test_files_that_are_there_are_left_and_the_others_made(tmp_path: Path) -> None:
    order = Order(700, 8, files=7)
    made = write_manifest(tmp_path, order).files
    before = {path: path.read_bytes() for path in made}
    when = {path: path.stat().st_mtime_ns for path in made}
    made[2].write_bytes(before[made[2]][:-1])
    made[4].unlink()
    assert write_manifest(tmp_path, order).files == made
    assert {path: path.read_bytes() for path in made} == before
    same = {path for path in made if path.stat().st_mtime_ns == when[path]}
    assert same == set(made) - {made[2], made[4]}
    assert sorted(tmp_path.iterdir()) == made
    write_manifest(tmp_path, Order(700, 9, files=7))
    assert not set(before.values()) & {path.read_bytes() for path in made}


def test_files_of_a_longer_order_are_not_mixed_in(tmp_path: Path) -> None:
    write_manifest(tmp_path, Order(40, files=4))
    with pytest.raises(UsageError):
        write_manifest(tmp_path, Order(30, files=3))
    with pytest.raises(UsageError):
        write_manifest(tmp_path / "other", Order(3, files=4))
