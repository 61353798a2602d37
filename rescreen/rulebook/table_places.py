"""The division that a row of an official's list means: by code, by name, or by both.

A name must mean one division and nothing beside it: a list that took 瑞丽市姐告口岸 for 瑞丽市 would
cover more than the official wrote.
"""

from __future__ import annotations

import re

from rescreen.places import divisions, resolve_place

__all__ = ["PlaceError", "code_of"]

_GENERIC = re.compile(r"[省市州县区盟旗、，,\s()（）]|自治|地区|特别行政区|.{1,4}族")


class PlaceError(ValueError):
    """Why no division was found, and what to write."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.advice = advice


def code_of(code: str, name: str) -> str:
    """The six-digit code. Raises PlaceError."""
    code = code.removesuffix(".0")
    if not code:
        return _by_name(name)
    if not re.fullmatch(r"\d{6}", code) or not divisions().current(code):
        raise PlaceError(f"没有 {code} 这个区划代码", _advice(name))
    if name and not _agree(code, name):
        raise PlaceError(
            f"代码 {code} 与名称 {name} 不是一处", f"{code} 是 {_full(code)}；改正其中一个"
        )
    return code


def _by_name(name: str) -> str:
    if not name:
        raise PlaceError("没有写地区", "写名称或六位代码")
    place = resolve_place(name)
    if place.status == "ambiguous":
        raise PlaceError(f"{name} 不止一处", _advice(name))
    code = place.county or place.prefecture or place.province
    if code is None:
        raise PlaceError(f"不认得 {name}", _advice(name))
    rest = name
    for word in sorted(place.evidence.split(), key=len, reverse=True):
        rest = rest.replace(word, "", 1)
    if _GENERIC.sub("", rest):
        advice = f"只要这一带就写 {_full(code)} {code}；否则写清楚是哪个区划"
        raise PlaceError(f"{name} 不是一个行政区划", advice)
    return code


def _agree(code: str, name: str) -> bool:
    """Whether the name may be the code's: its own or a former name, or resolved to it."""
    table = divisions()
    here = set(table.current(code))
    if here & set(table.find(name)):
        return True
    place = resolve_place(name)
    found = place.county or place.prefecture or place.province
    return found in here if found else any(name in _full(one) for one in here)


def _advice(name: str) -> str:
    """Divisions of that name, or of one that looks like it."""
    table = divisions()
    codes = list(table.find(name)) if name else []
    if name and not codes:
        codes = [code for like in table.suggest(name) for code in table.find(like)]
    if not codes:
        return "写六位代码，如 533102；可用 rescreen place 查"
    return "写代码：" + "、".join(f"{code}（{_full(code)}）" for code in codes[:4])


def _full(code: str) -> str:
    table = divisions()
    return "、".join(table.full_names[table.index(now)] for now in table.current(code))
