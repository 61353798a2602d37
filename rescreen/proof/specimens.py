"""Fields of a parcel that give a derived fact a wanted value: proposals, all invented.

Whether they do is found out by computing the facts; nothing here need be right, only likely.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from rescreen.facts import FACTS
from rescreen.parcel import Kind
from rescreen.places import divisions

__all__ = ["proposals"]

Fields = dict[str, Any]
Facts = Mapping[str, Any]

_NUMBERS = ("110105199001010002", "110105199001010001", "110105********0009", "1101051990", "",
            "110105209913010002", "119999199001010004", "110105189001010004", "E00000000")  # fmt: skip
_NAMES = ("样本甲", "朋友", "样*", "样先生", "样本1", "样", "#")
_PHONES = ("15400000001", "14000000000", "154****0001", "95013000000000", "12305", "1", "",
           "01000000000", "00852000000000")  # fmt: skip


def proposals(fact: str, facts: Facts, day: date) -> Iterator[Fields]:
    """Fields to try for one fact among the wanted ones."""
    value = facts[fact]
    declared = FACTS[fact]
    if value is None:
        yield dict.fromkeys(declared.fields)
        yield {declared.fields[0]: None}
        return
    make = _MAKERS.get(declared.family)
    if make:
        yield from make(fact, facts, day)
    elif declared.kind is Kind.PLACE:
        yield from _place(fact, value)
    elif declared.family.endswith(("_id", "_name", "_phone")):
        field = declared.fields[0]
        yield from ({field: one} for one in _specimens(declared.family, value, day))


def _specimens(family: str, value: Any, day: date) -> Iterator[str | None]:
    yield None
    if family.endswith("_id"):
        if isinstance(value, int) and value > 0:
            yield from (_number_of(day.year - value - back) for back in (0, 1))
        yield from _NUMBERS
    else:
        yield from _NAMES if family.endswith("_name") else _PHONES


def _number_of(year: int) -> str:
    """A resident's number of somebody born on the first day of a year (GB 11643)."""
    digits = f"110105{year:04d}0101000"
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(digits))
    return digits + "10X98765432"[total % 11]


def _text(fact: str, facts: Facts, day: date) -> Iterator[Fields]:
    length = facts.get("item_length")
    if fact == "item_length":
        text = facts.get("item_text") or ""
        yield {"item": (text + "样" * facts[fact])[: facts[fact]]}
        yield {"item": "样" * facts[fact]}
    elif length is None:
        yield from ({field: facts[fact]} for field in FACTS[fact].fields)
    else:
        yield {"item": facts[fact].ljust(length, "样")}
        yield {"inspection_found": facts[fact]}


def _times(fact: str, facts: Facts, day: date) -> Iterator[Fields]:
    def minutes(name: str) -> timedelta | None:
        return None if facts.get(name) is None else timedelta(minutes=float(facts[name]))

    hour = facts.get("accepted_hour")
    times = {"accepted_at": datetime.combine(day, time(10 if hour is None else hour))}
    steps = (
        ("minutes_to_inspection", "accepted_at", "inspected_at"),
        ("minutes_to_xray", "accepted_at", "xrayed_at"),
        ("minutes_inspection_to_departure", "inspected_at", "departed_at"),
        ("minutes_xray_to_departure", "xrayed_at", "departed_at"),
    )
    for name, start, end in steps:
        span = minutes(name)
        if span is not None:
            times.setdefault(end, times.setdefault(start, times["accepted_at"]) + span)
    yield dict(times)


def _place(fact: str, index: int) -> Iterator[Fields]:
    table = divisions()
    code, name = table.code(index), table.full_names[index]
    if fact == "destination_place":
        yield from ({"destination_division": code}, {"receiver_address": name})
    yield {"sender_address": name}


def _origin(fact: str, facts: Facts, day: date) -> Iterator[Fields]:
    index = facts.get("origin")
    if fact == "origin" and index is not None:
        yield from ({"accept_division": divisions().code(index)},
                    {"accept_address": divisions().full_names[index]})  # fmt: skip
    if fact == "accept_place":
        yield {"accept_address": divisions().full_names[facts[fact]]}
    yield {"accept_division": "530100", "accept_address": "云南省昆明市"}
    yield {"accept_address": "云南省昆明市五华区"}
    yield {"accept_division": "110105", "accept_address": "云南省德宏州芒市"}
    yield {"accept_address": "鼓楼区中山北路"}
    yield {"accept_address": "进港大道577号"}


def _routes(fact: str, facts: Facts, day: date) -> Iterator[Fields]:
    away = {"accept_address": "云南省昆明市官渡区"}
    yield from ({**away, "sender_address": one} for one in ("北京市海淀区", "云南省昆明市盘龙区"))
    yield from ({**away, "outlet_division": one} for one in ("532901", "530111"))


def _money(fact: str, facts: Facts, day: date) -> Iterator[Fields]:
    if fact == "freight_to_value":
        yield {"freight": facts[fact] * 100.0, "declared_value": 100.0}
        yield {"freight": facts[fact], "declared_value": 1.0}
    else:
        yield {"declared_value": facts[fact], "weight_kg": 1.0}
        yield {"declared_value": facts[fact] * 0.25, "weight_kg": 0.25}


_MAKERS: dict[str, Callable[[str, Facts, date], Iterator[Fields]]] = {
    "item_text": _text,
    "item_money": _money,
    "times": _times,
    "origin": _origin,
    "routes": _routes,
}
