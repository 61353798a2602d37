"""Texts of `rescreen diff`. Key → (Chinese, English)."""

from __future__ import annotations

__all__ = ["CATALOGUE"]

CATALOGUE: dict[str, tuple[str, str]] = {
    "diff.help": (
        "比较两套规则对同一批清单的不同：哪些件换了去向、因为哪些规则、来自哪里、各小时负荷怎样变。\n\n"
        "OLD 和 NEW 是两个规则文件夹；-o 写出换了去向或分数的每一件（moved.csv）和带图的网页"
        "（diff.html）。",
        "Compare two rulebooks on the same manifests: which parcels change lane, by which rules, from"
        " where, and what it does to each hour's load.\n\n"
        "OLD and NEW are folders of rules; -o writes every parcel of another lane or score"
        " (moved.csv), and a page with charts (diff.html).",
    ),
    "diff.counts": (
        "共 {parcels} 件（退回 {rejected} 行）：去向改变 {moved} 件（{share}），仅分数改变 {rescored} 件",
        "{parcels} parcels ({rejected} rows rejected): {moved} change lane ({share}), {rescored} only"
        " their score",
    ),
    "diff.lanes": ("各去向", "Lanes"),
    "diff.rules": ("因为哪些规则", "By which rules"),
    "diff.origins": ("来自哪里", "From where"),
    "diff.hours": ("各小时负荷（改动最大的）", "Load by hour (those that change most)"),
    "diff.outcomes": ("结果已知的件", "Parcels of known outcome"),
    "diff.before": ("原", "Before"),
    "diff.after": ("新", "After"),
    "diff.change": ("增减", "Change"),
    "diff.in": ("转入", "In"),
    "diff.out": ("转出", "Out"),
    "diff.hits_before": ("原命中", "Hits before"),
    "diff.hits_after": ("新命中", "Hits after"),
    "diff.stricter": ("变严", "Stricter"),
    "diff.milder": ("变宽", "Milder"),
    "diff.hour": ("时", "Hour"),
    "diff.outcome": ("结果", "Outcome"),
    "diff.newly": ("新查到", "Newly found"),
    "diff.missed": ("将漏掉", "Missed"),
    "diff.option.outcomes": (
        "已知结果的文件（运单号、结果），可多个：看将新查到和漏掉什么。",
        "A file of outcomes (waybill, outcome), several if need be: what would be found or missed.",
    ),
    "diff.missed_by": ("将漏掉的，因为", "What loses those that are missed"),
    "diff.cause": ("原因", "Cause"),
    "diff.cause.removed": ("规则已删去", "the rule is gone"),
    "diff.cause.not_in_force": (
        "当日或所选设置下不生效",
        "not in force on the day or these settings",
    ),
    "diff.cause.shadow": ("改为观察方式", "a shadow rule now"),
    "diff.cause.condition": (
        "条件、名单或设置不同，不再命中",
        "condition, list or setting differs: no hit any more",
    ),
    "diff.cause.rewritten": ("规则自己的去向或权重不同", "the rule's own lane or weight differs"),
    "diff.cause.rescreen_score": ("命中不变，分数线不同", "same hits, another line of scores"),
    "diff.cause.place": ("豁免或改动 {place}", "exemption or change {place}"),
    "diff.page": ("规则比较", "Rulebooks compared"),
    "diff.load_chart": ("各小时负荷：{lane}", "Load by hour: {lane}"),
    "diff.rules_chart": ("因为哪些规则（件）", "By which rules (parcels)"),
    "diff.origins_chart": ("来自哪里（件）", "From where (parcels)"),
    "diff.more": ("图中为改动最大的 {n} 项。", "The {n} that change most are drawn."),
    "diff.posts": (
        "需要的岗位（按站点的通道文件）",
        "Posts that it takes (by the site's lanes file)",
    ),
    "diff.post_hours": ("岗时", "Post-hours"),
    "diff.busiest": ("最忙一小时的岗位", "Posts in the busiest hour"),
    "diff.cost": ("费用", "Cost"),
    "diff.sample": (
        "变化最大的件（+ 新命中，- 不再命中，~ 去向或分值改变的规则）",
        "The furthest moves (+ rules gained, - lost, ~ of another lane or weight)",
    ),
    "diff.why": ("规则", "Rules"),
    "diff.file": ("已写出：{path}", "Written: {path}"),
    "diff.rulebooks": (
        "原规则库 {old}，新规则库 {new}，按 {day} 的规则",
        "Old rulebook {old}, new rulebook {new}, rules as of {day}",
    ),
}
