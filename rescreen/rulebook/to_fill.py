"""The word that stands where a scaffolded rule is to be filled in, and the lint that finds it."""

from __future__ import annotations

from collections.abc import Iterator

from rescreen.rulebook.lint_model import Lint, tests_in
from rescreen.rulebook.model import Rule

__all__ = ["TO_FILL", "unfilled"]

TO_FILL = "请填写"


def unfilled(rule: Rule) -> Iterator[Lint]:
    """What a scaffolded rule still wants."""
    parts = {
        "name": TO_FILL in rule.name,
        "basis": TO_FILL in rule.basis,
        "when": any(TO_FILL in str(test.operand) for test in tests_in(rule.condition)),
        "cases": any(TO_FILL in case.name for case in rule.cases),
    }
    left = "、".join(part for part, wanted in parts.items() if wanted)
    if left:
        message, advice = f"还没有填写：{left}", f"把“{TO_FILL}”换成实际内容"
        en = (
            f"still to be filled in: {left.replace('、', ', ')}",
            f"Replace {TO_FILL} by what it is",
        )
        yield Lint("error", rule.file, rule.line, rule.id, message, advice, *en)
