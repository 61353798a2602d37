"""The rulebook as a document: everything is in it, nothing gets through unescaped, it prints."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import fastexcel
import pytest

from rescreen.engine import load_rulebook
from rescreen.report.rulebook_page import rulebook_page
from rescreen.report.rulebook_sheet import write_rulebook_sheet
from rescreen.report.rulebook_words import rule_words
from rescreen.report.texts import Words
from rescreen.rulebook import settings_with
from rescreen.rulebook.model import Case, Change, ListEntry, Mode, RuleSet

RULES = load_rulebook(cache=False).ruleset
DAY = date(2021, 9, 22)
SETTINGS = settings_with(RULES, {})
ZH = Words("zh")


class Reader(HTMLParser):
    """The page's text, tags that were left open, and addresses of links and ids."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.open, self.links, self.ids, self.tags = "", [], set(), set(), set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        named = dict(attrs)
        self.ids |= {named["id"]} if "id" in named else set()
        self.links |= {named["href"]} if "href" in named else set()
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_rules_lists_cases_and_settings_are_told(lang: str) -> None:
    page = Reader(rulebook_page(RULES, DAY, SETTINGS, Words(lang)))
    assert page.open == []
    for rule in RULES.rules:
        for part in (
            rule.id,
            rule.name,
            rule.basis,
            rule.reason,
            *(case.name for case in rule.cases),
        ):
            assert part in page.text
    for listed in RULES.lists.values():
        assert all(
            part in page.text for part in (listed.name, *(one.value for one in listed.entries))
        )
    assert all(setting.label in page.text for setting in RULES.settings.values())
    assert {link[1:] for link in page.links} <= page.ids
    assert not page.tags & {"script", "img", "link", "iframe"}


def test_conditions_are_told_in_words() -> None:
    page = Reader(rulebook_page(RULES, DAY, SETTINGS, ZH)).text
    assert "起始收寄点 位于 《重点方向》" in page
    assert "重量 不超过 0.5kg" in page
    assert "以下至少一项成立" in page
    assert "重点方向的范围：全部" in page


def test_what_is_in_the_files_is_never_markup() -> None:
    evil = '<script>alert("1")</script>&'
    rule = replace(RULES.rules[0], name=evil, basis=evil, reason=evil,
                   cases=(Case(evil, {"item": evil}, "hit"),))  # fmt: skip
    listed = next(iter(RULES.lists.values()))
    lists = {listed.id: replace(listed, name=evil, basis=evil, entries=(ListEntry(evil, evil),))}
    book = replace(RULES, rules=(rule,), lists=lists, name=evil)
    page = rulebook_page(book, DAY, SETTINGS, ZH)
    assert "<script" not in page
    assert Reader(page).text.count(evil) >= 8


def test_rules_that_are_not_in_force_are_marked() -> None:
    first = RULES.rules[0]
    states = {
        "已失效": replace(first, valid_to=date(2021, 1, 1)),
        "尚未生效": replace(first, valid_from=date(2022, 1, 1)),
        "按现行设置不用": replace(first, only_when=(("key_origin_scope", "suspicious"),)),
    }
    for state, rule in states.items():
        book = replace(RULES, rules=(rule,))
        assert state in rulebook_page(book, DAY, SETTINGS, ZH)


def test_what_later_packs_make_of_rules_is_told() -> None:
    first, second, third, *rest = RULES.rules
    change = Change(third.id, "本地件少", weight=7, pack="provincial")
    off = Change(rest[0].id, "另有规定", disabled=True, pack="provincial")
    book = replace(
        RULES,
        rules=(replace(first, mode=Mode.SHADOW), replace(second, mode=Mode.EXEMPT), third, rest[0]),
        changes=(change, off),
    )
    page = Reader(rulebook_page(book, DAY, SETTINGS, ZH)).text
    for part in ("影子规则", "豁免：立即报告以外的所有规则", "provincial（本地件少）", "停用"):
        assert part in page
    told = rule_words(book, DAY, SETTINGS, ZH)
    assert [one.rule.weight for one in told][2] == 7


def test_parcels_that_came_before_are_told_with_the_case() -> None:
    before = ({"item": "甲"}, {"item": "乙"})
    rule = replace(RULES.rules[0], cases=(Case("多件", {"item": "丙"}, "hit", before=before),))
    page = Reader(rulebook_page(replace(RULES, rules=(rule,)), DAY, SETTINGS, ZH)).text
    assert "内件品名 丙\n此前 2 件：\n内件品名 甲\n内件品名 乙" in page


def written(root: Path, ruleset: RuleSet = RULES) -> Path:
    path = root / "book.xlsx"
    write_rulebook_sheet(path, ruleset, DAY, SETTINGS, ZH)
    return path


def test_the_workbook_holds_the_rules(tmp_path: Path) -> None:
    book = fastexcel.read_excel(written(tmp_path))
    assert book.sheet_names == ["规则", "名单", "聚合事实", "用例", "设置"]
    rules = book.load_sheet("规则").to_polars()
    assert rules["规则"].to_list() == [rule.id for rule in RULES.rules]
    cases = book.load_sheet("用例").to_polars()
    assert cases.height == sum(len(rule.cases) for rule in RULES.rules)
    entries = book.load_sheet("名单", dtypes="string").to_polars()
    assert entries.height == sum(len(listed.entries) for listed in RULES.lists.values())


def test_the_workbook_is_set_up_for_printing(tmp_path: Path) -> None:
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(written(tmp_path)) as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        book = archive.read("xl/workbook.xml").decode()
    setup = sheet.find(f"{space}pageSetup")
    assert setup is not None
    assert setup.attrib["orientation"] == "landscape"
    assert setup.attrib["fitToHeight"] == "0"
    assert sheet.find(f"{space}sheetPr/{space}pageSetUpPr") is not None
    assert "规则!$1:$1" in book.replace("'", "")


def test_no_cell_of_the_workbook_is_a_formula(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://example.invalid")'
    book = replace(RULES, rules=(replace(RULES.rules[0], name=evil, reason=evil),))
    with zipfile.ZipFile(written(tmp_path, book)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_aggregate_facts_are_defined_in_page_and_workbook(lang: str, tmp_path: Path) -> None:
    say = Words(lang)
    page = Reader(rulebook_page(RULES, DAY, SETTINGS, say))
    assert "facts" in page.ids
    path = tmp_path / "rules.xlsx"
    write_rulebook_sheet(path, RULES, DAY, SETTINGS, say)
    sheet = fastexcel.read_excel(path).load_sheet(say("page.facts"), dtypes="string").to_polars()
    rows = {row[-1]: row for row in sheet.rows()}
    assert set(rows) == {fact.name for fact in RULES.facts}
    for fact in RULES.facts:
        label, _, by, within, _, where, doc, used, _ = (cell or "" for cell in rows[fact.name])
        assert label == (fact.label if lang == "zh" else fact.label_en)
        assert label in page.text
        assert by
        assert doc == fact.doc
        assert used.startswith("VE-")
        assert bool(where) == (fact.where is not None)
        assert within
        assert within in page.text
    speed, days = rows["id_speed_6h"], rows["sender_days_30d"]
    assert "200" in speed[1]
    assert speed[3] == ("6 小时" if lang == "zh" else "6 h")
    assert ("一天只算一次" if lang == "zh" else "a day counts once") in days[1]
    light = rows["sender_light_24h"][5]
    assert "0.5" in light  # the setting's value


def test_a_folder_without_aggregate_facts_has_no_such_part() -> None:
    plain = replace(RULES, facts=(), rules=tuple(r for r in RULES.rules if r.id[:2] != "VE"))
    assert "facts" not in Reader(rulebook_page(plain, DAY, SETTINGS, ZH)).ids
