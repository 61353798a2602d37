"""Values shown in full: only to those whom the store's owner named, and only after it was written down.

`permissions.yaml` in the store's folder names who may see values of which kinds, until when:

    unmask:
      - who: zhang.wei
        kinds: [phone, name]   # absent: every kind that can be shown
        until: 2026-12-31      # absent: without end
        why: 专案组

Each use is a sealed record in `unmasked.jsonl`: who, why, for what, how many values of each kind; no value. ID
numbers are kept as tokens, so there is nothing to show. Who somebody is, the operating system knows: the login
name is recorded beside the name that was given.
"""

from __future__ import annotations

import os
import stat
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import yaml
from msgspec import Meta

from rescreen.clues import KINDS
from rescreen.errors import InputError, UsageError
from rescreen.series.judgements import Name
from rescreen.series.sealed import SealedLog

__all__ = [
    "AUDIT",
    "PERMISSIONS",
    "UNMASKABLE",
    "Permission",
    "Unmasking",
    "permitted",
    "unmaskings",
]

PERMISSIONS, AUDIT = "permissions.yaml", "unmasked.jsonl"
#: Kinds that are masked on screens and can be shown in full. ID numbers are not among them.
UNMASKABLE = ("phone", "address", "name", "account", "courier")


class Permission(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one person may see."""

    who: Name
    kinds: tuple[str, ...] = UNMASKABLE
    until: date | None = None
    why: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    unmask: tuple[Permission, ...] = ()


class Unmasking(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One use. `what` is the command, `of` the series or clues; `values`: how many of each kind."""

    no: int = 0
    at: datetime
    who: Name
    login: str
    why: Annotated[str, Meta(min_length=1, max_length=500)]
    what: str
    of: tuple[str, ...]
    values: dict[str, int]
    seal: str = ""


def unmaskings(store: Path) -> SealedLog[Unmasking]:
    """The audit log of a store."""
    return SealedLog(store / AUDIT, Unmasking, ("显示记录", "log of unmaskings"))


def permitted(store: Path, who: str, day: date) -> tuple[str, ...]:
    """The kinds that somebody may see in full on a day.

    Raises UsageError where that is none, InputError where the file can't be trusted or read.
    """
    of_person = [one for one in _permissions(store / PERMISSIONS) if one.who == who]
    valid = [one for one in of_person if one.until is None or day <= one.until]
    kinds = {kind for one in valid for kind in one.kinds}
    if not kinds:
        raise UsageError(
            f"{who} 没有查看原值的权限：库的所有者要在 {PERMISSIONS} 里写明 who、kinds 和 until。",
            f"{who} may not see values in full: the store's owner names who may in {PERMISSIONS}"
            " (who, kinds, until).",
        )
    return tuple(kind for kind in UNMASKABLE if kind in kinds)


def _permissions(path: Path) -> tuple[Permission, ...]:
    if not path.is_file():
        return ()
    _check_owner(path)
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = msgspec.convert(content or {}, _File)
    except (yaml.YAMLError, UnicodeDecodeError, msgspec.ValidationError) as fault:
        raise InputError(
            f"{path} 读不了：要写成 unmask: 下的一列 who、kinds、until、why。",
            f"{path} can't be read: it holds, under unmask:, a list of who, kinds, until and why.",
        ) from fault
    for kind in {kind for one in found.unmask for kind in one.kinds} - set(UNMASKABLE):
        known = "、".join(UNMASKABLE)
        why = (
            "证件号码只存令牌，" if kind == "id_number" else "" if kind in KINDS else "没有这一类；"
        )
        raise InputError(
            f"{path} 里的 {kind} 不能显示原值：{why}可以写 {known}。",
            f"{kind} in {path} can't be shown in full; there are {', '.join(UNMASKABLE)}.",
        )
    return found.unmask


def _check_owner(path: Path) -> None:
    """A file that others may write to gives nobody a permission."""
    if os.name != "nt" and path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise InputError(
            f"{path} 别人也能改写，不作数；请运行 chmod go-w。",
            f"{path} can be written to by others, so it gives no permission: chmod go-w.",
        )
