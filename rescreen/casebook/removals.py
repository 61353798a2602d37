"""Clues taken out, with who, when and why: an append-only log. What they brought stays in its segment.

Where the founder of a series goes, the series keeps its id: the earliest clue that is left of it takes the
name over. That is written down here, so that starting over gives the same names.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from rescreen.errors import InputError

__all__ = ["Removal", "heirs_of", "log_removal", "read_removals"]


class Removal(msgspec.Struct, frozen=True, kw_only=True):
    """`heirs`: of a removed founder the clue that carries the name of its series on."""

    no: int = 0
    at: datetime
    who: str
    why: str
    clues: tuple[str, ...]
    heirs: dict[str, str] = {}


_DECODER = msgspec.json.Decoder(Removal)


def read_removals(path: Path) -> tuple[Removal, ...]:
    """A last line without an end was never acknowledged, and doesn't count."""
    lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
    try:
        return tuple(map(_DECODER.decode, lines))
    except msgspec.MsgspecError as fault:
        raise InputError(
            f"移除记录 {path} 无法读取；请从备份放回。",
            f"The log of removals {path} can't be read; put it back from a backup.",
        ) from fault


def log_removal(path: Path, removal: Removal) -> None:
    """On the disk before this returns; one writer at a time."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+b") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        content = log.read()
        whole = content.rfind(b"\n") + 1
        log.truncate(whole)
        number = content[:whole].count(b"\n") + 1
        log.write(msgspec.json.encode(msgspec.structs.replace(removal, no=number)) + b"\n")
        log.flush()
        os.fsync(log.fileno())


def heirs_of(removals: Sequence[Removal]) -> dict[str, str]:
    """Heir -> the clue whose name it carries on."""
    names: dict[str, str] = {}
    for removal in removals:
        for founder, heir in removal.heirs.items():
            names[heir] = names.get(founder, founder)
    return names
