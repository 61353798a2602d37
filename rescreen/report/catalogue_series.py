"""Texts of `rescreen link`, `rescreen series list` and `rescreen series changes`."""

from __future__ import annotations

__all__ = ["CATALOGUE"]

CATALOGUE: dict[str, tuple[str, str]] = {
    "link.help": (
        "把线索串并成系列案，写入并更新文件夹 DIR。\n\n"
        "CLUES 是线索表（CSV、TSV、XLSX、Parquet、JSON Lines）：长表的列为 clue、kind、value，可有 time、role；"
        "宽表一行一条线索、一列一种内容。DIR 首次运行时建立，以后的运行只加入新内容，只重算受影响的系列；"
        "重复读入同一文件不改变任何结果。结果只含脱敏值。",
        "Chain clues into case series, kept in the folder DIR.\n\n"
        "CLUES are tables (CSV, TSV, XLSX, Parquet, JSON Lines): long ones with columns clue, kind, value and"
        " maybe time and role; wide ones with a row a clue and a column a kind. The first run makes DIR, later"
        " ones add what is new and derive only what it touches; the same file again changes nothing."
        " Values are masked in whatever is written.",
    ),
    "option.link_output": (
        "线索库文件夹，结果也写在其中。",
        "Folder of the store of clues; the tables are written there as well.",
    ),
    "option.link_settings": (
        "串并参数文件（YAML）；此后一直沿用。",
        "Settings of linking (YAML); kept for later runs.",
    ),
    "option.near": (
        "是否查找相近值（一位之差、同一栋楼等）；此后一直沿用。",
        "Look for values almost equal (one digit, same building), or don't; kept for later runs.",
    ),
    "link.reading": ("读取线索", "Reading clues"),
    "link.linking": ("串并", "Linking"),
    "link.writing": ("写出结果", "Writing"),
    "link.title": (
        "线索 {clues} 条，其中 {linked} 条分属 {series} 个系列。",
        "{clues} clues, of which {linked} are in {series} series.",
    ),
    "link.added": (
        "本次新增：线索 {clues} 条，对象 {things} 个，提及 {mentions} 处；重算线索 {parted} 条。",
        "New in this run: {clues} clues, {things} things, {mentions} mentions; {parted} clues parted anew.",
    ),
    "link.nothing": ("没有新内容，什么都没有改变。", "Nothing new: nothing has changed."),
    "link.strongest": ("最强的系列：", "Strongest series:"),
    "link.series": ("系列", "Series"),
    "link.clues": ("线索", "Clues"),
    "link.first": ("最早", "First"),
    "link.last": ("最晚", "Last"),
    "link.strength": ("强度（比特）", "Strength (bits)"),
    "link.least": ("最弱成员", "Weakest member"),
    "link.hubs": (
        "枢纽 {n} 个，不用于串并（hubs.csv），其中最大的：",
        "{n} hubs link nothing (hubs.csv), the largest:",
    ),
    "link.thing": ("对象", "Thing"),
    "link.shown": ("值", "Value"),
    "link.suppressed": ("已压制", "suppressed"),
    "link.suppressed_clues": ("已压制：{n} 条线索", "suppressed: {n} clues"),
    "link.cuts": (
        "切断 {n} 处：把两部分连在一起的只有这一两样东西（cuts.csv）。",
        "{n} cuts, where one or two things alone held two parts together (cuts.csv).",
    ),
    "link.misses": (
        "差一点就串上的：{n} 对（misses.csv）。",
        "Near misses: {n} pairs (misses.csv).",
    ),
    "link.refused": (
        "认定冲突，未予合并：{n} 处（refused.csv）。",
        "Joinings refused, as another judgement forbids them: {n} (refused.csv).",
    ),
    "link.waiting": (
        "认定 {n} 条所指的线索或对象还不在库里。",
        "{n} judgements name clues or things that aren't there yet.",
    ),
    "link.skipped": (
        "相近值太多而未比较的组：{n} 组（summary.json）。",
        "Blocks of values left uncompared, as they are too large: {n} (summary.json).",
    ),
    "link.rejected": ("未用的行：{n}（rejected.csv）。", "Rows not used: {n} (rejected.csv)."),
    "link.files": ("结果在 {folder}。", "Written into {folder}."),
    # Changes
    "link.changed": ("系列的变化：", "What changed in the series:"),
    "changes.new": ("新出现", "new"),
    "changes.grew": ("增加", "grew"),
    "changes.merged": ("并入", "merged"),
    "changes.split": ("分出", "split"),
    "changes.shrank": ("减少", "shrank"),
    "changes.ended": ("消失", "ended"),
    "changes.run": ("第几次", "Run"),
    "changes.at": ("时间", "Time"),
    "changes.what": ("变化", "Change"),
    "changes.other": ("来自 / 分成", "From / into"),
    "changes.none": ("没有变化。", "Nothing changed."),
    "changes.more": ("还有 {n} 处（加 --json 可全部列出）。", "{n} more (--json lists all)."),
    "series.help": (
        "查看线索库中的系列案（由 rescreen link 建立）。",
        "Look at the case series of a store of clues (made by rescreen link).",
    ),
    "series.list.help": ("列出系列，最强的在前。", "List the series, strongest first."),
    "series.changes.help": (
        "列出系列的变化：新出现、增加、并入、分出、减少、消失。",
        "List what changed in the series: new, grew, merged, split, shrank, ended.",
    ),
    "option.series_dir": (
        "线索库文件夹（也可设环境变量 RESCREEN_SERIES_DIR，默认 series）。",
        "Folder of the store of clues (or RESCREEN_SERIES_DIR; default: series).",
    ),
    "option.changes_since": ("只列这一天起的变化。", "Only changes from this day on."),
    "option.most": (
        "最多列出多少个（默认 20，0 为全部）。",
        "How many at most (default 20; 0: all).",
    ),
    "series.list.more": ("还有 {n} 个（--most 0 列出全部）。", "{n} more (--most 0 lists all)."),
    "series.none": ("还没有系列。", "There are no series yet."),
}
