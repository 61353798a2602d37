"""Logs that can only grow: each record holds the hash of the one before it and of its own content.

What was changed, put in or taken out afterwards is found when a log is read; what was cut off at its end
isn't: keep copies. A last line without an end was never acknowledged (the machine went down), and doesn't
count.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from rescreen.errors import InputError, UsageError

__all__ = ["SealedLog"]

#: A msgspec Struct with `no`, its number from 1, and `seal`.
R = TypeVar("R", bound=Any)
_ENCODER = msgspec.json.Encoder(order="deterministic")


class SealedLog(Generic[R]):
    """A file of records of one type, one JSON object a line. `called`: what it is called in messages,
    in Chinese and English."""

    def __init__(self, path: Path, record: type[R], called: tuple[str, str]) -> None:
        self.path, self._called = path, called
        self._decoder = msgspec.json.Decoder(record)

    def read(self) -> tuple[R, ...]:
        """All records, the seals checked. An absent file is an empty log.

        Raises InputError where a line can't be read, or isn't what was sealed.
        """
        return self._records(self.path.read_bytes()) if self.path.exists() else ()

    def append(self, record: R, check: Callable[[R, Sequence[R]], None] | None = None) -> R:
        """Write a record behind the others, numbered and sealed; on the disk before this returns.

        One writer at a time: others wait. `check` sees the record and those before it, and may raise.
        """
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "r+b") as log:
            fcntl.flock(log, fcntl.LOCK_EX)
            content = log.read()
            records = self._records(content)
            if check is not None:
                check(record, records)
            numbered = msgspec.structs.replace(record, no=len(records) + 1, seal="")
            sealed: R = msgspec.structs.replace(numbered, seal=_seal(numbered, _last(records)))
            line = self._line(sealed)
            log.truncate(content.rfind(b"\n") + 1)  # a line that was never acknowledged
            log.write(line + b"\n")
            log.flush()
            os.fsync(log.fileno())
        return sealed

    def _line(self, record: R) -> bytes:
        """What is written, if it can be read again: types are checked by reading only."""
        line = _ENCODER.encode(record)
        try:
            self._decoder.decode(line)
        except msgspec.ValidationError as fault:
            raise UsageError(
                f"{self._called[0]}写不下这一条：姓名、理由和编号各不超过 200 字，且不能为空。",
                f"The {self._called[1]} can't hold this record: names, reasons and ids have 1 to"
                " 200 characters.",
            ) from fault
        return line

    def _records(self, content: bytes) -> tuple[R, ...]:
        records: list[R] = []
        for line, text in enumerate(content.split(b"\n")[:-1], 1):
            try:
                record = self._decoder.decode(text)
            except msgspec.DecodeError as fault:
                raise self._broken(line) from fault
            if record.no != line or record.seal != _seal(record, _last(records)):
                raise self._broken(line)
            records.append(record)
        return tuple(records)

    def _broken(self, line: int) -> InputError:
        chinese, english = self._called
        return InputError(
            f"{chinese} {self.path} 第 {line} 行无法读取，或者事后被改动；请从备份放回。",
            f"Line {line} of the {english} {self.path} can't be read, or was changed afterwards;"
            " put it back from a backup.",
        )


def _last(records: Sequence[R]) -> str:
    return str(records[-1].seal) if records else ""


def _seal(record: R, before: str) -> str:
    content = _ENCODER.encode(msgspec.structs.replace(record, seal=""))
    return sha256(before.encode() + content).hexdigest()
