"""Logs that can only grow: each record holds the hash of the one before it and of its own content.

What was changed, put in or taken out afterwards is found when a log is read; what was cut off at its end
isn't: keep copies.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import msgspec

from rescreen.errors import InputError

__all__ = ["Record", "SealedLog"]


class Record(Protocol):
    """What a record has besides its content: its number from 1, and its seal."""

    @property
    def no(self) -> int: ...
    @property
    def seal(self) -> str: ...


R = TypeVar("R", bound=Record)
_ENCODER = msgspec.json.Encoder(order="deterministic")


class SealedLog(Generic[R]):
    """A file of records of one type (a msgspec Struct with `no` and `seal`), one JSON object a line.

    `called`: what the log is called in messages, in Chinese and English.
    """

    def __init__(self, path: Path, record: type[R], called: tuple[str, str]) -> None:
        self.path, self._called = path, called
        self._decoder = msgspec.json.Decoder(record)

    def read(self) -> tuple[R, ...]:
        """All records, the seals checked. An absent file is an empty log.

        Raises InputError where a line can't be read, or isn't what was sealed.
        """
        if not self.path.exists():
            return ()
        records: list[R] = []
        for line, text in enumerate(self.path.read_bytes().splitlines(), 1):
            try:
                record = self._decoder.decode(text)
            except msgspec.DecodeError as fault:
                raise self._broken(line) from fault
            if record.no != line or record.seal != _seal(record, _last_seal(records)):
                raise self._broken(line)
            records.append(record)
        return tuple(records)

    def append(self, record: R) -> R:
        """Write a record behind the others, numbered and sealed; on the disk before this returns."""
        records = self.read()
        numbered = msgspec.structs.replace(record, no=len(records) + 1)  # type: ignore[type-var]
        seal = _seal(numbered, _last_seal(records))
        sealed: R = msgspec.structs.replace(numbered, seal=seal)  # type: ignore[type-var]
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "ab") as out:
            out.write(_ENCODER.encode(sealed) + b"\n")
            out.flush()
            os.fsync(out.fileno())
        return sealed

    def _broken(self, line: int) -> InputError:
        chinese, english = self._called
        return InputError(
            f"{chinese} {self.path} 第 {line} 行无法读取，或者事后被改动；请从备份放回。",
            f"Line {line} of the {english} {self.path} can't be read, or was changed afterwards;"
            " put it back from a backup.",
        )


def _last_seal(records: Sequence[Record]) -> str:
    return records[-1].seal if records else ""


def _seal(record: Record, before: str) -> str:
    content = _ENCODER.encode(msgspec.structs.replace(record, seal=""))  # type: ignore[type-var]
    return sha256(before.encode() + content).hexdigest()
