"""The random draw: every parcel has a keyed number, and the least of its stratum are drawn.

Whether a parcel is drawn follows from its waybill number and the day's key only, not from where it
stands in which file. Only where a stratum is too small for its rate to give the least number of
draws does it depend on the other parcels of that stratum: then the least numbers are taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.errors import UsageError
from rescreen.matcher.places import TRUE, membership
from rescreen.places import divisions
from rescreen.routing.keyed import fractions, keyed_numbers
from rescreen.routing.site_lanes import Draw, Stratum

__all__ = ["Drawn", "draw_from", "draw_parcels", "strata_of", "turns"]

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Drawn:
    """By parcel the number, whether it is drawn, and its stratum (a place in `Draw.all`).

    `rates` are the shares that were drawn for, by stratum: the declared rate, or more where that
    would have given fewer than the minimum.
    """

    number: npt.NDArray[np.uint64]
    drawn: Bools
    stratum: npt.NDArray[np.uint8]
    rates: tuple[float, ...]


def draw_parcels(
    parcels: pl.DataFrame, draw: Draw, lists: Mapping[str, Sequence[str]], secret: bytes | None
) -> Drawn:
    """Draw from parcels (waybill_no, origin; piece_type where known); nothing without a secret.

    Without one the numbers still settle who goes first among equals, and anybody can tell them.
    Raises UsageError for a list that the rulebook doesn't have.
    """
    number = keyed_numbers(parcels["waybill_no"], secret or b"no secret")
    stratum = strata_of(parcels, draw, lists)
    if secret is None:
        nothing = np.zeros(number.size, np.bool_)
        return Drawn(number, nothing, stratum, (0.0,) * len(draw.all))
    return draw_from(number, stratum, draw.all)


def draw_from(
    number: npt.NDArray[np.uint64], stratum: npt.NDArray[np.uint8], strata: Sequence[Stratum]
) -> Drawn:
    """The draw itself, from numbers and strata."""
    drawn = np.zeros(number.size, np.bool_)
    rates = []
    for place, one in enumerate(strata):
        rows = np.flatnonzero(stratum == place)
        chosen = rows[fractions(number[rows]) < one.rate]
        least = min(one.minimum, rows.size)
        if chosen.size < least:
            chosen = rows[np.argsort(number[rows], kind="stable")[:least]]
        drawn[chosen] = True
        rates.append(max(one.rate, least / rows.size if rows.size else 0.0))
    return Drawn(number, drawn, stratum, tuple(rates))


def turns(drawn: Drawn) -> npt.NDArray[np.float64]:
    """By parcel its number over its stratum's rate. Whoever stops anywhere in this order has drawn
    from each stratum in proportion to its rate."""
    rates = np.array(drawn.rates)[drawn.stratum]
    shares = fractions(drawn.number)
    turn: npt.NDArray[np.float64] = np.ones_like(shares)
    np.divide(shares, rates, out=turn, where=rates > 0)
    return turn


def strata_of(
    parcels: pl.DataFrame, draw: Draw, lists: Mapping[str, Sequence[str]]
) -> npt.NDArray[np.uint8]:
    """The stratum of each parcel: the first that fits, else the rest."""
    stratum = np.full(parcels.height, len(draw.strata), np.uint8)
    for place in range(len(draw.strata) - 1, -1, -1):
        stratum[_fits(parcels, draw.strata[place], lists)] = place
    return stratum


def _fits(parcels: pl.DataFrame, stratum: Stratum, lists: Mapping[str, Sequence[str]]) -> Bools:
    fits = np.ones(parcels.height, np.bool_)
    if stratum.origins:
        fits &= _inside(parcels, stratum.origins)
    if stratum.origin_list:
        if stratum.origin_list not in lists:
            raise UsageError(
                f"抽查层 {stratum.id} 所指的名单 {stratum.origin_list} 不在规则库里。",
                f"Stratum {stratum.id} names the list {stratum.origin_list}, which the rulebook"
                " doesn't have.",
            )
        fits &= _inside(parcels, lists[stratum.origin_list])
    if stratum.piece_types:
        fits &= parcels["piece_type"].is_in(stratum.piece_types).fill_null(False).to_numpy()
    return fits


def _inside(parcels: pl.DataFrame, codes: Sequence[str]) -> Bools:
    """Whether the place of acceptance lies in one of these divisions, as far as it is known."""
    inside = membership(codes)[:-1] == TRUE
    within = divisions().codes_series.filter(pl.Series(inside))
    return parcels["origin"].is_in(within.implode()).fill_null(False).to_numpy()
