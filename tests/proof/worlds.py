"""Small worlds in which every parcel can be tried: random conditions over a few facts, and all
states of those facts that a condition can tell apart.

Texts are all strings over three letters up to a length, one of which stands in no word. No two facts
are read from one field: there the prover knows less than is so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import product
from typing import Any

from hypothesis import strategies as st

from rescreen.facts import FACTS, Context
from rescreen.matcher import combine_one, write_predicates
from rescreen.places import divisions
from rescreen.program import Program, compile_program
from rescreen.rulebook.model import (
    All,
    AnyOf,
    Condition,
    Lane,
    Not,
    OnMissing,
    Rule,
    RuleSet,
    Test,
)

DAY = date(2021, 9, 22)
CONTEXT = Context(DAY)
ABSENT = object()
LETTERS = "abc"
LONGEST = 4

_TEXTS = ["".join(letters) for n in range(LONGEST + 1) for letters in product(LETTERS, repeat=n)]
#: Beside the codes that conditions name, what lies in them and beside those: 533103 is of 533100 and
#: not 533102, where a parcel known to be of 533100 leaves both open.
_PLACES = [divisions().index(code) for code in ("120000", "120111", "120114", "530000", "533100",
                                                "533102", "533103", "310104")]  # fmt: skip
#: Every fact's values, as far as the tests below can tell them apart.
VALUES: dict[str, Sequence[Any]] = {
    "agent_posting": [True, False],
    "weight_kg": [0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0],
    "pieces": [0, 1, 2, 3, 4],
    "payment_method": ["到付", "寄付现结", "别的"],
    "accept_manner": ["网点交寄", "非固定场所", "别的"],
    "collector_code": ["a", "ab", "abc", "ac", "b", "bc", "c", ""],
    "remark": _TEXTS,
    "xrayed_at": [datetime(2021, 9, day, hour) for day in (20, 21, 22) for hour in (0, 12)],
    "origin": _PLACES,
    "sender_phone_faults": range(16),
    "receiver_phone_kind": [name for name, _ in FACTS["receiver_phone_kind"].members],
}
_WORDS = st.lists(
    st.sampled_from(["a", "b", "ab", "ba", "bb"]), min_size=1, max_size=3, unique=True
)
_CODES = st.lists(
    st.sampled_from(["120111", "120000", "533102", "533100"]), min_size=1, unique=True
)
_FAULTS = st.lists(st.sampled_from(["missing", "masked", "shape"]), min_size=1, unique=True)
_HALVES = st.sampled_from([0.0, 0.5, 1.0, 2.0])
_NUMBERS = st.sampled_from([0, 1, 2, 3])


def _many(fact: str, op: str, values: st.SearchStrategy[list[str]]) -> st.SearchStrategy[Test]:
    return values.map(lambda found: Test(fact, op, tuple(sorted(found))))


def _numbers(fact: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Test]:
    ops = st.sampled_from(["is", "lt", "le", "gt", "ge"])
    spans = st.tuples(values, values).map(lambda ends: Test(fact, "between", tuple(sorted(ends))))
    return st.one_of(st.builds(lambda op, x: Test(fact, op, x), ops, values), spans)


_SOME = {
    "agent_posting": st.booleans().map(lambda x: Test("agent_posting", "is", x)),
    "weight_kg": _numbers("weight_kg", _HALVES),
    "pieces": _numbers("pieces", _NUMBERS),
    "payment_method": _many("payment_method", "in",
                            st.lists(st.sampled_from(["到付", "寄付现结"]), min_size=1, unique=True)),
    "accept_manner": st.just(Test("accept_manner", "is", "非固定场所")),
    "collector_code": st.one_of(
        _many("collector_code", "starts_with", st.lists(st.sampled_from(["a", "ab", "b"]), min_size=1)),
        _many("collector_code", "in", st.lists(st.sampled_from(["a", "ab", "b"]), min_size=1)),
    ),
    "remark": st.one_of(
        _many("remark", "contains_any", _WORDS), _many("remark", "contains_any", _WORDS),
        _many("remark", "starts_with", _WORDS), _many("remark", "in", _WORDS),
    ),
    "xrayed_at": st.builds(
        lambda op, at: Test("xrayed_at", op, at),
        st.sampled_from(["before", "after"]),
        st.sampled_from(["2021-09-21T00:00:00", "2021-09-21T12:00:00"]),
    ),
    "origin": _many("origin", "within", _CODES),
    "sender_phone_faults": st.one_of(
        _many("sender_phone_faults", "has_any", _FAULTS),
        _many("sender_phone_faults", "has_all", _FAULTS),
        st.booleans().map(lambda x: Test("sender_phone_faults", "none", x)),
    ),
    "receiver_phone_kind": _many("receiver_phone_kind", "in", st.lists(
        st.sampled_from(["mobile", "landline", "masked"]), min_size=1, unique=True)),
}  # fmt: skip


def tests_of(fact: str) -> st.SearchStrategy[Test]:
    present = st.booleans().map(lambda wanted: Test(fact, "present", wanted))
    return st.one_of(_SOME[fact], _SOME[fact], _SOME[fact], present)


@st.composite
def conditions(draw: st.DrawFn, facts: Sequence[str], leaves: int = 6) -> Condition:
    """A condition over some of these facts."""
    tests = st.sampled_from(list(facts)).flatmap(tests_of)
    made: st.SearchStrategy[Condition] = st.recursive(
        tests,
        lambda part: st.one_of(
            st.lists(part, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
            st.lists(part, min_size=2, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
            part.map(Not),
        ),
        max_leaves=leaves,
    )
    return draw(made)


@st.composite
def programs(draw: st.DrawFn, rules: int = 2, leaves: int = 6) -> Program:
    """Rules over two facts of the world."""
    facts = draw(st.lists(st.sampled_from(list(VALUES)), min_size=1, max_size=2, unique=True))
    made = [
        rule_of(
            f"WW-{n:02d}", draw(conditions(facts, leaves)), draw(st.sampled_from(list(OnMissing)))
        )
        for n in range(rules)
    ]
    return program_of(made)


def rule_of(
    name: str, condition: Condition, on_missing: OnMissing = OnMissing.IGNORE, **more: Any
) -> Rule:
    known = {
        "lane": Lane.RESCREEN,
        "weight": 10,
        "severity": "low",
        "valid_from": None,
        "valid_to": None,
    }
    return Rule(id=name, name=name, basis="试验", reason="", condition=condition,
                on_missing=on_missing, **known | more)  # fmt: skip


def program_of(rules: Sequence[Rule]) -> Program:
    return compile_program(RuleSet(tuple(rules), {}, {}), DAY, {})


def every_firing(program: Program) -> set[tuple[bool, ...]]:
    """Which rules fire together: the combinations that some parcel gives."""
    ask = write_predicates(program)
    found = set()
    for facts in _every_parcel(program.facts):
        there = {name: value for name, value in facts.items() if value is not ABSENT}
        record = {field: None for name in there for field in FACTS[name].fields}
        nodes = combine_one(program, ask(record, tuple(there.get(name) for name in program.facts)))
        found.add(tuple(compiled.fires(nodes[compiled.root]) for compiled in program.rules))
    return found


def _every_parcel(facts: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    for values in product(*([ABSENT, *_nulls(fact), *VALUES[fact]] for fact in facts)):
        yield dict(zip(facts, values, strict=True))


def _nulls(fact: str) -> list[None]:
    """These say something of every parcel that has their field."""
    return [] if fact in ("sender_phone_faults", "receiver_phone_kind") else [None]
