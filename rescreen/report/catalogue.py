"""All texts of the user interface: key → (Chinese, English)."""

from __future__ import annotations

from rescreen.report import (
    catalogue_asked,
    catalogue_clues,
    catalogue_diff,
    catalogue_gaps,
    catalogue_lanes,
    catalogue_learn,
    catalogue_network,
    catalogue_packs,
    catalogue_plants,
    catalogue_proof,
    catalogue_rules,
    catalogue_series,
    catalogue_system,
    catalogue_weigh,
    catalogue_windows,
)

__all__ = ["CATALOGUE"]

CATALOGUE: dict[str, tuple[str, str]] = {
    # Help
    "app.help": (
        "判断进港邮件快件中哪些要进行二次安检，并说明理由。",
        "Decide which inbound mail and parcels go to a second security screening, and say why.",
    ),
    "score.help": (
        "给清单中的每一件打分、定去向。\n\n"
        "清单可以是 CSV、TSV、XLSX、Parquet 或 JSON Lines，编码和表头自动识别。"
        "用 -o 指定输出文件夹，其中 to-screen.csv 是需要二次安检的清单。\n\n"
        '清单也可以是装着多个文件的文件夹，或加引号的通配符（"day/*.csv"）；'
        "中断后再运行同一命令，只做还没做完的。",
        "Score every parcel of a manifest and assign its lane.\n\n"
        "A manifest is CSV, TSV, XLSX, Parquet or JSON Lines; encoding and headings are"
        " recognised. With -o a folder is written, in which to-screen.csv lists what to screen.\n\n"
        'A manifest may also be a folder of files, or a quoted pattern ("day/*.csv"): stopped and'
        " run again, the same command does what is not done yet.",
    ),
    "explain.help": (
        "说明一件为什么去这个通道：每条规则、每个条件，以及最少改变什么可以放行。",
        "Explain one parcel: every rule, every condition, and the least change that releases it.",
    ),
    "check.help": (
        "检查规则文件夹：格式、引用，以及每条规则自带的用例（默认检查内置规则）。",
        "Check a folder of rules: form, references and every rule's own cases (default: shipped).",
    ),
    "replay.help": (
        "重放样例清单，与预期结果逐行比较（默认 fixtures/）。",
        "Score fixture manifests and compare with the expected decisions (default: fixtures/).",
    ),
    "synth.help": (
        "生成虚构清单：规模、种子可定，答案已知。\n\n"
        "格式由 FILE 的扩展名决定：.csv、.tsv、.xlsx、.jsonl、.parquet。",
        "Make an invented manifest of any size, the same for the same seed, with known answers.\n\n"
        "FILE's extension tells the format: .csv, .tsv, .xlsx, .jsonl, .parquet.",
    ),
    "place.help": (
        "查地址属于哪个行政区划；写 - 时从标准输入逐行读取。",
        "Tell which division an address lies in; - reads lines from standard input.",
    ),
    "rules.help": ("列出某日生效的规则。", "List the rules in force on a day."),
    "facts.help": (
        "列出规则可以使用的事实（字段和由字段得出的内容）。",
        "List the facts that rules can ask about: fields, and what is derived from them.",
    ),
    "help.usage": ("用法：", "Usage:"),
    "help.options": ("选项", "Options"),
    "help.commands": ("命令", "Commands"),
    "option.help": ("显示本说明。", "Show this message and exit."),
    "option.version": ("显示版本。", "Show the version and exit."),
    "option.lang": (
        "界面语言（也可设环境变量 RESCREEN_LANG）。",
        "Language (or environment variable RESCREEN_LANG).",
    ),
    "option.debug": ("出错时显示完整的调用过程。", "Show the traceback of an error."),
    "option.rules": ("规则文件夹（默认：内置规则）。", "Folder of rules (default: shipped)."),
    "option.day": ("按哪一天的规则（默认：今天）。", "Rules as of this day (default: today)."),
    "option.on": (
        "在 Spark 上运行：--on spark MASTER，MASTER 如 spark://主机:7077、yarn、local[2]；只读写"
        " Parquet。写日期则同 --day。",
        "Run on Spark: --on spark MASTER, such as spark://host:7077, yarn or local[2]; Parquet in"
        " and out. A date is taken as --day.",
    ),
    "option.hits": (
        "另写命中明细，每条命中一行（只在 Spark 上）。",
        "Also write hits, one row a hit (on Spark only).",
    ),
    "option.set": (
        "本次改用的设置，例如 key_origin_scope=suspicious；可多次使用。",
        "Override a setting for this run, e.g. key_origin_scope=suspicious; repeatable.",
    ),
    "option.output": (
        "输出文件夹；多份清单时各占一个子文件夹。",
        "Folder for output; with several manifests each gets a folder of its own.",
    ),
    "option.format": (
        "输出格式，用逗号分隔：csv、xlsx、parquet、jsonl（默认 csv）。",
        "Formats, separated by commas: csv, xlsx, parquet, jsonl (default: csv).",
    ),
    "option.mapping": ("表头对照文件。", "File that maps headings to fields."),
    "option.outlets": (
        "网点表（CSV：outlet_code,division）；可多次使用。",
        "Outlet table (CSV: outlet_code,division); repeatable.",
    ),
    "option.jobs": (
        "分多个文件的清单由几个进程同时打分（默认：2，不超过核数）。",
        "Processes that share a manifest in many files (default: 2, no more than cores).",
    ),
    "option.json": ("输出 JSON，供程序读取。", "Print JSON, for other programs."),
    "option.all": ("列出全部规则，不只是相关的。", "List every rule, not only relevant ones."),
    "option.rows": ("件数。", "Number of parcels."),
    "option.seed": ("随机种子；同一种子结果相同。", "Random seed; the same seed, the same file."),
    "option.style": (
        "表头样式：plain、postal、express。",
        "Headings: plain, postal, express.",
    ),
    "option.encoding": (
        "CSV、TSV 的编码：utf-8-sig、utf-8、gb18030。",
        "Encoding of CSV and TSV: utf-8-sig, utf-8, gb18030.",
    ),
    "option.faults": ("问题件比例的倍数（默认 1）。", "Scales the share of faults (default 1)."),
    "option.files": (
        "分成几个 Parquet 文件，写入文件夹 FILE。",
        "Split into this many Parquet files in the folder FILE.",
    ),
    "option.broken": ("坏行所占比例，0 到 1。", "Share of broken rows, 0 to 1."),
    "option.answers": ("已知答案写到这个文件。", "Write the known answers to this file."),
    # Errors
    "error.usage": ("用法不对：{message}", "Wrong usage: {message}"),
    "error.input": ("{message}", "{message}"),
    "error.file": ("文件 {file} 无法读写：{message}", "Cannot read or write {file}: {message}"),
    "error.stopped": ("已中止，没有留下不完整的文件。", "Stopped; no half-written file is left."),
    "error.internal": (
        "程序内部错误（{kind}）。加 --debug 重跑可看到出错位置；转发前请去掉其中的个人信息。",
        "Internal error ({kind}). Run again with --debug to see where; remove personal data from"
        " that output before you pass it on.",
    ),
    "usage.no_such_option": ("没有选项 {name}。", "No such option: {name}."),
    "usage.missing": ("缺少 {name}。", "Missing {name}."),
    "usage.bad": ("{name} 的值不对：{message}", "Bad value for {name}: {message}"),
    "usage.hint": ("用 {command} --help 查看说明。", "See {command} --help."),
    "usage.set": (
        "--set 要写成 名称=值，例如 key_origin_scope=suspicious；收到的是 {text}。",
        "--set wants name=value, e.g. key_origin_scope=suspicious; got {text}.",
    ),
    "usage.day": (
        "日期要写成 2021-09-21 这样；收到的是 {text}。",
        "A date is written like 2021-09-21; got {text}.",
    ),
    "usage.on": (
        "--on 后面写 spark 和 master 地址（如 spark://主机:7077、local[2]），或一个日期；收到的是 {text}。",
        "--on wants spark and a master URL (spark://host:7077, local[2]), or a date; got {text}.",
    ),
    "usage.spark_format": (
        "在 Spark 上只写 Parquet；请去掉 --format {text}。",
        "On Spark only Parquet is written: leave out --format {text}.",
    ),
    "usage.hits": (
        "--hits 要和 --on spark 以及 -o 一起用。",
        "--hits goes with --on spark and -o.",
    ),
    # Words used in several places
    "word.yes": ("是", "yes"),
    "word.no": ("否", "no"),
    "word.lacking": ("缺", "lacking"),
    "word.none": ("无", "none"),
    "word.unknown": ("未知", "unknown"),
    "word.total": ("合计", "total"),
    "word.and_more": ("等 {n} 项", "and more, {n} in all"),
    "lane.pass": ("放行", "pass"),
    "lane.rescreen": ("二次安检", "re-screen"),
    "lane.open": ("开箱验视", "open and inspect"),
    "lane.report": ("立即报告", "report at once"),
    # Summary of a scoring run
    "score.reading": ("读取", "Reading"),
    "score.looking": ("核对运单号", "Checking waybill numbers"),
    "score.rows_done": ("{rows} 行", "{rows} rows"),
    "score.title": ("清单 {file}", "Manifest {file}"),
    "score.parts": (
        "共 {n} 个文件：本次打分 {done} 个，{kept} 个先前已完成，核对无误；格式和表头是第一个文件的",
        "{n} files: {done} scored now, {kept} done before and verified; format and headings are"
        " the first file's",
    ),
    "score.source": ("格式 {parts}", "Format: {parts}"),
    "score.on_spark": ("在 Spark 上（{master}）", "on Spark ({master})"),
    "score.encoding": ("编码 {name}", "encoding {name}"),
    "score.sheet": ("工作表 {name}", "sheet {name}"),
    "score.mapping": ("表头对照（{n} 列）", "Headings found ({n} columns)"),
    "how.site": ("本地对照文件", "site's mapping file"),
    "how.known": ("表头", "heading"),
    "how.values": ("列中的值", "values"),
    "how.joined": ("多列合并", "joined columns"),
    "how.second": ("备用列", "second choice"),
    "score.undecided_headings": (
        "无法确定含义的列：{names}（可用 --mapping 指明）",
        "Columns whose meaning is open: {names} (settle with --mapping)",
    ),
    "score.unmapped": ("未使用的列：{names}", "Columns not used: {names}"),
    "score.counts": (
        "读取 {read} 行 = 打分 {scored} + 退回 {rejected}",
        "{read} rows read = {scored} scored + {rejected} rejected",
    ),
    "score.flagged": (
        "需要处理 {flagged} 件，占 {share}",
        "{flagged} parcels to deal with, {share}",
    ),
    "score.lanes": ("去向", "Lane"),
    "score.parcels": ("件数", "Parcels"),
    "score.share": ("占比", "Share"),
    "score.rule": ("规则", "Rule"),
    "score.name": ("名称", "Name"),
    "score.origin": ("起始收寄点（地市）", "Place of acceptance (prefecture)"),
    "score.held": ("需处理", "To deal with"),
    "score.reason": ("退回原因", "Why rejected"),
    "score.rows": ("行数", "Rows"),
    "score.more": ("其余 {n} 项，合计", "{n} more, together"),
    "score.sample": ("最先处理", "First to deal with"),
    "score.score": ("分数", "Score"),
    "score.waybill": ("运单号", "Waybill"),
    "score.reasons": ("原因", "Reasons"),
    "score.absent": (
        "规则要用而清单没有的列 {n} 个：{names}",
        "{n} columns that rules ask for are not in the manifest: {names}",
    ),
    "score.undecided": (
        "因此无法判断的规则 {n} 条：{names}",
        "{n} rules could not be decided for that: {names}",
    ),
    "score.quality": (
        "至少有一条规则因缺少数据无法判断的 {n} 件，占 {share}（{rule} 数据缺失）",
        "{n} parcels on which some rule could not be decided for want of data, {share} ({rule})",
    ),
    "score.effect": (
        "设置“{setting}”现为“{now}”：需处理 {flagged} 件（{share}）；"
        "若改为“{other}”：{others} 件（{other_share}）",
        'Setting "{setting}" is "{now}": {flagged} parcels to deal with ({share});'
        ' with "{other}" it would be {others} ({other_share})',
    ),
    "score.effect_skipped": (
        "清单超过 {limit} 行，没有比较设置“{setting}”的其他取值",
        'Over {limit} rows: other choices of setting "{setting}" were not tried',
    ),
    "score.rulebook": ("规则库 {hash}，按 {day} 的规则", "Rulebook {hash}, rules as of {day}"),
    "score.files": ("已写出", "Written"),
    "score.many_files": ("{files}（{n} 个）", "{files} ({n} files)"),
    "score.speed": (
        "用时 {seconds} 秒，每秒 {rate} 件",
        "{seconds} s, {rate} parcels a second",
    ),
    "score.no_output": (
        "没有写文件；加 -o 文件夹 可写出二次安检清单（to-screen.csv）等。",
        "No file written; add -o FOLDER for the list to screen (to-screen.csv) and the rest.",
    ),
    "score.all_manifests": ("全部 {n} 份清单", "All {n} manifests"),
    # Explanation of one parcel
    "explain.decision": (
        "运单 {waybill}：{lane}，{score} 分，命中 {n} 条规则",
        "Waybill {waybill}: {lane}, score {score}, {n} rules fired",
    ),
    "explain.origin": ("起始收寄点 {place}", "Place of acceptance: {place}"),
    "explain.fired": ("命中", "fired"),
    "explain.not_fired": ("未命中", "not fired"),
    "explain.unknown": ("数据缺失，无法判断", "not known, data is lacking"),
    "explain.basis": ("依据 {basis}", "Basis: {basis}"),
    "explain.reason": ("理由 {reason}", "Reason: {reason}"),
    "explain.weight": ("{lane}，{weight} 分", "{lane}, weight {weight}"),
    "explain.weight_only": ("计 {weight} 分", "weight {weight}"),
    "explain.by_score": (
        "没有单独要求这一去向的规则；各条合计达到了二次安检分数线。",
        "No rule asks for this lane by itself; together they reach the score for re-screening.",
    ),
    "explain.letter": (
        "信件只有公安、国家安全和检察机关可以开拆，改为二次安检。",
        "Letters may be opened by police, state security and procurators only: re-screened instead.",
    ),
    "explain.value": ("实际：{value}", "is: {value}"),
    "explain.kind.all": ("以下全部成立", "all of"),
    "explain.kind.any": ("以下任一成立", "any of"),
    "explain.kind.not": ("以下不成立", "not"),
    "explain.release": (
        "最少改变以下 {n} 项，即可放行：",
        "The least change that would release it ({n}):",
    ),
    "explain.release_none": (
        "改变四项以内的条件不能放行。",
        "No change of up to four conditions would release it.",
    ),
    "explain.release_already": ("已经放行。", "It passes already."),
    "explain.must_hold": ("要成立", "must hold"),
    "explain.must_fail": ("要不成立", "must not hold"),
    "explain.others": (
        "另有 {miss} 条未命中、{unknown} 条无法判断；加 --all 全部列出。",
        "{miss} more did not fire, {unknown} could not be decided; --all lists them.",
    ),
    "explain.not_found": (
        "清单 {file} 中没有运单 {waybill}。",
        "There is no waybill {waybill} in {file}.",
    ),
    "explain.nameless": (
        "有 {n} 行被退回时读不出运单号，可能在其中。",
        "{n} rows were rejected before their number could be read; it may be one of them.",
    ),
    "explain.rejected": (
        "运单 {waybill} 所在的第 {line} 行已退回：{reason}",
        "Waybill {waybill}, line {line}, was rejected: {reason}",
    ),
    # Operators
    "op.present.true": ("已填写", "is present"),
    "op.present.false": ("未填写", "is missing"),
    "op.is": ("为 {x}", "is {x}"),
    "op.in": ("为 {x}", "is one of {x}"),
    "op.within": ("位于 {x}", "lies in {x}"),
    "op.starts_with": ("开头为 {x}", "starts with {x}"),
    "op.contains_any": ("含有 {x}", "contains {x}"),
    "op.lt": ("小于 {x}", "< {x}"),
    "op.le": ("不超过 {x}", "<= {x}"),
    "op.gt": ("大于 {x}", "> {x}"),
    "op.ge": ("不低于 {x}", ">= {x}"),
    "op.between": ("在 {x} 之间", "between {x}"),
    "op.before": ("早于 {x}", "before {x}"),
    "op.after": ("不早于 {x}", "at or after {x}"),
    "op.has_any": ("有 {x}", "has any of {x}"),
    "op.has_all": ("同时有 {x}", "has all of {x}"),
    "op.none.true": ("没有问题", "has no fault"),
    "op.none.false": ("有问题", "has a fault"),
    # Checks
    "check.faults": ("规则文件有 {n} 处错误", "Faults in the rule files: {n}"),
    "check.where": ("位置", "Where"),
    "check.subject": ("规则或名单", "Rule or list"),
    "check.what": ("问题", "What"),
    "check.advice": ("改法", "What to write"),
    "check.lints": ("提示 {n} 条", "Lints: {n}"),
    "check.failed": ("用例不符 {n} 个", "Cases failed: {n}"),
    "check.case": ("用例", "Case"),
    "check.expected": ("应为", "Expected"),
    "check.got": ("实为", "Got"),
    "check.hit": ("命中", "hit"),
    "check.miss": ("不命中", "miss"),
    "check.unknown": ("无法判断", "unknown"),
    "check.not in force": ("未生效", "not in force"),
    "check.ok": (
        "规则 {rules} 条、清单 {lists} 个、用例 {cases} 个，全部通过；规则库 {hash}",
        "{rules} rules, {lists} lists, {cases} cases: all good; rulebook {hash}",
    ),
    # Replays
    "replay.fixture": (
        "{name}：{parcels} 件，不同 {n} 处",
        "{name}: {parcels} parcels, {n} differences",
    ),
    "replay.same": ("全部与预期相同。", "All as expected."),
    "replay.name": ("样例", "Fixture"),
    "replay.waybill": ("运单号", "Waybill"),
    "replay.column": ("项目", "What"),
    "replay.expected": ("应为", "Expected"),
    "replay.got": ("实为", "Got"),
    "replay.column.lane": ("去向", "lane"),
    "replay.column.score": ("分数", "score"),
    "replay.column.rules": ("规则", "rules"),
    "replay.column.row": ("整行", "row"),
    "replay.column.rejected": ("退回行数", "rejected rows"),
    # Rules and facts
    "rules.title": (
        "{name} {version}，{day} 生效 {n} 条；规则库 {hash}",
        "{name} {version}, {n} rules in force on {day}; rulebook {hash}",
    ),
    "rules.score_only": ("只计分", "score only"),
    "rules.lane": ("去向", "Lane"),
    "rules.weight": ("分值", "Weight"),
    "rules.basis": ("依据", "Basis"),
    "facts.label": ("中文名", "Chinese label"),
    "facts.name": ("英文名", "Name"),
    "facts.kind": ("类型", "Kind"),
    "facts.unit": ("单位", "Unit"),
    "facts.fields": ("来源字段", "From"),
    # Invented manifests
    "synth.writing": ("生成", "Making"),
    "synth.done": (
        "已生成 {rows} 件（种子 {seed}，其中坏行 {broken} 行）：",
        "{rows} parcels made (seed {seed}, {broken} rows broken):",
    ),
    # Places
    "place.text": ("地址", "Address"),
    "place.status": ("判定", "Status"),
    "place.division": ("区划", "Division"),
    "place.code": ("代码", "Code"),
    "place.evidence": ("依据", "Evidence"),
    "place.resolved": ("已定位", "resolved"),
    "place.ambiguous": ("有歧义", "ambiguous"),
    "place.unknown": ("未知", "unknown"),
}
for _topic in (
    catalogue_asked,
    catalogue_clues,
    catalogue_diff,
    catalogue_gaps,
    catalogue_lanes,
    catalogue_learn,
    catalogue_network,
    catalogue_packs,
    catalogue_plants,
    catalogue_proof,
    catalogue_rules,
    catalogue_series,
    catalogue_system,
    catalogue_weigh,
    catalogue_windows,
):
    CATALOGUE |= _topic.CATALOGUE
