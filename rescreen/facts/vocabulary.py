"""The vocabulary of rules: every parcel field, and every fact derived from fields.

Each derived fact is declared here once; the module named after its family computes it, for a
frame and for one record. Only the families that a rulebook uses are computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from rescreen.facts.fact import Fact
from rescreen.parcel import FIELDS, Kind

__all__ = ["FACTS", "Vocabulary", "resolve_name"]

Members = tuple[tuple[str, str], ...]

ID_FAULTS: Members = (
    ("missing", "缺失"),
    ("masked", "已脱敏"),
    ("shape", "格式不符"),
    ("checksum", "校验码错误"),
    ("birth_date", "出生日期不实"),
    ("region", "地区码不存在"),
    ("region_period", "地区码与年代不符"),
)
PHONE_FAULTS: Members = (
    ("missing", "缺失"),
    ("masked", "已脱敏"),
    ("shape", "格式不符"),
    ("unassigned", "未分配号段"),
)
NAME_FAULTS: Members = (
    ("missing", "缺失"),
    ("masked", "已脱敏"),
    ("placeholder", "代用姓名"),
    ("title", "称谓"),
    ("digits", "含数字"),
    ("single", "单字"),
    ("shape", "格式不符"),
)
PHONE_KINDS: Members = (
    ("mobile", "手机"),
    ("landline", "固定电话"),
    ("virtual", "虚拟号"),
    ("service", "服务号"),
    ("foreign", "境外号码"),
    ("masked", "已脱敏"),
    ("missing", "缺失"),
    ("unknown", "未知"),
)
ORIGIN_FIELDS = (
    "accept_division",
    "outlet_code",
    "outlet_division",
    "accept_address",
    "outlet_name",
)
DESTINATION_FIELDS = ("destination_division", "receiver_address", "destination")


def _origin() -> list[Fact]:
    def fact(name: str, kind: Kind, label: str, label_en: str, doc: str, **more: Members) -> Fact:
        return Fact(name, kind, label, label_en, doc, ORIGIN_FIELDS, "origin", **more)  # type: ignore[arg-type]

    return [
        fact(
            "origin",
            Kind.PLACE,
            "起始收寄点",
            "place of acceptance",
            "Division where the piece was accepted: declared code, then the outlet's division, then"
            " the address of acceptance, then the outlet's name (五（四）).",
        ),
        fact(
            "accept_place",
            Kind.PLACE,
            "收寄地文字所指",
            "place that the text of acceptance names",
            "Division that the address of acceptance names by itself, or else the outlet's name.",
        ),
        fact(
            "origin_status",
            Kind.CATEGORY,
            "起始收寄点判定",
            "how sure the place of acceptance is",
            "已定位: one division; 有歧义: several; 未知: none found.",
            members=(("resolved", "已定位"), ("ambiguous", "有歧义"), ("unknown", "未知")),
        ),
        fact(
            "origin_conflict",
            Kind.FLAG,
            "收寄地来源矛盾",
            "sources of the place of acceptance disagree",
            "A code or outlet says another prefecture than the text does.",
        ),
    ]


def _places() -> list[Fact]:
    return [
        Fact(
            "sender_place",
            Kind.PLACE,
            "寄件地址所在地",
            "sender's place",
            "Division that the sender's address names.",
            ("sender_address",),
            "sender_place",
        ),
        Fact(
            "destination_place",
            Kind.PLACE,
            "寄达地区划",
            "place of destination",
            "Division of delivery: declared code, then the receiver's address, then the"
            " destination in words.",
            DESTINATION_FIELDS,
            "destination_place",
        ),
        Fact(
            "sender_away",
            Kind.FLAG,
            "寄件地址与收寄地不符",
            "sender's address is elsewhere",
            "The sender's address lies in another prefecture than the place of acceptance.",
            (*ORIGIN_FIELDS, "sender_address"),
            "routes",
        ),
        Fact(
            "outlet_away",
            Kind.FLAG,
            "收寄地超出网点地域",
            "accepted away from the outlet",
            "The address of acceptance lies in another prefecture than the outlet is registered"
            " in (超地域经营, 五（二）).",
            ORIGIN_FIELDS,
            "routes",
        ),
        Fact(
            "licence_covers",
            Kind.FLAG,
            "许可地域覆盖收寄地",
            "licensed for the place of acceptance",
            "The enterprise's licence, as the site's licence table has it, covers the place of"
            " acceptance; unknown without a licence in the table.",
            (*ORIGIN_FIELDS, "enterprise_licence"),
            "routes",
        ),
    ]


def _identities() -> list[Fact]:
    def person(who: str, label: str, label_en: str) -> list[Fact]:
        id_fields, id_type = (f"{who}_id_no",), (f"{who}_id_type",)
        return [
            Fact(
                f"{who}_id_faults",
                Kind.FAULTS,
                f"{label}证件号问题",
                f"faults of the {label_en}'s ID number",
                "What is wrong with the number (GB 11643); passports and other types pass by.",
                id_fields,
                f"{who}_id",
                members=ID_FAULTS,
                also=id_type,
            ),
            Fact(
                f"{who}_age",
                Kind.INTEGER,
                f"{label}年龄",
                f"{label_en}'s age",
                "Full years on the day of acceptance's rules, from a resident's ID number.",
                id_fields,
                f"{who}_id",
                unit="岁",
                also=id_type,
            ),
            Fact(
                f"{who}_name_faults",
                Kind.FAULTS,
                f"{label}姓名问题",
                f"faults of the {label_en}'s name",
                "Placeholder, title, digits, masked, a single character.",
                (f"{who}_name",),
                f"{who}_name",
                members=NAME_FAULTS,
            ),
        ]

    def phone(who: str, label: str, label_en: str) -> list[Fact]:
        return [
            Fact(
                f"{who}_phone_faults",
                Kind.FAULTS,
                f"{label}电话问题",
                f"faults of the {label_en}'s phone",
                "Shape and assigned ranges.",
                (f"{who}_phone",),
                f"{who}_phone",
                members=PHONE_FAULTS,
            ),
            Fact(
                f"{who}_phone_kind",
                Kind.CATEGORY,
                f"{label}电话类别",
                f"kind of the {label_en}'s phone",
                "A virtual number is no fault, and never proves that two people are one.",
                (f"{who}_phone",),
                f"{who}_phone",
                members=PHONE_KINDS,
            ),
        ]

    receiver_name = person("receiver", "收件人", "receiver")[2]
    return [
        *person("sender", "寄件人", "sender"),
        *person("agent", "代寄人", "agent"),
        receiver_name,
        *phone("sender", "寄件人", "sender"),
        *phone("receiver", "收件人", "receiver"),
    ]


def _times() -> list[Fact]:
    def minutes(name: str, label: str, label_en: str, start: str, end: str, doc: str) -> Fact:
        return Fact(name, Kind.NUMBER, label, label_en, doc, (start, end), "times", unit="min")

    return [
        minutes(
            "minutes_to_inspection",
            "收寄至验视分钟数",
            "minutes from acceptance to inspection",
            "accepted_at",
            "inspected_at",
            "Negative: inspected before it was accepted.",
        ),
        minutes(
            "minutes_to_xray",
            "收寄至过机分钟数",
            "minutes from acceptance to X-ray",
            "accepted_at",
            "xrayed_at",
            "Negative: X-rayed before it was accepted.",
        ),
        minutes(
            "minutes_inspection_to_departure",
            "验视至发运分钟数",
            "minutes from inspection to departure",
            "inspected_at",
            "departed_at",
            "Negative: inspected after it had left.",
        ),
        minutes(
            "minutes_xray_to_departure",
            "过机至发运分钟数",
            "minutes from X-ray to departure",
            "xrayed_at",
            "departed_at",
            "Negative: X-rayed after it had left.",
        ),
        Fact(
            "accepted_hour",
            Kind.INTEGER,
            "收寄时刻（时）",
            "hour of acceptance",
            "Hour of the day, 0 to 23, local time.",
            ("accepted_at",),
            "times",
            unit="h",
        ),
    ]


def _items() -> list[Fact]:
    return [
        Fact(
            "item_text",
            Kind.TEXT,
            "内件文字",
            "item text",
            "Declared item, category and what the inspector saw, joined by | in lower case;"
            " null when all three are missing.",
            ("item", "item_category", "inspection_found"),
            "item_text",
        ),
        Fact(
            "item_length",
            Kind.INTEGER,
            "品名字数",
            "length of the item's name",
            "Characters of the declared item.",
            ("item",),
            "item_text",
        ),
        Fact(
            "freight_to_value",
            Kind.NUMBER,
            "运费与声明价值之比",
            "freight to declared value",
            "Freight divided by declared value; unknown where the value is 0.",
            ("freight", "declared_value"),
            "item_money",
        ),
        Fact(
            "value_per_kg",
            Kind.NUMBER,
            "每公斤声明价值",
            "declared value per kg",
            "Declared value divided by weight; unknown where the weight is 0.",
            ("declared_value", "weight_kg"),
            "item_money",
            unit="元/kg",
        ),
    ]


def _all_facts() -> dict[str, Fact]:
    derived = [*_origin(), *_places(), *_identities(), *_times(), *_items()]
    facts = [*(Fact.of_field(field) for field in FIELDS.values()), *derived]
    return {fact.name: fact for fact in facts}


#: name → declaration; parcel fields first, then derived facts.
FACTS: Mapping[str, Fact] = MappingProxyType(_all_facts())

_BY_LABEL = {fact.label: fact.name for fact in FACTS.values()}


def resolve_name(word: str) -> str | None:
    """The fact's name for a name or a Chinese label; None where there is no such fact."""
    return word if word in FACTS else _BY_LABEL.get(word)


@dataclass(frozen=True)
class Vocabulary:
    """What the conditions and reasons of one folder may name: FACTS and the folder's own."""

    own: tuple[Fact, ...] = ()

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        return {**FACTS, **{fact.name: fact for fact in self.own}} if self.own else dict(FACTS)

    @cached_property
    def _own(self) -> Mapping[str, str]:
        return {word: fact.name for fact in self.own for word in (fact.name, fact.label)}

    def resolve(self, word: str) -> str | None:
        """As `resolve_name`, the folder's own facts included."""
        return resolve_name(word) or self._own.get(word)

    @property
    def words(self) -> list[str]:
        """Every name and label, to suggest one that was meant."""
        facts = self.facts.values()
        return [*(fact.name for fact in facts), *(fact.label for fact in facts)]
