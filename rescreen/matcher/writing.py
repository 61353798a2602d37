"""Rules written out as Python source, from the same nodes that the batch combines.

None is falsy in Python, so an expression over None isn't Kleene's. Two expressions are therefore
made of each condition, both with plain truth values: "certainly true" and "certainly false". A
predicate that only one rule asks stands inside that rule's expression, dear ones last, so that
most are never asked; one that several ask is asked once, into a local variable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from rescreen.facts import Context, families_of
from rescreen.matcher.operators import record_cost, record_test
from rescreen.matcher.places import FALSE, TRUE, UNKNOWN, membership
from rescreen.program import Node, Predicate, Program
from rescreen.rulebook.model import OnMissing

__all__ = ["Known", "write_facts", "write_predicate", "write_predicates", "write_rules"]

Record = Mapping[str, Any]
Function = Callable[..., Any]
#: Predicates whose answer is known beforehand, by number.
Known = Mapping[int, bool | None]

_PLACE_ANSWERS = {FALSE: False, TRUE: True, UNKNOWN: None}


def write_facts(program: Program, context: Context) -> Function:
    """`facts(record)`: the program's facts as a tuple, in its order; None where not known."""
    writer = _Writer(program)
    writer.constants["context"] = context
    lines = writer.facts()
    answers = "".join(f"f_{name}, " for name in program.facts)
    return writer.function(["def run(record):", *_inside(lines), f"    return ({answers})"])


def write_predicates(program: Program) -> Function:
    """`ask(record, facts)`: the truth of every predicate, in the program's order."""
    writer = _Writer(program)
    numbers = range(len(program.predicates))
    lines = [*writer.taken(numbers), *(writer.asked(number) for number in numbers)]
    answers = ", ".join(f"p{number}" for number in numbers)
    return writer.function(["def run(record, facts):", *_inside(lines), f"    return [{answers}]"])


def write_predicate(program: Program, number: int) -> Function:
    """`ask(record, value)`: the truth of one predicate, given its fact's value."""
    writer = _Writer(program)
    taken = f"f_{program.predicates[number].fact} = value"
    lines = [taken, writer.asked(number), f"return p{number}"]
    return writer.function(["def run(record, value):", *_inside(lines)])


def write_rules(program: Program, rules: Sequence[int], known: Known) -> Function:
    """`run(record, facts)`: which of these rules fire, and which report that they can't decide."""
    writer = _Writer(program, known)
    roots = [program.rules[number].root for number in rules]
    uses = writer.uses(roots)
    writer.shared = {number for number, count in uses.items() if count > 1}
    lines = [
        *writer.taken(uses),
        *(writer.asked(number) for number in sorted(writer.shared)),
        "hits = []",
        "lacking = []",
        *(line for number in rules for line in writer.rule(number)),
        "return hits, lacking",
    ]
    return writer.function(["def run(record, facts):", *_inside(lines)])


def _inside(lines: Sequence[str]) -> Iterator[str]:
    return ("    " + line for line in lines)


class _Writer:
    """Writes one function; `constants` are the objects that its source names."""

    def __init__(self, program: Program, known: Known | None = None) -> None:
        self.program = program
        self.known = known or {}
        self.shared: Collection[int] = ()
        self.constants: dict[str, Any] = {}

    def function(self, lines: Sequence[str]) -> Function:
        namespace = dict(self.constants)
        exec(compile("\n".join(lines), "<rescreen program>", "exec"), namespace)
        found: Function = namespace["run"]
        return found

    def constant(self, value: Any) -> str:
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return name

    def facts(self) -> list[str]:
        names = self.program.facts
        lines = ["get = record.get"]
        families = families_of(names)
        after = {name for family in families for name in family.after}
        for family in families:
            known = ", ".join(f"{fact!r}: f_{fact}" for fact in family.after)
            call = f"{self.constant(family.record)}(record, {{{known}}}, context)"
            nothing = "(" + "None, " * len(family.facts) + ")"
            there = " or ".join(f"{name!r} in record" for name in family.fields)
            targets = ", ".join(f"f_{fact}" for fact in family.facts)
            lines.append(f"{targets}, = {call} if {there} else {nothing}")
        facts = self.program.vocabulary.facts
        fields = [name for name in names if not facts[name].family]
        lines += [f"f_{name} = get({name!r})" for name in fields if name not in after]
        # Not a number is nothing known, for `present` as well.
        floats = [name for name in names if facts[name].kind.python is float]
        return lines + [f"if f_{name} != f_{name}: f_{name} = None" for name in floats]

    def taken(self, numbers: Collection[int]) -> list[str]:
        """Lines that take the facts of these predicates into local variables."""
        asked = {self.program.predicates[number].fact for number in numbers}
        places = {name: place for place, name in enumerate(self.program.facts)}
        return [f"f_{name} = facts[{places[name]}]" for name in sorted(asked)]

    def uses(self, roots: Sequence[int]) -> Counter[int]:
        """How often each predicate stands in these conditions, known ones left out."""
        found: Counter[int] = Counter()
        left = list(roots)
        while left:
            node = self.program.nodes[left.pop()]
            if node.kind != "test":
                left += node.args
            elif node.args[0] not in self.known:
                found[node.args[0]] += 1
        return found

    def asked(self, number: int) -> str:
        """The line that asks a predicate into its variable: True, False or None."""
        predicate = self.program.predicates[number]
        value = f"f_{predicate.fact}"
        if predicate.op == "present":
            fact = self.program.vocabulary.facts[predicate.fact]
            there = " or ".join(f"{name!r} in record" for name in fact.sources)
            return f"p{number} = ({self._present(predicate)}) if {there} else None"
        if predicate.op == "within":
            return f"p{number} = None if {value} is None else {self._places(predicate)}[{value}]"
        test = record_test(predicate, value, self.constant)
        return f"p{number} = None if {value} is None else {test}"

    def rule(self, number: int) -> list[str]:
        compiled = self.program.rules[number]
        policy = compiled.rule.on_missing
        if policy is OnMissing.HIT:
            return [f"if not {self.false(compiled.root)}: hits.append({number})"]
        lines = [f"if {self.true(compiled.root)}: hits.append({number})"]
        if policy is OnMissing.QUALITY:
            doubt = self._doubt(compiled.root)
            lines.append(f"elif {doubt}not {self.false(compiled.root)}: lacking.append({number})")
        return lines

    def _doubt(self, root: int) -> str:
        """What must hold for a condition to be unknown, cheap to ask; "" for no such test."""
        numbers = [*self.uses([root])]
        ops = {self.program.predicates[number].op for number in numbers}
        if (self.known and self.known.keys() & _tests(self.program, root)) or ops & {
            "within",
            "present",
        }:
            return ""
        facts = sorted({self.program.predicates[number].fact for number in numbers})
        return "(" + " or ".join(f"f_{name} is None" for name in facts) + ") and "

    def true(self, number: int) -> str:
        """An expression that is truthy where the node is certainly true."""
        node = self.program.nodes[number]
        if node.kind == "test":
            return self._test(node.args[0], wanted=True)
        if node.kind == "not":
            return self.false(node.args[0])
        return self._join(node, node.kind == "all", self.true)

    def false(self, number: int) -> str:
        """An expression that is truthy where the node is certainly false."""
        node = self.program.nodes[number]
        if node.kind == "test":
            return self._test(node.args[0], wanted=False)
        if node.kind == "not":
            return self.true(node.args[0])
        return self._join(node, node.kind == "any", self.false)

    def _test(self, number: int, *, wanted: bool) -> str:
        if number in self.known:
            return str(self.known[number] is wanted)
        predicate = self.program.predicates[number]
        if number in self.shared or predicate.op in ("within", "present"):
            name = f"p{number}"
            if number not in self.shared:
                name = "(" + self.asked(number).partition(" = ")[2] + ")"
            return name if wanted else f"({name} is False)"
        value = f"f_{predicate.fact}"
        test = record_test(predicate, value, self.constant)
        return f"({value} is not None and {'' if wanted else 'not '}({test}))"

    def _join(self, node: Node, every: bool, form: Callable[[int], str]) -> str:
        neutral, decisive = str(every), str(not every)
        parts = [form(part) for part in sorted(node.args, key=self._cost)]
        kept = [part for part in parts if part != neutral]
        if decisive in kept:
            return decisive
        return "(" + (" and " if every else " or ").join(kept) + ")" if kept else neutral

    def _cost(self, number: int) -> float:
        node = self.program.nodes[number]
        if node.kind != "test":
            return sum(map(self._cost, node.args))
        return (
            1.0
            if node.args[0] in self.shared
            else record_cost(self.program.predicates[node.args[0]])
        )

    def _present(self, predicate: Predicate) -> str:
        return f"f_{predicate.fact} is{' not' if predicate.operand else ''} None"

    def _places(self, predicate: Predicate) -> str:
        operand = predicate.operand if isinstance(predicate.operand, tuple) else ()
        table = membership([str(code) for code in operand])
        return self.constant([_PLACE_ANSWERS[int(answer)] for answer in table])


def _tests(program: Program, root: int) -> set[int]:
    node = program.nodes[root]
    if node.kind == "test":
        return {node.args[0]}
    return {number for part in node.args for number in _tests(program, part)}
