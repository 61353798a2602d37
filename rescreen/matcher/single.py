"""The single-record executor: the program as one generated Python function.

A rule that is asked of one parcel needs no frame. Each program is written out once as Python
source: facts into local variables, predicates into local variables (True, False or None), rules as
`and`/`or` expressions that stop early. It is 20 to 50 times as fast as walking the tree, and it is
made from the same nodes as the batch, so it has no meaning of its own.

None is falsy in Python, so an expression over None isn't Kleene's. Two expressions are therefore
made of each condition, both with plain truth values: "certainly true" and "certainly false".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rescreen.facts import FACTS, Context, families_of
from rescreen.matcher.operators import record_test
from rescreen.matcher.places import FALSE, TRUE, UNKNOWN, membership
from rescreen.program import Node, Predicate, Program
from rescreen.rulebook.model import OnMissing

__all__ = ["SingleMatcher", "combine_one"]

Record = Mapping[str, Any]
_PLACE_ANSWERS = {FALSE: False, TRUE: True, UNKNOWN: None}


class SingleMatcher:
    """Runs a program over one record at a time."""

    def __init__(self, program: Program, context: Context) -> None:
        self.program = program
        self.context = context
        self.source, constants = _Writer(program, context).write()
        namespace: dict[str, Any] = dict(constants)
        exec(compile(self.source, "<rescreen program>", "exec"), namespace)
        self._run: Callable[[Record], tuple[list[int], list[int]]] = namespace["run"]
        self._ask: Callable[[Record], list[bool | None]] = namespace["ask"]

    def match(self, record: Record) -> tuple[list[int], list[int]]:
        """Numbers of the rules that fire, and of the data-quality rules left undecided."""
        return self._run(record)

    def truths(self, record: Record) -> list[bool | None]:
        """The truth of every predicate, in the program's order."""
        return self._ask(record)


class _Writer:
    """Writes the source of a program; `constants` are the objects that the source names."""

    def __init__(self, program: Program, context: Context) -> None:
        self.program = program
        self.constants: dict[str, Any] = {"context": context}
        self.lines: list[str] = []

    def write(self) -> tuple[str, dict[str, Any]]:
        facts, predicates = self._facts(), self._predicates()
        shared = ["    " + line for line in (*facts, *predicates)]
        answers = ", ".join(f"p{number}" for number in range(len(self.program.predicates)))
        self.lines = [
            "def run(record):",
            *shared,
            "    hits = []",
            "    lacking = []",
            *("    " + line for line in self._rules()),
            "    return hits, lacking",
            "",
            "def ask(record):",
            *shared,
            f"    return [{answers}]",
        ]
        return "\n".join(self.lines), self.constants

    def _constant(self, value: Any) -> str:
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return name

    def _facts(self) -> list[str]:
        lines = ["get = record.get"]
        families = families_of(self.program.facts)
        after = {name for family in families for name in family.after}
        for family in families:
            names = ", ".join(f"f_{fact}" for fact in family.facts)
            known = ", ".join(f"{fact!r}: f_{fact}" for fact in family.after)
            call = f"{self._constant(family.record)}(record, {{{known}}}, context)"
            nothing = "(" + "None, " * len(family.facts) + ")"
            there = " or ".join(f"{name!r} in record" for name in family.fields)
            lines.append(f"{names}, = {call} if {there} else {nothing}")
        fields = [name for name in self.program.facts if not FACTS[name].family]
        lines += [f"f_{name} = get({name!r})" for name in fields if name not in after]
        # Not a number is nothing known, for `present` as well.
        floats = [name for name in self.program.facts if FACTS[name].kind.python is float]
        lines += [f"if f_{name} != f_{name}: f_{name} = None" for name in floats]
        return lines

    def _predicates(self) -> list[str]:
        return [
            f"p{number} = {self._predicate(predicate)}"
            for number, predicate in enumerate(self.program.predicates)
        ]

    def _predicate(self, predicate: Predicate) -> str:
        value = f"f_{predicate.fact}"
        if predicate.op == "present":
            there = " or ".join(f"{name!r} in record" for name in FACTS[predicate.fact].fields)
            negation = " not" if predicate.operand else ""
            return f"({value} is{negation} None) if {there} else None"
        if predicate.op == "within":
            operand = predicate.operand if isinstance(predicate.operand, tuple) else ()
            table = membership([str(code) for code in operand])
            answers = self._constant([_PLACE_ANSWERS[int(answer)] for answer in table])
            return f"None if {value} is None else {answers}[{value}]"
        return f"None if {value} is None else {record_test(predicate, value, self._constant)}"

    def _rules(self) -> list[str]:
        lines: list[str] = []
        for number, compiled in enumerate(self.program.rules):
            policy = compiled.rule.on_missing
            if policy is OnMissing.HIT:
                lines.append(f"if not {self._false(compiled.root)}: hits.append({number})")
                continue
            lines.append(f"if {self._true(compiled.root)}: hits.append({number})")
            if policy is OnMissing.QUALITY:
                lines.append(f"elif not {self._false(compiled.root)}: lacking.append({number})")
        return lines

    def _true(self, number: int) -> str:
        node = self.program.nodes[number]
        if node.kind == "test":
            return f"p{node.args[0]}"
        if node.kind == "not":
            return self._false(node.args[0])
        return self._join(node, " and " if node.kind == "all" else " or ", self._true)

    def _false(self, number: int) -> str:
        node = self.program.nodes[number]
        if node.kind == "test":
            return f"(p{node.args[0]} is False)"
        if node.kind == "not":
            return self._true(node.args[0])
        return self._join(node, " or " if node.kind == "all" else " and ", self._false)

    def _join(self, node: Node, word: str, form: Callable[[int], str]) -> str:
        parts: Sequence[str] = [form(argument) for argument in node.args]
        return "(" + word.join(parts) + ")" if parts else ("True" if word == " and " else "False")


def combine_one(program: Program, predicates: Sequence[bool | None]) -> list[bool | None]:
    """The truth of every node from the truths of the predicates, by walking the tree.

    Slow and plain: explanations need every node's answer, and the tests hold it against the
    generated function and the batch.
    """
    nodes: list[bool | None] = []
    for node in program.nodes:
        if node.kind == "test":
            nodes.append(predicates[node.args[0]])
            continue
        parts = [nodes[argument] for argument in node.args]
        if node.kind == "not":
            nodes.append(None if parts[0] is None else not parts[0])
        else:
            decisive = node.kind == "any"
            rest = None if None in parts else not decisive
            nodes.append(decisive if decisive in parts else rest)
    return nodes
