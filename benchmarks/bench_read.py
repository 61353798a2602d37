"""Reading manifests against the fastest readers of CSV, and XLSX against the clock: `make bench`.

Every peer reads the same file into the same columns of the same types, and its values are compared
with ours before anything is timed. What a peer cannot read by itself (是 and 否 as yes and no) it
gets by an expression of its own after reading; what none of them does is left out of their time:
setting bad rows aside, finding duplicate waybill numbers, reading in bounded memory.
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import conftest
import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.csv as pc
import pytest
from figures import Figures

from rescreen import load_rulebook
from rescreen.manifest import open_manifest
from rescreen.parcel import SCHEMA
from rescreen.synth import Order, write_manifest

pytestmark = pytest.mark.bench
DAY = date(2021, 9, 22)
REPEATS = 5
TIME = "%Y-%m-%d %H:%M:%S"
Reader = Callable[[], Any]


def in_turns(readers: Mapping[str, Reader]) -> dict[str, tuple[float, float]]:
    """Minimum and median of CPU seconds; the readers take turns, so that all meet the same load."""
    spent: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(REPEATS):
        for name, read in readers.items():
            start = time.process_time()
            read()
            spent[name].append(time.process_time() - start)
    return {name: (min(times), statistics.median(times)) for name, times in spent.items()}


class Peers:
    """One file and the wanted columns, read by others."""

    def __init__(self, path: Path, encoding: str, fields: frozenset[str] | None) -> None:
        self.path, self.encoding = path, encoding
        uses = open_manifest(path, columns=fields).mapping
        self.headings = [use.heading for use in uses]
        self.field_of = {
            use.heading: use.field
            for use in uses
            if use.field and (fields is None or use.field in fields or use.field == "waybill_no")
        }
        self.type_of = {heading: SCHEMA[name] for heading, name in self.field_of.items()}

    def decoded(self) -> bytes:
        data = self.path.read_bytes()
        return data if self.encoding == "utf-8" else data.decode(self.encoding).encode()

    def _arrow_options(self) -> dict[str, Any]:
        kinds = {pl.Float64: pa.float64(), pl.Int64: pa.int64(), pl.Boolean: pa.bool_()}
        types = {
            heading: pa.timestamp("us") if kind == pl.Datetime else kinds.get(kind, pa.string())
            for heading, kind in self.type_of.items()
        }
        return {
            "convert_options": pc.ConvertOptions(
                column_types=types, include_columns=list(types), timestamp_parsers=[TIME],
                true_values=["是"], false_values=["否"], null_values=[""],
                strings_can_be_null=True,
            ),
        }  # fmt: skip

    def arrow(self) -> Any:
        reading = pc.ReadOptions(use_threads=False, encoding=self.encoding)
        return pc.read_csv(self.path, read_options=reading, **self._arrow_options())

    def arrow_batches(self) -> None:
        reading = pc.ReadOptions(use_threads=False, encoding=self.encoding, block_size=16 << 20)
        for _ in pc.open_csv(self.path, read_options=reading, **self._arrow_options()):
            pass

    def arrow_decoded(self) -> Any:
        reading = pc.ReadOptions(use_threads=False)
        text = pa.BufferReader(self.decoded())
        return pc.read_csv(text, read_options=reading, **self._arrow_options())

    def polars_strings(self) -> pl.DataFrame:
        source = self.path if self.encoding == "utf-8" else io.BytesIO(self.decoded())
        return pl.read_csv(source, infer_schema=False, columns=list(self.field_of))

    def polars(self) -> pl.DataFrame:
        return self.polars_strings().with_columns(
            self._typed(pl.col(heading), kind)
            for heading, kind in self.type_of.items()
            if kind != pl.String
        )

    def _typed(self, column: pl.Expr, kind: pl.DataType) -> pl.Expr:
        if kind == pl.Boolean:
            return column == "是"
        return (
            column.str.to_datetime(TIME, cache=False) if kind == pl.Datetime else column.cast(kind)
        )

    def duckdb(self) -> Any:
        kinds = {pl.Float64: "DOUBLE", pl.Int64: "BIGINT"}
        types = {
            heading: "TIMESTAMP" if kind == pl.Datetime else kinds.get(kind, "VARCHAR")
            for heading, kind in self.type_of.items()
        }
        columns = {heading: types.get(heading, "VARCHAR") for heading in self.headings}
        # A heading may begin with an apostrophe.
        listed = ", ".join(
            f"'{h.replace(chr(39), chr(39) * 2)}': '{t}'" for h, t in columns.items()
        )
        wanted = ", ".join(
            f'"{heading}" = \'是\' AS "{heading}"' if kind == pl.Boolean else f'"{heading}"'
            for heading, kind in self.type_of.items()
        )
        connection = duckdb.connect()
        connection.execute("SET threads = 1")
        return connection.sql(
            f"SELECT {wanted} FROM read_csv('{self.path}', header = true, delim = ',',"
            f" auto_detect = false, quote = '\"', columns = {{{listed}}})"
        ).to_arrow_table()

    def same(self, theirs: Any, ours: pl.DataFrame) -> bool:
        frame = theirs if isinstance(theirs, pl.DataFrame) else pl.from_arrow(theirs)
        return ours.equals(frame.rename(self.field_of).select(ours.columns).cast(ours.schema))


@pytest.fixture(scope="session")
def utf8(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "parcels.csv"
    write_manifest(path, Order(conftest.ROWS, 5, "postal", "utf-8"))
    return path


@pytest.mark.parametrize("columns", ["all columns", "columns of the shipped rules"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_csv(encoding: str, columns: str, request: Any, figures: Figures) -> None:
    path = request.getfixturevalue("utf8" if encoding == "utf-8" else "csv")
    fields = None if columns == "all columns" else load_rulebook().compile(on=DAY).fields
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)

    def read() -> None:
        for _ in open_manifest(path, columns=fields):
            pass

    others = Peers(path, encoding, fields)
    peers: dict[str, Reader] = {"pyarrow": others.arrow, "Polars": others.polars}
    if encoding == "utf-8":
        peers["DuckDB"] = others.duckdb
    else:  # DuckDB reads only UTF-8 without an extension that must be downloaded
        peers["pyarrow, decoded by Python"] = others.arrow_decoded
    ours = pl.concat([parcels for parcels, _ in open_manifest(path, columns=fields)])
    for name, peer in peers.items():
        assert others.same(peer(), ours), name
    rows, width = ours.shape
    del ours
    peers["pyarrow, in batches"] = others.arrow_batches
    untyped = {"Polars, strings only": others.polars_strings}
    spent = in_turns({"ours": read, **peers, **untyped})
    fastest = min(peers, key=lambda name: spent[name][0])
    section = f"CSV {encoding}, {rows:,} rows, {columns} ({width})"
    for name, (least, _) in spent.items():
        figures.tell(section, name, least, "CPU s")
    ratio = spent["ours"][0] / spent[fastest][0]
    figures.tell(section, f"ours : fastest ({fastest})", ratio, "x", goal=1.5)


XLSX = """
import resource, sys, time
from rescreen.manifest import open_manifest
wall, cpu = time.perf_counter(), time.process_time()
rows = sum(parcels.height for parcels, _ in open_manifest(sys.argv[1]))
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
print(rows, cpu, wall, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_xlsx(tmp_path: Path, figures: Figures) -> None:
    """100,000 rows of 46 columns from a workbook, and their decisions to one."""
    from rescreen.engine import score_manifest
    from rescreen.report.outputs import Outputs

    path = tmp_path / "parcels.xlsx"
    write_manifest(path, Order(100_000, 5))
    command = [sys.executable, "-c", XLSX, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows, cpu, wall, peak = (float(word) for word in done.stdout.split())
    section = f"XLSX, {rows:,.0f} rows, all columns"
    figures.tell(section, "read", cpu, "CPU s", goal=10)
    figures.tell(section, "read, by the clock", wall, "s", goal=10)
    figures.tell(section, "peak memory", peak, "MB")
    matcher = load_rulebook().compile(on=DAY)
    for kind in ("parquet", "xlsx"):
        start, wall = time.process_time(), time.perf_counter()
        with Outputs(tmp_path / kind, (kind,)) as sink:
            score_manifest(matcher, open_manifest(path, columns=matcher.fields), sink)
        spent = time.process_time() - start
        figures.tell(section, f"read, scored, decisions as {kind}", spent, "CPU s")
        wall = time.perf_counter() - wall
        figures.tell(section, f"read, scored, decisions as {kind}, by the clock", wall, "s")
    assert rows == 100_000
