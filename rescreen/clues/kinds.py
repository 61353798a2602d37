"""The kinds of thing that a clue mentions: one declaration each, with the part it plays in linking.

A value that links can join two clues by itself; one that supports adds to a link that something else
made and never makes one (an outlet, a courier, a name); what is only told is carried along for the
reader. Sources: design ("Clue"), domain.md "Linking practice"; masked and virtual values: GB/T 41833.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from rescreen.parcel import Personal

__all__ = ["KINDS", "KIND_TYPE", "NAMES", "EntityKind", "Part"]


class Part(StrEnum):
    """What a kind may do."""

    LINKS = "links"
    SUPPORTS = "supports"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class EntityKind:
    """One kind. `personal` says how its values are compared and masked; `aliases` are other words
    that files use for it."""

    name: str
    label: str
    label_en: str
    part: Part
    personal: Personal | None = None
    aliases: tuple[str, ...] = ()


_LINKS, _SUPPORTS, _TOLD = Part.LINKS, Part.SUPPORTS, Part.TOLD

_ALL = (
    EntityKind("phone", "电话", "phone", _LINKS, Personal.PHONE, ("手机", "手机号", "电话号码", "联系电话")),
    EntityKind("id_number", "证件号码", "ID number", _LINKS, Personal.ID, ("id", "身份证", "身份证号", "证件号")),
    EntityKind("address", "地址", "address", _LINKS, Personal.ADDRESS, ("详细地址",)),
    EntityKind("account", "支付账户", "payment account", _LINKS, None, ("付款账户", "收款账户", "payment")),
    EntityKind("device", "设备", "device", _LINKS, None, ("设备号", "imei")),
    EntityKind("vehicle", "车辆", "vehicle", _LINKS, None, ("车牌", "车牌号", "plate")),
    EntityKind("mark", "包装标记", "packaging mark", _LINKS, None, ("封签号", "包装编号", "seal")),
    EntityKind("waybill", "运单号", "waybill", _LINKS, None, ("运单", "waybill_no")),
    EntityKind("clue", "关联线索", "clue referred to", _LINKS, None, ("线索", "referral")),
    EntityKind("name", "姓名", "name", _SUPPORTS, Personal.NAME, ("人名",)),
    EntityKind("outlet", "网点", "outlet", _SUPPORTS, None, ("收寄网点", "营业网点")),
    EntityKind("courier", "快递员", "courier", _SUPPORTS, None, ("收寄员", "派件员")),
    EntityKind("item", "物品", "item", _SUPPORTS, None, ("品名", "内件", "内件品名")),
    EntityKind("packaging", "包装", "packaging", _SUPPORTS, None, ("包装方式",)),
    EntityKind("origin", "寄出地", "origin", _SUPPORTS, None, ("起运点", "起始地")),
    EntityKind("destination", "寄达地", "destination", _SUPPORTS, None, ("目的地",)),
    EntityKind("source", "线索来源", "source", _TOLD, None, ("来源",)),
    EntityKind("status", "核查状态", "status", _TOLD, None, ("状态", "outcome")),
    EntityKind("custody", "保管编号", "custody reference", _TOLD, None, ("物证编号",)),
    EntityKind("note", "备注", "note", _TOLD, None, ("说明",)),
)  # fmt: skip

KINDS: dict[str, EntityKind] = {kind.name: kind for kind in _ALL}
NAMES: tuple[str, ...] = tuple(KINDS)
#: A kind as a column: its place in NAMES.
KIND_TYPE = pl.Enum(NAMES)
