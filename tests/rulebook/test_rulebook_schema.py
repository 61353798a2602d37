"""The shipped JSON Schemas are current, and the shipped files fit them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from rescreen.rulebook import default_rules_path, read_rules
from rescreen.rulebook.aggregate import vocabulary_of
from rescreen.rulebook.schema import SCHEMAS

ROOT = default_rules_path()
FACTS = vocabulary_of(read_rules(ROOT))
FILES = [("pack.schema.json", ROOT / "pack.yaml")]
FILES += [("list.schema.json", file) for file in sorted(ROOT.glob("lists/*.yaml"))]
FILES += [
    ("rule.schema.json", file) for file in sorted(ROOT.glob("*.yaml")) if file.name != "pack.yaml"
]


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_current(name: str) -> None:
    shipped = json.loads((ROOT / name).read_text("utf-8"))
    assert shipped == SCHEMAS[name](FACTS), "run: python -m rescreen.rulebook.schema rules"


class _Yaml12(yaml.SafeLoader):
    """As an editor's language server reads: YAML 1.2, where dates and `on` are texts."""


_Yaml12.yaml_implicit_resolvers = {
    key: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith(("timestamp", "bool"))]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Yaml12.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def _load(file: Path) -> object:
    return yaml.load(file.read_text("utf-8"), Loader=_Yaml12)


@pytest.mark.parametrize(("schema", "file"), FILES, ids=lambda value: getattr(value, "name", value))
def test_shipped_files_fit(schema: str, file: Path) -> None:
    validator = Draft202012Validator(SCHEMAS[schema](FACTS))
    assert [error.message for error in validator.iter_errors(_load(file))] == []


def test_a_slip_is_seen_by_the_schema() -> None:
    validator = Draft202012Validator(SCHEMAS["rule.schema.json"](FACTS))
    for condition in ({"重两": {"gt": 1}}, {"重量": {"contains_any": "x"}}, {"重量": {"gt": "x"}}):
        rule = {"id": "AA-01", "name": "", "basis": "", "reason": "", "lane": "pass", "weight": 1}
        assert list(validator.iter_errors({"rules": [{**rule, "when": condition}]}))


@pytest.mark.parametrize("file", [file for _, file in FILES], ids=lambda file: file.name)
def test_files_name_their_schema(file: Path) -> None:
    assert file.read_text("utf-8").startswith("# yaml-language-server: $schema=")
