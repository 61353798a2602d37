"""How couriers write a manifest: their headings, as seen in public templates, and their values."""

from __future__ import annotations

from collections.abc import Mapping

from rescreen.parcel import FIELDS

__all__ = ["STYLES"]

#: Style → field → heading, in the order of the columns. "plain" has every field by its label.
STYLES: Mapping[str, Mapping[str, str]] = {
    "plain": {name: field.label for name, field in FIELDS.items()},
    "postal": {
        "waybill_no": "邮件号（必填）", "accepted_at": "'收寄时间", "outlet_code": "收寄机构代码",
        "outlet_name": "收寄机构名称", "accept_address": "收寄信息", "collector": "揽收人",
        "collector_code": "揽收员编码", "piece_type": "邮件种类", "agreement_customer": "是否协议客户",
        "agreement_handler": "协议客户经办人", "enterprise": "快递公司", "enterprise_licence": "许可证号",
        "outlet_division": "收寄网点区划代码", "accept_manner": "收寄方式", "handover_place": "交寄地点",
        "agent_posting": "是否代寄", "agent_name": "代寄人", "agent_id_no": "代寄人证件号",
        "sender_name": "寄件人姓名", "sender_company": "寄件单位", "sender_phone": "寄件人手机",
        "sender_id_type": "寄件人证件类型", "sender_id_no": "寄件人证件号码",
        "sender_address": "寄件人地址", "receiver_name": "收件人姓名", "receiver_phone": "收件人电话",
        "receiver_address": "收件人地址", "item": "内件品名", "item_category": "物品类型",
        "pieces": "件数", "weight_kg": "重量(kg)", "declared_value": "声明价值", "freight": "邮资",
        "payment_method": "付款方式", "cod_amount": "代收货款", "inspected": "验视标识",
        "inspected_at": "验视时间", "inspector": "验视人", "inspection_matches": "验视相符",
        "xray_machine": "安检机编号", "xrayed_at": "过机时间", "xray_operator": "安检员",
        "xray_image": "图像编号", "xray_verdict": "安检结论", "departed_at": "发运时间",
    },
    "express": {
        "waybill_no": "'运单号（必填）", "accepted_at": "'寄件时间", "outlet_name": "揽收网点",
        "outlet_code": "揽收网点编码", "accept_address": "揽收地址", "collector": "揽件员",
        "enterprise": "物流公司", "sender_name": "'寄件人", "sender_phone": "'寄件电话",
        "sender_id_no": "证件号码", "sender_address": "寄件详细地址", "receiver_name": "'收件人",
        "receiver_phone": "'收件电话", "receiver_address": "收件详细地址", "item": "'托寄物内容",
        "pieces": "件数", "weight_kg": "实际重量(kg)", "declared_value": "保价金额",
        "payment_method": "运费付款方式", "cod_amount": "代收货款", "inspected": "是否验视",
        "xrayed_at": "安检时间", "xray_machine": "安检机号", "remark": "备注",
    },
}  # fmt: skip
