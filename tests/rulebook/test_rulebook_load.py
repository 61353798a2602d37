"""Rule files: good ones load, and of bad ones every fault is told at once, where it is."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rescreen.errors import InputError, RescreenError, RulebookError, UsageError
from rescreen.rulebook import default_rules_path, read_rules, settings_with
from rescreen.rulebook.model import All, Not, Test

PACK = "pack: t\nname: 试\nversion: '1'\nsettings:\n  rescreen_score: {label: 线, value: 60}\n"
LIST = "list: words\nname: 词\nkind: keywords\nentries: [样品, 配件]\n"
GOOD = """\
conditions:
  包裹:
    not: {邮件种类: {is: 信件}}
rules:
  - id: AA-01
    name: 样例
    basis: 五（四）
    reason: 品名 {内件品名}
    when:
      all:
        - use: 包裹
        - 内件文字: {contains_list: words}
        - weight_kg: {gt: 1, le: 5}
    lane: rescreen
    weight: 10
    cases:
      hits: [{name: 甲, parcel: {邮件种类: 包裹, 内件品名: 样品, 重量: 2}}]
      near_misses: [{name: 乙, parcel: {邮件种类: 包裹, 内件品名: 样品, 重量: 1}}]
"""


def folder(root: Path, text: str = GOOD, **files: str) -> Path:
    (root / "lists").mkdir(parents=True, exist_ok=True)
    (root / "pack.yaml").write_text(PACK, "utf-8")
    (root / "lists/words.yaml").write_text(LIST, "utf-8")
    (root / "a.yaml").write_text(text, "utf-8")
    for name, content in files.items():
        (root / f"{name}.yaml").write_text(content, "utf-8")
    return root


def faults(root: Path, text: str, **files: str) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        read_rules(folder(root, text, **files))
    return [str(fault) for fault in caught.value.faults]


def test_a_good_folder(tmp_path: Path) -> None:
    ruleset = read_rules(folder(tmp_path))
    (rule,) = ruleset.rules
    assert rule.condition == All(
        (
            Not(Test("piece_type", "is", "信件")),
            Test("item_text", "contains_list", "words"),
            Test("weight_kg", "gt", 1.0),
            Test("weight_kg", "le", 5.0),
        )
    )
    assert [case.expect for case in rule.cases] == ["hit", "miss"]
    assert len(ruleset.hash) == 64


def test_the_hash_is_of_the_content(tmp_path: Path) -> None:
    one = read_rules(folder(tmp_path / "a"))
    spaced = read_rules(
        folder(tmp_path / "b", "# 注释\n" + GOOD.replace("weight: 10", "weight:   10"))
    )
    other = read_rules(folder(tmp_path / "c", GOOD.replace("weight: 10", "weight: 11")))
    assert one.hash == spaced.hash != other.hash


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("内件文字:", "内件文子:", 12, "内件文字"),
        ("contains_list: words", "contains_list: wrods", 12, "words"),
        ("contains_list: words", "contain: [a]", 12, "contains_any"),
        ("gt: 1", "gt: 一", 13, "应是数"),
        ("lane: rescreen", "lane: rescreened", 14, "rescreen"),
        ("weight: 10", "weight: 101", 15, "0 到 100"),
        ("weight: 10", "weight: 10\n    wieght: 9", 16, "weight"),
        ("weight: 10", "weight: 10\n    weight: 9", 16, "重复"),
        ("use: 包裹", "use: 包果", 11, "包裹"),
        ("id: AA-01", "id: aa1", 5, "RN-03"),
        ("{内件品名}", "{内件品}", 8, "内件品名"),
        ("is: 信件", "is: 信封", 3, "信件"),
        ("重量: 2}", "重两: 2}", 17, "重量"),
        ("重量: 2}", "重量: 两}", 17, "类型"),
        ("    basis: 五（四）\n", "", 5, "basis"),
        ("内件文字: {contains_list: words}", "内件品名: {is: $无此}", 12, "没有叫 无此 的设置"),
        ("内件文字: {contains_list: words}", "内件品名: {in: [甲, $无此]}", 12, "没有叫 无此"),
        ("内件文字: {contains_list: words}", "内件品名: {contains_any: [$]}", 12, "的设置"),
    ],
)
def test_a_fault_is_told_where_it_is(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    assert old in GOOD
    (only,) = faults(tmp_path, GOOD.replace(old, new))
    assert f"a.yaml:{line}:" in only
    assert says in only


def test_all_faults_at_once(tmp_path: Path) -> None:
    text = (
        GOOD.replace("lane: rescreen", "lane: x")
        .replace("gt: 1", "gt: x")
        .replace("五（四）", "''")
    )
    found = faults(tmp_path, text, b="rules: [", c="rules:\n  - id: BB-01\n")
    assert len({fault.split(" ")[0] for fault in found}) >= 5
    assert any("b.yaml" in fault and "YAML" in fault for fault in found)
    assert any("c.yaml" in fault for fault in found)


def test_doubled_ids_name_both_places(tmp_path: Path) -> None:
    body = GOOD.replace("conditions:\n  包裹:\n    not: {邮件种类: {is: 信件}}\n", "")
    (only,) = faults(tmp_path, GOOD, b=body)
    assert "b.yaml:2" in only
    assert "a.yaml:5" in only


def test_circular_conditions(tmp_path: Path) -> None:
    found = faults(tmp_path, GOOD.replace("not: {邮件种类: {is: 信件}}", "use: 包裹"))
    assert any("成环" in fault for fault in found)


def test_a_list_of_places_that_are_nowhere(tmp_path: Path) -> None:
    root = folder(tmp_path)
    (root / "lists/p.yaml").write_text(
        "list: p\nname: 地\nkind: divisions\nentries: ['999999']\n", "utf-8"
    )
    with pytest.raises(RulebookError, match="999999"):
        read_rules(root)


def test_no_folder_and_no_rules(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_rules(tmp_path / "nothing")
    with pytest.raises(RulebookError):
        read_rules(tmp_path)


def test_site_tables(tmp_path: Path) -> None:
    root = folder(tmp_path)
    (root / "site").mkdir()
    (root / "site/outlets.csv").write_text("outlet_code,division\nW1,533102\n", "utf-8")
    (root / "site/licences.csv").write_text(
        "licence,enterprise,areas,from,to\nL1,样本,310000;533100,2021-01-01,\n", "utf-8"
    )
    ruleset = read_rules(root)
    assert ruleset.outlets == {"W1": "533102"}
    assert ruleset.licences[0].areas == ("310000", "533100")
    (root / "site/outlets.csv").write_text("outlet_code,division\nW1,999999\n", "utf-8")
    with pytest.raises(RulebookError, match=r"outlets\.csv:2"):
        read_rules(root)


@pytest.mark.parametrize("tag", ["int", "bool", "float", "timestamp", "binary", "map", "nothing"])
def test_values_that_are_not_of_their_tag(tag: str, tmp_path: Path) -> None:
    found = faults(tmp_path, GOOD.replace("weight: 10", f"weight: !!{tag} ':x'"))
    assert "写不成值" in found[0]
    assert all("a.yaml:15:" in fault for fault in found)


def test_a_table_that_is_no_text(tmp_path: Path) -> None:
    root = folder(tmp_path)
    (root / "site").mkdir()
    (root / "site/outlets.csv").write_bytes("outlet_code,division\n甲,533102\n".encode("gb18030"))
    with pytest.raises(RulebookError, match=r"outlets\.csv.*UTF-8"):
        read_rules(root)


def test_named_conditions_are_found_in_any_file(tmp_path: Path) -> None:
    head, rules = GOOD.split("rules:\n")
    escaped = head.replace("conditions", '"c\\x6fnditions"')
    for number, text in enumerate((head, escaped)):
        root = folder(tmp_path / str(number), "rules:\n" + rules, z=text)
        assert len(read_rules(root).rules) == 1
    after = folder(tmp_path / "after", "rules:\n" + rules + head)
    assert len(read_rules(after).rules) == 1


def test_equal_numbers_keep_their_own_writing(tmp_path: Path) -> None:
    texts = ("件数: {gt: 1}", "件数: {gt: 1.0}")
    texts = tuple(GOOD.replace("weight_kg: {gt: 1, le: 5}", text) for text in texts)
    both = texts[0] + texts[1].split("rules:\n")[1].replace("AA-01", "AA-02")
    assert (
        len({read_rules(folder(tmp_path / str(n), text)).hash for n, text in enumerate(texts)}) == 2
    )
    first, second = read_rules(folder(tmp_path / "both", both)).rules
    assert [repr(rule.condition).count("operand=1.0") for rule in (first, second)] == [0, 1]


SHIPPED = (default_rules_path() / "origins.yaml").read_text("utf-8")


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_no_mutation_gives_a_traceback(tmp_path: Path, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([GOOD, SHIPPED]))
    at = data.draw(st.integers(0, len(text) - 1))
    cut = data.draw(st.integers(0, 12))
    put = data.draw(
        st.sampled_from(["", "{", "]", ": ", "\n", "\t", "&a", "*a", "!!x", "0", "是", "- ", "'"])
    )
    root = folder(tmp_path, text[:at] + put + text[at + cut :])
    with suppress(RescreenError):
        read_rules(root)


@pytest.mark.parametrize("number", [".inf", "-.inf", ".nan"])
def test_numbers_are_finite(number: str, tmp_path: Path) -> None:
    (told,) = faults(tmp_path / "rule", GOOD.replace("gt: 1,", f"gt: {number},"))
    assert "a.yaml" in told
    assert "数" in told
    with pytest.raises(UsageError, match="应是数"):
        settings_with(
            read_rules(folder(tmp_path / "good")),
            {"rescreen_score": float(number.replace(".", ""))},
        )
