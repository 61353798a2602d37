"""Manifests with known trouble, what one machine makes of them, and how to compare with it."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from rescreen.engine import HITS_SCHEMA, LookBack, Matcher, Summary, load_rulebook, score_manifest
from rescreen.engine.run import slice_of
from rescreen.manifest import open_manifest
from rescreen.report.summary import summary_data
from rescreen.synth import make_parcels

__all__ = [
    "DAY",
    "Expected",
    "busy",
    "couriers_manifest",
    "one_machine",
    "our_manifest",
    "same_summary",
]

DAY = date(2021, 9, 22)
#: A courier's headings; the columns are texts, as such files have them.
HEADINGS = {"waybill_no": "运单编号", "accepted_at": "收寄时间", "accept_address": "收寄地",
            "sender_name": "寄件人姓名", "sender_phone": "寄件人电话", "sender_id_no": "寄件人证件号",
            "item": "内件品名", "weight_kg": "重量(克)", "inspected": "验视标识",
            "inspected_at": "验视时间", "freight": "运费"}  # fmt: skip


def busy(parcels: pl.DataFrame) -> pl.DataFrame:
    """With what only looking over many parcels finds: a sender to many, an address from many, one
    ID in several provinces, machines and inspectors that are too fast; and keys that aren't known."""
    number = pl.int_range(pl.len())
    start = pl.lit(datetime(2021, 9, 20))
    minutes, few = pl.duration(minutes=number % 97), pl.duration(minutes=number % 3)
    planted: list[tuple[int, dict[str, pl.Expr]]] = [
        (5, {"sender_phone": pl.lit("15400001001"), "weight_kg": pl.lit(0.2)}),
        (7, {"receiver_address": pl.lit("江西省南昌市安义县试验二路86号试验村3栋")}),
        (11, {"outlet_code": pl.lit("W3307814"), "inspector": pl.lit("丙丙"),
              "inspected_at": start + few}),
        (13, {"sender_id_no": pl.lit("110105199001010002"), "accepted_at": start + minutes}),
        (17, {"xray_machine": pl.lit("M1"), "xrayed_at": start + few}),
        (19, {"sender_phone": pl.lit(None, pl.String), "accepted_at": pl.lit(None, pl.Datetime("us")),
              "outlet_code": pl.lit("*")}),
    ]  # fmt: skip
    usual = {"piece_type": pl.lit("包裹"), "agreement_customer": pl.lit(False)}
    for every, values in planted:
        changed = {**usual, **values}
        parcels = parcels.with_columns(
            pl.when(number % every == 1).then(value).otherwise(pl.col(name)).alias(name)
            for name, value in changed.items()
        )
    return parcels


def our_manifest(folder: Path, files: int, rows: int, seed: int = 1) -> Path:
    """Parts in our own columns: some without a number, some with one seen earlier or later."""
    parcels = make_parcels(files * rows, seed).parcels
    number = pl.int_range(pl.len())
    waybill = (
        pl.when(number % 997 == 5)
        .then(None)
        # The same number in the first part and in all later ones.
        .when(number % 499 == 7)
        .then(pl.lit("SY-TWICE-") + (number % 7).cast(pl.String))
        .otherwise(pl.col("waybill_no"))
    )
    parcels = busy(parcels.with_columns(waybill.alias("waybill_no")))
    folder.mkdir(parents=True)
    for part in range(files):
        # Names that an address must escape, and that a pattern must not read.
        path = folder / f"第{part:02d}部分 [a%20b].parquet"
        parcels.slice(part * rows, rows).write_parquet(path, row_group_size=max(rows // 4, 1))
    (folder / "_SUCCESS").touch()
    return folder


def couriers_manifest(path: Path, rows: int, seed: int = 2) -> Path:
    """Chinese headings, everything text; bad dates, numbers and flags, and duplicates of them."""
    made = busy(make_parcels(rows, seed).parcels).select(*HEADINGS)
    texts = made.with_columns(
        pl.col("accepted_at", "inspected_at").dt.to_string("%Y/%m/%d %H:%M"),
        (pl.col("weight_kg") * 1000).cast(pl.String),
        pl.col("freight").cast(pl.String),
        pl.col("inspected").replace_strict({True: "是", False: "否"}, return_dtype=pl.String),
    )
    number = pl.int_range(pl.len())
    spoilt = texts.with_columns(
        pl.when(number % 101 == 3)
        .then(pl.lit("2021/13/45 10:00"))
        .otherwise("accepted_at")
        .alias("accepted_at"),
        pl.when(number % 103 == 4).then(pl.lit("-5")).otherwise("weight_kg").alias("weight_kg"),
        pl.when(number % 107 == 5).then(pl.lit("大概")).otherwise("inspected").alias("inspected"),
        # Of a number's rows the first may be bad: then it is the next that is kept.
        pl.when(number % 101 == 4)
        .then(pl.col("waybill_no").shift(1))
        .when(number % 101 == 60)
        .then(pl.col("waybill_no").shift(57))
        .otherwise(pl.format(" '{}", "waybill_no"))
        .alias("waybill_no"),
    )
    spoilt.rename(HEADINGS).write_parquet(path, row_group_size=max(rows // 5, 1))
    return path


class Expected:
    """What one machine gives: all that Spark must give too."""

    def __init__(self, path: Path) -> None:
        self.decisions: list[pl.DataFrame] = []
        self.rejections: list[pl.DataFrame] = []
        self.hits: list[pl.DataFrame] = []
        matcher = shipped()
        look = LookBack([matcher.aggregates])
        look.read(open_manifest(path, columns=matcher.fields), lambda rows: None, keep=False)
        look.settle()
        self.answers = look.answer(matcher.aggregates)
        chunks = self._hit(matcher, open_manifest(path, columns=matcher.fields))
        self.summary = score_manifest(matcher, chunks, self, answers=self.answers)

    def _hit(self, matcher: Matcher, chunks: Any) -> Any:
        start = 0
        for parcels, rejected in chunks:
            found = matcher.run(parcels, slice_of(self.answers, start, parcels.height))
            self.hits.append(
                matcher._listing.frame(found.parcels, found.facts, found.hits, reasons=True)
            )
            start += parcels.height
            yield parcels, rejected

    def write(self, decisions: pl.DataFrame) -> None:
        self.decisions.append(decisions)

    def write_rejected(self, rejected: pl.DataFrame) -> None:
        self.rejections.append(rejected)

    def agrees(self, out: Path) -> None:
        """Decisions, hits and rejected rows are the same, bit for bit, in the same order."""
        decisions = read(out / "decisions").sort("file", "line")
        mine = pl.concat(self.decisions)
        assert decisions.select(mine.columns).equals(mine)
        rejected = read(out / "rejected").sort("file", "line")
        assert rejected.equals(pl.concat(self.rejections).sort("file", "line"))
        self._same_hits(read(out / "hits"))

    def _same_hits(self, hits: pl.DataFrame) -> None:
        columns = [name for name in HITS_SCHEMA if name != "row"]
        mine = pl.concat(self.hits).select(columns)
        assert hits.height == mine.height > 0
        assert (
            hits.select(columns).sort("waybill_no", "rule").equals(mine.sort("waybill_no", "rule"))
        )


def read(folder: Path) -> pl.DataFrame:
    assert (folder / "_SUCCESS").exists()
    return pl.read_parquet(folder / "*.parquet")


@cache
def shipped() -> Matcher:
    return load_rulebook().compile(DAY)


def one_machine(path: Path) -> Expected:
    return Expected(path)


def same_summary(found: dict[str, Any], summary: Summary) -> None:
    """As JSON has it, but for the time."""
    mine = summary_data(summary)
    assert {n: found[n] for n in mine if n != "seconds"} == {
        n: value for n, value in mine.items() if n != "seconds"
    }
