"""Kinds as people write them: by name, by what they are called in Chinese or English, or by an alias."""

from __future__ import annotations

from collections.abc import Iterable

from rescreen.clues import KINDS
from rescreen.clues.kinds import Part
from rescreen.errors import UsageError

__all__ = ["kinds_named"]

#: Near matches are no kind of thing, but a kind of step all the same.
_NEAR = "near"


def kinds_named(texts: Iterable[str]) -> tuple[str, ...]:
    """The names of kinds that steps go over. Raises UsageError for what is none."""
    known = _known()
    unknown = [text for text in texts if text.casefold() not in known]
    if unknown:
        names = [name for name, kind in KINDS.items() if kind.part is not Part.TOLD]
        zh = "、".join([f"{KINDS[name].label}（{name}）" for name in names] + [f"相近（{_NEAR}）"])
        raise UsageError(
            f"没有种类 {'、'.join(unknown)}；可用：{zh}。",
            f"No kind {', '.join(unknown)}; there are {', '.join([*names, _NEAR])}.",
        )
    return tuple(dict.fromkeys(known[text.casefold()] for text in texts))


def _known() -> dict[str, str]:
    words = {"相近": _NEAR, "相近值": _NEAR, "近似": _NEAR, "near match": _NEAR, _NEAR: _NEAR}
    for name, kind in KINDS.items():
        if kind.part is not Part.TOLD:
            called = (*kind.aliases, kind.label, kind.label_en, name)
            words |= dict.fromkeys((word.casefold() for word in called), name)
    # What one kind is called is never another one's alias.
    return words | {name.casefold(): name for name in KINDS if KINDS[name].part is not Part.TOLD}
