"""Write invented manifests to files: Parquet, CSV, TSV, JSON Lines, XLSX; whole or with broken rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np
import polars as pl

from rescreen.errors import UsageError
from rescreen.parcel import Kind
from rescreen.parcel.schema import FIELDS
from rescreen.synth.parcels import Made, make_blocks
from rescreen.synth.styles import STYLES

__all__ = ["BROKEN", "Order", "Written", "write_manifest"]

#: Kinds of broken row, drawn evenly; the name is the reason that reading must give.
BROKEN = (
    "ragged",
    "broken_bytes",
    "impossible_date",
    "wrong_type",
    "duplicate_waybill",
    "missing_waybill",
    "unterminated_quote",
)
SUFFIXES = (".parquet", ".csv", ".tsv", ".jsonl", ".xlsx")
_TIME = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Order:
    """What to make. `style` are the headings (STYLES) of text formats, `broken` the share of rows
    spoilt in CSV and TSV, `faults` scales the planted faults."""

    rows: int
    seed: int = 0
    style: str = "plain"
    encoding: str = "utf-8-sig"
    broken: float = 0.0
    faults: float = 1.0
    files: int = 1


@dataclass
class Written:
    """What was written: files, and how many rows were spoilt in each way."""

    files: list[Path] = field(default_factory=list)
    broken: Counter[str] = field(default_factory=Counter)


def write_manifest(
    path: Path,
    order: Order,
    answers: Path | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> Written:
    """Write `order.rows` invented parcels to `path` (with several files: to the folder `path`).

    The format follows the suffix. Answers (waybill_no, origin, fault) go to a CSV of their own.
    Raises UsageError for a suffix, style or encoding that there isn't.
    """
    _check(path, order)
    written = Written()
    notes = answers.open("wb") if answers else None
    per_file = -(-order.rows // order.files)
    for number in range(order.files):
        start = number * per_file
        rows = min(per_file, order.rows - start)
        target = path if order.files == 1 else path / f"part-{number:05d}.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        blocks = make_blocks(rows, order.seed, start=start, faults=order.faults)
        told = _tell(blocks, notes, progress)
        _WRITERS[target.suffix](target, order, told, written)
        written.files.append(target)
    if notes:
        notes.close()
    return written


def _check(path: Path, order: Order) -> None:
    if order.files == 1 and path.suffix not in SUFFIXES:
        raise UsageError(f"不会写 {path.suffix or path.name}；可用 {'、'.join(SUFFIXES)}。")
    if order.style not in STYLES:
        raise UsageError(f"没有 {order.style} 这种表头；可用 {'、'.join(STYLES)}。")
    if order.encoding not in ("utf-8", "utf-8-sig", "gb18030"):
        raise UsageError("编码可用 utf-8、utf-8-sig、gb18030。")
    if order.rows < 1 or order.files < 1:
        raise UsageError("行数和文件数至少是 1。")


def _tell(
    blocks: Iterator[Made], notes: IO[bytes] | None, progress: Callable[[int], None]
) -> Iterator[pl.DataFrame]:
    for number, made in enumerate(blocks):
        if notes:
            made.answers.write_csv(notes, include_header=number == 0 and notes.tell() == 0)
        yield made.parcels
        progress(made.parcels.height)


#: Rows that are written in one piece; more go through parts.
MEMORY_ROWS, ROW_GROUP = 1_000_000, 262_144


def _parquet(path: Path, order: Order, blocks: Iterator[pl.DataFrame], written: Written) -> None:
    if order.rows <= MEMORY_ROWS * order.files:
        pl.concat(list(blocks)).write_parquet(path, row_group_size=ROW_GROUP)
        return
    # Parts beside the file, then one streamed copy: memory stays at one block.
    parts = []
    for number, block in enumerate(blocks):
        parts.append(path.with_suffix(f".{number}.part"))
        block.write_parquet(parts[-1])
    pl.scan_parquet(parts).sink_parquet(path, row_group_size=ROW_GROUP)
    for part in parts:
        part.unlink()


def _texts(parcels: pl.DataFrame, style: str) -> pl.DataFrame:
    """Everything as text under the style's headings."""
    columns = []
    for name, heading in STYLES[style].items():
        column = pl.col(name)
        if FIELDS[name].kind is Kind.TIME:
            column = column.dt.strftime(_TIME)
        elif FIELDS[name].kind is Kind.FLAG:
            column = pl.when(column).then(pl.lit("是")).when(~column).then(pl.lit("否"))
        columns.append(column.cast(pl.String).alias(heading))
    return parcels.select(columns)


def _delimited(path: Path, order: Order, blocks: Iterator[pl.DataFrame], written: Written) -> None:
    separator = "\t" if path.suffix == ".tsv" else ","
    rng = np.random.Generator(np.random.Philox(key=[order.seed & (2**64 - 1), 2**63]))
    encoding = order.encoding.removesuffix("-sig")
    with path.open("wb") as file:
        if order.encoding == "utf-8-sig":
            file.write(b"\xef\xbb\xbf")
        for number, parcels in enumerate(blocks):
            text = _texts(parcels, order.style)
            csv = text.write_csv(separator=separator, include_header=number == 0)
            data = csv.encode(encoding)
            if order.broken:
                data = _spoil(data, text, rng, order, separator, number == 0, written.broken)
            file.write(data)


def _spoil(
    data: bytes,
    text: pl.DataFrame,
    rng: np.random.Generator,
    order: Order,
    separator: str,
    heading: bool,
    counts: Counter[str],
) -> bytes:
    """Spoil a share of the lines; the row whose number a duplicate repeats stays whole."""
    lines = data.split(b"\n")
    first = int(heading)
    chosen = np.flatnonzero(rng.random(text.height) < order.broken)
    chosen = chosen[chosen > 0]
    whole = np.setdiff1d(np.arange(text.height), chosen)
    kinds = rng.integers(0, len(BROKEN), chosen.size)
    names = list(STYLES[order.style])
    for row, kind in zip(chosen.tolist(), kinds.tolist(), strict=True):
        other = str(text[int(rng.choice(whole)), names.index("waybill_no")])
        cells = lines[row + first].split(separator.encode())
        lines[row + first] = _broken_line(BROKEN[kind], cells, names, other, separator.encode())
        counts[BROKEN[kind]] += 1
    return b"\n".join(lines)


def _broken_line(
    kind: str, cells: list[bytes], names: list[str], other: str, separator: bytes
) -> bytes:
    at = {name: number for number, name in enumerate(names)}
    match kind:
        case "ragged":
            cells = cells[:-3]
        case "broken_bytes":
            cells[at["receiver_name"]] = b"\xff\xff"
        case "impossible_date":
            cells[at["accepted_at"]] = b"2021-02-30 10:00:00"
        case "wrong_type":
            cells[at["weight_kg"]] = b"abc"
        case "duplicate_waybill":
            cells[at["waybill_no"]] = other.encode()
        case "missing_waybill":
            cells[at["waybill_no"]] = b""
        case "unterminated_quote":
            cells[at["item"]] = b'"' + cells[at["item"]]
    return separator.join(cells)


def _json_lines(path: Path, order: Order, blocks: Iterator[pl.DataFrame], written: Written) -> None:
    with path.open("wb") as file:
        for parcels in blocks:
            _texts(parcels, order.style).write_ndjson(file)


def _xlsx(path: Path, order: Order, blocks: Iterator[pl.DataFrame], written: Written) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("清单")
        sheet.write_row(0, 0, list(STYLES[order.style].values()))
        row = 1
        for parcels in blocks:
            for values in _texts(parcels, order.style).iter_rows():
                sheet.write_row(row, 0, values)
                row += 1


_WRITERS: dict[str, Callable[[Path, Order, Iterator[pl.DataFrame], Written], None]] = {
    ".parquet": _parquet,
    ".csv": _delimited,
    ".tsv": _delimited,
    ".jsonl": _json_lines,
    ".xlsx": _xlsx,
}
