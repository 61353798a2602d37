"""Texts about aggregate facts and the history that they look back over."""

from __future__ import annotations

__all__ = ["CATALOGUE"]

CATALOGUE: dict[str, tuple[str, str]] = {
    "option.history": (
        "历史文件夹：聚合事实回看其中的邮件快件，本次清单也加入其中（explain、staff 只看不加）。",
        "Folder of history: aggregate facts look back over it, and the manifest is added to it"
        " (explain and staff only look).",
    ),
    "option.facts_rules": (
        "规则文件夹，列出其中声明的聚合事实（默认内置规则）。",
        "Rules folder whose aggregate facts are listed (default: shipped).",
    ),
    "score.looking_back": ("回看时间窗", "Looking back"),
    "score.over_manifest": (
        "聚合事实（{n} 个）只在本清单内回看；加 --history 文件夹 可回看以前的清单。",
        "Aggregate facts ({n}) look back over this manifest alone; --history FOLDER adds earlier ones.",
    ),
    "score.over_history": (
        "聚合事实（{n} 个）回看了历史和本清单；本清单已加入历史。",
        "Aggregate facts ({n}) look back over the history and this manifest, which it now holds.",
    ),
    "score.over_history_only": (
        "聚合事实（{n} 个）回看了历史和本清单；本清单没有加入历史。",
        "Aggregate facts ({n}) look back over the history and this manifest, which isn't added to it.",
    ),
    "score.history_lacking": (
        "历史中有的日子没有记下 {names}，那些邮件快件没有计入。",
        "Some days of the history don't hold {names}: their parcels were not counted there.",
    ),
}
