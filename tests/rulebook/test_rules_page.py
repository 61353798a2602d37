"""docs/rules.md and docs/facts.md are true: the examples load, prove themselves, and nothing is stale."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rescreen.engine import run_cases
from rescreen.rulebook import default_rules_path, read_rules
from rescreen.rulebook.aggregate import MEASURES
from rescreen.rulebook.aggregate_reader import AGGREGATE_KEYS
from rescreen.rulebook.reference import reference
from rescreen.rulebook.rules import RULE_KEYS

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGE = (DOCS / "rules.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def folder(root: Path, example: str) -> Path:
    shipped = default_rules_path()
    (root / "lists").mkdir()
    (root / "pack.yaml").write_text((shipped / "pack.yaml").read_text("utf-8"), "utf-8")
    for file in shipped.glob("lists/*.yaml"):
        (root / "lists" / file.name).write_text(file.read_text("utf-8"), "utf-8")
    if example.startswith("list:"):
        (root / "lists/vague-items.yaml").write_text(example, "utf-8")
        example = EXAMPLES[0]
    (root / "example.yaml").write_text(example, "utf-8")
    if "rules:" not in example:
        (root / "rule.yaml").write_text(EXAMPLES[0], "utf-8")
    return root


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_examples_load_and_prove_themselves(number: int, tmp_path: Path) -> None:
    ruleset = read_rules(folder(tmp_path, EXAMPLES[number]))
    assert run_cases(ruleset)[1] == []


def test_there_are_examples_of_everything() -> None:
    assert len(EXAMPLES) == 4
    for key in RULE_KEYS:
        assert f"`{key}`" in PAGE or key == "note", key
    for key in (*AGGREGATE_KEYS, *MEASURES):
        assert f"`{key}`" in PAGE, key


def test_the_vocabulary_page_is_current() -> None:
    told = "run: python -m rescreen.rulebook.reference > docs/facts.md"
    assert (DOCS / "facts.md").read_text("utf-8") == reference(), told
