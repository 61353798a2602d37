"""A rule set from the cache is the one that reading gives, and nothing else is ever taken from it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from rulesets import LISTS, rulesets

from rescreen.engine import Rulebook, load_rulebook
from rescreen.errors import Fault, RulebookError
from rescreen.rulebook import cache, default_rules_path, read_rules
from rescreen.rulebook.cache import cache_folder, cached_rules
from rescreen.rulebook.digest import content_hash
from rescreen.rulebook.model import All, AnyOf, Condition, Not, RuleSet, Test

DAY = date(2021, 9, 22)
RULE = """\
rules:
  - id: AA-01
    name: 样例
    basis: 五（四）
    reason: 品名 {内件品名}
    when: {any: [{件数: {gt: 1}}, {件数: {gt: 1.0}}, {内件品名: {in: [甲, 乙]}}]}
    lane: rescreen
    weight: 10
    valid: {from: 2021-09-21}
    cases:
      hits:
      - name: 甲
        on: 2021-09-22
        parcel:
          {收寄时间: 2021-09-21 08:00:00, 重量: 2, 件数: 2, 代人交寄: true, 内件品名: 甲}
"""


@pytest.fixture(autouse=True)
def entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own cache, in which small folders are kept too."""
    monkeypatch.setenv("RESCREEN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "LEAST_BYTES", 0)
    return tmp_path / "cache"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    root = tmp_path / "rules"
    shutil.copytree(default_rules_path(), root)
    (root / "own.yaml").write_text(RULE, "utf-8")
    (root / "site/outlets.csv").write_text("outlet_code,division\nW1,533102\n", "utf-8")
    return root


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were read from their files."""
    folders: list[Path] = []
    parse = cache.parse_rules
    monkeypatch.setattr(cache, "parse_rules", lambda f: folders.append(f.root) or parse(f))
    return folders


def test_the_second_time_nothing_is_read(rules: Path, parsed: list[Path]) -> None:
    fresh, first, second = read_rules(rules), cached_rules(rules), cached_rules(rules)
    assert parsed == [rules]
    assert fresh == first == second
    assert fresh.hash == second.hash == content_hash(second).hash
    assert Rulebook(fresh).compile(DAY).program == Rulebook(second).compile(DAY).program
    assert [rule.line for rule in fresh.rules] == [rule.line for rule in second.rules]
    assert load_rulebook(rules).ruleset == fresh


def test_another_folder_of_the_same_content_shares_it(rules: Path, parsed: list[Path]) -> None:
    cached_rules(rules)
    twin = shutil.copytree(rules, rules.parent / "twin")
    assert cached_rules(twin) == read_rules(twin)
    assert parsed == [rules]


@pytest.mark.parametrize(
    "name", ["own.yaml", "pack.yaml", "lists/plants.yaml", "site/outlets.csv", "site/licences.csv"]
)
def test_any_byte_counts(name: str, rules: Path, parsed: list[Path]) -> None:
    cached_rules(rules)
    with (rules / name).open("ab") as file:
        file.write(b"\n")
    assert cached_rules(rules) == read_rules(rules)
    assert len(parsed) == 2


def test_a_name_counts(rules: Path, parsed: list[Path]) -> None:
    cached_rules(rules)
    (rules / "own.yaml").rename(rules / "a.yaml")
    assert cached_rules(rules) == read_rules(rules)
    assert len(parsed) == 2


def test_another_version_reads_anew(
    rules: Path, parsed: list[Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = Path(cache.__file__).parent.parent
    changed = shutil.copytree(package, tmp_path / "package")
    readers = [cache._reader(package)]
    for name, text in (("__init__.py", '__version__ = "9.9"'), ("rulebook/rules.py", "#")):
        (changed / name).write_text(text, "utf-8")
        cache._reader.cache_clear()
        readers.append(cache._reader(changed))
    assert len(set(readers)) == 3
    for reader in readers:
        monkeypatch.setattr(cache, "_reader", lambda package, reader=reader: reader)
        cached_rules(rules)
    assert len(parsed) == 3


def broken(data: bytes) -> Iterator[bytes]:
    yield b""
    yield data[:-1]
    yield data[:40]
    yield data[:100] + bytes([data[100] ^ 1]) + data[101:]
    yield b"x" * len(data)
    yield data + b"\0"


def test_a_broken_entry_is_passed_over_and_mended(
    rules: Path, entries: Path, parsed: list[Path]
) -> None:
    fresh = cached_rules(rules)
    (entry,) = entries.iterdir()
    good = entry.read_bytes()
    for number, data in enumerate(broken(good), 2):
        entry.write_bytes(data)
        assert cached_rules(rules) == fresh
        assert len(parsed) == number
        assert entry.read_bytes() == good


def test_an_entry_of_another_shape_is_passed_over(rules: Path, entries: Path) -> None:
    fresh = cached_rules(rules)
    (entry,) = entries.iterdir()
    for data in (b"\x80", b"\xc1", b"\x92\x01\x02", b""):
        entry.write_bytes(cache._seal(entry.stem, data) + data)
        assert cached_rules(rules) == fresh


def test_an_entry_of_others_is_passed_over(rules: Path, entries: Path, parsed: list[Path]) -> None:
    cached_rules(rules)
    (entry,) = entries.iterdir()
    assert entry.stat().st_mode & 0o077 == 0
    entry.chmod(0o666)
    cached_rules(rules)
    assert len(parsed) == 2
    (rules / "own.yaml").unlink()
    cached_rules(rules)
    other = next(one for one in entries.iterdir() if one.name != entry.name)
    other.write_bytes(entry.read_bytes())  # the right shape under a wrong name
    assert cached_rules(rules) == read_rules(rules)


def test_faults_are_never_kept(rules: Path, entries: Path) -> None:
    (rules / "own.yaml").write_text(RULE.replace("gt: 1}", "gt: x}"), "utf-8")
    for _ in range(2):
        with pytest.raises(RulebookError, match=r"own\.yaml:6"):
            cached_rules(rules)
    assert not entries.exists()


def test_where_nothing_is_kept(
    rules: Path, entries: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for place in ("off", str(rules / "cache")):
        monkeypatch.setenv("RESCREEN_CACHE", place)
        cached_rules(rules)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("RESCREEN_CACHE", str(tmp_path / "file"))
    assert cached_rules(rules) == read_rules(rules)
    monkeypatch.setenv("RESCREEN_CACHE", str(entries))
    monkeypatch.setattr(cache, "LEAST_BYTES", 1 << 30)
    cached_rules(rules)
    assert not entries.exists()
    assert not (rules / "cache").exists()


def test_the_folder_follows_the_environment() -> None:
    assert cache_folder({"RESCREEN_CACHE": "OFF"}) is None
    assert cache_folder({"RESCREEN_CACHE": "x"}) == Path("x")
    assert cache_folder({"XDG_CACHE_HOME": "y"}) == Path("y/rescreen/rulebooks")
    assert cache_folder({}) == Path.home() / ".cache/rescreen/rulebooks"


def test_the_oldest_go(rules: Path, entries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_ENTRIES", 3)
    entries.mkdir()
    (entries / ".rescreen-left.part").write_text("")
    monkeypatch.setattr(cache, "_STALE_SECONDS", -1)
    names = []
    for number in range(5):
        (rules / "own.yaml").write_text(RULE + f"# {number}\n", "utf-8")
        cached_rules(rules)
        names.append({one.name for one in entries.iterdir()})
        time.sleep(0.01)
    assert [len(kept) for kept in names] == [1, 2, 3, 3, 3]
    assert not names[-1] & names[1]
    monkeypatch.setattr(cache, "MOST_BYTES", 1)
    (rules / "own.yaml").write_text(RULE, "utf-8")
    cached_rules(rules)
    assert len(list(entries.iterdir())) == 1


def test_files_of_others_stay(rules: Path, entries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_ENTRIES", 1)
    entries.mkdir()
    for name in ("film.part", "70-disks.rules"):
        (entries / name).write_text("")
        os.utime(entries / name, (0, 0))
    for number in range(3):
        (rules / "own.yaml").write_text(RULE + f"# {number}\n", "utf-8")
        cached_rules(rules)
    assert {"film.part", "70-disks.rules"} < {one.name for one in entries.iterdir()}


PROGRAM = """
import sys
from pathlib import Path
from rescreen.rulebook import cache
cache.LEAST_BYTES = 0
print(cache.cached_rules(Path(sys.argv[1])).hash)
"""


def test_several_processes_at_once(rules: Path, entries: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(rules)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    told = {process.communicate()[0].strip() for process in running}
    assert told == {read_rules(rules).hash}
    assert [one.suffix for one in entries.iterdir()] == [".rules"]


def written(condition: Condition) -> dict[str, Any]:
    match condition:
        case Test(fact, op, operand):
            return {fact: {op: list(operand) if isinstance(operand, tuple) else operand}}
        case Not(part):
            return {"not": written(part)}
        case All(parts):
            return {"all": [written(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [written(part) for part in parts]}


def write(root: Path, ruleset: RuleSet) -> None:
    """The rule set as files; JSON is YAML."""
    shutil.rmtree(root, ignore_errors=True)
    (root / "lists").mkdir(parents=True)
    for one in LISTS.values():
        key = "code" if one.kind == "divisions" else "word" if one.kind == "keywords" else "value"
        entries = [{key: entry.value} for entry in one.entries]
        told = {"list": one.id, "name": one.name, "kind": one.kind, "entries": entries}
        (root / f"lists/{one.id}.yaml").write_text(json.dumps(told), "utf-8")
    rules = [
        {
            "id": rule.id, "name": rule.name, "basis": rule.basis, "reason": rule.reason,
            "when": written(rule.condition), "lane": rule.lane.value, "weight": rule.weight,
            "on_missing": rule.on_missing.value,
        }
        for rule in ruleset.rules
    ]  # fmt: skip
    (root / "a.yaml").write_text(json.dumps({"rules": rules}), "utf-8")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ruleset=rulesets())
def test_random_rule_sets(ruleset: RuleSet, tmp_path: Path) -> None:
    root = tmp_path / "random"
    write(root, ruleset)
    fresh, first, second = (told(read, root) for read in (read_rules, cached_rules, cached_rules))
    assert fresh == first == second
    if isinstance(fresh, RuleSet) and isinstance(second, RuleSet):
        assert content_hash(second).hash == fresh.hash
        assert Rulebook(second).compile(DAY).program == Rulebook(fresh).compile(DAY).program


def told(read: Callable[[Path], RuleSet], root: Path) -> RuleSet | tuple[Fault, ...]:
    try:
        return read(root)
    except RulebookError as error:
        return error.faults


def test_what_cannot_be_kept_is_read_each_time(rules: Path, entries: Path) -> None:
    text = RULE.replace("{gt: 1.0}", "{lt: 100000000000000000000000}")
    (rules / "own.yaml").write_text(text, "utf-8")
    assert cached_rules(rules) == read_rules(rules)
    assert not list(entries.glob("*.rules"))
