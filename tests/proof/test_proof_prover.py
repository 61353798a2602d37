"""What is proved, held against trying every parcel; boxes against the solver."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from worlds import CONTEXT, every_firing, program_of, programs, rule_of

from rescreen.program import Program
from rescreen.proof import Prover
from rescreen.proof.examples import Examples
from rescreen.rulebook.model import All, AnyOf, Not, OnMissing, Test

pytest.importorskip("z3")


def held(
    answer: bool | None, found: bool, prover: Prover, program: Program, *formulas: object
) -> None:
    """`found`: some parcel of the small world satisfies the formulas; `answer`: the prover's denial.

    Texts are longer than the world's: there an example that the prover gives must be real.
    """
    assert answer is not None
    if found:
        assert answer is False
    elif answer is False:
        assert "remark" in program.facts
        assert prover.example(*formulas) is not None  # type: ignore[arg-type]


@settings(max_examples=120)
@given(programs(rules=2))
def test_never_always_and_implied_are_what_every_parcel_says(program: Program) -> None:
    seen = every_firing(program)
    prover = Prover(program)
    for rule in (0, 1):
        fires = {one[rule] for one in seen}
        held(prover.never(rule), True in fires, prover, program, prover.fires(rule))
        held(prover.always(rule), False in fires, prover, program, prover.silent(rule))
    for one, other in ((0, 1), (1, 0)):
        counter = any(row[one] and not row[other] for row in seen)
        asked = prover.fires(one), prover.silent(other)
        held(prover.implies(one, other), counter, prover, program, *asked)


@settings(max_examples=80)
@given(programs(rules=2))
def test_boxes_never_contradict_the_solver(program: Program) -> None:
    boxes, prover = Prover(program, use_solver=False), Prover(program)
    assert prover.solver is not None
    for rule in (0, 1):
        never, always = boxes.never(rule), boxes.always(rule)
        assert never in (None, prover.solver.possible(prover.fires(rule)) is False)
        assert always in (None, prover.solver.possible(prover.silent(rule)) is False)
    told = boxes.implies(0, 1)
    assert told in (None, prover.solver.possible(prover.fires(0), prover.silent(1)) is False)


@settings(max_examples=80)
@given(programs(rules=2, leaves=4))
def test_examples_are_parcels_on_which_the_matcher_fires(program: Program) -> None:
    prover = Prover(program)
    for rule in (0, 1):
        facts = prover.example(prover.fires(rule))
        assert (facts is None) is prover.never(rule)
        if facts is not None:
            assert Examples(prover, CONTEXT).of([rule]) is not None


def contains(*words: str) -> Test:
    return Test("remark", "contains_any", words)


@pytest.mark.parametrize(
    ("condition", "never"),
    [
        (All((contains("ab"), Not(contains("a")))), True),
        (All((contains("a"), Not(contains("ab")))), False),
        (All((contains("a"), contains("b"), Not(contains("ab", "ba")))), False),
        (All((Test("remark", "starts_with", ("ab",)), Not(contains("b")))), True),
        (All((Test("remark", "in", ("ab", "b")), Not(contains("b")))), True),
        (All((Test("remark", "present", False), contains("a"))), True),
        (All((Test("weight_kg", "gt", 5.0), Test("weight_kg", "lt", 3.0))), True),
        (Test("weight_kg", "lt", 0.0), True),
        (Test("weight_kg", "lt", 5e-324), False),
        (All((Test("pieces", "gt", 1), Test("pieces", "lt", 2))), True),
        (Test("pieces", "is", 1.5), True),
        (Test("accepted_hour", "ge", 24), True),
        (Test("sender_phone_faults", "present", False), True),
        (All((Test("sender_phone_faults", "none", True),
              Test("sender_phone_faults", "has_any", ("masked",)))), True),
        (All((Test("origin", "within", ("533102",)), Not(Test("origin", "within", ("533100",))))), True),
        (All((Test("origin", "within", ("533100",)), Not(Test("origin", "within", ("533102",))))), False),
        (All((Test("xrayed_at", "before", "2021-09-21T00:00:00"),
              Test("xrayed_at", "after", "2021-09-21T00:00:00"))), True),
    ],
)  # fmt: skip
def test_what_can_never_be(condition: All | Test, never: bool) -> None:
    prover = Prover(program_of([rule_of("WW-01", condition)]))
    assert prover.never(0) is never


def test_unknown_is_not_false() -> None:
    """“Light or not light” isn't true of a parcel whose weight nobody knows, unless unknown fires."""
    light = Test("weight_kg", "le", 1.0)
    either = AnyOf((light, Not(light)))
    rules = [rule_of("WW-01", either), rule_of("WW-02", either, OnMissing.HIT)]
    prover = Prover(program_of(rules))
    assert prover.always(0) is False
    assert prover.always(1) is True
    assert prover.implies(0, 1) is True
    assert prover.implies(1, 0) is False


def test_without_a_solver_what_boxes_cannot_tell_stays_open() -> None:
    words = All((contains("ab"), Not(contains("a"))))
    prover = Prover(program_of([rule_of("WW-01", words)]), use_solver=False)
    assert prover.never(0) is None
    assert prover.open == 1


def test_the_parts_that_suffice_for_the_proof() -> None:
    heavy, light = Test("weight_kg", "gt", 5.0), Test("weight_kg", "lt", 3.0)
    parts = (Test("agent_posting", "is", True), heavy, Test("pieces", "gt", 1), light)
    program = program_of([rule_of("WW-01", All(parts))])
    nodes = [program.nodes[node] for node in Prover(program).needed(0, fires=True)]
    assert {program.predicates[node.args[0]] for node in nodes} == {
        one for one in program.predicates if one.fact == "weight_kg"
    }


def test_samples_of_texts_alone_prove_nothing() -> None:
    """“a·b” holds a and not ab, and holds b too; no sample does all three."""
    program = program_of([
        rule_of("WW-01", All((contains("a"), Not(contains("ab"))))),
        rule_of("WW-02", Not(contains("b"))),
        rule_of("WW-03", Not(AnyOf((Not(contains("a")), Not(contains("b")), contains("ab"))))),
    ])  # fmt: skip
    boxes, prover = Prover(program, use_solver=False), Prover(program)
    assert (boxes.implies(0, 1), prover.implies(0, 1)) == (None, False)
    assert (boxes.never(2), prover.never(2)) == (None, False)
