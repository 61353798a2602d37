"""Packs that stand on others: what a later one may change, and that all of it is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rescreen.engine import load_rulebook, run_cases
from rescreen.errors import RulebookError
from rescreen.rulebook import default_rules_path, read_rules
from rescreen.rulebook.cache import cached_rules
from rescreen.rulebook.changes import effective_rules
from rescreen.rulebook.lint import lint
from rescreen.rulebook.model import Lane, Mode

DAY = date(2021, 9, 22)
RULE = """\
  - id: {id}
    name: 样例
    basis: 五（四）
    reason: 品名 {{内件品名}}
    when: {{内件文字: {{contains_list: words}}}}
    lane: rescreen
    weight: 40
    cases:
      hits: [{{name: 甲, parcel: {{内件品名: 样品}}}}]
      near_misses: [{{name: 乙, parcel: {{内件品名: 书}}}}]
"""
NATIONAL = {
    "pack.yaml": "pack: national\nname: 全国\nversion: '2021.09'\n"
    "settings:\n  rescreen_score: {label: 线, value: 60}\n",
    "lists/words.yaml": "list: words\nname: 词\nkind: keywords\n"
    "entries: [样品, {word: 配件, to: 2021-12-10}]\n",
    "a.yaml": "conditions:\n  轻件: {重量: {le: 1}}\nrules:\n" + RULE.format(id="AA-01"),
}
SITE = {
    "pack.yaml": "pack: site\nname: 站点\nversion: '1'\n"
    "extends: [{path: ../national, version: '2021.09'}]\n",
}


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def site(tmp_path: Path, **files: str) -> Path:
    """A site's folder on a national one; files are named without .yaml, `/` as `__`."""
    write(tmp_path / "national", NATIONAL)
    own = {f"{name.replace('__', '/')}.yaml": text for name, text in files.items()}
    return write(tmp_path / "site", SITE | own)


def faults(root: Path) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        read_rules(root)
    return [str(fault) for fault in caught.value.faults]


def rule_of(root: Path, day: date = DAY, name: str = "AA-01"):  # type: ignore[no-untyped-def]
    return {one.rule.id: one.rule for one in effective_rules(read_rules(root), day)}.get(name)


def test_a_site_without_rules_of_its_own_has_those_below(tmp_path: Path) -> None:
    ruleset = read_rules(site(tmp_path))
    assert [rule.id for rule in ruleset.rules] == ["AA-01"]
    assert [layer.pack for layer in ruleset.layers] == ["national", "site"]
    assert (ruleset.name, ruleset.version) == ("站点", "1")
    assert ruleset.rules[0].pack == "national"


def test_a_later_pack_uses_lists_and_conditions_below(tmp_path: Path) -> None:
    own = RULE.format(id="BB-01").replace("内件文字: {contains_list: words}", "use: 轻件")
    assert rule_of(site(tmp_path, own="rules:\n" + own), name="BB-01") is not None


def test_the_shipped_packs_can_stand_below(tmp_path: Path) -> None:
    root = write(tmp_path, {"pack.yaml": "pack: s\nextends: shipped\n"})
    assert read_rules(root).rules == read_rules(default_rules_path()).rules


def test_changes_hold_on_their_days(tmp_path: Path) -> None:
    text = (
        "changes:\n"
        "  - {rule: AA-01, weight: 80, lane: open, valid: {from: 2021-10-01, to: 2021-10-31}}\n"
        "  - {rule: AA-01, off: true, reason: 试行结束, valid: {from: 2021-12-01}}\n"
    )
    root = site(tmp_path, own=text)
    assert (rule_of(root).weight, rule_of(root).lane) == (40, Lane.RESCREEN)
    changed = rule_of(root, date(2021, 10, 1))
    assert (changed.weight, changed.lane) == (80, Lane.OPEN)
    assert rule_of(root, date(2021, 11, 1)).weight == 40
    assert rule_of(root, date(2021, 12, 1)) is None
    assert [change.loosens for change in read_rules(root).changes] == [False, True]


@pytest.mark.parametrize(
    "change",
    ["weight: 39", "lane: pass", "on_missing: ignore", "mode: shadow", "off: true"],
)
def test_loosening_needs_a_reason(tmp_path: Path, change: str) -> None:
    (fault,) = faults(site(tmp_path, own=f"changes:\n  - {{rule: AA-01, {change}}}\n"))
    assert "site/own.yaml:2:" in fault
    assert "放宽 AA-01 要写 reason" in fault
    root = site(tmp_path, own=f"changes:\n  - {{rule: AA-01, reason: 试, {change}}}\n")
    (made,) = read_rules(root).changes
    assert made.loosens
    assert made.reason == "试"


def test_tightening_needs_none(tmp_path: Path) -> None:
    text = "changes:\n  - {rule: AA-01, on_missing: hit, also_when: {use: 轻件}}\n"
    (made,) = read_rules(site(tmp_path, own=text)).changes
    assert not made.loosens


def test_a_change_brings_cases_and_the_authors_stay(tmp_path: Path) -> None:
    text = (
        "changes:\n"
        "  - rule: AA-01\n"
        "    also_when: {重量: {gt: 5}}\n"
        "    cases:\n"
        "      hits: [{name: 重, parcel: {内件品名: 书, 重量: 6}}]\n"
        "      near_misses: [{name: 错, parcel: {内件品名: 书, 重量: 7}}]\n"
    )
    count, failed = run_cases(read_rules(site(tmp_path, own=text)))
    assert count == 4
    (failure,) = failed
    assert failure.where.endswith("site/own.yaml:6")


def test_what_can_not_be_changed(tmp_path: Path) -> None:
    text = (
        "changes:\n"
        "  - {rule: AA-02, weight: 1}\n"
        "  - {rule: AA-01, reason: 无}\n"
        "  - {weight: 3}\n"
        "  - {rule: BB-01, weight: 3}\n"
        "rules:\n" + RULE.format(id="AA-01") + RULE.format(id="BB-01")
    )
    told = faults(site(tmp_path, own=text))
    assert len(told) == 5
    assert "没有规则 AA-02" in told[0]
    assert "AA-01" in told[0]
    assert "没有写要改什么" in told[1]
    assert "缺少 rule" in told[2]
    assert "没有规则 BB-01" in told[3]  # its own rules a pack changes where they stand
    assert "AA-01 重复" in told[4]
    assert "changes:" in told[4]


def test_settings_are_set_anew_with_a_reason(tmp_path: Path) -> None:
    base = SITE["pack.yaml"] + "settings:\n  rescreen_score: "
    root = site(tmp_path, pack=base + "{value: 50, reason: 收紧}\n")
    ruleset = read_rules(root)
    assert ruleset.settings["rescreen_score"].value == 50
    assert ruleset.settings["rescreen_score"].label == "线"
    (told,) = ruleset.amendments
    assert (told.kind, told.before, told.after, told.pack) == ("setting", "60", "50", "site")
    (fault,) = faults(site(tmp_path, pack=base + "{value: 50}\n"))
    assert "要有 value 和 reason" in fault
    (fault,) = faults(site(tmp_path, pack=base + "{value: 高, reason: 收紧}\n"))
    assert "应是数" in fault


def test_lists_grow_and_entries_end(tmp_path: Path) -> None:
    text = (
        "list: words\nkind: keywords\nextends: true\nentries: [{word: 礼品, from: 2021-10-01}]\n"
        "remove: [{word: 样品, from: 2021-11-01, reason: 误报}, {word: 配件, reason: 误报}]\n"
    )
    words = read_rules(site(tmp_path, lists__more=text)).lists["words"]
    assert words.name == "词"
    assert words.values_on(DAY) == ("样品",)
    assert words.values_on(date(2021, 10, 31)) == ("样品", "礼品")
    assert words.values_on(date(2021, 11, 1)) == ("礼品",)


def test_faults_of_extended_lists(tmp_path: Path) -> None:
    text = (
        "list: words\nkind: keywords\nextends: true\n"
        "remove: [{word: 书, reason: 无此项}, {word: 样品}]\n"
    )
    first, second = faults(site(tmp_path, lists__more=text))
    assert "下层名单里没有 书" in first
    assert "缺少 reason" in second
    text = "list: words\nname: 词\nkind: keywords\nentries: [书]\n"
    (fault,) = faults(site(tmp_path, lists__more=text))
    assert "写 extends: true" in fault


EXEMPTION = """\
exemptions:
  - id: EX-01
    name: 备案客户
    basis: 备案
    reason: 协议客户
    when: {{协议客户: {{is: true}}}}
    {more}
    cases:
      hits: [{{name: 是, parcel: {{协议客户: true}}}}]
      near_misses: [{{name: 否, parcel: {{协议客户: false}}}}]
"""


def test_an_exemption_ends_some_day(tmp_path: Path) -> None:
    text = EXEMPTION.format(more="covers: [AA-01]\n    valid: {from: 2021-09-01, to: 2021-12-10}")
    rule = rule_of(site(tmp_path, own=text), name="EX-01")
    assert (rule.mode, rule.covers) == (Mode.EXEMPT, ("AA-01",))
    assert rule_of(tmp_path / "site", date(2021, 12, 11), "EX-01") is None
    (fault,) = faults(site(tmp_path, own=EXEMPTION.format(more="valid: {from: 2021-09-01}")))
    assert "豁免要有止日" in fault
    (fault,) = faults(site(tmp_path, own=EXEMPTION.format(more="covers: all")))
    assert "缺少 valid" in fault


def test_an_exemption_covers_rules_that_are_there(tmp_path: Path) -> None:
    text = EXEMPTION.format(more="covers: [AA-09, EX-01]\n    valid: {to: 2021-12-10}")
    first, second = faults(site(tmp_path, own=text))
    assert "AA-09 不存在" in first
    assert "本身是豁免" in second


@pytest.mark.parametrize(
    ("extends", "told"),
    [
        ("../nowhere", "没有规则文件夹"),
        ("{path: ../national, version: '2020'}", "要的是版本 2020"),
        (".", "成环"),
        ("{version: '1'}", "缺少 path"),
        ("[{path: ../national, verion: '1'}]", "不认识的键 verion"),
    ],
)
def test_faulty_extends(tmp_path: Path, extends: str, told: str) -> None:
    root = site(tmp_path, pack=f"pack: site\nextends: {extends}\n")
    (tmp_path / "site/a.yaml").write_text("rules:\n" + RULE.format(id="CC-01"), "utf-8")
    every = faults(root)
    assert any(told in fault and "site/pack.yaml:2:" in fault for fault in every), every


def test_two_packs_that_stand_on_one(tmp_path: Path) -> None:
    write(tmp_path / "national", NATIONAL)
    for name in ("one", "two"):
        write(tmp_path / name, {"pack.yaml": f"pack: {name}\nextends: ../national\n"})
    write(tmp_path / "site", {"pack.yaml": "pack: site\nextends: [../one, ../two]\n"})
    layers = read_rules(tmp_path / "site").layers
    assert [layer.pack for layer in layers] == ["national", "one", "two", "site"]


def test_the_hash_is_of_what_all_packs_say(tmp_path: Path) -> None:
    plain = read_rules(site(tmp_path / "a")).hash
    again = read_rules(site(tmp_path / "b")).hash
    looser = "changes:\n  - {rule: AA-01, weight: 1, reason: 试}\n"
    assert plain == again != read_rules(site(tmp_path / "c", own=looser)).hash


def test_layers_come_back_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESCREEN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("rescreen.rulebook.cache.LEAST_BYTES", 0)
    text = (
        EXEMPTION.format(more="covers: [AA-01]\n    valid: {to: 2021-12-10}")
        + "changes:\n  - {rule: AA-01, weight: 1, reason: 试, also_when: {use: 轻件}}\n"
    )
    extended = "list: words\nkind: keywords\nextends: true\nremove: [{word: 样品, reason: 误报}]\n"
    root = site(tmp_path, own=text, lists__more=extended)
    fresh = read_rules(root)
    assert cached_rules(root) == fresh == cached_rules(root)
    (tmp_path / "national/a.yaml").write_text(
        NATIONAL["a.yaml"].replace("weight: 40", "weight: 41"), "utf-8"
    )
    assert cached_rules(root).rules[0].weight == 41


def test_a_loaded_rulebook_decides_by_all_layers(tmp_path: Path) -> None:
    text = "changes:\n  - {rule: AA-01, lane: open}\n"
    matcher = load_rulebook(site(tmp_path, own=text)).compile(DAY)
    decision = matcher.decide({"waybill_no": "SY1", "item": "样品"})
    assert (decision.lane, decision.score) == (Lane.OPEN, 40)


def _three(tmp_path: Path, province: str, own: str) -> Path:
    root = site(tmp_path, own="changes:\n" + own)
    middle = {"pack.yaml": "pack: province\nextends: ../national\n", "a.yaml": province}
    write(tmp_path / "province", middle)
    (root / "pack.yaml").write_text("pack: site\nextends: ../province\n", "utf-8")
    return root


def test_what_a_province_tightened_a_site_loosens_with_a_reason(tmp_path: Path) -> None:
    province = "changes:\n  - {rule: AA-01, weight: 80, lane: report, on_missing: hit}\n"
    for change in ("weight: 50", "lane: rescreen", "on_missing: quality"):
        root = _three(tmp_path, province, f"  - {{rule: AA-01, {change}}}\n")
        assert "放宽 AA-01 要写 reason" in faults(root)[0]
    root = _three(tmp_path, province, "  - {rule: AA-01, weight: 50, reason: 试}\n")
    assert [one.loosens for one in read_rules(root).changes] == [False, True]


def test_a_change_is_held_against_every_day(tmp_path: Path) -> None:
    """A loosening in October doesn't make another one, for all other days, a tightening."""
    own = (
        "  - {rule: AA-01, weight: 5, reason: 试, valid: {from: 2021-10-01, to: 2021-10-31}}\n"
        "  - {rule: AA-01, weight: 20}\n"
    )
    (fault,) = faults(_three(tmp_path, "rules:\n" + RULE.format(id="PP-01"), own))
    assert "own.yaml:3:" in fault


def test_cases_of_a_change_are_asked_of_all_that_holds_then(tmp_path: Path) -> None:
    province = "changes:\n  - {rule: AA-01, also_when: {重量: {gt: 3}}}\n"
    own = (
        "  - rule: AA-01\n    weight: 60\n"
        "    cases: {hits: [{name: 重, parcel: {内件品名: 书, 重量: 4}}]}\n"
    )
    assert run_cases(read_rules(_three(tmp_path, province, own)))[1] == []


def test_extends_with_an_escape_is_extends(tmp_path: Path) -> None:
    root = site(tmp_path, pack='pack: site\n"ext\\u0065nds": ../national\n')
    assert [layer.pack for layer in read_rules(root).layers] == ["national", "site"]
    root = site(tmp_path, pack="pack: site\nextends:\n", own="rules:\n" + RULE.format(id="CC-01"))
    assert any("这里不能空" in fault for fault in faults(root))


def test_a_finding_about_an_entry_names_the_file_that_added_it(tmp_path: Path) -> None:
    more = "list: words\nkind: keywords\nextends: true\nentries: [红样品, 样品, {word: 配件, from: 2022-01-01}]\n"
    root = site(tmp_path, lists__words=more)
    for ruleset in (read_rules(root), cached_rules(root), cached_rules(root)):
        own = [one for one in lint(ruleset, DAY) if one.subject == "words"]
        assert {(one.file.parent.parent.name, one.line) for one in own} == {("site", 4)}
        messages = "\n".join(one.message + one.advice for one in own)
        assert "样品 与national/words.yaml 第 4 行重复" in messages
        assert "把national/words.yaml 第 4 行的 to" in messages
        assert "“红样品”已被“样品”包含" in messages


def test_an_entry_of_the_list_itself_is_found_where_it_stands(tmp_path: Path) -> None:
    write(tmp_path / "national", NATIONAL | {
        "lists/words.yaml": NATIONAL["lists/words.yaml"].replace("[样品", "[样品, 样品")
    })  # fmt: skip
    [found] = [one for one in lint(read_rules(tmp_path / "national"), DAY) if "重复" in one.message]
    assert (found.file.name, found.line, found.message) == ("words.yaml", 4, "样品 与第 4 行重复")
