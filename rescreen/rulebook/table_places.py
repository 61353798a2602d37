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
    """Why no division was found, and what to write; `en` and `advice_en` say the same in English."""

    def __init__(self, message: str, advice: str, en: str, advice_en: str) -> None:
        super().__init__(message)
        self.advice, self.en, self.advice_en = advice, en, advice_en


def code_of(code: str, name: str) -> str:
    """The six-digit code. Raises PlaceError."""
    code = code.removesuffix(".0")
    if not code:
        return _by_name(name)
    if not re.fullmatch(r"\d{6}", code) or not divisions().current(code):
        advice, advice_en = _advice(name)
        raise PlaceError(
            f"没有 {code} 这个区划代码", advice, f"there is no division {code}", advice_en
        )
    if name and not _agree(code, name):
        raise PlaceError(
            f"代码 {code} 与名称 {name} 不是一处",
            f"{code} 是 {_full(code)}；改正其中一个",
            f"the code {code} and the name {name} are two places",
            f"{code} is {_full(code)}: correct one of them",
        )
    return code


def _by_name(name: str) -> str:
    if not name:
        texts = "没有写地区", "写名称或六位代码", "no division is named", "Write its name or code"
        raise PlaceError(*texts)
    place = resolve_place(name)
    if place.status == "ambiguous":
        advice, advice_en = _advice(name)
        raise PlaceError(f"{name} 不止一处", advice, f"{name} is more than one place", advice_en)
    code = place.county or place.prefecture or place.province
    if code is None:
        advice, advice_en = _advice(name)
        raise PlaceError(f"不认得 {name}", advice, f"{name} is not known", advice_en)
    rest = name
    for word in sorted(place.evidence.split(), key=len, reverse=True):
        rest = rest.replace(word, "", 1)
    if _GENERIC.sub("", rest):
        advice = f"只要这一带就写 {_full(code)} {code}；否则写清楚是哪个区划"
        en = f"Write {_full(code)} {code} if all of it is meant, or else which division"
        raise PlaceError(f"{name} 不是一个行政区划", advice, f"{name} is no division", en)
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


def _advice(name: str) -> tuple[str, str]:
    """Divisions of that name, or of one that looks like it; in Chinese and English."""
    table = divisions()
    codes = list(table.find(name)) if name else []
    if name and not codes:
        codes = [code for like in table.suggest(name) for code in table.find(like)]
    if not codes:
        return (
            "写六位代码，如 533102；可用 rescreen place 查",
            "Write the six digits, such as 533102; rescreen place finds them",
        )
    return (
        "写代码：" + "、".join(f"{code}（{_full(code)}）" for code in codes[:4]),
        "Write the code: " + ", ".join(f"{code} ({_full(code)})" for code in codes[:4]),
    )


def _full(code: str) -> str:
    table = divisions()
    return "、".join(table.full_names[table.index(now)] for now in table.current(code))
