"""A history's secret: made once, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from hashlib import blake2b
from pathlib import Path

from rescreen.errors import InputError
from rescreen.history.put import settle

__all__ = ["fingerprint", "site_key"]

_BYTES = 32


def site_key(folder: Path, holds: Path | None = None) -> bytes:
    """The key of a history (or another store), made with the folder on first use.

    Raises InputError where events (or the folder that it `holds`) are there and their key isn't: without
    it they tell nothing.
    """
    file = folder / "key"
    if not file.exists():
        if not (any(folder.glob("v1-*")) or (holds is not None and holds.exists())):
            _make(file)
        elif not file.exists():  # a key that another process has just made was there before events
            raise _lost(folder)
    key = file.read_bytes()
    if len(key) != _BYTES:
        raise _lost(folder)
    return key


def fingerprint(key: bytes) -> str:
    """Tells keys apart and gives nothing of them away."""
    return blake2b(b"rescreen history", digest_size=8, key=key).hexdigest()


def _make(file: Path) -> None:
    """Whole or not at all; of two processes that make one at once the first one's stays."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_name(f".key.{os.getpid()}.{secrets.token_hex(4)}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(secrets.token_bytes(_BYTES))
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(part, file)
        except FileExistsError:
            pass
        except OSError:  # a disk without links
            if not file.exists():
                part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    settle(file.parent)


def _lost(folder: Path) -> InputError:
    return InputError(
        f"历史 {folder} 的密钥文件 key 不在或已损坏；没有它，历史无法使用。请从备份放回，或换一个文件夹。",
        f"The key file of the history {folder} is missing or broken, and the history is of no use"
        " without it: put it back from a backup, or choose another folder.",
    )
