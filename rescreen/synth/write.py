"""Write invented manifests to files: Parquet, CSV, TSV, JSON Lines, XLSX; whole or with broken rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np
import polars as pl

from rescreen import __version__
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


@dataclass(frozen=True, slots=True)
class _Piece:
    """One file of an order: rows `start` to `start + rows` of the seed."""

    path: Path
    start: int
    rows: int

    def mark(self, order: Order) -> dict[str, str]:
        """What a Parquet file of several says of its making: all that its content follows from."""
        told = f"seed {order.seed}, rows {self.start} + {self.rows}, faults {order.faults:g}"
        return {"rescreen": f"{__version__}, {told}"} if order.files > 1 else {}


def write_manifest(
    path: Path,
    order: Order,
    answers: Path | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> Written:
    """Write `order.rows` invented parcels to `path` (with several files: to the folder `path`).

    The format follows the suffix. Answers (waybill_no, origin, fault) go to a CSV of their own.
    Each file appears whole. Of several files, those that are there already are left as they are;
    to give answers, all are made again. Raises UsageError for a suffix, style or encoding that
    there isn't, and for a folder with the files of an order of more.
    """
    _check(path, order)
    written = Written()
    notes = answers.open("wb") if answers else None
    for piece in _pieces(path, order):
        if notes is None and _there(piece, order):
            progress(piece.rows)
        else:
            blocks = make_blocks(piece.rows, order.seed, start=piece.start, faults=order.faults)
            _write(piece, order, _tell(blocks, notes, progress), written)
        written.files.append(piece.path)
    if notes:
        notes.close()
    return written


def _pieces(path: Path, order: Order) -> Iterator[_Piece]:
    if order.files == 1:
        yield _Piece(path, 0, order.rows)
        return
    for number in range(order.files):
        start, end = (order.rows * cut // order.files for cut in (number, number + 1))
        yield _Piece(path / f"part-{number:05d}.parquet", start, end - start)


def _there(piece: _Piece, order: Order) -> bool:
    try:
        found = pl.read_parquet_metadata(piece.path) if order.files > 1 else {}
    except (OSError, pl.exceptions.PolarsError):
        return False
    return bool(found) and piece.mark(order).items() <= found.items()


def _write(piece: _Piece, order: Order, blocks: Iterator[pl.DataFrame], written: Written) -> None:
    piece.path.parent.mkdir(parents=True, exist_ok=True)
    hidden = _Piece(piece.path.with_name(f".{piece.path.name}"), piece.start, piece.rows)
    try:
        _WRITERS[piece.path.suffix](hidden, order, blocks, written)
        hidden.path.replace(piece.path)
    finally:
        hidden.path.unlink(missing_ok=True)


def _check(path: Path, order: Order) -> None:
    if order.files == 1 and path.suffix not in SUFFIXES:
        raise UsageError(f"不会写 {path.suffix or path.name}；可用 {'、'.join(SUFFIXES)}。")
    if order.style not in STYLES:
        raise UsageError(f"没有 {order.style} 这种表头；可用 {'、'.join(STYLES)}。")
    if order.encoding not in ("utf-8", "utf-8-sig", "gb18030"):
        raise UsageError("编码可用 utf-8、utf-8-sig、gb18030。")
    if order.rows < 1 or not 1 <= order.files <= order.rows:
        raise UsageError("行数和文件数至少是 1，文件数不能多于行数。")
    others = {one.name for one in path.glob("part-*")} if order.files > 1 else set()
    if others - {piece.path.name for piece in _pieces(path, order)}:
        raise UsageError(f"{path} 里已有别的 part- 文件；请换一个文件夹，或先清空。")


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


def _parquet(piece: _Piece, order: Order, blocks: Iterator[pl.DataFrame], written: Written) -> None:
    mark = piece.mark(order)
    if piece.rows <= MEMORY_ROWS:
        # As small as at the usual level, and made in three quarters of the time.
        pl.concat(list(blocks)).write_parquet(
            piece.path, compression_level=1, row_group_size=ROW_GROUP, metadata=mark
        )
        return
    # Parts beside the file, then one streamed copy: memory stays at one block.
    parts = []
    for number, block in enumerate(blocks):
        parts.append(piece.path.with_name(f"{piece.path.name}.{number}.part"))
        block.write_parquet(parts[-1])
    pl.scan_parquet(parts).sink_parquet(
        piece.path, compression_level=1, row_group_size=ROW_GROUP, metadata=mark
    )
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


def _delimited(
    piece: _Piece, order: Order, blocks: Iterator[pl.DataFrame], written: Written
) -> None:
    separator = "\t" if piece.path.suffix == ".tsv" else ","
    rng = np.random.Generator(np.random.Philox(key=[order.seed & (2**64 - 1), 2**63]))
    encoding = order.encoding.removesuffix("-sig")
    with piece.path.open("wb") as file:
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


def _json_lines(
    piece: _Piece, order: Order, blocks: Iterator[pl.DataFrame], written: Written
) -> None:
    with piece.path.open("wb") as file:
        for parcels in blocks:
            _texts(parcels, order.style).write_ndjson(file)


def _xlsx(piece: _Piece, order: Order, blocks: Iterator[pl.DataFrame], written: Written) -> None:
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_numbers": False}
    with xlsxwriter.Workbook(piece.path, options) as book:
        sheet = book.add_worksheet("清单")
        sheet.write_row(0, 0, list(STYLES[order.style].values()))
        row = 1
        for parcels in blocks:
            for values in _texts(parcels, order.style).iter_rows():
                sheet.write_row(row, 0, values)
                row += 1


_WRITERS: dict[str, Callable[[_Piece, Order, Iterator[pl.DataFrame], Written], None]] = {
    ".parquet": _parquet,
    ".csv": _delimited,
    ".tsv": _delimited,
    ".jsonl": _json_lines,
    ".xlsx": _xlsx,
}
