"""Days as people write them in tables."""

from __future__ import annotations

import re
from datetime import date, timedelta

__all__ = ["read_day", "read_period"]

_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]0{1,2}:00(?::00)?(?:\.0+)?)?"
)
_BARE = re.compile(r"(\d{4})(\d{2})(\d{2})")
#: What a spreadsheet makes of a day that is shown as a number: days since this one.
_SERIAL, _SERIALS = date(1899, 12, 30), range(20_000, 80_000)
_OPEN = frozenset({"", "-", "—", "长期", "长期有效", "至今", "无", "不限"})
_BETWEEN = re.compile(r"\s*(?:至|到|~|～|—+|--)\s*")


def read_day(text: str) -> date | None:
    """None for no limit. Raises ValueError for what is no day."""
    if text in _OPEN:
        return None
    found = _DAY.fullmatch(text) or _BARE.fullmatch(text)
    if found:
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            raise ValueError(text) from None
    whole = text.removesuffix(".0")
    if whole.isdecimal() and int(whole) in _SERIALS:
        return _SERIAL + timedelta(days=int(whole))
    raise ValueError(text)


def read_period(text: str) -> tuple[date | None, date | None]:
    """“2021-09-21至2021-12-31”, or one day: from then on."""
    if text in _OPEN:
        return None, None
    start, *rest = _BETWEEN.split(text, maxsplit=1)
    return read_day(start), read_day(rest[0]) if rest else None
