"""Why a row of a table of clues is not used, and why a value identifies nobody."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FIELD_OF", "NOBODY_REASONS", "REASONS"]

#: Code → Chinese, English. The order is that of asking: a row is told its first fault.
REASONS: Mapping[str, tuple[str, str]] = {
    "missing_clue": ("没有线索编号", "no clue number"),
    "unknown_kind": ("类别不认得", "unknown kind"),
    "empty_value": ("内容为空", "no value"),
    "unreadable_time": ("时间无法识别", "unreadable time"),
    "self_link": ("线索关联到自己", "a clue that refers to itself"),
    "time_conflict": (
        "同一线索有两个不同的时间，以先到的为准",
        "the clue has another time already",
    ),
    "no_values": ("整行没有可用的内容", "a row without any value"),
    "unknown_column": ("这一列不认得，整列未用", "a column of an unknown kind, not used"),
    "ragged": ("列数不对", "wrong number of columns"),
    "unterminated_quote": ("引号没有成对", "a quote is never closed"),
    "broken_bytes": ("有损坏的字节", "broken bytes"),
    "broken_json": ("不是 JSON 对象", "no JSON object"),
}
FIELD_OF = {
    "missing_clue": "clue",
    "unknown_kind": "kind",
    "empty_value": "value",
    "unreadable_time": "time",
    "self_link": "value",
    "time_conflict": "time",
}
NOBODY_REASONS: Mapping[str, tuple[str, str]] = {
    "missing": ("没有填写", "not filled in"),
    "masked": ("已脱敏", "masked"),
    "virtual": ("虚拟号码", "virtual number"),
    "service": ("服务号码", "service number"),
    "malformed": ("不成号码", "no such number"),
    "placeholder": ("不是姓名", "no name"),
    "title": ("只有称呼", "a title only"),
    "single": ("只有一个字", "one character only"),
    "too_vague": ("地址太笼统", "too vague an address"),
}
