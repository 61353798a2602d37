"""Composing from events gives what PyYAML's composer gives, streamed or not."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from rescreen.errors import RulebookError
from rescreen.rulebook import default_rules_path, read_rules
from rescreen.rulebook.nodes import Group, Node, compose

SHIPPED = [file.read_text("utf-8") for file in sorted(default_rules_path().rglob("*.yaml"))]
ODD = [
    "a: &x [1, {b: 2}]\nc: *x\nd: [*x, *x]\n",
    "- &a 1\n- *a\n",
    "'x'\n",
    "? [k]\n: v\n",
    "",
    "---\n",
]


def plain(node: Node | None) -> Any:
    if not isinstance(node, Group):
        return node and (node.value, node.start_mark.line, node.start_mark.column)
    return (node.is_mapping, node.start_mark.line, [plain(part) for part in node.parts])


def plain_yaml(node: yaml.Node | None) -> Any:
    match node:
        case yaml.ScalarNode():
            return (node.value, node.start_mark.line, node.start_mark.column)
        case yaml.MappingNode():
            parts = [plain_yaml(part) for pair in node.value for part in pair]
            return (True, node.start_mark.line, parts)
        case yaml.SequenceNode():
            return (False, node.start_mark.line, [plain_yaml(part) for part in node.value])
    return None


@pytest.mark.parametrize("text", [*SHIPPED, *ODD])
@pytest.mark.parametrize("streamed", [False, True])
def test_nodes_are_those_of_the_composer(text: str, streamed: bool) -> None:
    assert plain(compose(text, streamed=streamed)) == plain_yaml(yaml.compose(text))


def test_what_a_reader_leaves_is_dropped() -> None:
    root = compose("a: [1, 2, 3]\nb: 4\n", streamed=True)
    assert isinstance(root, Group)
    assert [part.value for part in root.parts if not isinstance(part, Group)] == ["a", "b", "4"]


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\n---\nb: 2\n",
        "a: *nowhere\n",
        "a: [&x 1, &x 2]\n",
        "a: &x {b: [*x]}\n",
        "rules: " + "[" * 200 + "]" * 200,
        "rules:\n- id: RN-03\n  when: {not: " * 1,
    ],
)
def test_what_is_no_document_is_a_fault(text: str, tmp_path: Any) -> None:
    for streamed in (False, True):
        with pytest.raises(yaml.YAMLError):
            plain(compose(text, streamed=streamed))
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    with pytest.raises(RulebookError, match="YAML"):
        read_rules(tmp_path)


def test_faults_before_broken_syntax_are_told_too(tmp_path: Any) -> None:
    (tmp_path / "a.yaml").write_text("rules:\n- {id: aa1}\n- {id: [}\n", "utf-8")
    with pytest.raises(RulebookError) as caught:
        read_rules(tmp_path)
    assert {fault.line for fault in caught.value.faults} == {2, 3}
