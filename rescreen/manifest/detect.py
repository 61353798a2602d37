"""What kind of file this is, by its content: compression, format, encoding."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rescreen.manifest.errors import ManifestError, NoManifestError

__all__ = ["Detected", "detect", "open_bytes"]

#: Bytes looked at to tell an encoding: enough to meet a non-ASCII character in any manifest.
LOOK = 1 << 20
_PACKED = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
_ALIEN = {
    b"%PDF": "PDF",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"\xd0\xcf\x11\xe0": "旧版或加密的 Excel 文件",
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x7fELF": "程序",
}


@dataclass(frozen=True, slots=True)
class Detected:
    """`format` is "csv", "jsonl", "xlsx" or "parquet"; `packing` "" or the kind of compression."""

    path: Path
    format: str
    packing: str = ""
    member: str = ""
    encoding: str = ""


def detect(path: Path) -> Detected:
    """Tell what a file is. Raises NoManifestError for what no manifest comes in."""
    if path.is_dir():
        raise _no(path, "是文件夹", "is a folder")
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise ManifestError(
            f"读不了 {path.name}：{error.strerror or '文件打不开'}。",
            f"cannot read {path.name}: {error.strerror or 'it does not open'}.",
        ) from None
    if not head:
        raise _no(path, "是空文件", "is empty")
    for magic, what in _ALIEN.items():
        if head.startswith(magic):
            raise _no(path, f"是{what}", "is of another kind")
    if head.startswith(b"PAR1"):
        return Detected(path, "parquet")
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    packing = next((name for magic, name in _PACKED.items() if head.startswith(magic)), "")
    return _text(path, packing, "")


def _no(path: Path, zh: str, en: str) -> NoManifestError:
    return NoManifestError(
        f"{path.name} {zh}，不是邮件快件清单；可用 CSV、TSV、XLSX、Parquet、JSON Lines。",
        f"{path.name} {en}, not a manifest; use CSV, TSV, XLSX, Parquet or JSON Lines.",
        (zh, en),
    )


def _zipped(path: Path) -> Detected:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
    except zipfile.BadZipFile:
        raise _no(path, "是损坏的压缩包", "is a broken archive") from None
    if any(name.startswith("xl/") for name in names):
        return Detected(path, "xlsx")
    names = [name for name in names if not name.startswith("__MACOSX")]
    if len(names) != 1:
        raise _no(path, f"里有 {len(names)} 个文件，应只有一个", f"holds {len(names)} files")
    return _text(path, "zip", names[0])


def open_bytes(found: Detected) -> IO[bytes]:
    """The file's bytes, unpacked. Raises ManifestError where the packing can't be undone."""
    match found.packing:
        case "gzip":
            return gzip.open(found.path, "rb")  # type: ignore[return-value]
        case "bzip2":
            return bz2.open(found.path, "rb")
        case "xz":
            return lzma.open(found.path, "rb")
        case "zip":
            return zipfile.ZipFile(found.path).open(found.member)
        case "zstd":
            raise ManifestError(
                f"{found.path.name} 是 zstd 压缩；请先解压，或改用 gzip、zip。",
                f"{found.path.name} is packed with zstd: unpack it, or use gzip or zip.",
            )
    return found.path.open("rb")


def _text(path: Path, packing: str, member: str) -> Detected:
    found = Detected(path, "csv", packing, member)
    try:
        with open_bytes(found) as file:
            head = file.read(LOOK)
    except (OSError, EOFError, lzma.LZMAError, zipfile.BadZipFile, RuntimeError):
        raise _no(path, "解压不了", "does not unpack") from None
    encoding = _encoding(head)
    if not encoding or (b"\x00" in head and encoding != "utf-16"):
        raise _no(path, "不是文本", "is no text")
    first = head.decode(encoding, "replace").lstrip("\ufeff \r\n\t")[:1]
    return Detected(path, "jsonl" if first == "{" else "csv", packing, member, encoding)


def _encoding(head: bytes) -> str:
    """The encoding with the fewest faults; a few broken bytes don't decide. "" where none fits."""
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if not head.strip():
        return ""
    faults = {name: _faults(head, name) for name in ("utf-8", "gb18030")}
    best = min(faults, key=lambda name: faults[name])
    return best if faults[best] <= max(2, len(head) // 200) else ""


def _faults(head: bytes, encoding: str) -> int:
    text = head.decode(encoding, "replace")
    # Text of the wrong encoding may decode, but into characters that no manifest holds.
    odd = sum(1 for mark in text[:4096] if "\ue000" <= mark <= "\uf8ff" or mark in "\x00\x01\x02")
    return text.count("\ufffd") + odd
