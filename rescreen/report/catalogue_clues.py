"""Texts about clues."""

from __future__ import annotations

__all__ = ["CATALOGUE"]

CATALOGUE: dict[str, tuple[str, str]] = {
    "clues.help": (
        "把需要查验的邮件快件写成线索表，供串并案使用。\n\n"
        "MANIFEST 是清单，DECISIONS 是 rescreen score -o 写的文件夹或 decisions 文件。"
        "线索表一行一个要素（电话、证件、地址等），含个人信息，只有本人可读（0600）。",
        "Write flagged parcels as a table of clues, for linking into series.\n\n"
        "MANIFEST is the manifest, DECISIONS a folder or file of decisions that rescreen score -o"
        " wrote. The table has a row a mention (phone, ID, address …) and holds personal data: only"
        " its owner can read it (0600).",
    ),
    "option.clues_output": ("线索表，Parquet 文件。", "Table of clues, a Parquet file."),
    "clues.title": (
        "{parcels} 件打分结果中，{clues} 件需要查验，成为线索。",
        "Of {parcels} parcels decided, {clues} are flagged and are clues.",
    ),
    "clues.lacking": (
        "注意：其中 {n} 件在清单里找不到（或行有错误），只有运单号和规则。",
        "Caution: {n} of them aren't in the manifest (or their rows are broken): they are a waybill"
        " number and rules only.",
    ),
    "clues.kind": ("类别", "kind"),
    "clues.entities": ("不同的值", "distinct values"),
    "clues.nobody_title": (
        "不能说明是谁、因而不参与串并的值：",
        "Values that identify nobody, which link nothing:",
    ),
    "clues.why": ("原因", "why"),
    "clues.values": ("个数", "values"),
    "clues.rejected": ("{n} 行没有使用。", "{n} rows are not used."),
}
