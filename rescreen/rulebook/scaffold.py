"""A new rule to fill in: it loads and passes its own cases at once, and a lint says what is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rescreen.errors import UsageError
from rescreen.rulebook.files import RuleFiles
from rescreen.rulebook.load import read_rules
from rescreen.rulebook.model import Rule
from rescreen.rulebook.rules import ID_SHAPE
from rescreen.rulebook.to_fill import TO_FILL
from rescreen.rulebook.yaml_text import yaml_scalar

__all__ = ["Answers", "new_rule"]

_HEAD = "# yaml-language-server: $schema=rule.schema.json\n"
_TEMPLATE = """\
  - id: {id}
    name: {name}
    basis: {basis}
    reason: 内件 {{内件品名}}
    # 条件：rescreen facts 列出可用的事实；几个条件并列时放进 all: 或 any: 的列表里。
    when:
      内件品名: {{contains_any: [请填写]}}
    lane: {lane}      # pass 只计分，rescreen 二次安检，open 开箱验视，report 立即报告
    weight: {weight}
    severity: medium
    on_missing: quality  # 数据缺失时：quality 提示缺失，ignore 不命中，hit 命中
    cases:
      hits:  # 应当命中的件，字段写得与实际一样
        - {{name: 请填写：应当命中的一件, parcel: {{内件品名: 请填写}}}}
      near_misses:  # 只差一点、不应命中的件
        - {{name: 请填写：只差一点的一件, parcel: {{内件品名: 请填}}}}
"""


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known of the rule beforehand."""

    name: str = TO_FILL
    basis: str = TO_FILL
    lane: str = "pass"
    weight: int = 10


def new_rule(folder: Path, rule_id: str, file: Path, answers: Answers, like: str = "") -> int:
    """Write the rule at the end of a file of rules, new or not, and return its line.

    Raises UsageError for an id that is taken or has another shape, RulebookError where the folder
    doesn't load; a file that the rule doesn't fit into is left as it was.
    """
    if not re.fullmatch(ID_SHAPE, rule_id):
        raise UsageError(f"规则编号 {rule_id} 不合格式：两到四个大写字母、横线、数字，如 RN-03。")
    rules = read_rules(folder).rules if RuleFiles.of(folder).rules else ()
    taken = next((rule for rule in rules if rule.id == rule_id), None)
    if taken:
        raise UsageError(f"规则编号 {rule_id} 已在 {taken.file.name}:{taken.line}，换一个编号。")
    block = _copied(rules, like, rule_id) if like else _filled(rule_id, answers)
    before = file.read_bytes() if file.exists() else None
    head = (
        before.decode("utf-8").rstrip("\n") + "\n\n" if before is not None else _HEAD + "rules:\n"
    )
    file.write_text(head + block, encoding="utf-8")
    return _proved(folder, rule_id, file, before)


def _filled(rule_id: str, answers: Answers) -> str:
    name, basis = yaml_scalar(answers.name), yaml_scalar(answers.basis)
    return _TEMPLATE.format(
        id=rule_id, name=name, basis=basis, lane=answers.lane, weight=answers.weight
    )


def _copied(rules: Sequence[Rule], like: str, rule_id: str) -> str:
    """The other rule's lines, under the new id and a name that asks to be changed."""
    rule = next((rule for rule in rules if rule.id == like), None)
    if rule is None:
        raise UsageError(f"没有规则 {like}。")
    lines = rule.file.read_text("utf-8").splitlines()[rule.line - 1 :]
    indent = len(lines[0]) - len(lines[0].lstrip())
    end = next((n for n, line in enumerate(lines) if n and _ends(line, indent)), len(lines))
    block = "\n".join(lines[:end]).rstrip()
    name = yaml_scalar(f"{TO_FILL}（仿 {like} {rule.name}）")
    block = re.sub(rf"\b{re.escape(like)}\b", rule_id, block, count=1)
    block = re.sub(r"(?m)^(\s+name:\s*).*$", lambda found: found[1] + name, block, count=1)
    margin = "  "
    return (
        "\n".join(margin + line[indent:] if line.strip() else "" for line in block.split("\n"))
        + "\n"
    )


def _ends(line: str, indent: int) -> bool:
    """Whether a line begins something else: the next rule, or a comment before it."""
    text = line.lstrip()
    return bool(text) and len(line) - len(text) <= indent


def _proved(folder: Path, rule_id: str, file: Path, before: bytes | None) -> int:
    """The line of the rule as it was read; the file as it was where it can't be."""
    try:
        found = {rule.id: rule for rule in read_rules(folder).rules}
        if rule_id in found:
            return found[rule_id].line
        raise UsageError(f"{file.name} 不在规则文件夹 {folder} 里，规则不会起作用。")
    except Exception:
        if before is None:
            file.unlink(missing_ok=True)
        else:
            file.write_bytes(before)
        raise
