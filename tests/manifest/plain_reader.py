"""What a block must give, line by line in plain Python: slow, and written apart from the reader."""

from __future__ import annotations

import csv
import io

Row = tuple[int, list[str | None]]
BLANKS = " \t\r\u3000'`"
MOST_JOINED = 20


def read_plainly(
    raw: bytes, encoding: str, separator: str, width: int
) -> tuple[list[Row], list[tuple[int, str]]]:
    """Rows (line, fields) and faults (line, reason), in the order of lines; no heading."""
    lines = raw.split(b"\n")
    lines = lines[:-1] if lines[-1] == b"" else lines
    rows: list[Row] = []
    faults: list[tuple[int, str]] = []
    texts: dict[int, str] = {}
    for number, line in enumerate(lines, 1):
        if line in (b"", b"\r"):
            continue
        try:
            texts[number] = line.decode(encoding)
        except UnicodeDecodeError:
            faults.append((number, "broken_bytes"))
    odd = [number for number, text in texts.items() if text.count('"') % 2]
    inner: set[int] = set()
    while odd:
        start = odd.pop(0)
        inner.add(start)
        if odd and odd[0] - start <= MOST_JOINED:
            whole = b"\n".join(lines[start - 1 : odd[0]]).decode(encoding, "replace")
            fields = _split(whole, separator)
            if fields is not None and len(fields) == width:
                inner |= set(range(start, odd.pop(0) + 1))
                rows.append((start, _bare(fields)))
                continue
        faults.append((start, "unterminated_quote"))
    faults = [(n, reason) for n, reason in faults if n not in inner or reason[0] == "u"]
    for number, text in texts.items():
        if number in inner:
            continue
        fields = _split(text.rstrip("\r"), separator)
        if fields is not None and len(fields) == width:
            rows.append((number, _bare(fields)))
        else:
            faults.append((number, "ragged"))
    return sorted(rows), sorted(faults)


def _split(text: str, separator: str) -> list[str] | None:
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _bare(fields: list[str]) -> list[str | None]:
    return [field.strip(BLANKS) or None for field in fields]
