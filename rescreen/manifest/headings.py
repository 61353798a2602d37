"""What a courier's heading can mean, and which field of the parcel that is."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from unicodedata import normalize

from rescreen.parcel import FIELDS

__all__ = ["PARTS", "Reading", "normal_heading", "readings_of"]

#: Meaning of a heading → field. Meanings that are not here are recognised and not needed.
FIELD_OF = {
    "waybill_no": "waybill_no",
    "courier": "enterprise",
    "accept_outlet": "outlet_name",
    "accept_outlet_code": "outlet_code",
    "collector": "collector",
    "collector_code": "collector_code",
    "accept_time": "accepted_at",
    "accept_text": "accept_address",
    "origin_place": "accept_address",
    "origin_code": "accept_division",
    "departure_time": "departed_at",
    "sender_name": "sender_name",
    "sender_company": "sender_company",
    "sender_phone": "sender_phone",
    "sender_tel": "sender_phone",
    "sender_id_type": "sender_id_type",
    "sender_id_no": "sender_id_no",
    "id_no": "sender_id_no",
    "sender_address": "sender_address",
    "send_address": "sender_address",
    "sender_place": "sender_address",
    "recipient_name": "receiver_name",
    "recipient_company": "receiver_company",
    "recipient_phone": "receiver_phone",
    "recipient_mobile": "receiver_phone",
    "recipient_id_type": "receiver_id_type",
    "recipient_id_no": "receiver_id_no",
    "recipient_address": "receiver_address",
    "recipient_place": "receiver_address",
    "dest_place": "destination",
    "dest_code": "destination_division",
    "goods_name": "item",
    "goods_class": "item_category",
    "pieces": "pieces",
    "weight_kg": "weight_kg",
    "input_weight": "weight_kg",
    "charge_weight_kg": "weight_kg",
    "insured_amount": "declared_value",
    "postage": "freight",
    "payment_method": "payment_method",
    "cod_amount": "cod_amount",
    "remark": "remark",
}
#: Meanings that are a part of an address → the field, and the place in the joined text.
PARTS = {
    "accept_province": ("accept_address", 0),
    "origin_province": ("accept_address", 0),
    "accept_city": ("accept_address", 1),
    "origin_city": ("accept_address", 1),
    "sender_province": ("sender_address", 0),
    "sender_city": ("sender_address", 1),
    "sender_district": ("sender_address", 2),
    "sender_region": ("sender_address", 2),
    "recipient_province": ("receiver_address", 0),
    "recipient_city": ("receiver_address", 1),
    "recipient_district": ("receiver_address", 2),
    "recipient_region": ("receiver_address", 2),
    "recipient_street": ("receiver_address", 3),
    "dest_province": ("destination", 0),
    "dest_city": ("destination", 1),
}
#: Meanings that are taken only where no better column gives the field.
SECOND_CHOICE = frozenset({"input_weight", "charge_weight_kg", "sender_place", "recipient_place"})
_ENGLISH = {
    "waybill": "waybill_no",
    "waybillno": "waybill_no",
    "waybillnumber": "waybill_no",
    "trackingnumber": "waybill_no",
    "trackingno": "waybill_no",
    "sender": "sender_name",
    "receiver": "receiver_name",
    "recipient": "receiver_name",
    "weight": "weight_kg",
    "item": "item",
}
#: Headings of the three systems that couriers' public templates don't show.
_MORE = {
    "验视标识": "inspected", "验视标志": "inspected", "是否验视": "inspected",
    "收寄验视": "inspected", "验视人员": "inspector", "验视员": "inspector",
    "过机安检时间": "xrayed_at", "安检时间": "xrayed_at", "安检机号": "xray_machine",
    "安检设备编号": "xray_machine", "安检人员": "xray_operator", "图像编号": "xray_image",
    "安检结果": "xray_verdict", "是否代寄": "agent_posting", "代寄人": "agent_name",
    "代寄人证件号": "agent_id_no", "许可证号": "enterprise_licence", "快递公司": "enterprise",
    "寄递企业名称": "enterprise", "收寄地址": "accept_address", "揽收地址": "accept_address",
    "收寄地点": "accept_address", "收寄员姓名": "collector", "寄件人证件号": "sender_id_no",
    "身份证号": "sender_id_no", "是否协议客户": "agreement_customer", "发出时间": "departed_at",
    "内件": "item", "品名": "item", "寄件人手机号": "sender_phone",
    "收件人手机号": "receiver_phone",
}  # fmt: skip

_NOISE = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]|[\s'’‘`*＊:：\"“”_\-/]+")
_UNIT = re.compile(r"[（(\[【/]\s*(克|g|千克|公斤|kg|分|元|万元|斤)\s*[）)\]】]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing a heading can mean. `field` is "" for what is recognised and not needed; `part`
    is the place in a joined address (-1: the field itself); `sources` how often it was seen."""

    meaning: str
    field: str
    part: int = -1
    second: bool = False
    sources: int = 1


def normal_heading(heading: str) -> str:
    """Without apostrophes, blanks, line breaks, brackets and their content; half-width, lower."""
    return _NOISE.sub("", normalize("NFKC", heading)).lower()


def unit_of(heading: str) -> str:
    """The unit that a heading names in brackets: 克, 分 … or ""."""
    found = _UNIT.search(normalize("NFKC", heading).strip())
    return found.group(1).lower() if found else ""


def _reading(meaning: str, sources: int) -> Reading:
    if meaning in PARTS:
        field, part = PARTS[meaning]
        return Reading(meaning, field, part, sources=sources)
    second = meaning in SECOND_CHOICE
    return Reading(meaning, FIELD_OF.get(meaning, ""), second=second, sources=sources)


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, tuple[Reading, ...]]:
    found: dict[str, dict[str, Reading]] = {}
    text = (files("rescreen.manifest") / "data/headings.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        one = _reading(row["meaning"], int(row["sources"]))
        here = found.setdefault(normal_heading(row["heading"]), {})
        key = f"{one.field}/{one.part}" if one.field else "/"
        if key not in here or here[key].sources < one.sources:
            here[key] = one
    vocabulary = {heading: tuple(here.values()) for heading, here in found.items()}
    own = {normal_heading(word): field for word, field in (_MORE | _ENGLISH).items()}
    for name, field in FIELDS.items():
        own[normal_heading(name)] = own[normal_heading(field.label)] = name
    own |= {normal_heading(word): field for word, field in _ENGLISH.items()}
    vocabulary |= {heading: (Reading(field, field, sources=9),) for heading, field in own.items()}
    return vocabulary


def readings_of(heading: str) -> tuple[Reading, ...]:
    """What a heading can mean; () for one never seen."""
    words = _vocabulary()
    exact = words.get(normal_heading(heading))
    # 收件（省）: what stands in the brackets is the meaning, not noise.
    bare = words.get(re.sub(r"[\s（）()]", "", normalize("NFKC", heading)).lower())
    return exact or bare or ()
