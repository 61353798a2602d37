"""What stands after the division in an address: road (or village, estate), number, and unit inside.

Whatever the spelling, 3栋2单元501室, 3号楼2单元5楼501 and 3-2-501 are one unit. A name between a road's
number and the unit (人民路12号阳光公寓3栋) is left out: the number tells the place, and senders leave it
out as well. Without a number it is what tells the place, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Units", "read_units"]

_UNIT_WORDS = "号楼|号院|号房|号|弄|栋|幢|座|楼|单元|室|房|户|层|F|组|队|社|#"
_NUMERALS = "零〇一二三四五六七八九十百两"
_SPOKEN = re.compile(
    rf"[{_NUMERALS}]+(?=号|弄|栋|幢|座|楼|单元|室|层|组|队|社|#)|(?<=[栋幢座元层楼号])[{_NUMERALS}]+$"
)
_BRACKETS = re.compile(r"\([^()]*\)")
#: 华山街道人民路12号: the office that looks after the road isn't part of it.
_OFFICE = re.compile(r"^[\u4e00-\u9fff]{2,4}?街道(?:办事处)?(?=[\u4e00-\u9fff]{2})")
#: A number counts where a unit's word follows, a dash or nothing: 第3中学 is a name.
_NUMBER = re.compile(rf"([0-9]+[A-Z]?|[A-Z][0-9]*)(?:({_UNIT_WORDS})|(?=-|$))-*")
_ROAD_END = ("路", "街", "巷", "道", "弄", "胡同")
_GROUPS = ("组", "队", "社")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


class Units(NamedTuple):
    """`number` and `unit` are "" where there is none; the rooms of a unit are parted by dashes."""

    road: str
    number: str
    unit: str


@dataclass(frozen=True, slots=True)
class _Number:
    before: str
    digits: str
    word: str


def read_units(rest: str) -> Units:
    """Road, number and unit of what stands after the division (half-width, capitals, no blanks)."""
    text = _SPOKEN.sub(lambda found: _arabic(found.group()), _BRACKETS.sub("", rest))
    text = _OFFICE.sub("", text)
    numbers = list(_numbers(text))
    if not numbers:
        return Units(text, "", "")
    road, numbers = _road(numbers)
    number = ""
    if numbers and _is_number(numbers[0], road):
        number = numbers[0].digits + ("弄" if numbers[0].word == "弄" else "")
        numbers = numbers[1:]
    return Units(road, number, "-".join(_rooms(numbers)))


def _numbers(text: str) -> Iterator[_Number]:
    """Numbers with what stands before each; what stands after the last is for the postman."""
    at = 0
    for found in _NUMBER.finditer(text):
        digits, word = found.groups()
        yield _Number(text[at : found.start()].strip("-"), digits.lstrip("0") or "0", word or "")
        at = found.end()


def _road(numbers: list[_Number]) -> tuple[str, list[_Number]]:
    """What stands before the first number; a village's groups are part of it."""
    road = numbers[0].before
    while numbers and numbers[0].word in _GROUPS:
        road += numbers[0].digits + "组"
        numbers = numbers[1:]
        road += numbers[0].before if numbers else ""
    return road, numbers


def _is_number(first: _Number, road: str) -> bool:
    """Whether the first number is the road's, and no building's."""
    if first.word in ("", "#"):
        return road.endswith(_ROAD_END)
    return first.word in ("号", "号院", "弄")


def _rooms(numbers: Sequence[_Number]) -> Iterator[str]:
    for place, one in enumerate(numbers):
        after = numbers[place + 1].digits if place + 1 < len(numbers) else ""
        if one.word in ("层", "F", "楼") and _tells_floor(after, one.digits):
            continue
        floor = one.word in ("层", "F") or (one.word == "楼" and not after)
        yield f"{one.digits}F" if floor else one.digits


def _tells_floor(room: str, floor: str) -> bool:
    """5楼501: the room's number says the floor again."""
    return len(room) == len(floor) + 2 and room.startswith(floor)


def _arabic(spoken: str) -> str:
    """十二 and 一百零三 are counted, 五〇一 is read out."""
    if not set(spoken) & set("十百"):
        return "".join(str(_DIGITS[sign]) for sign in spoken)
    total, digit = 0, 0
    for sign in spoken:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[sign]
    return str(total + digit)
