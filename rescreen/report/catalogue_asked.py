"""Texts of questions to series, judgements and unmasking. Key → (Chinese, English)."""

from __future__ import annotations

__all__ = ["CATALOGUE"]

CATALOGUE: dict[str, tuple[str, str]] = {
    # Help
    "series.show.help": (
        "显示一个系列：按时间排列的线索、对象，以及把它们连在一起的是什么。值都已遮盖；--unmask 要有权限和理由。",
        "Show one series: its clues in time order, its things, and what ties them. Values are masked;"
        " --unmask needs a permission and a reason.",
    ),
    "series.why.help": (
        "两条线索为什么在一起：直接证据和每条路径，数字相加正好等于总分；不在一起则说明原因。",
        "Why two clues are linked: direct evidence and every path, in numbers that add up exactly; or"
        " why they aren't.",
    ),
    "series.path.help": (
        "两条线索之间最短和最强的路径。",
        "The shortest and the strongest path between two clues.",
    ),
    "series.expand.help": (
        "深挖扩线：从一条线索（或一个对象，如 phone-17）逐步向外，可按种类、时间、分量筛选。",
        "From one clue (or a thing, such as phone-17) outwards, step by step, filtered by kind, time"
        " and weight.",
    ),
    "series.who.help": (
        "谁重要：对象的度、中介、接近、核，以及没有它会断开多少。",
        "Who matters: degree, betweenness, closeness, core of each thing, and what falls apart"
        " without it.",
    ),
    "series.routes.help": ("从哪里到哪里。", "From where to where."),
    "series.timeline.help": ("哪天几件，什么节奏。", "When, and in what rhythm."),
    "series.near.help": (
        "差一点连上的线索和原因，以及碰到的枢纽值。",
        "Clues that were almost linked, and why not; and the hubs that it meets.",
    ),
    "series.parts.help": (
        "松散的系列可以分成哪几部分（只是建议，不会自动分）。",
        "Parts that a loose series could be split into: an offer, never applied.",
    ),
    "series.export.help": (
        "把一个系列的图写成文件，格式看扩展名：.graphml、.gexf、.csv、.xlsx、.json。值都已遮盖。",
        "Write a series' graph to a file, by its ending: .graphml, .gexf, .csv, .xlsx, .json. Values"
        " are masked.",
    ),
    "series.confirm.help": (
        "认定 A、B 两条线索属于一起（证据成立，不得切开）。",
        "Judge that clues A and B belong together, as linked: no cut parts them.",
    ),
    "series.reject.help": (
        "认定 A、B 共有的东西不算证据。",
        "Judge that what clues A and B share is no evidence.",
    ),
    "series.never.help": (
        "认定 A、B 永远不在一个系列。",
        "Judge that clues A and B are never in one series.",
    ),
    "series.merge.help": (
        "认定两个系列是一个，不论证据。",
        "Judge that two series are one, whatever the evidence.",
    ),
    "series.split.help": (
        "认定一些线索不属于这个系列。",
        "Judge that some clues don't belong to a series.",
    ),
    "series.lift.help": (
        "认定这个对象虽有许多线索提到，仍可连接（解除上限）。",
        "Judge that a thing links although it is a hub.",
    ),
    "series.suppress.help": (
        "认定这个对象不连接任何线索。",
        "Judge that a thing links nothing.",
    ),
    "series.withdraw.help": (
        "撤回第 NO 号认定；记录仍在。",
        "Withdraw judgement NO; its record stays.",
    ),
    "series.log.help": ("列出全部认定记录。", "List all judgements."),
    "series.dossier.help": (
        "写出一个系列的案卷（HTML、DOCX）：概要、线索、对象、证据、图、认定、移送建议。同一库写出的文件逐字节相同。",
        "Write the dossier of a series (HTML, DOCX): summary, clues, things, evidence, pictures,"
        " judgements, referrals. One store gives the same bytes every time.",
    ),
    "option.unmask": (
        "显示原值（证件号码除外，只存令牌）；要有权限，并会留下记录。",
        "Show values in full (never ID numbers, of which only tokens are kept); needs a permission"
        " and is recorded.",
    ),
    "option.reason": ("为什么要看原值；会记录。", "Why values are shown in full; recorded."),
    "option.who": ("谁要看（默认：登录名）。", "Who looks (default: login name)."),
    "option.judged_by": ("认定人（默认：登录名）。", "Who judges (default: login name)."),
    "option.judged_why": ("认定的理由。", "The reason of the judgement."),
    "option.series_all": ("列出全部行。", "List all rows."),
    "option.steps": ("向外几步（默认 2）。", "Steps outwards (default 2)."),
    "option.path_steps": ("路径最多几步（默认 4）。", "Most steps of a path (default 4)."),
    "option.paths": ("最多列几条路径（默认 10）。", "Most paths to list (default 10)."),
    "option.kind": (
        "只经过这些种类，用逗号分隔：电话（phone）、支付账户（account）、相近（near）等。",
        "Only over these kinds, separated by commas: phone, account, near (near matches), ...",
    ),
    "option.since": ("不早于这一天或时刻。", "Not before this day or time."),
    "option.until": ("不晚于这一天或时刻。", "Not after this day or time."),
    "option.least_bits": ("每一步至少多少比特。", "Least bits of each step."),
    "option.hubs": ("也经过枢纽值。", "Also over hubs."),
    "option.supports": (
        "也经过只作旁证的种类（网点、姓名等）。",
        "Also over what only supports (outlets, names, ...).",
    ),
    "option.key_players": (
        "关键的一组有几个对象（默认 3；0 不算）。",
        "Things in the key set (default 3; 0: none).",
    ),
    "option.leaving": ("离开的线索，用逗号分隔。", "Clues that leave, separated by commas."),
    "option.dossier_output": ("输出文件夹。", "Folder for output."),
    "option.dossier_format": (
        "格式：html、docx（默认两种；没有安装 rescreen[dossier] 时只写 html）。",
        "Formats: html, docx (default: both; without rescreen[dossier] html only).",
    ),
    "option.export_output": (
        "输出文件，扩展名决定格式。",
        "File to write; its ending tells the format.",
    ),
    "usage.reason": (
        "--unmask 要用 --reason 写明理由。",
        "--unmask wants a --reason.",
    ),
    "usage.merge_one": ("两个系列是同一个。", "Both series are one already."),
    "usage.strangers": (
        "系列 {name} 里没有线索 {clues}。",
        "Series {name} has no clues {clues}.",
    ),
    "dossier.no_docx": (
        "只写了 HTML；要写 DOCX，请先安装 rescreen[dossier]。",
        "Only HTML was written; for DOCX install rescreen[dossier] first.",
    ),
    "usage.dossier_format": (
        "没有格式 {text}；可用 html、docx。",
        "No format {text}; there are html and docx.",
    ),
    # Tables
    "series.head.clue": ("线索", "Clue"),
    "series.head.time": ("时间", "Time"),
    "series.head.origin": ("寄出地", "Origin"),
    "series.head.destination": ("寄达地", "Destination"),
    "series.head.strength": ("连接强度", "Strength"),
    "series.head.status": ("核查状态", "Status"),
    "series.head.source": ("来源", "Source"),
    "series.head.thing": ("对象", "Thing"),
    "series.head.kind": ("种类", "Kind"),
    "series.head.value": ("值", "Value"),
    "series.head.here": ("本系列线索", "Clues here"),
    "series.head.everywhere": ("全部线索", "Clues in all"),
    "series.head.roles": ("角色", "Roles"),
    "series.head.role": ("角色", "Role"),
    "series.head.links": ("起连接", "Links"),
    "series.head.hub": ("枢纽", "Hub"),
    "series.head.millibits": ("比特", "Bits"),
    "series.head.episode": ("段", "Episode"),
    "series.head.why": ("理由", "Why"),
    "series.head.place": ("名次", "Place"),
    "series.head.degree": ("度", "Degree"),
    "series.head.betweenness": ("中介", "Betweenness"),
    "series.head.closeness": ("接近", "Closeness"),
    "series.head.core": ("核", "Core"),
    "series.head.parts": ("没有它分成", "Parts without"),
    "series.head.pairs": ("断开对数", "Pairs cut off"),
    "series.head.origin_name": ("寄出地", "Origin"),
    "series.head.destination_name": ("寄达地", "Destination"),
    "series.head.clues": ("线索", "Clues"),
    "series.head.first": ("最早", "First"),
    "series.head.last": ("最晚", "Last"),
    "series.head.day": ("日期", "Day"),
    "series.head.cap": ("上限", "Cap"),
    "series.head.from": ("从", "From"),
    "series.head.to": ("到", "To"),
    "series.head.between": ("部分", "Parts"),
    "series.head.step": ("步", "Step"),
    "series.head.label": ("线索", "Clue"),
    "series.head.series": ("系列", "Series"),
    "series.head.way": ("怎么到", "Way"),
    "series.head.no": ("号", "No."),
    "series.head.at": ("时间（北京）", "At (Beijing)"),
    "series.head.who": ("认定人", "Who"),
    "series.head.text": ("内容", "What"),
    "series.head.state": ("状态", "State"),
    "series.more": ("另有 {n} 行；--all 或 --json 可见全部", "{n} more; --all or --json show all"),
    "series.and_more": (" 等 {n} 条", " and more, {n} in all"),
    "sheet.judged": ("认定", "Judgement"),
    "series.opening": ("打开线索库", "Opening the store"),
    # Pages
    "series.title": (
        "系列 {id}：{n} 条线索，{first} 至 {last}，连接强度中位 {strength}、最低 {least} 比特",
        "Series {id}: {n} clues, {first} to {last}, strength {strength} (median), {least} (least) bits",
    ),
    "series.clues": ("线索：", "Clues:"),
    "series.entities": ("对象：", "Things:"),
    "series.ties": (
        "连接（与同段中时间最近的线索之间的证据）：",
        "Ties (evidence to the nearest clue in time of the same episode):",
    ),
    "series.not_linking": (
        "另有 {n} 处提及不起连接（旁证、枢纽值、只此一条等），见 --json。",
        "{n} more mentions link nothing (supports, hubs, mentioned once, ...): see --json.",
    ),
    "series.who": ("谁重要（名次由度、中介、接近和断开对数平均）：", "Who matters:"),
    "series.key": (
        "关键的一组（一起去掉，网络瓦解最多）：{things}。分散程度 {before} → {score}，其余对象有 {apart} 的对不再相连",
        "Key set (its loss together breaks the network most): {things}. Fragmentation {before} ->"
        " {score}; of the others {apart} of pairs are connected no more",
    ),
    "series.no_key": (
        "去掉任何 {n} 个对象，网络都不会瓦解。",
        "The network doesn't break without any {n} of the things.",
    ),
    "series.and": ("；", "; "),
    "series.proposed": (
        "各自可能的角色（只是建议，依据写在后面）：",
        "What each one's part may be (a proposal, with its grounds):",
    ),
    "series.proposal": (
        "  {value}：{told}——{reasons}",
        "  {value}: {told} - {reasons}",
    ),
    "series.who_note": (
        "名次说明在图中的位置，不说明有罪；寄件一侧与收件一侧看“角色”。",
        "A place tells where something stands in the graph, not guilt; the roles tell senders from"
        " receivers.",
    ),
    "series.routes": ("线路：", "Routes:"),
    "series.no_routes": ("线索没有寄出地和寄达地。", "The clues tell no origins or destinations."),
    "series.timeline": ("有线索的日子：", "Days with clues:"),
    "series.rhythm.undated": ("{n} 条线索没有时间", "{n} clues have no time"),
    "series.rhythm.little": (
        "间隔不足 5 个，看不出节奏。",
        "Fewer than five gaps: too little to tell a rhythm.",
    ),
    "series.rhythm.gaps": (
        "间隔中位 {median} 天，{share} 接近中位；突发度 {burst}（-1 如钟表，0 如随机）",
        "Median gap {median} days, {share} close to it; burstiness {burst} (-1 clockwork, 0 chance)",
    ),
    "series.rhythm.cadence": ("节奏：约每 {days} 天一次", "Cadence: about every {days} days"),
    "series.rhythm.weekday": ("集中在{day}（超出偶然）", "Busiest on {day} (beyond chance)"),
    "series.rhythm.hour": (
        "集中在 {hour} 时（超出偶然）",
        "Busiest in hour {hour} (beyond chance)",
    ),
    "weekday.0": ("星期一", "Mondays"),
    "weekday.1": ("星期二", "Tuesdays"),
    "weekday.2": ("星期三", "Wednesdays"),
    "weekday.3": ("星期四", "Thursdays"),
    "weekday.4": ("星期五", "Fridays"),
    "weekday.5": ("星期六", "Saturdays"),
    "weekday.6": ("星期日", "Sundays"),
    "series.misses": ("差一点连上：", "Near misses:"),
    "series.no_misses": ("没有差一点连上的线索。", "No near misses."),
    "series.hubs": ("枢纽值（线索太多，不起连接）：", "Hubs (too many clues; they link nothing):"),
    "series.one_part": (
        "没有可建议的分法：整个系列是一体的。",
        "Nothing to offer: it holds together as one.",
    ),
    "series.parts": (
        "建议分法（Leiden）：切断 {lost} 比特，保留 {kept} 比特",
        "Offer (Leiden): {lost} bits cut, {kept} bits kept",
    ),
    "series.part": ("第 {no} 部分，{n} 条：{clues}", "Part {no}, {n} clues: {clues}"),
    "series.severed": ("要切断的：", "What would be cut:"),
    "series.parts_note": (
        "同意的话：rescreen series split {id} --clues … --why …",
        "To accept: rescreen series split {id} --clues ... --why ...",
    ),
    "series.expanded": (
        "从 {start} 出发：{clues} 条线索，{things} 个对象",
        "From {start}: {clues} clues, {things} things",
    ),
    "series.stopped": (
        "停在枢纽值 {thing}（{name}）：背后有 {n} 条线索；--hubs 可经过",
        "Stopped at the hub {thing} ({name}): {n} clues behind it; --hubs goes on",
    ),
    # Evidence
    "series.why.linked": ("{a} 和 {b} 同在系列 {id}。", "{a} and {b} are both in series {id}."),
    "series.why.apart": (
        "{a}（{series_a}）和 {b}（{series_b}）不在一个系列，因为：",
        "{a} ({series_a}) and {b} ({series_b}) are not in one series, because:",
    ),
    "series.why.alone": ("不在任何系列", "in no series"),
    "series.why.direct": ("两者之间的全部证据（比特）：", "All evidence between the two (bits):"),
    "series.why.no_direct": (
        "两者之间没有直接证据。",
        "There is no direct evidence between the two.",
    ),
    "series.why.sum": ("合计", "sum"),
    "series.why.paths": ("经其他线索相连的路径 {n} 条：", "Paths over other clues ({n}):"),
    "series.why.path": ("路径 {no}", "Path {no}"),
    "series.why.chain": (
        "{title}：最弱一步 {weakest} 比特，各步合计 {total}",
        "{title}: weakest step {weakest} bits, {total} in all",
    ),
    "series.why.judged": ("（第 {no} 号认定）", " (judgement {no})"),
    "series.why.incomplete": (
        "路径太多，没有列全；可用 --steps 减少步数。",
        "There are more paths than were looked at: fewer --steps help.",
    ),
    "series.why.independent": (
        "互不相干的路径：{n} 条（要推翻这么多处，联系才会断）。",
        "Paths that share nothing: {n} (so many things must be doubted before the link breaks).",
    ),
    "series.path.both": ("最短也最强的路径", "Shortest and strongest path"),
    "series.path.shortest": ("最短的路径", "Shortest path"),
    "series.path.strongest": ("最强的路径", "Strongest path"),
    # Why not
    "series.apart.never": (
        "第 {no} 号认定：{a} 与 {b} 永不在一个系列",
        "judgement {no}: {a} and {b} are never in one series",
    ),
    "series.apart.judged": (
        "认定：{a} 与 {b} 共有的{thing}不算证据，或为不违反认定而断开",
        "judged: {thing} of {a} and {b} is no evidence, or was parted to obey a judgement",
    ),
    "series.apart.judged_pair": (
        "认定：{a} 与 {b} 之间的联系已断开",
        "judged: what joined {a} and {b} was parted",
    ),
    "series.apart.cut": (
        "切断：{a} 经{thing}连到 {b}，是两边（{lesser} 条和 {greater} 条）之间的桥",
        "cut: {thing} led from {a} to {b}, a bridge between {lesser} and {greater} clues",
    ),
    "series.apart.cut_near": (
        "切断：{a} 与 {b} 的相近值是两边（{lesser} 条和 {greater} 条）之间的桥",
        "cut: a near match of {a} and {b} was a bridge between {lesser} and {greater} clues",
    ),
    "series.apart.silence": (
        "沉寂太久：{a} 与 {b} 都有{thing}，相隔 {days} 天，中间接不上（达不到 {least} 比特）",
        "silent too long: {a} and {b} both have {thing}, {days} days apart, and nothing in between"
        " reaches {least} bits",
    ),
    "series.apart.undated": (
        "没有时间：{a} 与 {b} 都有{thing}，但它分成几段，无法判断属于哪一段",
        "no time: {a} and {b} both have {thing}, of which there are several episodes",
    ),
    "series.apart.near": (
        "只是相近：{a} 的{thing}与 {b} 的{other}，连同旁证 {bits} 比特，要 {least}",
        "almost equal only: {thing} of {a} and {other} of {b}, {bits} bits with all else; {least}"
        " are needed",
    ),
    "series.apart.hub": (
        "枢纽值：{a} 与 {b} 都有{thing}，但提到它的线索有 {n} 条（上限 {cap}），不起连接",
        "hub: {a} and {b} both have {thing}, which {n} clues mention (cap {cap}): it links nothing",
    ),
    "series.apart.support": (
        "只作旁证：{a} 与 {b} 都有{thing}，这一类不能单独连接",
        "support only: {a} and {b} both have {thing}, of a kind that never links by itself",
    ),
    "series.apart.nothing": (
        "{a} 与 {b} 没有任何共同的东西，也没有切断过的联系",
        "{a} and {b} share nothing, and nothing between them was cut",
    ),
    "series.tie.alone": ("只此一条", "mentioned once"),
    "series.tie.support": ("旁证", "support"),
    "series.tie.hub": ("枢纽值", "hub"),
    "series.tie.apart": ("沉寂太久", "silent too long"),
    "series.tie.cut": ("切断", "cut"),
    "series.tie.judged": ("认定", "judged"),
    # Judgements
    "series.verb.confirm": (
        "确认 {clues} 与 {others} 属于一起",
        "{clues} and {others} belong together, as linked",
    ),
    "series.verb.merge": (
        "合并：{clues} 与 {others} 的系列是一个",
        "the series of {clues} and {others} are one",
    ),
    "series.verb.reject": (
        "{clues} 与 {others} 共有的不算证据",
        "what {clues} and {others} share is no evidence",
    ),
    "series.verb.never": (
        "{clues} 与 {others} 永不在一个系列",
        "{clues} and {others} are never in one series",
    ),
    "series.verb.split": ("分开：{clues} 不与 {others} 在一起", "split: {clues} leave {others}"),
    "series.verb.lift": ("解除上限：{things} 可以连接", "{things} links although it is a hub"),
    "series.verb.suppress": ("{things} 不连接任何线索", "{things} links nothing"),
    "series.verb.withdraw": ("撤回第 {of} 号认定", "judgement {of} is withdrawn"),
    "series.judged": ("已写入第 {no} 号认定：{text}", "Judgement {no} written: {text}"),
    "series.changed.merges": ("并成 {id}：来自 {others}", "merged into {id}: from {others}"),
    "series.changed.splits": ("{id} 分成：{others}", "{id} split into: {others}"),
    "series.changed.new": ("新系列：{ids}", "new series: {ids}"),
    "series.changed.gone": ("不再有的系列：{ids}", "series that are no more: {ids}"),
    "series.changed.more": (
        " 等 {n} 个，见 rescreen series changes",
        " and more, {n} in all: see rescreen series changes",
    ),
    "series.changed.clue": ("{clue}：{old} → {new}", "{clue}: {old} → {new}"),
    "series.changed.nothing": ("没有线索换系列。", "No clue changed its series."),
    "series.log.empty": ("还没有认定。", "No judgements yet."),
    "series.log.stands": ("有效", "stands"),
    "series.log.waiting": ("有效，所指尚不在库里", "stands, names what isn't there yet"),
    "series.log.withdrawn": ("已撤回", "withdrawn"),
    "series.log.withdrawal": ("撤回", "withdrawal"),
    "series.head.tie_why": ("不连接的原因", "Why it doesn't link"),
    "series.why.more": ("另有 {n} 条路径；--paths 可多列", "{n} more paths; --paths lists more"),
    # Dossiers
    "dossier.title": ("系列案卷 {id}", "Dossier of case series {id}"),
    "dossier.span": ("起止", "From - to"),
    "dossier.as_of": ("数据截至（北京时间）", "As of (Beijing time)"),
    "dossier.values": ("值的显示", "Values"),
    "dossier.values_masked": (
        "已遮盖；证件号码只存令牌",
        "masked; of ID numbers only tokens are kept",
    ),
    "dossier.values_plain": (
        "{kinds}显示原值（{permit}）；其余已遮盖，证件号码只存令牌",
        "{kinds} in full ({permit}); the rest masked, of ID numbers only tokens are kept",
    ),
    "dossier.footer": (
        "内部资料。系列由证据推定，须经人核实；位置和强度不等于有罪。",
        "Internal. A series is inferred from evidence and must be verified; place and strength are"
        " not guilt.",
    ),
    "dossier.footer_plain": (
        "内部资料，含个人信息原值，专人保管，用毕销毁。系列由证据推定，须经人核实。",
        "Internal; holds personal values in full: keep under lock, destroy after use. A series is"
        " inferred from evidence and must be verified.",
    ),
    "dossier.summary": ("概要", "Summary"),
    "dossier.about": (
        "{n} 条线索，{first} 至 {last}；每条线索的连接强度中位 {strength} 比特，最低 {least} 比特"
        "（每多 5 比特，可能性约大 32 倍）。",
        "{n} clues, {first} to {last}; what ties a clue: {strength} bits (median), {least} (least);"
        " five more bits make the odds 32 times as high.",
    ),
    "dossier.held_by": (
        "由 {n} 个对象连接（见“对象”）。",
        "Held together by {n} things (see Things).",
    ),
    "dossier.main_routes": ("主要线路：{routes}。", "Main routes: {routes}."),
    "dossier.caution": (
        "系列是由证据推定的，不是结论：先看“差一点连上、切断和枢纽值”，再移送。",
        "A series is inferred, not concluded: read about near misses, cuts and hubs before it is"
        " handed over.",
    ),
    "dossier.referrals": ("移送建议", "Recommended referrals"),
    "dossier.to": ("移送给", "To"),
    "dossier.side": ("因为", "As"),
    "dossier.because": ("依据的线索", "Clues"),
    "dossier.hand_over": ("移送的对象", "Things to hand over"),
    "dossier.police": ("{place}公安机关", "Police of {place}"),
    "dossier.side_origin": ("起运点", "origin"),
    "dossier.side_destination": ("目的地", "destination"),
    "dossier.because_clues": ("{n} 条：{clues}", "{n}: {clues}"),
    "dossier.no_referrals": (
        "线索没有寄出地和寄达地，提不出移送建议。",
        "The clues tell no origins or destinations: nobody can be named.",
    ),
    "dossier.referral_note": (
        "起运点查寄件一侧：寄件对象、收寄网点和收寄员；目的地查收件一侧。是否移送由人决定。",
        "Origins follow up senders, outlets and couriers; destinations the receivers. A person"
        " decides.",
    ),
    "dossier.clues": ("线索（按时间）", "Clues, in order of time"),
    "dossier.entities": ("对象", "Things"),
    "dossier.masking": (
        "值已遮盖：同样的遮盖不等于同一个值，以对象编号为准。",
        "Values are masked: equal masks aren't equal values; go by the things' names.",
    ),
    "dossier.unmasked": (
        "经准许的种类显示原值，图中仍遮盖；证件号码只存令牌。",
        "Kinds that were permitted are in full, and masked in pictures; of ID numbers only tokens"
        " are kept.",
    ),
    "dossier.evidence": ("证据", "Evidence"),
    "dossier.links": ("把系列连在一起的关联", "The links that hold the series together"),
    "dossier.links_note": (
        "{clues} 条线索由 {n} 条最强的关联连成一体；每条关联列出两者之间的全部证据，相加正好等于合计。",
        "{clues} clues are held together by the {n} strongest links; of each all evidence between"
        " its two clues is listed, and adds up exactly.",
    ),
    "dossier.link": ("关联", "Link"),
    "dossier.piece": ("证据", "Evidence"),
    "dossier.by_judgement": ("第 {no} 号认定把两者连在一起", "joined by judgement {no}"),
    "dossier.graph": ("关系图", "Graph"),
    "dossier.graph_title": ("系列 {id}", "Series {id}"),
    "dossier.graph_caption": (
        "线索与对象；虚线是桥或切断处。（DOCX 不能嵌入矢量图：见 HTML，内容同“证据”和“提及”两表。）",
        "Clues and things; dashed: bridges and cuts. (DOCX can't embed SVG: see the HTML; the tables"
        " of evidence and mentions say the same.)",
    ),
    "dossier.routes": ("线路", "Routes"),
    "dossier.routes_caption": ("从寄出地到寄达地", "From origins to destinations"),
    "dossier.times": ("时间", "Times"),
    "dossier.times_caption": ("有线索的日子", "Days with clues"),
    "dossier.no_times": ("线索都没有时间。", "No clue has a time."),
    "dossier.who": ("谁重要", "Who matters"),
    "dossier.around": ("差一点连上、切断和枢纽值", "Near misses, cuts and hubs"),
    "dossier.misses": ("差一点连上和切断的，共 {n} 处", "Near misses and cuts, {n} in all"),
    "dossier.what": ("情况", "What"),
    "dossier.other_series": ("另一系列", "Other series"),
    "dossier.no_hubs": ("没有碰到枢纽值。", "It meets no hubs."),
    "dossier.custody": ("保管编号", "Custody references"),
    "dossier.custody_no": ("保管编号", "Custody reference"),
    "dossier.no_custody": (
        "线索没有保管编号。",
        "The clues tell no custody references.",
    ),
    "dossier.no_notes": (
        "备注不入案卷：其中可能写有已遮盖的内容。",
        "Notes are left out: they may hold what is masked elsewhere.",
    ),
    "dossier.judgements": ("认定记录", "Judgements"),
    "dossier.seal": ("最后一条的封印：{seal}", "Seal of the last one: {seal}"),
    "dossier.all_ties": ("全部提及", "All mentions"),
    "dossier.ties_note": (
        "比特：起连接的，为与同段中时间最近的线索之间的证据；其余为同一天共有该值的分量。",
        "Bits: of what links, the evidence to the nearest clue in time; of the rest, what sharing it on"
        " one day is worth.",
    ),
    "dossier.basis": ("依据", "Basis"),
    "dossier.setting": ("项目", "What"),
    "dossier.settings_hash": ("设置的 SHA-256", "SHA-256 of the settings"),
    "dossier.store_hash": (
        "库（线索与认定）的 SHA-256",
        "SHA-256 of the store (clues and judgements)",
    ),
    "dossier.repeat": (
        "同一库、同一设置写出的案卷逐字节相同；各种类的权重见文档“系列案”。",
        "One store and its settings give the same dossier, byte for byte; the kinds' weights are in the"
        " documentation, Case series.",
    ),
}
