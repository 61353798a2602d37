"""The rulebook as one HTML page: to be read, searched and printed; nothing is loaded from elsewhere.

The same rulebook, day and settings give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import escape

from rescreen.report.aggregate_words import FACT_COLUMNS, fact_words
from rescreen.report.rulebook_words import (
    Asked,
    RuleWords,
    entry_words,
    rule_words,
    setting_words,
)
from rescreen.report.texts import Words
from rescreen.rulebook.model import NamedList, RuleSet

__all__ = ["rulebook_page"]

_STYLE = """
body { font: 15px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif;
  max-width: 60em; margin: 2em auto; padding: 0 1em; color: #222; }
h1 { font-size: 1.6em; } h2 { border-bottom: 2px solid #888; margin-top: 2em; }
h3 { margin-bottom: .3em; } .note, .state { color: #666; } .state { font-size: .8em; }
table { border-collapse: collapse; width: 100%; margin: .5em 0; }
th, td { border: 1px solid #bbb; padding: .25em .6em; text-align: left; vertical-align: top; }
th { background: #f2f2f2; font-weight: 600; } thead { display: table-header-group; }
.facts th { width: 7em; } td { white-space: pre-line; } ul { margin: .2em 0; padding-left: 1.4em; }
tr, h3 { break-inside: avoid; break-after: auto; } h2, h3 { break-after: avoid; }
a { color: inherit; }
@media print { body { max-width: none; margin: 0; font-size: 11pt; } nav a { text-decoration: none; }
  section.rule { break-inside: avoid; } }
"""
Settings = Mapping[str, str | float | int]


def rulebook_page(ruleset: RuleSet, day: date, settings: Settings, say: Words) -> str:
    """The whole page."""
    return "\n".join(_page(ruleset, day, settings, say)) + "\n"


def _page(ruleset: RuleSet, day: date, settings: Settings, say: Words) -> Iterator[str]:
    rules = rule_words(ruleset, day, settings, say)
    title = escape(f"{ruleset.name} {ruleset.version}".strip() or say("page.title"))
    lang = "zh-CN" if say.lang == "zh" else "en"
    yield f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield f"<h1>{title}</h1>"
    about = say("page.about", n=len(rules), day=day, hash=ruleset.hash[:12])
    yield f'<p class="note">{escape(about)}</p>'
    yield from _contents(rules, ruleset, say)
    yield f'<h2 id="rules">{say("page.rules")}</h2>'
    for one in rules:
        yield from _rule(one, ruleset, say)
    yield f'<h2 id="lists">{say("page.lists")}</h2>'
    for listed in ruleset.lists.values():
        yield from _list(listed, rules, say)
    if ruleset.facts:
        yield f'<h2 id="facts">{say("page.facts")}</h2>'
        heads = [say(key) for key in FACT_COLUMNS]
        yield from _table(heads, fact_words(ruleset, day, settings, say))
    yield f'<h2 id="settings">{say("page.settings")}</h2>'
    heads = [say(f"page.setting.{key}") for key in ("label", "value", "doc", "name")]
    yield from _table(heads, setting_words(ruleset, settings, say))
    yield "</body>\n</html>"


def _contents(rules: list[RuleWords], ruleset: RuleSet, say: Words) -> Iterator[str]:
    yield f"<nav><h2>{say('page.contents')}</h2>"
    yield (
        "<table><thead><tr>"
        + "".join(
            f"<th>{say(key)}</th>"
            for key in ("score.rule", "score.name", "rules.lane", "rules.weight", "page.state")
        )
        + "</tr></thead><tbody>"
    )
    for one in rules:
        rule = one.rule
        cells = (rule.name, one.lane, rule.weight, one.state)
        yield (
            f'<tr><td><a href="#{escape(rule.id)}">{escape(rule.id)}</a></td>'
            + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells)
            + "</tr>"
        )
    yield "</tbody></table>"
    links = [
        f'<a href="#list-{escape(one.id)}">{escape(one.name)}</a>' for one in ruleset.lists.values()
    ]
    yield f"<p>{say('page.lists')}{say('page.colon')}{say.join(links)}</p>"
    if ruleset.facts:
        yield f'<p><a href="#facts">{say("page.facts")}</a></p>'
    yield "</nav>"


def _rule(one: RuleWords, ruleset: RuleSet, say: Words) -> Iterator[str]:
    rule = one.rule
    yield f'<section class="rule" id="{escape(rule.id)}">'
    yield f'<h3>{escape(rule.id)} {escape(rule.name)} <span class="state">{escape(one.state)}</span></h3>'
    yield '<table class="facts"><tbody>'
    lists = say.join(
        [
            f'<a href="#list-{escape(name)}">{escape(ruleset.lists[name].name)}</a>'
            for name in one.lists
        ]
    )
    rows = [
        ("rules.basis", escape(rule.basis)),
        ("page.asked", _asked(one.asked)),
        ("rules.lane", escape(one.lane)),
        ("rules.weight", str(rule.weight)),
        ("page.severity", escape(one.severity)),
        ("page.reason", escape(rule.reason)),
        ("page.on_missing", escape(one.on_missing)),
        ("page.period", escape(one.period)),
        ("page.only_when", escape(one.only_when)),
        ("page.changed", escape(one.changed)),
        ("page.lists", lists),
    ]
    for key, cell in rows:
        if cell:
            yield f"<tr><th>{say(key)}</th><td>{cell}</td></tr>"
    yield "</tbody></table>"
    heads = [say("check.expected"), say("check.case"), say("page.parcel")]
    yield from _table(heads, one.cases)
    yield "</section>"


def _asked(asked: Asked) -> str:
    below = "".join(f"<li>{_asked(part)}</li>" for part in asked.parts)
    return escape(asked.text) + (f"<ul>{below}</ul>" if below else "")


def _list(listed: NamedList, rules: list[RuleWords], say: Words) -> Iterator[str]:
    yield f'<h3 id="list-{escape(listed.id)}">{escape(listed.name)}</h3>'
    used = [
        f'<a href="#{escape(one.rule.id)}">{escape(one.rule.id)}</a>'
        for one in rules
        if listed.id in one.lists
    ]
    kind = say(f"page.kind.{listed.kind}")
    about = [
        f"{kind}{say('page.colon')}{len(listed.entries)}",
        escape(listed.basis),
        say.join(used),
    ]
    yield f'<p class="note">{" · ".join(part for part in about if part)}</p>'
    heads = [say("page.entry"), say("score.name"), say("page.period")]
    yield from _table(heads, [entry_words(listed, entry, say) for entry in listed.entries])


def _table(heads: list[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield (
        "<table><thead><tr>"
        + "".join(f"<th>{escape(head)}</th>" for head in heads)
        + "</tr></thead>"
    )
    yield "<tbody>"
    for row in rows:
        yield "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>"
    yield "</tbody></table>"
