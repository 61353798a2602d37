"""What makes linking hard, planted on the sheet: bridges, hubs, near matches, recycled telephones.

None of it changes what belongs together.
"""

from __future__ import annotations

import numpy as np

from rescreen.synth.clue_rings import STAR, Rings
from rescreen.synth.clue_sheet import Ints, Rng, Sheet, distinct_pairs

__all__ = [
    "YEAR",
    "Bridges",
    "plant_bridges",
    "plant_hubs",
    "plant_near",
    "plant_recycled",
    "plant_shops",
]

DAY, YEAR = 86_400, 365 * 86_400
#: Fewest clues on each side of a bridge: of fewer nobody could say which side holds the other.
_SIDE = 3
#: Clues of the smallest hub; kinds of hubs are a shop's telephone and a shopping mall's address.
_LEAST_HUB, _HUB_KINDS = 115, (0, 2)
#: Clues of a corner shop's telephone.
_SHOPS = (3, 60)
#: Shares of bridges: A's clue has a value of B's; both have a value that is neither's.
_LENT = 0.7
#: A recycled telephone was somebody else's at least so many days before.
_AGE = (900, 1_800)
Bridges = tuple[Ints, Ints]


def plant_bridges(rng: Rng, sheet: Sheet, rings: Rings, share: float, ways: int) -> Bridges:
    """Bridges between pairs of rings, `ways` of them between the two of a pair; those pairs."""
    large = np.flatnonzero(rings.size >= _SIDE)
    pairs = rng.choice(large, (int(large.size * share), 2)) if large.size > 1 else np.zeros((0, 2))
    pairs = pairs[pairs[:, 0] != pairs[:, 1]].astype(np.int64)
    first = np.cumsum(rings.size) - rings.size
    # Different clues on both sides, so that each way is one of its own.
    start = [rng.integers(0, rings.size[side]) for side in pairs.T]
    for way in range(ways):
        here, there = (
            first[side] + (begin + way) % rings.size[side]
            for side, begin in zip(pairs.T, start, strict=True)
        )
        lent = rng.random(here.size) < _LENT
        between = sheet.new_values(rng.integers(0, 5, int((~lent).sum())))
        values = _some_value(rng, rings, there)
        values[~lent] = between
        sheet.mention(here, values)
        sheet.mention(there[~lent], between)
    return pairs[:, 0], pairs[:, 1]


def _some_value(rng: Rng, rings: Rings, members: Ints) -> Ints:
    """One of the values that each member draws of its ring, as numbered on the sheet."""
    start = np.cumsum(rings.pool) - rings.pool
    draws = rings.draws[members]
    weight = np.where(draws >= 0, rng.random(draws.shape), -1)
    column = weight.argmax(axis=1)
    drawn: Ints = draws[np.arange(members.size), column]
    return start[rings.ring[members]] + drawn


def plant_hubs(rng: Rng, sheet: Sheet, share: float, largest: int) -> None:
    """Values that strangers have in common, `share` mentions a clue: a shop's telephone, a mall's
    address. The first has as many clues as may be, but no more than half of all these mentions."""
    mentions = int(sheet.series.size * share)
    _plant_shared(rng, sheet, mentions, _LEAST_HUB, min(largest, mentions // 2))


def plant_shops(rng: Rng, sheet: Sheet, share: float) -> None:
    """The same of so few clues that no cap knows them: nothing but the clues' habits tells them from
    a ring that hangs on one telephone."""
    _plant_shared(rng, sheet, int(sheet.series.size * share), *_SHOPS)


def _plant_shared(rng: Rng, sheet: Sheet, left: int, least: int, most: int) -> None:
    clues = sheet.series.size
    most = min(most, clues)
    sizes: list[int] = []
    while left >= least and most >= least:
        size = int(least * (most / least) ** rng.random()) if sizes else most
        sizes.append(min(size, left))
        left -= sizes[-1]
    if sizes:
        values = sheet.new_values(np.resize(np.array(_HUB_KINDS), len(sizes)))
        drawn = [rng.choice(clues, size, replace=False, shuffle=False) for size in sizes]
        sheet.mention(np.concatenate(drawn), np.repeat(values, np.array(sizes)))


def plant_near(rng: Rng, sheet: Sheet, rings: Rings, true: float, false: float) -> None:
    """Numbers one digit off: within a ring, and between strangers."""
    if true:
        _near_within(rng, sheet, rings, true)
    if false:
        _near_between(rng, sheet, false)


def _near_within(rng: Rng, sheet: Sheet, rings: Rings, share: float) -> None:
    clues, values = sheet.mentions()
    ours = (values < rings.kinds.size) & (clues < rings.ring.size)
    number = ours & (sheet.kind_of(values) <= 1) & (rng.random(clues.size) < share)
    # As well as the right one, in another field of the same clue.
    sheet.mention(clues[number], sheet.typos_of(values[number]))
    # Instead of all that the clue has of its ring: stars of four and more hold without it.
    star = (rings.style == STAR) & (rings.size >= 2 * _SIDE)
    only = star[rings.ring] & (rng.random(rings.ring.size) < share)
    members = np.flatnonzero(only)
    phone = (np.cumsum(rings.pool) - rings.pool)[rings.ring[members]]
    clues, values = sheet.mentions()
    known = values < rings.kinds.size
    sheet.drop(known & (clues < rings.ring.size) & np.isin(clues, members))
    sheet.mention(members, sheet.typos_of(phone))


def _near_between(rng: Rng, sheet: Sheet, share: float) -> None:
    clues, values = sheet.phones_of(np.ones(sheet.series.size, bool))
    chosen = rng.integers(0, clues.size, int(sheet.series.size * share)) if clues.size else clues
    others = rng.integers(0, sheet.series.size, chosen.size)
    theirs = sheet.series[others]
    strange = (theirs != sheet.series[clues[chosen]]) | ((theirs < 0) & (others != clues[chosen]))
    sheet.mention(others[strange], sheet.typos_of(values[chosen[strange]]))


def plant_recycled(rng: Rng, sheet: Sheet, share: float) -> None:
    """Old clues of no series, each with a telephone that a clue of today has."""
    alone = np.flatnonzero(sheet.series < 0)
    old = rng.permutation(alone)[: int(sheet.series.size * share)]
    young = np.ones(sheet.series.size, bool)
    young[old] = False
    clues, values = sheet.phones_of(young)
    if not clues.size or not old.size:
        return
    chosen = rng.integers(0, clues.size, old.size)
    # No number twice, or two old clues would have it in common.
    once = distinct_pairs(values[chosen], np.zeros(chosen.size, np.int64))
    old, chosen = old[once], chosen[once]
    sheet.second[old] = -rng.integers(_AGE[0] * DAY, _AGE[1] * DAY, old.size)
    sheet.mention(old, values[chosen])
