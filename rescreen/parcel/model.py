"""The canonical parcel (邮件快件): every field once, with type, unit, labels and meaning.

The pydantic model below is the single source. `FIELDS` and `SCHEMA` are read off it, so a
record and a frame cannot drift apart. Only the waybill number is required: a courier's manifest
never holds everything, and what is missing is unknown, not false.

Sources: 快递暂行条例 (2018) art. 22-25; 邮件快件收寄验视规定; 邮件快件实名收寄管理办法;
邮政业寄递安全监督管理办法; YZ/T 0112 for the record of an item.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from rescreen.parcel.kinds import Kind, Personal

__all__ = ["Parcel"]


def _field(
    kind: Kind,
    label: str,
    label_en: str,
    doc: str,
    *,
    unit: str = "",
    personal: Personal | None = None,
    values: tuple[str, ...] = (),
) -> Any:
    extra: dict[str, Any] = {"kind": kind.value, "label_en": label_en}
    extra |= {"unit": unit} if unit else {}
    extra |= {"personal": personal.value} if personal else {}
    extra |= {"values": list(values)} if values else {}
    return Field(title=label, description=doc, json_schema_extra=extra)


ID_TYPES = (
    "居民身份证",
    "临时居民身份证",
    "户口簿",
    "护照",
    "港澳居民来往内地通行证",
    "台湾居民来往大陆通行证",
    "港澳台居民居住证",
    "外国人永久居留身份证",
    "军官证",
    "营业执照",
    "其他",
)

Text = str | None
Number = Annotated[float | None, Field(ge=0, allow_inf_nan=False)]


class Parcel(BaseModel):
    """One piece of mail or express (邮件快件) as far as it is known on arrival."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    waybill_no: Annotated[
        str,
        Field(min_length=1),
        _field(
            Kind.CODE, "运单号", "waybill number", "Identifies the piece; unique in a manifest."
        ),
    ]
    piece_type: Annotated[
        Text,
        _field(
            Kind.CATEGORY,
            "邮件种类",
            "piece type",
            "Letters may be opened by police, state security and procurators only (邮政法 36) and"
            " need no ID check of each piece.",
            values=("信件", "文件", "包裹", "快件"),
        ),
    ] = None
    agreement_customer: Annotated[
        bool | None,
        _field(
            Kind.FLAG,
            "协议客户",
            "agreement customer",
            "Sent under a safety agreement: no ID check of each piece (快递暂行条例 22), but a"
            " named handler is expected.",
        ),
    ] = None
    agreement_handler: Annotated[
        Text,
        _field(
            Kind.TEXT,
            "协议客户经办人",
            "agreement handler",
            "Who hands over for the agreement customer.",
            personal=Personal.NAME,
        ),
    ] = None

    enterprise: Annotated[
        Text, _field(Kind.TEXT, "寄递企业", "courier enterprise", "Brand or legal name.")
    ] = None
    enterprise_licence: Annotated[
        Text,
        _field(
            Kind.CODE,
            "快递业务经营许可证号",
            "enterprise licence",
            "Licence to run express business (邮政法 51).",
        ),
    ] = None
    outlet_code: Annotated[
        Text,
        _field(Kind.CODE, "收寄网点编码", "outlet code", "The enterprise's code of the outlet."),
    ] = None
    outlet_name: Annotated[
        Text, _field(Kind.TEXT, "收寄网点", "outlet", "Name of the accepting outlet.")
    ] = None
    outlet_division: Annotated[
        Text,
        _field(
            Kind.DIVISION,
            "收寄网点区划代码",
            "outlet division",
            "Division where the outlet is registered.",
        ),
    ] = None
    collector: Annotated[
        Text,
        _field(Kind.TEXT, "收寄员", "collector", "Who accepted the piece.", personal=Personal.NAME),
    ] = None
    collector_code: Annotated[
        Text, _field(Kind.CODE, "收寄员工号", "collector code", "Staff number of the collector.")
    ] = None

    accepted_at: Annotated[
        datetime | None,
        _field(Kind.TIME, "收寄时间", "accepted at", "When the piece was accepted (起始收寄)."),
    ] = None
    accept_division: Annotated[
        Text,
        _field(
            Kind.DIVISION,
            "收寄地区划代码",
            "division of acceptance",
            "Declared division of the place of acceptance; outranks what the texts say.",
        ),
    ] = None
    accept_address: Annotated[
        Text,
        _field(
            Kind.TEXT,
            "收寄地",
            "place of acceptance",
            "起始收寄点 as text: province, city, district columns joined, or a free address.",
            personal=Personal.ADDRESS,
        ),
    ] = None
    accept_manner: Annotated[
        Text,
        _field(
            Kind.CATEGORY,
            "收寄方式",
            "manner of acceptance",
            "Where the piece was taken over from the sender; 非固定场所 asks for a stricter check"
            " of the ID (notice 五（五）).",
            values=("网点交寄", "上门揽收", "智能快件箱", "驿站代收", "非固定场所"),
        ),
    ] = None
    handover_place: Annotated[
        Text,
        _field(
            Kind.TEXT,
            "交寄地点",
            "handover place",
            "Spot of the handover in words, e.g. 路边 or 客运站.",
            personal=Personal.ADDRESS,
        ),
    ] = None
    agent_posting: Annotated[
        bool | None,
        _field(
            Kind.FLAG, "代人交寄", "posted by an agent", "Handed over for somebody else (五（五）)."
        ),
    ] = None
    agent_name: Annotated[
        Text,
        _field(
            Kind.TEXT,
            "代寄人姓名",
            "agent's name",
            "Who posted for the sender.",
            personal=Personal.NAME,
        ),
    ] = None
    agent_id_type: Annotated[
        Text,
        _field(
            Kind.CATEGORY,
            "代寄人证件类型",
            "agent's ID type",
            "Kind of the agent's ID.",
            values=ID_TYPES,
        ),
    ] = None
    agent_id_no: Annotated[
        Text,
        _field(
            Kind.CODE,
            "代寄人证件号码",
            "agent's ID number",
            "Number of the agent's ID.",
            personal=Personal.ID,
        ),
    ] = None

    sender_name: Annotated[
        Text,
        _field(Kind.TEXT, "寄件人姓名", "sender's name", "As registered.", personal=Personal.NAME),
    ] = None
    sender_company: Annotated[
        Text, _field(Kind.TEXT, "寄件单位", "sender's company", "Company of the sender, if any.")
    ] = None
    sender_phone: Annotated[
        Text,
        _field(
            Kind.CODE,
            "寄件人电话",
            "sender's phone",
            "Mobile or landline; platforms may print a virtual number (GB/T 41833).",
            personal=Personal.PHONE,
        ),
    ] = None
    sender_id_type: Annotated[
        Text,
        _field(
            Kind.CATEGORY,
            "寄件人证件类型",
            "sender's ID type",
            "Kind of ID shown (邮件快件实名收寄管理办法 8).",
            values=ID_TYPES,
        ),
    ] = None
    sender_id_no: Annotated[
        Text,
        _field(
            Kind.CODE,
            "寄件人证件号码",
            "sender's ID number",
            "Number of the ID shown (GB 11643 for residents).",
            personal=Personal.ID,
        ),
    ] = None
    sender_address: Annotated[
        Text,
        _field(
            Kind.TEXT,
            "寄件人地址",
            "sender's address",
            "What the sender wrote; not the place of acceptance.",
            personal=Personal.ADDRESS,
        ),
    ] = None
    receiver_name: Annotated[
        Text,
        _field(Kind.TEXT, "收件人姓名", "receiver's name", "As written.", personal=Personal.NAME),
    ] = None
    receiver_company: Annotated[
        Text,
        _field(Kind.TEXT, "收件单位", "receiver's company", "Company of the receiver, if any."),
    ] = None
    receiver_phone: Annotated[
        Text,
        _field(
            Kind.CODE,
            "收件人电话",
            "receiver's phone",
            "Mobile or landline; may be virtual.",
            personal=Personal.PHONE,
        ),
    ] = None
    receiver_id_type: Annotated[
        Text,
        _field(
            Kind.CATEGORY,
            "收件人证件类型",
            "receiver's ID type",
            "Kind of the receiver's ID, where the courier keeps it.",
            values=ID_TYPES,
        ),
    ] = None
    receiver_id_no: Annotated[
        Text,
        _field(
            Kind.CODE,
            "收件人证件号码",
            "receiver's ID number",
            "Number of the receiver's ID, where the courier keeps it.",
            personal=Personal.ID,
        ),
    ] = None
    receiver_address: Annotated[
        Text,
        _field(
            Kind.TEXT,
            "收件人地址",
            "receiver's address",
            "Where the piece is to be delivered.",
            personal=Personal.ADDRESS,
        ),
    ] = None
    destination_division: Annotated[
        Text,
        _field(
            Kind.DIVISION,
            "寄达地区划代码",
            "destination division",
            "Declared division of delivery.",
        ),
    ] = None
    destination: Annotated[
        Text,
        _field(Kind.TEXT, "寄达地", "destination", "Destination in words (city, hub or outlet)."),
    ] = None

    item: Annotated[
        Text,
        _field(Kind.TEXT, "内件品名", "item", "What the sender declared, in the sender's words."),
    ] = None
    item_category: Annotated[
        Text, _field(Kind.TEXT, "物品类别", "item category", "The courier's class of the item.")
    ] = None
    pieces: Annotated[
        int | None,
        Field(ge=0),
        _field(Kind.INTEGER, "件数", "pieces", "Pieces under this waybill.", unit="件"),
    ] = None
    weight_kg: Annotated[
        Number, _field(Kind.NUMBER, "重量", "weight", "Weighed at acceptance.", unit="kg")
    ] = None
    declared_value: Annotated[
        Number,
        _field(Kind.NUMBER, "声明价值", "declared value", "Declared or insured value.", unit="元"),
    ] = None
    freight: Annotated[
        Number, _field(Kind.NUMBER, "运费", "freight", "Postage charged.", unit="元")
    ] = None
    payment_method: Annotated[
        Text,
        _field(
            Kind.CATEGORY,
            "付款方式",
            "payment",
            "Who pays, and how.",
            values=("寄付现结", "寄付月结", "到付", "第三方付"),
        ),
    ] = None
    cod_amount: Annotated[
        Number,
        _field(Kind.NUMBER, "代收货款", "cash on delivery", "To be collected.", unit="元"),
    ] = None

    inspected: Annotated[
        bool | None,
        _field(Kind.FLAG, "验视标识", "inspection mark", "The piece carries the mark (收寄验视)."),
    ] = None
    inspected_at: Annotated[
        datetime | None,
        _field(Kind.TIME, "验视时间", "inspected at", "When it was opened for inspection."),
    ] = None
    inspector: Annotated[
        Text,
        _field(Kind.TEXT, "验视人", "inspector", "Who inspected.", personal=Personal.NAME),
    ] = None
    inspection_found: Annotated[
        Text,
        _field(
            Kind.TEXT, "验视实际内件", "found at inspection", "What the inspector saw, in words."
        ),
    ] = None
    inspection_matches: Annotated[
        bool | None,
        _field(
            Kind.FLAG, "验视相符", "declared as found", "Whether declared and found are the same."
        ),
    ] = None
    xray_machine: Annotated[
        Text, _field(Kind.CODE, "安检机编号", "X-ray machine", "Machine of the first screening.")
    ] = None
    xrayed_at: Annotated[
        datetime | None,
        _field(Kind.TIME, "过机时间", "X-rayed at", "When it passed the machine (过机安检)."),
    ] = None
    xray_operator: Annotated[
        Text,
        _field(
            Kind.TEXT, "安检员", "X-ray operator", "Who judged the image.", personal=Personal.NAME
        ),
    ] = None
    xray_image: Annotated[
        Text,
        _field(
            Kind.CODE, "安检图像编号", "X-ray image", "Reference of the image bound to the piece."
        ),
    ] = None
    xray_verdict: Annotated[
        Text,
        _field(
            Kind.CATEGORY,
            "安检结论",
            "X-ray verdict",
            "What the first screening said.",
            values=("通过", "可疑", "禁寄"),
        ),
    ] = None
    departed_at: Annotated[
        datetime | None,
        _field(
            Kind.TIME, "发运时间", "departed at", "When it left the accepting outlet's last centre."
        ),
    ] = None
    remark: Annotated[Text, _field(Kind.TEXT, "备注", "remark", "Free text of the courier.")] = None
