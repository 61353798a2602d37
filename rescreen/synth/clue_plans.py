"""What is planted among invented clues, and how much of it: one amount a trap, and named plans.

Every amount can be nothing, so that a fault of linking can be put down to one trap at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from rescreen.errors import UsageError

__all__ = ["PLANS", "CluePlan", "plan_with"]


@dataclass(frozen=True, slots=True)
class CluePlan:
    """Amounts, most of them a share of all clues.

    rings       belong to a ring of 2 to `largest` clues
    masked, virtual   so many such numbers a clue
    spelling    of telephones and addresses, those not written in the usual way
    supports    how often each of outlet, courier, item, packaging, places and name is told
    undated     without a time
    single, double    of rings of at least three clues, those with a bridge to another, of one or two ways
    hubs        mentions a clue of values that up to `largest_hub` strangers have in common
    shops       the same of 3 to 60 strangers: too few for any cap
    near_true   of a ring's clues, those with its number one digit wrong as well; in stars as many again
                have nothing else of the ring
    near_false  with a number one digit off a stranger's
    recycled    years old, with a number that somebody else has now
    """

    rings: float = 0.4
    largest: int = 80
    masked: float = 0.1
    virtual: float = 0.2
    spelling: float = 0.3
    supports: float = 0.8
    undated: float = 0.0
    single: float = 0.0
    double: float = 0.0
    hubs: float = 0.0
    largest_hub: int = 10_000
    shops: float = 0.0
    near_true: float = 0.0
    near_false: float = 0.0
    recycled: float = 0.0


PLANS: Mapping[str, CluePlan] = {
    "plain": CluePlan(),
    "single": CluePlan(single=0.3),
    "double": CluePlan(double=0.3),
    "hubs": CluePlan(hubs=0.25),
    "shops": CluePlan(shops=0.02),
    "near": CluePlan(near_true=0.02, near_false=0.02, recycled=0.01),
    "all": CluePlan(
        undated=0.005, single=0.2, double=0.1, hubs=0.25,
        near_true=0.01, near_false=0.01, recycled=0.01,
    ),
}  # fmt: skip


def plan_with(name: str, amounts: Iterable[str] = ()) -> CluePlan:
    """The named plan with some amounts changed ("single=0.3"). Raises UsageError for what there isn't."""
    if name not in PLANS:
        raise UsageError(
            f"没有 {name} 这种布置；可用 {'、'.join(PLANS)}。",
            f"There is no plan {name}; there are {', '.join(PLANS)}.",
        )
    return replace(PLANS[name], **dict(map(_amount, amounts)))


def _amount(text: str) -> tuple[str, Any]:
    known: dict[str, Any] = {field.name: type(field.default) for field in fields(CluePlan)}
    name, _, number = text.partition("=")
    try:
        amount = known[name](number)
    except (KeyError, ValueError):
        amount = -1
    least, most = (2, 10**6) if name.startswith("largest") else (0, 1)
    if not least <= amount <= most:
        raise UsageError(
            f"数量写作 名称=数，如 single=0.3；{text} 不行。名称有 {'、'.join(known)}。",
            f"An amount is NAME=NUMBER, as single=0.3; not {text}. Names: {', '.join(known)}.",
        )
    return name, amount
