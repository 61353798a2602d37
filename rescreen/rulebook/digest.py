"""The content hash: which rulebook decided, whatever its files were called."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Any

from rescreen.rulebook.model import RuleSet

__all__ = ["content_hash"]

#: Where a thing stands, and the cases that prove it, decide nothing.
_LEFT_OUT = frozenset({"file", "line", "root", "hash", "cases", "pack"})


def content_hash(ruleset: RuleSet) -> RuleSet:
    """The same rule set with `hash` filled in: SHA-256 over rules, lists, settings and tables."""
    text = json.dumps(_plain(ruleset), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return replace(ruleset, hash=sha256(text.encode()).hexdigest())


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        named = {
            f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.name not in _LEFT_OUT
        }
        return {"=": type(value).__name__, **named}
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, date | Path):
        return str(value)
    return value
