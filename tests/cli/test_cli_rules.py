"""`rescreen rules` and what is below it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rescreen.cli import main
from rescreen.engine import load_rulebook, run_cases
from rescreen.rulebook import default_rules_path


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return Path(shutil.copytree(default_rules_path(), tmp_path / "rules"))


def test_a_new_rule_loads_and_check_says_what_to_fill_in(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "new", "AB-01", "--rules", str(rules)]) == 0
    assert "new.yaml:3" in capsys.readouterr().out
    assert run_cases(load_rulebook(rules).ruleset)[1] == []
    assert main(["check", str(rules)]) == 1
    assert "还没有填写：name、basis、when、cases" in capsys.readouterr().out


def test_new_rules_are_added_to_a_file_and_an_id_is_taken_once(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (rules / "items.yaml").read_text("utf-8")
    command = ["rules", "new", "AB-01", "--rules", str(rules), "--file", str(rules / "items.yaml")]
    assert main(command) == 0
    assert main(command) == 2
    assert "已在 items.yaml" in capsys.readouterr().err
    after = (rules / "items.yaml").read_text("utf-8")
    assert after.startswith(before.rstrip("\n"))
    assert "AB-01" in {rule.id for rule in load_rulebook(rules).ruleset.rules}


@pytest.mark.parametrize(
    "rule", load_rulebook(cache=False).ruleset.rules[::7], ids=lambda rule: rule.id
)
def test_every_shipped_rule_can_be_copied(rule: object, rules: Path) -> None:
    name = rule.id  # type: ignore[attr-defined]
    assert main(["rules", "new", "AB-01", "--like", name, "--rules", str(rules)]) == 0
    found = {one.id: one for one in load_rulebook(rules).ruleset.rules}
    copy, own = found["AB-01"], found[name]
    assert copy.name == f"请填写（仿 {name} {own.name}）"
    for part in ("basis", "reason", "condition", "lane", "weight", "on_missing", "only_when"):
        assert getattr(copy, part) == getattr(own, part)
    assert [case.parcel for case in copy.cases] == [case.parcel for case in own.cases]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ab-1"], "不合格式"),
        (["AB-01", "--like", "ZZ-99"], "没有规则 ZZ-99"),
        (["AB-01", "--file", "elsewhere/new.yaml"], "无法读写"),
        (["AB-01", "--ask"], "终端"),
    ],
)
def test_what_cannot_be_scaffolded(
    arguments: list[str], words: str, rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "new", *arguments, "--rules", str(rules)]) == 2
    assert words in capsys.readouterr().err
    assert not (rules / "new.yaml").exists()


def test_a_file_that_the_rule_does_not_fit_into_is_left_alone(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = rules / "conditions.yaml"
    target.write_text("conditions:\n  轻: {重量: {lt: 1}}\n", encoding="utf-8")
    command = ["rules", "new", "AB-01", "--rules", str(rules), "--file", str(target)]
    assert main(command) == 2
    assert target.read_text("utf-8") == "conditions:\n  轻: {重量: {lt: 1}}\n"
    assert "Traceback" not in capsys.readouterr().err


def test_the_first_rule_of_an_empty_folder(tmp_path: Path) -> None:
    assert main(["rules", "new", "AB-01", "--rules", str(tmp_path)]) == 0
    assert [rule.id for rule in load_rulebook(tmp_path).ruleset.rules] == ["AB-01"]


def test_a_table_becomes_a_list_that_loads(
    rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, made = tmp_path / "名单.csv", rules / "lists/new-origins.yaml"
    table.write_text("名称,代码\n德宏州,533100\n鼓楼区,\n", encoding="utf-8")
    command = ["rules", "from-table", str(table), "--kind", "divisions", "-o", str(made)]
    assert main(command) == 1
    shown = capsys.readouterr().out
    assert "收 1 行，退 1 行" in shown
    assert "鼓楼区 不止一处" in shown
    assert load_rulebook(rules).ruleset.lists["new_origins"].entries[0].value == "533100"
    content = made.read_bytes()
    assert main(command) == 2
    assert "不覆盖" in capsys.readouterr().err
    assert made.read_bytes() == content
    table.write_text("名称,代码\n德宏州,533100\n", encoding="utf-8")
    command[-1] = str(rules / "lists/other.yaml")
    assert main(command) == 0


def test_rows_that_no_list_takes_are_told_in_english(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, made = tmp_path / "list.csv", tmp_path / "made.yaml"
    rows = ["德宏州,533100", "鼓楼区,", "没有的县,", ",999999", "德宏州,533100"]
    table.write_text("\n".join(["名称,代码", *rows]), encoding="utf-8")
    command = ["rules", "from-table", str(table), "--kind", "divisions", "-o", str(made)]
    assert main([*command, "--lang", "en"]) == 1
    shown = capsys.readouterr().out
    for told in ("is more than one place", "is not known", "there is no division 999999",
                 "is also on row 2", "Write the code: "):  # fmt: skip
        assert told in shown


def test_the_rulebook_as_a_page_and_as_a_workbook(
    rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for suffix in ("html", "xlsx"):
        command = ["rules", "docs", "--rules", str(rules), "--day", "2021-09-22"]
        first, second = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
        assert main([*command, "-o", str(first)]) == 0
        assert main([*command, "-o", str(second)]) == 0
        assert first.read_bytes() == second.read_bytes()
    count = len(load_rulebook(rules).ruleset.rules)
    assert f"{count} 条规则" in capsys.readouterr().out
    assert main(["rules", "docs", "--rules", str(rules), "-o", str(tmp_path / "a.pdf")]) == 2
    assert ".html" in capsys.readouterr().err


def test_a_list_id_that_the_pack_has_already_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = tmp_path / "site"
    (pack / "lists").mkdir(parents=True)
    (pack / "pack.yaml").write_text("pack: site\nextends: shipped\n", "utf-8")
    own = "list: own_words\nname: 词\nkind: keywords\nentries: [甲]\n"
    (pack / "lists" / "a.yaml").write_text(own, "utf-8")
    (pack / "lists" / "broken.yaml").write_text("list: [\n", "utf-8")
    table = tmp_path / "words.csv"
    table.write_text("词\n乙\n", "utf-8")
    made = pack / "lists" / "b.yaml"
    command = ["rules", "from-table", str(table), "--kind", "keywords", "-o", str(made)]
    for taken, place in (("own_words", "a.yaml"), ("powders_liquids", "powders-liquids.yaml")):
        assert main([*command, "--id", taken]) == 2
        assert place in capsys.readouterr().err
        assert not made.exists()
    assert main([*command, "--id", "new_words"]) == 0
    elsewhere = [*command[:-1], str(tmp_path / "loose.yaml"), "--id", "own_words"]
    assert main(elsewhere) == 0
