"""The benchmark's rules as people keep them: YAML files in a folder, a thousand rules a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from workload import pool_rules

from rescreen.facts import FACTS
from rescreen.rulebook.model import All, Condition, Not, Rule, RuleSet, Test

__all__ = ["write_aggregates", "write_pool_rules"]

_PACK = "pack: bench\nname: 比较用\nversion: '1'\n"
_RULES_A_FILE = 1_000


def write_pool_rules(root: Path, count: int, *, cases: bool) -> RuleSet:
    """Write `workload.pool_rules(count)` below `root`, and give it back; with one hit and one near
    miss a rule where `cases` are wanted."""
    ruleset = pool_rules(count)
    root.mkdir(parents=True, exist_ok=True)
    (root / "pack.yaml").write_text(_PACK, "utf-8")
    for start in range(0, count, _RULES_A_FILE):
        rules = ruleset.rules[start : start + _RULES_A_FILE]
        lines = [line for rule in rules for line in _rule(rule, cases)]
        text = "\n".join(["# 比较用的规则", "rules:", *lines, ""])
        (root / f"part-{start // _RULES_A_FILE:03d}.yaml").write_text(text, "utf-8")
    return ruleset


def write_aggregates(root: Path, count: int) -> None:
    """So many aggregate facts of the folder's own beside its rules, a rule that asks for each, and a
    named condition."""
    lines = ["facts:"]
    for number in range(count):
        lines += [
            f"  parcels_{number}:",
            f"    label: 件数{number}",
            "    doc: Parcels of the sender's phone.",
            "    count: true",
            "    by: [寄件人电话]",
            f"    within: {number + 1}h",
            "    where: {重量: {le: 1}}",
        ]
    lines += ["conditions:", "  轻件: {重量: {le: 1}}", "rules:"]
    for number in range(count):
        lines += [
            f"  - id: AGG-{number:04d}",
            f"    name: 件数{number}多",
            "    basis: 比较用",
            f"    reason: '{{件数{number}}} 件'",
            "    when:",
            "      all:",
            "        - use: 轻件",
            f"        - 件数{number}: {{ge: 3}}",
            "    lane: pass",
            "    weight: 1",
        ]
    (root / "aggregates.yaml").write_text("\n".join([*lines, ""]), "utf-8")


def _rule(rule: Rule, cases: bool) -> Iterator[str]:
    assert isinstance(rule.condition, All)
    yield f"  - id: {rule.id}"
    yield f"    name: {rule.name}"
    yield f"    basis: {rule.basis}"
    yield f"    reason: '{rule.reason}'"
    yield "    when:"
    yield "      all:"
    for part in rule.condition.parts:
        yield f"        - {_condition(part)}"
    yield f"    lane: {rule.lane.value}"
    yield f"    weight: {rule.weight}"
    yield f"    severity: {rule.severity}"
    yield f"    on_missing: {rule.on_missing.value}"
    if cases:
        hit = {FACTS["item"].label: "样品", **_holding(rule.condition.parts)}
        near_miss = hit | {FACTS["outlet_division"].label: '"110101"'}
        yield "    cases:"
        yield "      hits:"
        yield f"        - {{name: 都符合, parcel: {_flow(hit)}}}"
        yield "      near_misses:"
        yield f"        - {{name: 在别处收寄, parcel: {_flow(near_miss)}}}"


def _condition(condition: Condition) -> str:
    match condition:
        case Not(Test() as part):
            return f"not: {{{_test(part)}}}"
        case Test():
            return _test(condition)
    raise AssertionError("the pool holds tests and their negations")


def _test(test: Test) -> str:
    operand = test.operand
    written = (
        f"[{', '.join(map(_scalar, operand))}]" if isinstance(operand, tuple) else _scalar(operand)
    )
    return f"{FACTS[test.fact].label}: {{{test.op}: {written}}}"


def _scalar(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) and value.isdigit() else str(value)


def _holding(parts: tuple[Condition, ...]) -> dict[str, str]:
    """A parcel's fields by label, as the tests want them (the last one where they disagree)."""
    found: dict[str, str] = {}
    for part in parts:
        test = part.part if isinstance(part, Not) else part
        assert isinstance(test, Test)
        value = test.operand[0] if isinstance(test.operand, tuple) else test.operand
        if test.op == "gt":
            value = float(value) + 1.0
        elif isinstance(part, Not):
            value = not value
        found[FACTS[test.fact].label] = _scalar(value)
    return found


def _flow(fields: dict[str, str]) -> str:
    return "{" + ", ".join(f"{label}: {value}" for label, value in fields.items()) + "}"
