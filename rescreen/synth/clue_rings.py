"""Rings of clues: sizes, and which of the ring's values each clue mentions, in four styles.

    star     one telephone in all, here and there another value of the ring
    dense    a small pool, two to four of it in each
    chain    telephones that change every few parcels, other values at half the pace and out of step
    sparse   a pool nearly as large as the ring, one to four of it in each

A ring always holds together by its own values: what it was planted as can be found out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rescreen.synth.clue_sheet import Ints, Rng

__all__ = ["STAR", "STYLES_OF_RINGS", "Rings", "draw_rings", "rings_of"]

STYLES_OF_RINGS = ("star", "dense", "chain", "sparse")
STAR, DENSE, CHAIN, SPARSE = range(4)
#: Values that a clue mentions of its ring, at most.
MOST = 4
#: Shares of phone, id_number, address, account, device among a ring's values.
_SHARES = np.array([0.4, 0.2, 0.18, 0.12, 0.1])
#: How steeply sizes of rings fall off: half are pairs, the largest hold most pairs of clues.
_STEEP = 1.8


@dataclass(frozen=True, slots=True)
class Rings:
    """Of each ring its size, style and number of values; of each member its ring, its place in it
    (by time) and the values it draws, counted within the ring (-1: none); the kind of each value."""

    size: Ints
    style: Ints
    pool: Ints
    ring: Ints
    place: Ints
    draws: Ints
    kinds: Ints


def draw_rings(rng: Rng, members: int, largest: int) -> Rings:
    """Rings with as many members together, but for a rest smaller than two."""
    size = _sizes(rng, members, largest)
    return rings_of(rng, size, rng.integers(0, len(STYLES_OF_RINGS), size.size))


def rings_of(rng: Rng, size: Ints, style: Ints) -> Rings:
    """Rings of these sizes and styles (places in STYLES_OF_RINGS)."""
    ring = np.repeat(np.arange(size.size), size)
    place = np.arange(ring.size) - np.repeat(np.cumsum(size) - size, size)
    pace = rng.integers(4, 9, size.size)
    pool = np.choose(style, [
        1 + size // 4,
        np.where(size == 2, 1, np.clip(1 + np.sqrt(size), 2, 8)).astype(np.int64),
        _lanes(size, pace).sum(axis=0),
        np.maximum(1, (size * 0.8).astype(np.int64)),
    ])  # fmt: skip
    draws = np.full((ring.size, MOST), -1)
    of = style[ring]
    for number, draw in enumerate((_star, _dense, _chain, _sparse)):
        rows = np.flatnonzero(of == number)
        mine = ring[rows]
        draws[rows] = draw(rng, place[rows], size[mine], pool[mine], pace[mine])
    return Rings(size, style, pool, ring, place, draws, _kinds(rng, size, style, pool, pace))


def _sizes(rng: Rng, members: int, largest: int) -> Ints:
    sizes = np.arange(2, largest + 1)
    shares = sizes**-_STEEP
    drawn = rng.choice(sizes, members // 2 + 1, p=shares / shares.sum())
    ends = np.cumsum(drawn)
    whole = drawn[: np.searchsorted(ends, members, side="right")]
    rest = members - int(whole.sum())
    return np.append(whole, rest) if rest >= 2 else whole


def _lanes(size: Ints, pace: Ints) -> Ints:
    """Of a chain: how many telephones, and how many other values, follow one another."""
    return np.stack([(size - 1) // pace + 1, (size - 1 + pace // 2) // (2 * pace) + 1])


def _kinds(rng: Rng, size: Ints, style: Ints, pool: Ints, pace: Ints) -> Ints:
    """Kinds by the shares; what a star hangs on is a telephone, as is a chain's first lane."""
    ring = np.repeat(np.arange(size.size), pool)
    within = np.arange(ring.size) - np.repeat(np.cumsum(pool) - pool, pool)
    drawn = rng.choice(_SHARES.size, ring.size, p=_SHARES)
    others = rng.choice(np.arange(1, _SHARES.size), ring.size, p=_SHARES[1:] / _SHARES[1:].sum())
    first = np.where(style == CHAIN, _lanes(size, pace)[0], np.where(style == STAR, 1, 0))[ring]
    kinds = np.where(within < first, 0, drawn)
    return np.where((style[ring] == CHAIN) & (within >= first), others, kinds)


def _maybe(rng: Rng, values: Ints, share: float) -> Ints:
    return np.where(rng.random(values.size) < share, values, -1)


def _any(rng: Rng, below: Ints) -> Ints:
    return (rng.random(below.size) * below).astype(np.int64)


def _star(rng: Rng, place: Ints, size: Ints, pool: Ints, pace: Ints) -> Ints:
    none = np.full(place.size, -1)
    return np.stack([none + 1, _maybe(rng, _any(rng, pool), 0.5),
                     _maybe(rng, _any(rng, pool), 0.2), none], axis=1)  # fmt: skip


def _dense(rng: Rng, place: Ints, size: Ints, pool: Ints, pace: Ints) -> Ints:
    """Each clue shares a value with the one before: nobody falls out."""
    return np.stack([place % pool, (place + 1) % pool, _maybe(rng, _any(rng, pool), 0.5),
                     _maybe(rng, _any(rng, pool), 0.3)], axis=1)  # fmt: skip


def _chain(rng: Rng, place: Ints, size: Ints, pool: Ints, pace: Ints) -> Ints:
    """At a change the old value is still told: surely once, in every second ring's case twice."""
    first, phones = place // pace, _lanes(size, pace)[0]
    late = place + pace // 2
    second = late // (2 * pace)
    held = np.where(rng.random(place.size) < 0.5, 2, 1)
    old = np.where((first > 0) & (place % pace < held), first - 1, -1)
    older = np.where((second > 0) & (late % (2 * pace) < held), phones + second - 1, -1)
    changes = (old >= 0) | (older >= 0)
    both = np.where(changes, phones + second, _maybe(rng, phones + second, 0.85))
    return np.stack([first, both, old, older], axis=1)


def _sparse(rng: Rng, place: Ints, size: Ints, pool: Ints, pace: Ints) -> Ints:
    """Each clue has a value of some earlier one, and its own draw."""
    own = _any(rng, pool)
    earlier = np.arange(place.size) - place + _any(rng, place)
    return np.stack([np.where(place > 0, own[earlier], -1), own, _maybe(rng, _any(rng, pool), 0.6),
                     _maybe(rng, _any(rng, pool), 0.3)], axis=1)  # fmt: skip
