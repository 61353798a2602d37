"""Texts of layered packs: exemptions, shadow rules, changes. Key → (Chinese, English)."""

from __future__ import annotations

__all__ = ["CATALOGUE"]

CATALOGUE: dict[str, tuple[str, str]] = {
    "explain.shadow": ("命中，影子规则，不计", "fired, shadow rule, does not count"),
    "explain.exempted": ("命中，被 {by} 豁免，不计", "fired, set aside by {by}"),
    "explain.exempt": ("豁免成立", "exemption holds"),
    "score.shadow": (
        "影子规则（只记录，不计分、不改去向）",
        "Shadow rules (recorded only; no score, no lane)",
    ),
    "score.exempted": ("被豁免的命中", "Hits set aside by exemptions"),
    "score.exempted_by": ("豁免", "Exemption"),
    "rules.pack": ("规则包", "Pack"),
    "rules.mode": ("方式", "Mode"),
    "rules.mode.shadow": ("影子", "shadow"),
    "rules.severity": ("严重程度", "severity"),
    "rules.on_missing": ("数据缺失时", "on missing data"),
    "rules.layers": ("规则包由下至上", "Packs, the lowest first"),
    "rules.changes": ("上层规则包的改动", "What later packs changed"),
    "rules.what": ("内容", "What"),
    "rules.direction": ("方向", "Direction"),
    "rules.looser": ("放宽", "looser"),
    "rules.tighter": ("收紧", "tighter"),
    "rules.reason": ("理由", "Reason"),
    "rules.where": ("出处", "Where"),
    "rules.until": ("至", "until"),
    "rules.exempts": ("豁免 {covers}", "exempts {covers}"),
    "rules.exempts_all": ("除立即报告外全部规则", "every rule but those that report at once"),
    "rules.off": ("停用", "switched off"),
    "rules.setting": ("设置 {name}", "setting {name}"),
    "rules.list": ("名单 {name}", "list {name}"),
    "rules.added": ("增加 {n} 项", "{n} entries added"),
    "rules.also_when": ("增加触发条件", "a further condition"),
    "rules.removed": ("去掉 {value}", "{value} removed"),
}
