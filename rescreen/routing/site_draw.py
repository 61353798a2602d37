"""The `draw` part of lanes.yaml: strata with their rates."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rescreen.places import divisions
from rescreen.routing.site_lanes import Draw, Stratum
from rescreen.routing.site_values import missing, name_of, number, whole
from rescreen.rulebook.source import Spot, did_you_mean

__all__ = ["read_draw"]

_KEYS = ("reserve", "strata", "rest")
_STRATUM_KEYS = ("id", "rate", "minimum", "origins", "origin_list", "piece_types")
_REST_KEYS = ("rate", "minimum")
#: What the stratum of all other parcels is called.
REST = "其他"
_MOST = 1_000_000


def read_draw(spot: Spot | None, lists: Collection[str] | None) -> Draw:
    """The draw; without one, nothing is drawn. `lists` are the ids that strata may name, if known."""
    parts = spot.mapping(_KEYS) if spot is not None else {}
    strata = list(_strata(parts["strata"], lists)) if "strata" in parts else []
    rest = parts["rest"].mapping(_REST_KEYS) if "rest" in parts else {}
    return Draw(
        tuple(strata),
        Stratum(REST, number(rest.get("rate"), 0, 1), whole(rest.get("minimum"), 0, _MOST)),
        number(parts.get("reserve"), 0, 1, 0.01),
    )


def _strata(spot: Spot, lists: Collection[str] | None) -> Iterator[Stratum]:
    seen = {REST}
    for item in spot.items():
        parts = item.mapping(_STRATUM_KEYS)
        if missing(item, parts, ("id", "rate"), "抽查层"):
            continue
        stratum = Stratum(
            name_of(parts["id"]),
            number(parts["rate"], 0, 1),
            whole(parts.get("minimum"), 0, _MOST),
            tuple(_codes(parts["origins"])) if "origins" in parts else (),
            name_of(parts.get("origin_list")),
            tuple(parts["piece_types"].texts()) if "piece_types" in parts else (),
        )
        if stratum.id in seen:
            parts["id"].fault(f"抽查层 {stratum.id} 重复", "换一个名字")
        if not (stratum.origins or stratum.origin_list or stratum.piece_types):
            item.fault(
                "抽查层没有条件", "写 origins、origin_list 或 piece_types；其余件写在 rest 里"
            )
        if stratum.origin_list and lists is not None and stratum.origin_list not in lists:
            advice = did_you_mean(stratum.origin_list, list(lists))
            parts["origin_list"].fault(f"没有叫 {stratum.origin_list} 的名单", advice)
        seen.add(stratum.id)
        yield stratum


def _codes(spot: Spot) -> list[str]:
    codes = spot.texts()
    for code in codes:
        if not divisions().current(code):
            spot.fault(f"没有 {code} 这个区划代码", "六位代码，如 533100（德宏州）")
    return codes
