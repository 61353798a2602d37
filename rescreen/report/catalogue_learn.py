"""Texts of `rescreen learn`. Key → (Chinese, English)."""

from __future__ import annotations

__all__ = ["CATALOGUE"]

CATALOGUE: dict[str, tuple[str, str]] = {
    "learn.help": (
        "从查验结果看每条规则：查获率、比随机抽查高多少、与别的规则重叠多少，以及分值建议。\n\n"
        "DECISIONS 是 rescreen score 的输出文件夹、decisions 文件，或加引号的通配符；OUTCOMES 是查验结果，列为"
        " waybill_no、outcome（nothing 无发现、violation 违规、identity 身份异常、declaration 申报不符、"
        "contraband 违禁品），也可用中文列名：运单号、结果。--draws 给出 rescreen route 的输出，"
        "其中抽中的件是比较的基准。",
        "What the outcomes of screenings say of each rule: yield, lift over the random draw, overlap"
        " with other rules, and a proposal for its weight.\n\n"
        "DECISIONS is an output folder of rescreen score, a decisions file or a quoted pattern; OUTCOMES"
        " have the columns waybill_no and outcome (nothing, violation, identity, declaration, contraband)."
        " --draws names an output of rescreen route, of which the drawn parcels are the baseline.",
    ),
    "option.draws": (
        "rescreen route 的输出文件夹（或 assignments 文件），含随机抽查。",
        "Output folder of rescreen route (or its assignments), with the random draw.",
    ),
    "option.value": (
        "一种结果算多少，0 到 1，例如 violation=0.2；可多次使用。",
        "How much an outcome counts, 0 to 1, e.g. violation=0.2; repeatable.",
    ),
    "option.level": ("区间的置信水平（默认 0.95）。", "Level of the intervals (default 0.95)."),
    "option.step": (
        "分值一次最多改多少（默认 20）。",
        "Most that a weight is changed by (default 20).",
    ),
    "usage.value": (
        "--value 要写成 结果=数，例如 violation=0.2；收到的是 {text}。",
        "--value wants outcome=number, e.g. violation=0.2; got {text}.",
    ),
    "learn.title": (
        "{parcels} 件决定，其中 {screened} 件有查验结果（{share}）",
        "{parcels} decisions, {screened} of them with an outcome ({share})",
    ),
    "learn.unusable": (
        "{file}：{n} 行没有运单号或结果不认得，未用",
        "{file}: {n} rows without a waybill number or with an unknown outcome, not used",
    ),
    "learn.strangers": (
        "{n} 条结果的运单号不在决定里",
        "{n} outcomes are of parcels without a decision",
    ),
    "learn.baseline_draw": (
        "基准：随机抽查 {n} 件，查获率 {share}（{low} 至 {high}）；抽中未查 {unscreened} 件",
        "Baseline: {n} drawn parcels, yield {share} ({low} to {high}); {unscreened} drawn ones were"
        " not screened",
    ),
    "learn.baseline_screened": (
        "没有随机抽查：以全部查验件（{n} 件，查获率 {share}，{low} 至 {high}）为基准。它们是按分数选出来的，"
        "只能比较规则之间的高低，不能说明规则值多少，因此不提分值建议。",
        "No random draw: the baseline is all that was screened ({n} parcels, yield {share}, {low} to"
        " {high}). Those were chosen by score: they tell how rules compare, not what a rule is worth,"
        " and no weights are proposed.",
    ),
    "learn.baseline_gap": (
        "抽中的件有 {share} 没有查验，多半是没有别的理由入选的：基准因此可能偏高，倍数偏低；请加大抽查的 reserve。",
        "{share} of the drawn parcels were not screened, most likely those that nothing else selected:"
        " the baseline may be too high and lifts too low. Give the draw a greater reserve.",
    ),
    "learn.bias": (
        "查验件由必查和分数选出，一条规则的查获率里有同时触发的其他规则的份；看重叠和“抽中”一栏。",
        "Parcels were screened because rules and scores chose them: a rule's yield holds what other"
        " rules on the same parcels contributed. See the overlaps, and the column of drawn ones.",
    ),
    "learn.rule": ("规则", "Rule"),
    "learn.name": ("名称", "Name"),
    "learn.screened": ("查验", "Screened"),
    "learn.finds": ("有发现", "Finds"),
    "learn.yield": ("查获率（区间）", "Yield (interval)"),
    "learn.lift": ("倍数（区间）", "Lift (interval)"),
    "learn.drawn": ("抽中", "Drawn"),
    "learn.verdict": ("判断", "Verdict"),
    "learn.weight": ("分值", "Weight"),
    "learn.better": ("高于基准", "above baseline"),
    "learn.worse": ("低于基准", "below baseline"),
    "learn.needs_more": ("证据不足，再查约 {n} 件", "too few to say, about {n} more"),
    "learn.needs_draws": ("证据不足，先增加抽查", "too few to say, draw more first"),
    "learn.more_rules": ("另有 {n} 条规则没有查验过", "{n} more rules were never screened"),
    "learn.overlap_title": (
        "重叠最多的规则：",
        "Rules that overlap most:",
    ),
    "learn.other": ("另一条", "Other rule"),
    "learn.both": ("同时命中", "Both"),
    "learn.jaccard": ("重叠度", "Jaccard"),
    "learn.of_rule": ("占前者", "Of the first"),
    "learn.of_other": ("占后者", "Of the second"),
    "learn.note": (
        "没有查到不等于规则没用：只有区间完全离开 1 时才下判断；每 20 条毫无差别的规则约有 1 条会被误判。",
        "No find yet doesn't mean a useless rule: a verdict is given only where the interval leaves 1"
        " out; of 20 rules that make no difference about one is misjudged.",
    ),
}
