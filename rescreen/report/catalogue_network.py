"""Texts of questions to a graph of clues, its files and pictures. Key → (Chinese, English)."""

from __future__ import annotations

__all__ = ["CATALOGUE"]

CATALOGUE: dict[str, tuple[str, str]] = {
    "sheet.type_1": ("实体1类型", "Entity 1 type"),
    "sheet.id_1": ("实体1编号", "Entity 1 ID"),
    "sheet.label_1": ("实体1标签", "Entity 1 label"),
    "sheet.type_2": ("实体2类型", "Entity 2 type"),
    "sheet.id_2": ("实体2编号", "Entity 2 ID"),
    "sheet.label_2": ("实体2标签", "Entity 2 label"),
    "sheet.link": ("关联类型", "Link type"),
    "sheet.role": ("角色", "Role"),
    "sheet.strength": ("关联强度（比特）", "Link strength (bits)"),
    "sheet.links": ("是否起连接作用", "Makes links"),
    "sheet.date": ("日期", "Date"),
    "sheet.clue": ("线索", "Clue"),
    "sheet.near": ("近似", "Near match"),
    "sheet.yes": ("是", "yes"),
    "sheet.no": ("否", "no"),
    "role.sender": ("寄件", "sender"),
    "role.receiver": ("收件", "receiver"),
    "roles.organiser": ("组织者（建议）", "organiser (proposed)"),
    "roles.courier": ("运送、寄件者（建议）", "courier (proposed)"),
    "roles.receiver": ("收件者（建议）", "receiver (proposed)"),
    "roles.unclear": ("不明确", "unclear"),
    "roles.too_little": ("只有一条线索，不足以判断", "only one clue: too little to say"),
    "roles.second": ("其次可能是{role}", "next: {role}"),
    "roles.broker": (
        "居间程度在 {of} 个实体中排第 {count}",
        "stands between others, number {count} of {of}",
    ),
    "roles.holds": (
        "去掉它，{count} 对其他实体失去联系",
        "without it {count} pairs of others lose all connection",
    ),
    "roles.both_sides": (
        "两头都有：寄 {count} 次，收 {of} 次",
        "on both sides: sent {count} times, received {of} times",
    ),
    "roles.between_sides": (
        "自己不寄不收，却同 {count} 个寄件方、{of} 个收件方同案出现",
        "neither sends nor receives, but is seen with {count} senders and {of} receivers",
    ),
    "roles.many": (
        "同 {count} 个其他寄件方、{of} 个其他收件方同案出现",
        "seen with {count} other senders and {of} other receivers",
    ),
    "roles.sends": ("{of} 次中有 {count} 次是寄件", "sent {count} times of {of}"),
    "roles.places": (
        "从 {count} 地寄往 {of} 地",
        "sent from {count} places to {of}",
    ),
    "roles.receives": ("{of} 次中有 {count} 次是收件", "received {count} times of {of}"),
    "roles.one_place": ("都寄往同一地", "always to one place"),
    "roles.beside_broker": (
        "同 {count} 个居间者直接相连，自己不居间",
        "stands beside {count} of those between others, and is none of them",
    ),
    "picture.hub": ("枢纽（不起连接作用）", "hub (makes no links)"),
    "picture.bridge": ("唯一的连接（桥）", "bridge: the only connection"),
    "picture.bridge_sides": (
        "去掉这一条就断开：两侧各有 {one} 条和 {two} 条线索",
        "Without this edge the two sides part: {one} and {two} clues",
    ),
    "picture.origin": ("起运点", "Origin"),
    "picture.destination": ("目的地", "Destination"),
    "picture.unknown_place": ("（不明）", "(unknown)"),
    "picture.more_routes": ("另有 {n} 条路线未画出", "{n} more routes are not drawn"),
    "picture.by_1d": ("（每日，{first} 至 {last}）", " (by day, {first} to {last})"),
    "picture.by_1w": ("（每周，{first} 至 {last}）", " (by week, {first} to {last})"),
    "picture.by_1mo": ("（每月，{first} 至 {last}）", " (by month, {first} to {last})"),
    "picture.weekdays": ("周一 周二 周三 周四 周五 周六 周日", "Mon Tue Wed Thu Fri Sat Sun"),
    "picture.clues": ("线索数", "clues"),
}
