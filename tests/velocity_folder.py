"""A rules folder with an aggregate of every kind, and plain Python that answers them one by one.

The oracle shares nothing with the package but the meaning: for each parcel it looks at every other.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from importlib.resources import files
from itertools import pairwise
from math import acos, cos, floor, fsum, radians, sin
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from rescreen.engine import Rulebook, load_rulebook

__all__ = ["ANSWERS", "PARCELS", "answers_of", "fired", "folder", "rulebook"]

Parcel = Mapping[str, Any]
FACTS = """\
facts:
  receivers_24h: {label: 收件电话数, count_distinct: 收件人电话, by: 寄件人电话, within: 24h}
  senders_of_address: {label: 寄件电话数, count_distinct: sender_phone, by: [收件人地址], within: 3d}
  parcels_1h: {label: 收寄件数, count: true, by: outlet_code, within: 1h}
  light_24h: {label: 轻件数, count: true, by: 寄件人电话, within: 24h, where: {重量: {le: $light}}}
  weight_24h: {label: 总重, sum: 重量, by: outlet_code, within: 24h}
  least_24h: {label: 最轻, min: 重量, by: outlet_code, within: 24h}
  most_ever: {label: 最重, max: 重量, by: outlet_code}
  scanned_share: {label: 过机占比, share: {安检机编号: {present: true}}, by: outlet_code, within: 24h,
                  where: {邮件种类: {is: 包裹}}}
  heavy_share: {label: 重件占比, share: {重量: {gt: 1}}, by: outlet_code}
  new_route: {label: 新路线, first_seen: true, by: [起始收寄点, 寄达地区划]}
  since_last: {label: 距上次, since_last: true, by: 寄件人电话}
  shortest: {label: 最短, shortest_gap: true, by: 寄件人电话, within: 30d}
  longest: {label: 最长, longest_gap: true, by: 寄件人电话, within: 30d}
  provinces_2h: {label: 省数, count_distinct: 起始收寄点, level: 省, by: 寄件人证件号码, within: 2h}
  opened_1m: {label: 验视数, count: true, by: [outlet_code, 验视人], within: 1m, at: 验视时间}
  same_remark: {label: 同备注, count: true, by: 备注}
  remarks_24h: {label: 备注数, count_distinct: 备注, by: outlet_code, within: 24h}
  waybills_24h: {label: 运单数, count_distinct: 运单号, by: outlet_code, within: 24h}
  days_30d: {label: 天数, count: true, each: day, by: 寄件人电话, within: 30d}
  moments_1h: {label: 时刻数, count: true, each: time, by: outlet_code, within: 1h}
  shortest_days: {label: 最短天, shortest_gap: true, each: day, by: 寄件人电话, within: 30d}
  longest_times: {label: 最长时刻, longest_gap: true, each: 时刻, by: 寄件人电话, within: 30d}
  speed_24h: {label: 时速, top_speed: 起始收寄点, level: county, by: 寄件人证件号码, within: 24h}
  prefecture_speed: {label: 市时速, top_speed: 起始收寄点, beyond: 300, by: 寄件人证件号码, within: 30d}
"""
#: aggregate → what a rule asks of it.
ASKED = {
    "receivers_24h": "{ge: 2}",
    "senders_of_address": "{ge: 2}",
    "parcels_1h": "{ge: 2}",
    "light_24h": "{ge: 1}",
    "weight_24h": "{gt: 1.5}",
    "least_24h": "{lt: 0.5}",
    "most_ever": "{ge: 3}",
    "scanned_share": "{lt: 0.5}",
    "heavy_share": "{gt: 0.4}",
    "new_route": "{is: true}",
    "since_last": "{le: 60}",
    "shortest": "{ge: 30}",
    "longest": "{gt: 1440}",
    "provinces_2h": "{ge: 2}",
    "opened_1m": "{ge: 2}",
    "same_remark": "{ge: 2}",
    "remarks_24h": "{ge: 2}",
    "waybills_24h": "{ge: 2}",
    "days_30d": "{ge: 2}",
    "moments_1h": "{ge: 2}",
    "shortest_days": "{le: 1440}",
    "longest_times": "{gt: 1440}",
    "speed_24h": "{ge: 500}",
    "prefecture_speed": "{lt: 500}",
}
PACK = "pack: t\nname: 试\nversion: '1'\nsettings:\n  light: {label: 轻, value: 0.5}\n"


def folder(root: Path) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    rules = [
        f"  - {{id: AG-{number:02d}, name: {name}, basis: x, reason: '{{{name}}}', lane: pass,"
        f" weight: 1, on_missing: ignore, when: {{{name}: {asked}}}}}"
        for number, (name, asked) in enumerate(ASKED.items())
    ]
    (root / "pack.yaml").write_text(PACK, "utf-8")
    (root / "a.yaml").write_text("\n".join([FACTS + "rules:", *rules]) + "\n", "utf-8")
    return root


def rulebook(root: Path) -> Rulebook:
    return load_rulebook(folder(root))


START = datetime(2021, 9, 21, 8)
#: Moments on, just inside and just outside of every window.
_OFFSETS = [timedelta(minutes=m) for m in (0, 30, 59, 60, 119, 120, 1439, 1440, 1441, 4320, 43201)]
_OFFSETS += [timedelta(seconds=s) for s in (1, 59, 61)]
_MOMENTS = st.sampled_from(_OFFSETS).map(lambda offset: START + offset) | st.none()
_PHONES = ["15400000001", "154 0000 0001", "15400000002", "154****0001", "95013141503807", "", None]
_PLACES = ["530102", "530103", "530602", "110101", "530600", None]
#: Latitude and longitude of the shipped table.
_POINTS = {
    row["code"]: (float(row["latitude"]), float(row["longitude"]))
    for row in csv.DictReader(
        (files("rescreen.places") / "data/centres.csv").open(encoding="utf-8")
    )
}

PARCELS = st.fixed_dictionaries(
    {
        "sender_phone": st.sampled_from(_PHONES),
        "receiver_phone": st.sampled_from(_PHONES),
        "receiver_address": st.sampled_from(["甲路1号", "甲路 １号", "乙路2号", "甲路*号", None]),
        "sender_id_no": st.sampled_from(
            ["110105199001010002", "110105********0002", "护照A1", None]
        ),
        "outlet_code": st.sampled_from(["A", " A ", "B", "A*", None]),
        "accept_division": st.sampled_from(_PLACES),
        "destination_division": st.sampled_from(_PLACES),
        "piece_type": st.sampled_from(["包裹", "快件", None]),
        "inspector": st.sampled_from(["甲", "乙", "甲*", None]),
        "weight_kg": st.sampled_from([0.1, 0.2, 0.5, 1.0, 3.0, None]),
        "xray_machine": st.sampled_from(["M1", None]),
        "remark": st.sampled_from(["急件", " 急件", "勿压", "勿*", "", None]),
        "accepted_at": _MOMENTS,
        "inspected_at": _MOMENTS,
    }
)


def _phone(parcel: Parcel, who: str = "sender") -> str | None:
    value = (parcel[f"{who}_phone"] or "").replace(" ", "")
    return value if value.startswith("1540000") and "*" not in value else None


def _text(parcel: Parcel, name: str) -> str | None:
    value = (parcel[name] or "").strip()
    return value if value and "*" not in value else None


def _address(parcel: Parcel) -> str | None:
    value = (parcel["receiver_address"] or "").replace(" ", "").replace("１", "1")
    return value if value and "*" not in value else None


def _route(parcel: Parcel) -> tuple[str, str] | None:
    ends = parcel["accept_division"], parcel["destination_division"]
    return None if None in ends else (ends[0][:4], ends[1][:4])


def _inspector(parcel: Parcel) -> tuple[str, str] | None:
    ends = _text(parcel, "outlet_code"), _text(parcel, "inspector")
    return None if None in ends else ends  # type: ignore[return-value]


def _outlet(parcel: Parcel) -> str | None:
    return _text(parcel, "outlet_code")


def _weights(window: Sequence[Parcel]) -> list[float]:
    return [one["weight_kg"] for one in window if one["weight_kg"] is not None]


def _distinct(value: Callable[[Parcel], Any]) -> Callable[..., int]:
    return lambda window, parcel, at: len({value(one) for one in window} - {None})


def _share(flags: Sequence[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None


def _minutes(span: timedelta) -> float:
    return span / timedelta(microseconds=1) / 60e6


def _gaps(window: Sequence[Parcel], pick: Callable[[Any], timedelta]) -> float | None:
    moments = sorted(one["accepted_at"] for one in window)
    gaps = [after - before for before, after in pairwise(moments)]
    return _minutes(pick(gaps)) if gaps else None


def _between(found: set[Any], pick: Callable[[Any], timedelta]) -> float | None:
    """Minutes between successive days or moments."""
    gaps = [after - before for before, after in pairwise(sorted(found))]
    return _minutes(pick(gaps)) if gaps else None


def _kmh(beyond: float, point: Callable[[str], str | None]) -> Callable[..., float | None]:
    """Whole km/h, by vectors instead of the haversine."""

    def speed(window: Sequence[Parcel], parcel: Parcel, at: str) -> float | None:
        stops = sorted(
            (one[at], _POINTS[code])
            for one in window
            if one["accept_division"] and (code := point(one["accept_division"]))
        )
        speeds = []
        for (early, here), (late, there) in pairwise(stops):
            km = max(_km(here, there) - beyond, 0)
            hours = (late - early) / timedelta(hours=1)
            speeds.append((km / hours if hours else 1e9) if km else 0)
        return min(floor(max(speeds)), 100_000) if speeds else None

    return speed


def _km(*ends: tuple[float, float]) -> float:
    vectors = [
        (cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat))
        for lat, lon in (tuple(map(radians, end)) for end in ends)
    ]
    return 6371.0088 * acos(min(sum(a * b for a, b in zip(*vectors, strict=True)), 1.0))


def _county(code: str) -> str | None:
    return None if code.endswith("00") else code


def _prefecture(code: str) -> str:
    return "110000" if code.startswith("11") else code[:4] + "00"


def _since_last(window: Sequence[Parcel], parcel: Parcel, at: str) -> float | None:
    others = [one[at] for one in window if one["waybill_no"] != parcel["waybill_no"]]
    return _minutes(parcel[at] - max(others)) if others else None


Look = Callable[[Sequence[Parcel], Parcel, str], Any]
#: aggregate → its key, seconds of its window (0: all), its time, and what it makes of a window.
ANSWERS: dict[str, tuple[Callable[[Parcel], Any], int, str, Look]] = {
    "receivers_24h": (_phone, 86_400, "accepted_at", _distinct(lambda p: _phone(p, "receiver"))),
    "senders_of_address": (_address, 3 * 86_400, "accepted_at", _distinct(_phone)),
    "parcels_1h": (_outlet, 3_600, "accepted_at", lambda w, p, at: len(w)),
    "light_24h": (_phone, 86_400, "accepted_at",
                  lambda w, p, at: sum(weight <= 0.5 for weight in _weights(w))),
    "weight_24h": (_outlet, 86_400, "accepted_at",
                   lambda w, p, at: _exact(_weights(w)) if _weights(w) else None),
    "least_24h": (_outlet, 86_400, "accepted_at",
                  lambda w, p, at: min(_weights(w), default=None)),
    "most_ever": (_outlet, 0, "accepted_at", lambda w, p, at: max(_weights(w), default=None)),
    "scanned_share": (_outlet, 86_400, "accepted_at", lambda w, p, at: _share(
        [one["xray_machine"] is not None for one in w if one["piece_type"] == "包裹"])),
    "heavy_share": (_outlet, 0, "accepted_at",
                    lambda w, p, at: _share([weight > 1 for weight in _weights(w)])),
    "new_route": (_route, 0, "accepted_at",
                  lambda w, p, at: min(one[at] for one in w) == p[at]),
    "since_last": (_phone, 0, "accepted_at", _since_last),
    "shortest": (_phone, 30 * 86_400, "accepted_at", lambda w, p, at: _gaps(w, min)),
    "longest": (_phone, 30 * 86_400, "accepted_at", lambda w, p, at: _gaps(w, max)),
    "provinces_2h": (lambda p: _identity(p), 7_200, "accepted_at",
                     _distinct(lambda p: p["accept_division"] and p["accept_division"][:2])),
    "opened_1m": (_inspector, 60, "inspected_at", lambda w, p, at: len(w)),
    "same_remark": (lambda p: _text(p, "remark"), 0, "accepted_at", lambda w, p, at: len(w)),
    "remarks_24h": (_outlet, 86_400, "accepted_at", _distinct(lambda p: _text(p, "remark"))),
    "waybills_24h": (_outlet, 86_400, "accepted_at", _distinct(lambda p: p["waybill_no"])),
    "days_30d": (_phone, 30 * 86_400, "accepted_at", _distinct(lambda p: p["accepted_at"].date())),
    "moments_1h": (_outlet, 3_600, "accepted_at", _distinct(lambda p: p["accepted_at"])),
    "shortest_days": (_phone, 30 * 86_400, "accepted_at",
                      lambda w, p, at: _between({one[at].date() for one in w}, min)),
    "longest_times": (_phone, 30 * 86_400, "accepted_at",
                      lambda w, p, at: _between({one[at] for one in w}, max)),
    "speed_24h": (lambda p: _identity(p), 86_400, "accepted_at", _kmh(200, _county)),
    "prefecture_speed": (lambda p: _identity(p), 30 * 86_400, "accepted_at", _kmh(300, _prefecture)),
}  # fmt: skip


def _exact(values: Sequence[float]) -> float:
    return fsum(values)


def _identity(parcel: Parcel) -> str | None:
    return _text(parcel, "sender_id_no")


def answers_of(parcel: Parcel, events: Sequence[Parcel]) -> dict[str, Any]:
    """Every aggregate of a parcel over events, it among them."""
    found: dict[str, Any] = {}
    for name, (key, seconds, at, look) in ANSWERS.items():
        own, moment = key(parcel), parcel[at]
        if own is None or moment is None:
            found[name] = None
            continue
        window = [
            one for one in events
            if key(one) == own and one[at] is not None and one[at] <= moment
            and (not seconds or one[at] > moment - timedelta(seconds=seconds))
        ]  # fmt: skip
        found[name] = look(window, parcel, at)
    return found


_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "ge": lambda a, b: a >= b, "gt": lambda a, b: a > b, "le": lambda a, b: a <= b,
    "lt": lambda a, b: a < b, "is": lambda a, b: a == b,
}  # fmt: skip


def fired(answers: Mapping[str, Any]) -> list[str]:
    """The rules that fire for a parcel with these answers."""
    found = []
    for number, (name, asked) in enumerate(ASKED.items()):
        op, text = asked.strip("{}").split(": ")
        operand = True if text == "true" else float(text)
        if answers[name] is not None and _TESTS[op](answers[name], operand):
            found.append(f"AG-{number:02d}")
    return found
