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
}
