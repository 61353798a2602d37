"""Texts of `rescreen weigh`. Key → (Chinese, English)."""

from __future__ import annotations

__all__ = ["CATALOGUE"]

CATALOGUE: dict[str, tuple[str, str]] = {
    "weigh.help": (
        "用人工判断过的线索对估计每一类证据的分量。\n\n"
        "CLUES 是线索表；PAIRS 是判断过的线索对，列为 clue_a、clue_b、same（是或否），"
        "也可用中文列名：线索甲、线索乙、同一系列。-o 写出 rescreen link --settings 用的设置文件；"
        "对数太少的类别保持原值。",
        "Weights of each kind of evidence from pairs of clues that people judged.\n\n"
        "CLUES is a table of clues; PAIRS the judged pairs, with the columns clue_a, clue_b, same"
        " (true or false). -o writes a settings file for rescreen link --settings; kinds of which"
        " the pairs say too little stay as they are.",
    ),
    "option.weigh_output": (
        "设置文件（YAML），含学到的值。",
        "Settings file (YAML) with what was learnt.",
    ),
    "option.weigh_settings": (
        "串并案的设置文件（YAML）；没有写到的项用默认值。",
        "Settings of linking (YAML); what it doesn't name stays at its default.",
    ),
    "weigh.title": (
        "{clues} 条线索；{read} 对判断，用了其中同一系列 {same} 对、不同系列 {other} 对。",
        "{clues} clues; {read} judged pairs, of which {same} of one series and {other} of two are used.",
    ),
    "weigh.unusable_unknown_clue": (
        "{n} 对没有用：线索编号不在线索表里",
        "{n} not used: no such clue",
    ),
    "weigh.unusable_itself": ("{n} 对没有用：线索与其自身", "{n} not used: a clue with itself"),
    "weigh.unusable_no_label": (
        "{n} 对没有用：same 不是 是/否、true/false、1/0",
        "{n} not used: same is neither true nor false",
    ),
    "weigh.unusable_contradicted": ("{n} 对没有用：判断前后矛盾", "{n} not used: judged both ways"),
    "weigh.unusable_repeated": ("{n} 对重复", "{n} repeated"),
    "weigh.columns": (
        "类别|证据|同一系列|m（区间）|不同系列|u|比特（区间）|在用|上限|结论",
        "kind|evidence|one series|m (interval)|two series|u|bits (interval)|in use|most|verdict",
    ),
    "weigh.shared": ("相同", "shared"),
    "weigh.near": ("相近", "near"),
    "weigh.verdict_changed": ("更改", "changed"),
    "weigh.verdict_agrees": ("相符", "agrees"),
    "weigh.verdict_too_few": ("太少，不改", "too few to say"),
    "weigh.never_alone": (
        "注意：按这些设置，{kinds} 的上限低于串并所需的 {least} 比特，单凭这样一个相同的值不再连成系列。"
        "如果不是有意的，请在设置文件里把 most 改高。",
        "Caution: with these settings the most bits of {kinds} lie below the {least} that linking takes:"
        " one shared value of them links nothing. If that isn't meant, raise `most` in the settings.",
    ),
    "weigh.note": (
        "只在区间不含在用值时更改。同一大系列的线索对并不独立，区间会偏窄；"
        "因相似而挑出来判断的对，u 会偏高。",
        "Changed only where the interval leaves out what is in use. Pairs of one large series aren't"
        " independent (intervals are then too narrow), and pairs picked for being alike have a higher u.",
    ),
}
