"""lanes.yaml → `SiteLanes`, or every fault of the file with line, column and what to write.

The law is checked here: a lane that opens parcels says by whose authority, with two officers or
more and an approval (邮政法 36, 61); and no policy releases what found no place.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path

import yaml

from rescreen.errors import InputError, RulebookError
from rescreen.facts import resolve_name
from rescreen.parcel import FIELDS, Kind
from rescreen.routing.site_draw import read_draw
from rescreen.routing.site_lanes import (
    HOURS,
    Action,
    Arrival,
    Authority,
    Need,
    NeedPolicy,
    SiteLane,
    SiteLanes,
    Why,
)
from rescreen.routing.site_values import flag, missing, name_of, number, one_of, whole
from rescreen.rulebook.files import read_file, text_of
from rescreen.rulebook.source import Source, Spot, did_you_mean

__all__ = ["OPENERS", "SITE_LANES", "read_site_lanes"]

#: Where a rules folder has it; not among the rules, which are all of the folder's own *.yaml.
SITE_LANES = "site/lanes.yaml"
#: Who may open parcels.
OPENERS = ("邮政管理部门", "公安机关", "国家安全机关", "检察机关")
LEAST_OFFICERS = 2

_KEYS = ("name", "doc", "arrival", "shifts", "lanes", "needs", "draw")
_LANE_KEYS = (
    "id", "name", "name_en", "serves", "seconds", "posts", "hours", "cost", "authority",
    "checks_identity", "note",
)  # fmt: skip
_SHIFT_KEYS = ("from", "to")
_NEED_KEYS = ("wait_hours", "overflow", "fill_from")
_SELECTED = (Why.MANDATORY, Why.SCORE, Why.DRAW)
_KEPT = (Action.HOLD, Action.ESCALATE)
_MOST_POSTS, _MOST_WAIT = 10_000, 72

#: The hours of the day of each shift.
Shifts = dict[str, tuple[int, ...]]


def read_site_lanes(file: Path, lists: Collection[str] | None = None) -> SiteLanes:
    """Read the file; with `lists`, strata may name those lists of the rulebook only.

    Raises InputError where there is no such file, RulebookError with every fault.
    """
    if not file.is_file():
        raise InputError(f"没有通道文件 {file}。", f"There is no lanes file {file}.")
    source = Source(file)
    text = text_of(read_file(file), source)
    found = None
    try:
        spot = source.open(text) if text is not None else None
        if spot is not None:
            found = _read(spot, lists)
        elif text is not None:
            raise InputError(f"通道文件 {file} 是空的。", f"The lanes file {file} is empty.")
    except yaml.YAMLError as error:
        source.broken(error)
    if source.faults or found is None:
        raise RulebookError(sorted(source.faults, key=lambda fault: fault.line))
    return dataclasses.replace(found, hash=_hash(found), file=file)


def _hash(found: SiteLanes) -> str:
    plain = dataclasses.asdict(found)
    del plain["file"], plain["hash"]
    return sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _read(spot: Spot, lists: Collection[str] | None) -> SiteLanes:
    parts = spot.mapping(_KEYS)
    shifts = _shifts(parts["shifts"]) if "shifts" in parts else {}
    lanes = tuple(_lanes(parts["lanes"], shifts)) if "lanes" in parts else ()
    lacking = [need.label for need in Need if all(lane.serves is not need for lane in lanes)]
    if lacking and not spot.source.faults:
        spot.fault("没有通道服务于 " + "、".join(lacking), "每种需要至少一个通道，异常口也要有")
    return SiteLanes(
        name_of(parts.get("name")),
        lanes,
        _needs(parts.get("needs")),
        read_draw(parts.get("draw"), lists),
        _arrival(parts.get("arrival")),
    )


def _arrival(spot: Spot | None) -> Arrival:
    if spot is None:
        return Arrival()
    parts = spot.mapping(("field", "minutes"))
    times = [name for name, info in FIELDS.items() if info.kind is Kind.TIME]
    field = Arrival().field
    if "field" in parts:
        word = parts["field"].text()
        field = resolve_name(word) or word
        if field not in times:
            labels = [FIELDS[name].label for name in times]
            parts["field"].fault(f"{word} 不是时间字段", did_you_mean(word, labels))
    return Arrival(field, whole(parts.get("minutes"), -1440, 10_080))


def _shifts(spot: Spot) -> Shifts:
    shifts = {}
    for name, below in spot.mapping().items():
        ends = below.mapping(_SHIFT_KEYS)
        if missing(below, ends, _SHIFT_KEYS, "班次"):
            continue
        start, end = whole(ends["from"], 0, HOURS), whole(ends["to"], 0, HOURS)
        long = (end - start) % HOURS or HOURS
        shifts[name] = tuple((start + hour) % HOURS for hour in range(long))
    return shifts


def _lanes(spot: Spot, shifts: Shifts) -> Iterator[SiteLane]:
    seen: set[str] = set()
    for item in spot.items():
        parts = item.mapping(_LANE_KEYS)
        if missing(item, parts, ("id", "name", "serves"), "通道"):
            continue
        lane = _lane(item, parts, shifts)
        if lane is not None:
            if lane.id in seen:
                parts["id"].fault(f"通道 {lane.id} 重复", "换一个编号")
            seen.add(lane.id)
            yield lane


def _lane(spot: Spot, parts: dict[str, Spot], shifts: Shifts) -> SiteLane | None:
    need = one_of(parts["serves"], Need)
    if need is None:
        return None
    manned = "seconds" in parts
    if not manned and ({"posts", "hours"} & set(parts)):
        spot.fault("有岗位的通道要写 seconds（每件秒数）", "人工判图 8 到 12 秒一件")
    if manned and "posts" not in parts:
        spot.fault("有 seconds 的通道要写 posts（岗位数）", "一个数，或按班次写")
    return SiteLane(
        name_of(parts["id"]),
        name_of(parts["name"]),
        name_of(parts.get("name_en")) or name_of(parts["id"]),
        need,
        number(parts["seconds"], 0.01, 86_400, 1) if manned else None,
        _posts(parts, shifts) if manned else (),
        number(parts.get("cost"), 0, 1e9),
        _authority(spot, parts.get("authority"), need),
        flag(parts.get("checks_identity")),
    )


def _posts(parts: dict[str, Spot], shifts: Shifts) -> tuple[int, ...]:
    """Posts in each hour of the day: by shift, then single hours."""
    posts = [0] * HOURS
    spot = parts.get("posts")
    if spot is not None and spot.is_scalar:
        posts = [whole(spot, 0, _MOST_POSTS)] * HOURS
    elif spot is not None:
        for name, below in spot.mapping().items():
            if name not in shifts:
                below.fault(f"没有叫 {name} 的班次", did_you_mean(name, list(shifts)))
            for hour in shifts.get(name, ()):
                posts[hour] = whole(below, 0, _MOST_POSTS)
    for name, below in parts["hours"].mapping().items() if "hours" in parts else ():
        if not name.isdecimal() or int(name) >= HOURS:
            below.fault(f"{name} 不是一天中的小时", "写 0 到 23")
        else:
            posts[int(name)] = whole(below, 0, _MOST_POSTS)
    return tuple(posts)


def _authority(lane: Spot, spot: Spot | None, need: Need) -> Authority | None:
    if need is not Need.OPEN:
        if spot is not None:
            spot.fault("只有开箱验视的通道写 authority", "去掉它")
        return None
    if spot is None:
        lane.fault("开箱验视的通道要写 authority", "谁有权开拆、几人在场、是否经批准（邮政法）")
        return None
    parts = spot.mapping(("who", "officers", "approval"))
    if missing(spot, parts, ("who", "officers", "approval"), "authority "):
        return None
    who = one_of(parts["who"], OPENERS) or ""
    officers = whole(parts["officers"], 0, 100)
    if officers < LEAST_OFFICERS:
        parts["officers"].fault(f"开拆须有 {LEAST_OFFICERS} 名以上有权人员在场")
    approval = flag(parts["approval"])
    if not approval:
        parts["approval"].fault("开拆须经批准", "approval: true")
    return Authority(who, officers, approval)


def _needs(spot: Spot | None) -> dict[Need, NeedPolicy]:
    """The policy of each need that is screened, in a fixed order."""
    needs = {need: NeedPolicy() for need in (Need.REPORT, Need.OPEN, Need.RESCREEN)}
    for word, below in spot.mapping().items() if spot is not None else ():
        need = next((need for need in needs if word in (need.value, need.label)), None)
        if need is None:
            advice = did_you_mean(word, [one.label for one in needs])
            below.fault(f"{word} 不是要查验的需要", advice)
        else:
            needs[need] = _policy(below)
    return needs


def _policy(spot: Spot) -> NeedPolicy:
    parts, usual = spot.mapping(_NEED_KEYS), NeedPolicy()
    overflow = dict(usual.overflow)
    for word, below in parts["overflow"].mapping().items() if "overflow" in parts else ():
        why = next((why for why in _SELECTED if word in (why.value, why.label)), None)
        if why is None:
            advice = did_you_mean(word, [one.value for one in _SELECTED])
            below.fault(f"{word} 不是入选原因", advice)
            continue
        advice = "排不上的件不能放行；可用：hold（暂存待查）、escalate（上报处置）"
        overflow[why] = one_of(below, _KEPT, advice) or overflow[why]
    return NeedPolicy(
        whole(parts.get("wait_hours"), 0, _MOST_WAIT, usual.wait_hours),
        overflow,
        whole(parts.get("fill_from"), 0, 1_000_000, usual.fill_from),
    )
