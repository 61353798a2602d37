"""Address → division for one address, without arrays: the plan of resolve.py, step by step.

The tests hold the two against each other on every address they have and search for a disagreement.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rescreen.places import gazetteer as weights
from rescreen.places.context import AFTER_CITY, BLOCKING, CAMPUSES, INSTITUTIONS, SEPARATORS
from rescreen.places.divisions import divisions
from rescreen.places.gazetteer import gazetteer
from rescreen.places.resolve import FIRST, HEAD, LONGEST, POINT, SHORT_TEXT, Status

__all__ = ["OneCode", "resolve_one"]

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_BLOCKING_ONE = frozenset(word for word in BLOCKING if len(word) == 1)
_BLOCKING_TWO = frozenset(word for word in BLOCKING if len(word) == 2)
_INSTITUTIONS, _CAMPUSES = frozenset(INSTITUTIONS), frozenset(CAMPUSES)
_SEPARATORS = frozenset(SEPARATORS)


class OneCode(NamedTuple):
    """Dense division indices, -1 where not known."""

    province: int
    prefecture: int
    county: int
    status: Status

    @property
    def division(self) -> int:
        for index in (self.county, self.prefecture, self.province):
            if index >= 0:
                return index
        return -1


NOWHERE = OneCode(-1, -1, -1, Status.UNKNOWN)


class _Name(NamedTuple):
    number: int
    level: int
    full: bool
    weak: bool
    city: bool
    extendable: bool
    province: int
    meanings: tuple[tuple[int, int, int], ...]  # prefecture, county, prior


class _Match(NamedTuple):
    start: int
    end: int
    name: _Name


class _Vocabulary:
    """The gazetteer as plain dictionaries."""

    def __init__(self) -> None:
        names, table = gazetteer(), divisions()
        self.count = len(names.names)
        self.once = frozenset(names.once.tolist())
        self.province_of = table.province_index.tolist()
        self.words: dict[str, _Name] = {}
        self.lengths: dict[str, tuple[int, ...]] = {}
        for number, pattern in enumerate(names.names):
            low, high = int(names.offset[number]), int(names.offset[number + 1])
            columns = (names.prefecture, names.county, names.prior)
            self.words[pattern.text] = _Name(
                number,
                int(names.level[number]),
                bool(names.full[number]),
                bool(names.weak[number]),
                bool(names.city[number]),
                bool(names.extendable[number]),
                int(names.province[number]),
                tuple(zip(*(column[low:high].tolist() for column in columns), strict=True)),
            )
            lengths = {*self.lengths.get(pattern.text[:2], ()), len(pattern.text)}
            self.lengths[pattern.text[:2]] = tuple(sorted(lengths, reverse=True))


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    return _Vocabulary()


def resolve_one(address: str | None) -> OneCode:
    """Division of one address; None and "" are unknown."""
    if not address:
        return NOWHERE
    # A hub sees the same few thousand heads all day.
    known = _settled.get(address[:HEAD])
    return known if known is not None else _read(address)


#: Heads that settle an address whatever follows, as in resolve.py's `_by_heads`.
_settled: dict[str, OneCode] = {}
MOST_SETTLED = 65_536


def _read(address: str) -> OneCode:
    text = address[:LONGEST].replace("\n", " ")
    if max(text) > "\uffff":
        text = _ASTRAL.sub("\ue000\ue000", text)  # as two UTF-16 units
    words = _vocabulary()
    found = _find(text, words)
    if not found:
        return NOWHERE
    points, last = _weigh(text, found, words)
    answer = _decide(found, points, words)
    if last is not None and _settles(last, address[:HEAD], text):
        if len(_settled) >= MOST_SETTLED:
            _settled.clear()
        _settled[address[:HEAD]] = answer
    return answer


def _settles(last: _Match, head: str, text: str) -> bool:
    """Whether a chain that ends with this name is complete within the head, whatever follows."""
    open_end = last.name.extendable or last.name.city
    inside = last.end < len(head) or (last.end == len(head) and not open_end)
    return inside and text.startswith(head)


def find_names(address: str) -> list[str]:
    """The names found in an address, for evidence."""
    return [address[match.start : match.end] for match in _find(address[:LONGEST], _vocabulary())]


def _find(text: str, words: _Vocabulary) -> list[_Match]:
    found: list[_Match] = []
    lengths, names = words.lengths, words.words
    at, last = 0, len(text) - 1
    while at < last:
        for length in lengths.get(text[at : at + 2], ()):
            name = names.get(text[at : at + length])
            if name is not None and at + length <= len(text):
                found.append(_Match(at, at + length, name))
                at += length - 1
                break
        at += 1
    return found


def _weigh(text: str, found: list[_Match], words: _Vocabulary) -> tuple[list[int], _Match | None]:
    """Each name's points, and the name that completes a chain at the head."""
    points: list[int] = []
    last: _Match | None = None
    upper_blocked = True
    chain = 0  # names of a complete chain at the head so far
    for number, match in enumerate(found):
        if chain == CHAIN_DONE:
            points.append(0)
            continue
        before = found[number - 1] if number else None
        behind = found[number + 1] if number + 1 < len(found) else None
        near = before is not None and _touches(text, before, match)
        held = near and before is not None and _holds(before.name, match.name, words)
        blocked = _is_blocked(text, match, behind)
        placed = held and not upper_blocked
        weight = 0 if blocked else _weight(text, match, placed)
        once = (
            near
            and before is not None
            and match.name.full
            and before.name.number * words.count + match.name.number in words.once
        )
        points.append(weight + weights.NEARER if weight and once and not held else weight)
        upper_blocked = blocked
        chain = _chain(chain, match, held)
        if chain == CHAIN_DONE:
            last = match
    return points, last


#: How far the chain of full names at the head of an address has come; see resolve.py's `_chains`.
CHAIN_NONE, CHAIN_PROVINCE, CHAIN_PREFECTURE, CHAIN_DONE, CHAIN_BROKEN = range(5)


def _chain(chain: int, match: _Match, held: bool) -> int:
    level, full = match.name.level, match.name.full
    at_head = match.start == 0
    if full and level == 0 and at_head:
        return CHAIN_PROVINCE
    if full and level == 1 and (at_head or (chain == CHAIN_PROVINCE and held)):
        return CHAIN_PREFECTURE
    if full and level == 2 and chain == CHAIN_PREFECTURE and held:
        return CHAIN_DONE
    return CHAIN_BROKEN


def _touches(text: str, before: _Match, match: _Match) -> bool:
    gap = match.start - before.end
    return gap == 0 or (gap == 1 and text[match.start - 1] in _SEPARATORS)


def _holds(upper: _Name, lower: _Name, words: _Vocabulary) -> bool:
    own = upper.meanings[0][0] if upper.meanings else None
    for prefecture, _, _ in lower.meanings:
        if upper.level == 1 and lower.level == 2 and own == prefecture:
            return True
        if upper.province == words.province_of[prefecture]:
            return True
    return False


def _is_blocked(text: str, match: _Match, behind: _Match | None) -> bool:
    one, two = text[match.end : match.end + 1], text[match.end : match.end + 2]
    market = match.name.city and one == AFTER_CITY
    carried = one in _BLOCKING_ONE or two in _BLOCKING_TWO
    blocked = market if match.name.full else carried
    return blocked and not (behind is not None and behind.start == match.end and behind.name.full)


def _weight(text: str, match: _Match, placed: bool) -> int:
    name = match.name
    if name.level == 0:
        return weights.PROVINCE_FULL if name.full else weights.PROVINCE_SHORT
    first = match.start == 0 or (match.start == 1 and text[0] in _SEPARATORS)
    two = text[match.end : match.end + 2]
    if name.level == 1:
        return _prefecture_weight(text, match, placed, first, two)
    if name.full:
        return weights.COUNTY_FULL if placed or not name.weak else 0
    if placed:
        return weights.COUNTY_NEXT
    alone = (first or two in _CAMPUSES) and len(name.meanings) == 1
    return weights.COUNTY_FIRST if alone else 0


def _prefecture_weight(text: str, match: _Match, placed: bool, first: bool, two: str) -> int:
    name = match.name
    if name.full:
        return weights.PREFECTURE_FULL
    if two in _CAMPUSES and not name.weak:
        return weights.PREFECTURE_CAMPUS
    if not placed and two in _INSTITUTIONS and not name.weak:
        return weights.PREFECTURE_LATER
    if placed or (first and not name.weak):
        return weights.PREFECTURE_FIRST
    if name.weak:
        return 0
    before = text[match.start - 1] if match.start else text[0]
    free = before in _SEPARATORS or len(text) >= SHORT_TEXT
    return weights.PREFECTURE_LATER if free else 0


def _decide(found: list[_Match], points: list[int], words: _Vocabulary) -> OneCode:
    kept = [(match.name, weight) for match, weight in zip(found, points, strict=True) if weight]
    provinces = [(name.province, weight) for name, weight in kept if name.level == 0]
    province = provinces[0][0] if provinces else -1
    bonus = max((weight for _, weight in provinces), default=0)
    total: dict[int, int] = {}
    first_of: dict[int, int] = {}
    for number, (name, weight) in enumerate(kept):
        for prefecture, _, prior in name.meanings:
            total[prefecture] = total.get(prefecture, 0) + weight * POINT + prior
            first_of.setdefault(prefecture, number)
    if not total:
        return OneCode(province, -1, -1, Status.RESOLVED if province >= 0 else Status.UNKNOWN)
    earliest = min(first_of.values())
    for prefecture in total:
        if words.province_of[prefecture] == province:
            total[prefecture] += bonus * POINT
        if first_of[prefecture] == earliest:
            total[prefecture] += FIRST
    best = max(total.values())
    winners = [prefecture for prefecture, score in total.items() if score == best]
    if len(winners) > 1:
        return OneCode(province, -1, -1, Status.AMBIGUOUS)
    winner = winners[0]
    counties = (
        county
        for name, _ in kept
        for prefecture, county, _ in name.meanings
        if prefecture == winner and county >= 0
    )
    return OneCode(words.province_of[winner], winner, next(counties, -1), Status.RESOLVED)
