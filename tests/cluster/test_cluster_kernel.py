"""What runs on an executor gives what one machine gives, wherever a manifest is cut."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import parcel_frames

from rescreen.cluster.job import Job, matcher_of, pack, unpack
from rescreen.cluster.kernel import check_rows, score_rows
from rescreen.cluster.remote import MARK, run_task
from rescreen.engine import Matcher, load_rulebook
from rescreen.manifest import open_manifest
from rescreen.manifest.mapping import make_plan

DAY = date(2021, 9, 22)
#: A courier's headings, units in brackets, an address in parts, and texts for every type.
HEADINGS = {
    "运单编号": [
        "YT0000000001",
        "YT0000000002",
        " YT0000000003",
        None,
        "YT0000000002",
        "'YT0000000004",
    ],
    "寄件人姓名": ["样本甲", "样先生", None, "样本", "", "客户"],
    "寄件省": ["云南省", None, "北京市", "四川省", "云南省", None],
    "收寄地": ["云南省瑞丽市", "北京市朝阳区", "", "景洪", "天津市", "鼓楼区"],
    "收寄时间": ["2021-09-20 10:00:00", "2021/9/20 03:00", "2021-13-45 10:00", "", "早上", None],
    "重量(克)": ["1500", "0.5", "-3", "abc", "￥12", None],
    "内件品名": ["茶叶", "白色粉末", "K粉", "日用品", "", None],
    "验视标识": ["是", "否", "maybe", "", None, "已验视"],
}


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return load_rulebook().compile(DAY, {"velocity": "skip"})


def job_of(matcher: Matcher, frame: pl.DataFrame) -> Job:
    texts = frame.select(pl.all().cast(pl.String, strict=False))
    sample = texts.rename({name: str(at) for at, name in enumerate(frame.columns)})
    plan = make_plan(frame.columns, sample, {}, "m")
    return Job(
        matcher.program, matcher.context, (plan,), ("m.parquet",), (0,), frozenset(matcher.fields)
    )


def placed(frame: pl.DataFrame) -> pl.DataFrame:
    """As Spark hands rows over: columns by position, and where each row stands."""
    rows = frame.rename({name: str(at) for at, name in enumerate(frame.columns)})
    return rows.with_columns(
        pl.lit(0, pl.Int32).alias("file"), pl.int_range(pl.len(), dtype=pl.Int64).alias("row")
    )


def cut(frame: pl.DataFrame, cuts: list[int]) -> list[pl.DataFrame]:
    edges = [0, *sorted(set(cuts)), frame.height]
    return [frame.slice(a, b - a) for a, b in pairwise(edges) if b > a]


def on_one_machine(
    matcher: Matcher, frame: pl.DataFrame, folder: Path
) -> tuple[pl.DataFrame, pl.DataFrame]:
    path = folder / "m.parquet"
    frame.write_parquet(path)
    [(parcels, rejected)] = open_manifest(path, columns=matcher.fields)
    return matcher.score(parcels), rejected


def agree(matcher: Matcher, frame: pl.DataFrame, cuts: list[int], folder: Path) -> None:
    decisions, rejected = on_one_machine(matcher, frame, folder)
    job, pieces = job_of(matcher, frame), cut(placed(frame), cuts)
    checked = pl.concat([check_rows(job, 0, piece) for piece in pieces])
    scored = pl.concat([score_rows(job, 0, piece, matcher, {}) for piece in pieces])
    bad = checked.filter(pl.col("reason").is_not_null())
    again = rejected.filter(pl.col("reason") == "duplicate_waybill")
    # Duplicates are Spark's part: a kernel doesn't see the other pieces.
    alone = rejected.filter(pl.col("reason") != "duplicate_waybill")
    told = bad.select((pl.col("row") + 1).alias("line"), "waybill_no", "field", "reason")
    assert told.equals(alone.select(told.columns))
    kept = scored.filter(~pl.col("line").is_in(again["line"].implode()))
    assert kept.select(decisions.columns[:-2]).equals(decisions.select(decisions.columns[:-2]))


LEAST = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@LEAST
@given(rows=st.lists(st.integers(0, 5), min_size=1, max_size=12), data=st.data())
def test_texts_under_a_couriers_headings(
    rows: list[int], data: st.DataObject, matcher: Matcher, tmp_path_factory: pytest.TempPathFactory
) -> None:
    columns = {
        name: [data.draw(st.sampled_from(values)) for _ in rows]
        for name, values in HEADINGS.items()
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(HEADINGS, pl.String))
    cuts = data.draw(st.lists(st.integers(1, max(1, len(rows) - 1)), max_size=4))
    agree(matcher, frame, cuts, tmp_path_factory.mktemp("m"))


@LEAST
@given(frame=parcel_frames(rows=8), cuts=st.lists(st.integers(1, 7), max_size=4))
def test_parquet_of_our_own(
    frame: pl.DataFrame,
    cuts: list[int],
    matcher: Matcher,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    if frame.width < 2:  # one column is no manifest
        frame = frame.with_columns(item=pl.lit("样品"))
    cuts = [place for place in cuts if place < frame.height]
    agree(matcher, frame, cuts, tmp_path_factory.mktemp("m"))


def test_a_job_is_unpacked_once_in_a_process(matcher: Matcher) -> None:
    _, digest, body = pack(job_of(matcher, pl.DataFrame(HEADINGS)))
    assert unpack(digest, body) is unpack(digest, body)
    assert matcher_of(digest, body) is matcher_of(digest, body)
    assert matcher_of(digest, body).rulebook_hash == matcher.rulebook_hash


def test_an_executor_of_another_version_decides_nothing(matcher: Matcher) -> None:
    versions, digest, body = pack(job_of(matcher, pl.DataFrame(HEADINGS)))
    other = {**versions, "rescreen": "0.0.1"}
    with pytest.raises(RuntimeError, match=f"{MARK} version rescreen 0.0.1 {versions['rescreen']}"):
        next(run_task("score", (other, digest, body), 0, iter(())))


def test_arrow_batches_in_and_out(matcher: Matcher) -> None:
    arrow = pytest.importorskip("pyarrow")
    frame = pl.DataFrame(HEADINGS)
    shipment = pack(job_of(matcher, frame))
    batches = placed(frame).to_arrow().to_batches(max_chunksize=2)
    scored = arrow.Table.from_batches(run_task("score", shipment, 0, iter(batches)))
    assert [str(kind) for kind in scored.schema.types[:4]] == [
        "string",
        "string",
        "int32",
        "list<item: string>",
    ]
    direct = score_rows(job_of(matcher, frame), 0, placed(frame), matcher, {})
    assert pl.DataFrame(pl.from_arrow(scored)).equals(direct)
    checked = arrow.Table.from_batches(run_task("check", shipment, 0, iter(batches)))
    assert checked.num_rows == frame.height


def test_an_error_on_an_executor_tells_no_value(matcher: Matcher) -> None:
    arrow = pytest.importorskip("pyarrow")
    shipment = pack(job_of(matcher, pl.DataFrame(HEADINGS)))
    odd = arrow.record_batch({"0": ["张三 15400000000"]})
    with pytest.raises(RuntimeError, match=f"{MARK} failed ") as caught:
        list(run_task("score", shipment, 0, iter([odd])))
    assert "张三" not in str(caught.value)
    assert caught.value.__cause__ is None
