"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

__all__ = ["LEFTOVERS", "put", "settle"]

#: What a process that was killed leaves.
LEFTOVERS = ".*.part"


def put(file: Path, content: bytes) -> Path:
    """Write beside and rename: the bytes are on the disk before the name is."""
    part = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    settle(file.parent)
    return file


def settle(folder: Path) -> None:
    """Wait until the disk holds a folder's names; Windows has no such thing."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
