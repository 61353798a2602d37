"""Texts of `rescreen rules` and what is below it: key → (Chinese, English)."""

from __future__ import annotations

__all__ = ["CATALOGUE"]

CATALOGUE: dict[str, tuple[str, str]] = {
    "rules.new.help": (
        "新建一条规则，连同命中和近似未命中用例；rescreen check 会指出还要填什么。",
        "Scaffold a rule with a hit and a near miss; `rescreen check` tells what is left to fill in.",
    ),
    "rules.from-table.help": (
        "把表格（XLSX、CSV）里的地区、关键词、值或许可证变成名单文件，逐行核对。\n\n"
        "收不进来的行逐一说明原因和改法，其余照收；有收不进来的行时退出码为 1。",
        "Make a list file of a table (XLSX, CSV) of divisions, keywords, values or licences.\n\n"
        "Each row that can't be taken is told with what to do, the others are kept; exit status 1"
        " where there are such rows.",
    ),
    "rules.docs.help": (
        "把整个规则库写成一份文档：HTML，或便于打印的 XLSX。",
        "Write the rulebook as a document: HTML, or XLSX set up for printing.",
    ),
    "rules.new.like": ("照着哪条规则写。", "Rule to copy."),
    "rules.new.file": (
        "写进哪个文件，追加在末尾（默认规则文件夹里的 new.yaml）。",
        "File to append to (default: new.yaml in the folder).",
    ),
    "rules.new.ask": (
        "在终端里逐项询问名称、依据、去向和权重。",
        "Ask for name, basis, lane and weight on the terminal.",
    ),
    "rules.new.folder": ("规则文件夹。", "Folder of rules."),
    "rules.new.done": (
        "已写入 {file}:{line}。把“请填写”换成实际内容，再运行：rescreen check {folder}",
        "Written to {file}:{line}. Fill it in (check names what is left), then run: rescreen check {folder}",
    ),
    "rules.new.no_terminal": (
        "--ask 要在终端里用；也可以不用它，直接改文件。",
        "--ask needs a terminal; leave it out and edit the file.",
    ),
    "rules.new.ask.name": ("规则名称", "Name"),
    "rules.new.ask.basis": ("依据（文件、条款）", "Basis (document, clause)"),
    "rules.new.ask.lane": (
        "去向（pass 只计分，rescreen 二次安检，open 开箱验视，report 立即报告）",
        "Lane (pass, rescreen, open, report)",
    ),
    "rules.new.ask.weight": ("权重（0 到 100）", "Weight (0 to 100)"),
    "rules.table.kind": ("名单种类。", "Kind of list."),
    "rules.table.output": (
        "写到哪个文件（不覆盖已有文件）。",
        "File to write (never overwritten).",
    ),
    "rules.table.id": ("名单编号（默认取文件名）。", "The list's id (default: the file's name)."),
    "rules.table.name": (
        "名单名称（默认取表头上方的标题）。",
        "Its name (default: the table's title).",
    ),
    "rules.table.basis": ("依据。", "Its basis."),
    "rules.table.exists": (
        "{file} 已经存在，不覆盖；换一个文件名。",
        "{file} is there already and is never overwritten: choose another name.",
    ),
    "rules.table.done": (
        "已写入 {file}：收 {taken} 行，退 {refused} 行",
        "Written to {file}: {taken} rows taken, {refused} refused",
    ),
    "rules.table.row": ("行", "Row"),
    "rules.table.unread": ("没有用到的栏：{headings}", "Columns not used: {headings}"),
    "rules.docs.output": ("写到哪个文件：.html 或 .xlsx。", "File to write: .html or .xlsx."),
    "rules.docs.suffix": (
        "不会写 {file}：文件名应以 .html 或 .xlsx 结尾。",
        "Cannot write {file}: its name must end in .html or .xlsx.",
    ),
    "rules.docs.done": ("已写入 {file}：{n} 条规则", "Written to {file}: {n} rules"),
    # A rulebook in words
    "words.score_only": ("只计分", "score only"),
    "words.shadow": (
        "影子规则，只记录，不起作用（原为{lane}）",
        "shadow: recorded, never acted on ({lane})",
    ),
    "words.exempt": ("豁免：{rules}", "exempts: {rules}"),
    "words.exempt.all": ("立即报告以外的所有规则", "all rules but those of report"),
    "words.changed": ("{pack}（{reason}）", "{pack} ({reason})"),
    "words.case.before": ("{parcel}\n此前 {n} 件：\n{earlier}", "{parcel}\n{n} before:\n{earlier}"),
    "words.state.switched_off": ("已被上层规则包停用", "switched off by a later pack"),
    "words.severity.low": ("低", "low"),
    "words.severity.medium": ("中", "medium"),
    "words.severity.high": ("高", "high"),
    "words.on_missing.quality": ("不命中，并提示数据缺失", "doesn't fire; the gap is told"),
    "words.on_missing.ignore": ("不命中", "doesn't fire"),
    "words.on_missing.hit": ("按命中处理", "fires"),
    "words.state.in_force": ("有效", "in force"),
    "words.state.ended": ("已失效", "ended"),
    "words.state.later": ("尚未生效", "begins later"),
    "words.state.not_chosen": ("按现行设置不用", "not under these settings"),
    "words.from_to": ("{start} 至 {end}", "{start} to {end}"),
    "words.from": ("{start} 起", "from {start}"),
    "words.to": ("至 {end}", "until {end}"),
    "words.lasting": ("长期", "lasting"),
    "words.asked.all": ("以下都成立：", "all of:"),
    "words.asked.any": ("以下至少一项成立：", "at least one of:"),
    "words.asked.not": ("以下不成立：", "not:"),
    "page.title": ("规则库", "Rulebook"),
    "page.about": (
        "规则 {n} 条，按 {day} 的效力和现行设置；规则库 {hash}",
        "{n} rules, as of {day} under the present settings; rulebook {hash}",
    ),
    "page.contents": ("目录", "Contents"),
    "page.rules": ("规则", "Rules"),
    "page.lists": ("名单", "Lists"),
    "page.list": ("名单", "List"),
    "page.cases": ("用例", "Cases"),
    "page.settings": ("设置", "Settings"),
    "page.state": ("效力", "State"),
    "page.asked": ("条件", "Condition"),
    "page.severity": ("严重程度", "Severity"),
    "page.reason": ("理由", "Reason"),
    "page.on_missing": ("数据缺失时", "Where data is missing"),
    "page.changed": ("改动", "Changed by"),
    "page.period": ("有效期", "Valid"),
    "page.only_when": ("适用设置", "Only under"),
    "page.parcel": ("邮件快件", "Parcel"),
    "page.entry": ("项", "Entry"),
    "page.colon": ("：", ": "),
    "page.kind.divisions": ("行政区划", "Divisions"),
    "page.kind.keywords": ("关键词", "Keywords"),
    "page.kind.values": ("值", "Values"),
    "page.setting.label": ("设置", "Setting"),
    "page.setting.value": ("现值", "Value"),
    "page.setting.doc": ("说明", "Meaning"),
    "page.setting.name": ("文件里的名字", "Name in the files"),
}
