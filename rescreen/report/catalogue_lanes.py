"""Texts of the commands about lanes: route, reconcile, staff. Key → (Chinese, English)."""

from __future__ import annotations

__all__ = ["CATALOGUE"]

CATALOGUE: dict[str, tuple[str, str]] = {
    "route.help": (
        "把一天的件按小时排进本单位的通道：必查、按分数、随机抽查，排不上的列出来。\n\n"
        "SOURCE 是 rescreen score 的输出文件夹（或其中的 decisions 文件），也可以直接是清单。"
        "通道、岗位、能力写在 lanes.yaml。排不上的件暂存或上报，从不放行。",
        "Give a day's parcels to the site's lanes, hour by hour: mandatory ones, then by score, then"
        " a random draw; what doesn't fit is listed.\n\n"
        "SOURCE is an output folder of rescreen score (or a decisions file in it), or a manifest."
        " Lanes, posts and capacities stand in lanes.yaml. What doesn't fit is held or escalated,"
        " never released.",
    ),
    "option.lanes": (
        "通道文件（默认：规则文件夹里的 site/lanes.yaml）。",
        "Lanes file (default: site/lanes.yaml of the rules folder).",
    ),
    "option.key_file": (
        "抽查密钥文件；不给就不抽查。",
        "Key file of the draw; without one, nothing is drawn.",
    ),
    "option.new_key": (
        "先生成这个密钥文件（仅本人可读）。",
        "Make that key file first (readable by you alone).",
    ),
    "option.manifest": (
        "打分结果对应的清单，给出到达时间和邮件种类；可多次使用。",
        "The manifest behind decisions, for arrival times and kinds of pieces; repeatable.",
    ),
    "option.arrive": (
        "到达时间不明的件都按这个时间，如 2021-09-22T06:00。",
        "When parcels arrive of which no time is known, e.g. 2021-09-22T06:00.",
    ),
    "option.audit": (
        "用密钥重做这个输出文件夹里的抽查，看是否一致；不一致时退出码为 1。",
        "Repeat the draw of this output folder with the key; exit status 1 where it differs.",
    ),
    "option.route_output": ("输出文件夹。", "Folder for output."),
    "usage.route_source": ("请给出打分结果或清单。", "Name decisions or a manifest."),
    "usage.route_key": (
        "--audit 和 --new-key 要和 --key-file 一起用。",
        "--audit and --new-key go with --key-file.",
    ),
    "route.title": (
        "{parcels} 件；通道 {site}，{start} 起 {hours} 小时",
        "{parcels} parcels; lanes of {site}, {hours} hours from {start}",
    ),
    "route.left_out": (
        "另有 {nameless} 行没有运单号（走异常口），重复 {doubled} 件未计",
        "Besides, {nameless} rows without a waybill number (exception chute), {doubled} doubled"
        " parcels not counted",
    ),
    "route.without_rejected": (
        "注意：{file} 旁边没有 rejected 文件；没能读出的行如有，不在其中，请另送异常口。",
        "Mind: there is no rejected file beside {file}; rows that couldn't be read, if there are"
        " any, are left out: send them to the exception chute.",
    ),
    "route.other_rulebook": (
        "注意：打分用的规则库 {theirs} 不是现在的 {ours}；必查与否按现在的规则判断。",
        "Mind: decisions were made with rulebook {theirs}, not with {ours}; what is mandatory"
        " follows the present rules.",
    ),
    "route.hour": ("小时", "Hour"),
    "route.lane": ("通道", "Lane"),
    "route.posts": ("岗位", "Posts"),
    "route.capacity": ("能力", "Capacity"),
    "route.assigned": ("排入", "Assigned"),
    "route.mandatory": ("必查", "Mandatory"),
    "route.by_score": ("按分数", "By score"),
    "route.draw": ("抽查", "Drawn"),
    "route.overflow": ("排不上", "Overflow"),
    "route.parcels": ("件数", "Parcels"),
    "route.scores": ("分数", "Scores"),
    "route.actions": (
        "放行 {pass_} 件，查验 {screen} 件，暂存待查 {hold} 件，上报处置 {escalate} 件",
        "{pass_} pass, {screen} are screened, {hold} are held, {escalate} are escalated",
    ),
    "route.caught": (
        "查验的件占全部分数的 {share}（{caught} / {of}）",
        "What is screened has {share} of all score ({caught} of {of})",
    ),
    "route.cost": (
        "岗位 {hours} 岗时，费用 {cost} 元",
        "{hours} post-hours, cost {cost} yuan",
    ),
    "route.why.mandatory": ("必查", "mandatory"),
    "route.why.score": ("按分数", "by score"),
    "route.why.draw": ("随机抽查", "drawn"),
    "route.why.unscored": ("未能打分", "not scored"),
    "route.why.no_arrival": ("到达时间不明", "no arrival time"),
    "route.stratum": ("抽查层", "Stratum"),
    "route.rate": ("比例", "Rate"),
    "route.drawn": ("抽中", "Drawn"),
    "route.screened": ("排上", "Placed"),
    "route.opening": (
        "{lane} 开箱 {n} 件：由{who}开拆，{officers} 人以上在场，须经批准",
        "{lane}: {n} parcels to be opened by {who}, {officers} or more present, upon approval",
    ),
    "route.key": ("抽查密钥编号 {id}，日期 {day}", "Draw with key {id}, day {day}"),
    "route.no_key": (
        "没有给密钥（--key-file），这次没有随机抽查。",
        "No key was given (--key-file): nothing was drawn.",
    ),
    "route.key_made": (
        "已生成密钥文件 {file}，请妥善保管。",
        "Key file {file} made: keep it safe.",
    ),
    "audit.same": (
        "抽查一致：{day}，密钥 {id}，{parcels} 件中抽中 {drawn} 件",
        "The draw is the same: {day}, key {id}, {drawn} of {parcels} parcels drawn",
    ),
    "audit.differs": (
        "抽查不一致：{n} 件不同，缺少 {missing} 件（负数为多出）；{day}，密钥 {id}",
        "The draw differs: {n} parcels, and {missing} are missing (below 0: too many); {day},"
        " key {id}",
    ),
    "reconcile.help": (
        "事后核对：选中的、分流的、实际查验的是否一致。选中而没有查验时退出码为 1。\n\n"
        "ASSIGNMENTS 是 rescreen route 的输出文件夹（或其中的 assignments 文件）；EVENTS 是分拣机的"
        "确认和查验记录（CSV、JSON Lines、Parquet），列为 waybill_no、event（diverted 分流、screened"
        " 查验）、lane、at，也可用中文列名：运单号、事件、通道、时间。",
        "Hold what was selected against what was diverted and screened; exit status 1 where something"
        " selected was not screened.\n\n"
        "ASSIGNMENTS is the output folder of rescreen route (or the assignments file in it); EVENTS"
        " are the sorter's confirmations and the records of screening (CSV, JSON Lines, Parquet) with"
        " the columns waybill_no, event (diverted, screened), lane, at.",
    ),
    "reconcile.title": (
        "选中 {selected} 件，分流到位 {diverted} 件（{diverted_share}），查验 {screened} 件（{screened_share}）",
        "{selected} selected, {diverted} diverted to their lane ({diverted_share}), {screened} screened"
        " ({screened_share})",
    ),
    "reconcile.events": (
        "事件 {events} 条，完全重复 {doubled} 条",
        "{events} events, {doubled} of them repeat another",
    ),
    "reconcile.unusable": (
        "{file}：{n} 行没有运单号或事件不认得，未用",
        "{file}: {n} rows without a waybill number or with an unknown event, not used",
    ),
    "reconcile.kind": ("不一致", "Difference"),
    "reconcile.parcels": ("件数", "Parcels"),
    "reconcile.first": ("例如", "Such as"),
    "reconcile.released": ("该查或该留而被放走", "let go though to be screened or kept"),
    "reconcile.not_diverted": ("选中而没有分流", "selected and not diverted"),
    "reconcile.not_screened": ("已分流而没有查验", "diverted and not screened"),
    "reconcile.still_kept": ("暂存或上报，尚未查验", "held or escalated, not screened yet"),
    "reconcile.other_lane": ("在别的通道查验", "screened at another lane"),
    "reconcile.diverted_elsewhere": ("分流到别的通道（已查验）", "diverted elsewhere (screened)"),
    "reconcile.not_selected": ("没有选中而查验（人工加查）", "screened though not selected"),
    "reconcile.again": ("查验不止一次", "screened more than once"),
    "reconcile.unknown": ("没有排过的运单号", "waybill number without assignment"),
    "reconcile.diverted": ("分流到位", "Diverted"),
    "reconcile.screened": ("查验", "Screened"),
    "reconcile.selected": ("选中", "Selected"),
    "reconcile.rate": ("查验率", "Screened, share"),
    "reconcile.none": ("没有不一致。", "No differences."),
    "reconcile.failed": (
        "核对不通过：有选中的件没有查验。",
        "The check has failed: parcels that were selected were not screened.",
    ),
    "staff.help": (
        "每小时需要几个岗位，才能让件等候不超过给定的分钟数；岗位多少，各能查到多少分数。\n\n"
        "SOURCE 同 rescreen route。岗位按到达时间逐分钟推算（流体排队），不用稳态公式。",
        "How many posts each hour needs so that nobody waits longer than the given minutes, and what"
        " share of the score more or fewer posts would catch.\n\n"
        "SOURCE is as for rescreen route. Waiting is worked out minute by minute from the arrivals"
        " (a fluid queue), not by a formula for a steady state.",
    ),
    "option.wait": ("最长等候分钟数。", "Longest wait in minutes."),
    "option.load": (
        "岗位实际工作的时间占比；余下的应付快慢不一（默认 0.85）。",
        "Share of the time that a post works; the rest is for slow parcels (default 0.85).",
    ),
    "option.lane": (
        "为哪个通道算（默认：第一个有岗位的）。",
        "Lane to advise on (default: the first one with posts).",
    ),
    "staff.title": (
        "{lane}：等候不超过 {wait} 分钟，岗位工作时间 {load}，每件 {seconds:g} 秒",
        "{lane}: waits up to {wait} minutes, posts at work {load}, {seconds:g} s a parcel",
    ),
    "staff.page": ("{lane}：等候不超过 {wait} 分钟", "{lane}: waits up to {wait} minutes"),
    "staff.hour": ("小时", "Hour"),
    "staff.parcels": ("到达", "Arriving"),
    "staff.needed": ("需要岗位", "Posts needed"),
    "staff.present": ("现有岗位", "Posts now"),
    "staff.wait": ("最长等候（分）", "Longest wait (min)"),
    "staff.left": ("末尾在等", "Waiting at end"),
    "staff.present_wait": ("现有岗位等候", "Wait with posts now"),
    "staff.present_left": ("现有末尾在等", "Waiting, posts now"),
    "staff.posts": ("岗位", "Posts"),
    "staff.capacity": ("每小时", "An hour"),
    "staff.score": ("查到的分数", "Score caught"),
    "staff.mandatory": ("必查排上", "Mandatory placed"),
    "staff.needing": ("应查排上", "Needing placed"),
    "staff.overflow": ("排不上", "Overflow"),
    "staff.cost": ("费用", "Cost"),
    "staff.total": (
        "共需 {hours} 岗时，费用 {cost} 元；最多同时 {peak} 岗",
        "{hours} post-hours in all, cost {cost} yuan; {peak} posts at most",
    ),
    "staff.left_out": (
        "另有 {n} 件应查而到达时间不明，未计入。",
        "{n} more parcels need it and have no arrival time: not counted.",
    ),
    "staff.curve_title": (
        "每小时都是这么多岗位时（等候按通道文件的 wait_hours）：",
        "With so many posts in every hour (waiting as wait_hours in the lanes file):",
    ),
    "staff.posts_chart": ("每小时岗位", "Posts by hour"),
    "staff.curve_chart": ("岗位数与查到的份额", "Share caught by number of posts"),
    "staff.method": (
        "到达时间取自清单，逐分钟推算排队；岗位按 {load} 的时间工作计。整车到达时负荷远超一，"
        "稳态公式（如 Erlang C）在此不成立。",
        "Arrivals are the manifest's, the queue is worked out minute by minute, posts work {load} of"
        " the time. Parcels come by the truckload, far above what posts can do at that moment: a"
        " formula for a steady state (Erlang C) does not hold here.",
    ),
}
