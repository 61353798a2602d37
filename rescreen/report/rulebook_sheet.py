"""The rulebook as a workbook set up for printing: landscape, as wide as a page, headings repeated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rescreen.report.aggregate_words import FACT_COLUMNS, fact_words
from rescreen.report.files import Pending
from rescreen.report.rulebook_words import RuleWords, entry_words, rule_words, setting_words
from rescreen.report.texts import Words
from rescreen.rulebook.model import RuleSet

__all__ = ["write_rulebook_sheet"]

_A4 = 9
#: The time of writing would make two runs differ.
_CREATED = datetime(2021, 9, 21)
Settings = Mapping[str, str | float | int]
#: Titles (keys of the catalogue) and widths of the columns of each sheet.
_RULES = (
    ("score.rule", 9),
    ("score.name", 22),
    ("rules.basis", 22),
    ("page.asked", 46),
    ("rules.lane", 10),
    ("rules.weight", 6),
    ("page.severity", 8),
    ("page.reason", 30),
    ("page.on_missing", 14),
    ("page.period", 14),
    ("page.only_when", 14),
    ("page.state", 9),
)
_LISTS = (
    ("page.list", 18),
    ("page.entry", 18),
    ("score.name", 30),
    ("page.period", 22),
    ("rules.basis", 30),
)
_CASES = (("score.rule", 9), ("check.expected", 10), ("check.case", 30), ("page.parcel", 80))
_SETTINGS = (("page.setting.label", 26), ("page.setting.value", 12), ("page.setting.doc", 60),
             ("page.setting.name", 26))  # fmt: skip

#: Widths of aggregate facts' columns.
_FACTS = (26, 22, 22, 10, 10, 26, 40, 16, 22)


def write_rulebook_sheet(
    path: Path, ruleset: RuleSet, day: date, settings: Settings, say: Words
) -> None:
    """Write the workbook; the file is there whole or not at all."""
    import xlsxwriter

    pending = Pending(path)
    options = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(pending.temporary), options)
    book.set_properties({"created": _CREATED, "title": ruleset.name})
    sheets = _Sheets(book, say, f"{ruleset.name} {ruleset.version}  {day}  {ruleset.hash[:12]}")
    rules = rule_words(ruleset, day, settings, say)
    sheets.add("page.rules", _RULES, map(_rule, rules))
    lists = [
        (listed.name, *entry_words(listed, entry, say), listed.basis)
        for listed in ruleset.lists.values()
        for entry in listed.entries
    ]
    sheets.add("page.lists", _LISTS, lists)
    if ruleset.facts:
        columns = list(zip(FACT_COLUMNS, _FACTS, strict=True))
        sheets.add("page.facts", columns, fact_words(ruleset, day, settings, say))
    sheets.add("page.cases", _CASES, [(one.rule.id, *case) for one in rules for case in one.cases])
    sheets.add("page.settings", _SETTINGS, setting_words(ruleset, settings, say))
    book.close()
    pending.keep()


def _rule(one: RuleWords) -> tuple[Any, ...]:
    rule = one.rule
    asked = "\n".join(one.asked.lines())
    return (rule.id, rule.name, rule.basis, asked, one.lane, rule.weight, one.severity, rule.reason,
            one.on_missing, one.period, one.only_when, one.changed, one.state)  # fmt: skip


class _Sheets:
    def __init__(self, book: Any, say: Words, about: str) -> None:
        self._book, self._say, self._about = book, say, about
        cell = {"text_wrap": True, "valign": "top", "border": 1}
        self._cell = book.add_format(cell)
        self._head = book.add_format({**cell, "bold": True, "bg_color": "#EEEEEE"})

    def add(
        self, title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]
    ) -> None:
        sheet = self._book.add_worksheet(self._say(title))
        for place, (key, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, self._say(key), self._head)
        count = 0
        for count, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                write = sheet.write_number if isinstance(value, int) else sheet.write_string
                write(count, place, value, self._cell)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, count, len(columns) - 1)
        # "&" begins a code in headers.
        sheet.set_header(f"&L{self._about.replace('&', '&&')}&R&A")
        sheet.set_footer("&C&P / &N")
