"""What analysts decided: an append-only log with who, when and why, each record sealed to the one before.

Series are derived from it and always respect it. Nothing is ever taken out: a judgement is withdrawn by a later
one. Judgements name clues by their ids and things by their names (`phone-17`), so the log holds no
personal value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from rescreen.errors import UsageError
from rescreen.series.sealed import SealedLog

__all__ = ["Judgement", "Verb", "append", "read_log", "standing"]


class Verb(StrEnum):
    """What a judgement says of `clues` (and `others`), or of `things`."""

    CONFIRM = "confirm"  # these two clues belong together, as linked: no cut parts them
    MERGE = "merge"  # these two clues belong together, whatever the evidence
    REJECT = "reject"  # what the second clue shares with the first is no evidence
    NEVER = "never"  # no clue of `clues` is ever in a series with one of `others`
    SPLIT = "split"  # the same of a series that exists: `clues` leave `others`, together
    LIFT = "lift"  # this thing links although it is a hub
    SUPPRESS = "suppress"  # this thing links nothing
    WITHDRAW = "withdraw"  # judgement `of` stands no more


Name = Annotated[str, Meta(min_length=1, max_length=200)]


class Judgement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One record. `seal` is the SHA-256 of the record before it and of this one's own content."""

    no: int
    at: datetime
    who: Name
    why: Name
    verb: Verb
    clues: tuple[Name, ...] = ()
    others: tuple[Name, ...] = ()
    things: tuple[Name, ...] = ()
    of: int = 0
    seal: str = ""


def read_log(path: Path) -> tuple[Judgement, ...]:
    """All records, the seals checked. An absent file is an empty log.

    Raises InputError where a line can't be read, or was changed, put in or taken out afterwards.
    """
    return _log(path).read()


def append(path: Path, judgement: Judgement) -> Judgement:
    """Write a record behind the others, numbered and sealed; on the disk before this returns."""
    return _log(path).append(judgement, check)


def _log(path: Path) -> SealedLog[Judgement]:
    return SealedLog(path, Judgement, ("认定记录", "judgement log"))


def standing(records: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that stand: neither withdrawn nor withdrawals."""
    records = tuple(records)
    gone = {record.of for record in records if record.verb is Verb.WITHDRAW}
    return tuple(
        record for record in records if record.verb is not Verb.WITHDRAW and record.no not in gone
    )


def check(judgement: Judgement, before: Sequence[Judgement]) -> None:
    """Raises UsageError where a judgement lacks what its verb needs, or names a clue twice."""
    verb, clues, others = judgement.verb, judgement.clues, judgement.others
    if verb is Verb.WITHDRAW:
        if judgement.of not in {record.no for record in standing(before)}:
            raise UsageError(
                f"没有第 {judgement.of} 号有效认定可撤回。",
                f"There is no judgement {judgement.of} that stands, to withdraw.",
            )
    elif verb in (Verb.LIFT, Verb.SUPPRESS):
        if not judgement.things:
            raise UsageError("要写明对象，例如 phone-17。", "Name a thing, such as phone-17.")
    elif not clues or not others:
        raise UsageError("要写明两边的线索。", "Name the clues of both sides.")
    elif set(clues) & set(others):
        raise UsageError("同一条线索不能同时在两边。", "A clue can't stand on both sides.")
    if not judgement.who.strip() or not judgement.why.strip():
        raise UsageError("认定必须写明认定人和理由。", "A judgement needs who and why.")
