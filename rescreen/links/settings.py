"""What linking goes by, kind by kind: how telling a shared value is, how long, and for how many.

A shared value is worth log2(m / u) bits (Fellegi and Sunter 1969): m is how often two clues of one
series share such a value, u how often two unrelated parcels do, which is its clues : `population`.
The population is of parcels and is set, not counted, so that a score doesn't change because other clues
came in. Bits are whole thousandths everywhere, so that evidence sums exactly whatever the order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["DEFAULTS", "LinkSettings", "Weights"]


@dataclass(frozen=True, slots=True)
class Weights:
    """Of one kind. `cap`: with more clues than this a value is a hub: it makes no link (None: never a
    hub). `half_life`: days apart at which a shared value is worth half. `near`: bits of a value
    almost equal (one digit, one character, same building, same prefecture); 0: not looked for."""

    m: float
    most: float
    cap: int | None = None
    half_life: float = 365.0
    near: float = 0.0


DEFAULTS = MappingProxyType(
    {
        "phone": Weights(0.5, 20.0, 100, 365.0, 6.0),
        "id_number": Weights(0.4, 22.0, 200, 1460.0, 9.0),
        "address": Weights(0.4, 18.0, 100, 730.0, 5.0),
        "account": Weights(0.3, 22.0, 200, 730.0),
        "device": Weights(0.2, 20.0, 100, 365.0),
        "vehicle": Weights(0.2, 18.0, 100, 730.0, 4.0),
        "mark": Weights(0.2, 18.0, 100, 365.0),
        "waybill": Weights(0.5, 24.0, 20, 365.0),
        "clue": Weights(0.9, 24.0, 200, 3650.0),
        "name": Weights(0.4, 8.0, None, 730.0),
        "outlet": Weights(0.4, 4.0, None, 180.0),
        "courier": Weights(0.3, 4.0, None, 180.0),
        "item": Weights(0.3, 5.0, None, 180.0),
        "packaging": Weights(0.3, 4.0, None, 180.0),
        "origin": Weights(0.5, 3.0, None, 365.0, 1.0),
        "destination": Weights(0.5, 4.0, None, 365.0, 1.0),
    }
)


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """Everything that a run goes by. `least`: bits that evidence must reach to join two clues;
    `near_least`: where a near match is what joins them. `hub_most`: most bits of a hub. `rhythm`:
    bits of a gap that fits the cadence of a shared value. `block`: most values that are compared
    with each other in search of near matches.
    `side`: fewest clues on each side of a bridge for it to be cut; `ways`: cut where so few things
    hold two parts together (0: nothing is cut, 1: bridges, 2: pairs of bridges as well)."""

    population: int = 10_000_000
    least: float = 6.0
    near_least: float = 9.0
    hub_most: float = 3.0
    rhythm: float = 1.0
    block: int = 100
    side: int = 3
    ways: int = 2
    kinds: Mapping[str, Weights] = field(default_factory=lambda: DEFAULTS)
