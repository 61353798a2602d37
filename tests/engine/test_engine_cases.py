"""Cases run together give what each rule compiled alone gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from rulesets import rulesets
from strategies import parcel_frames

from rescreen.engine import run_cases
from rescreen.engine.rulebook import context_of
from rescreen.matcher import SingleMatcher, combine_one
from rescreen.program import compile_program
from rescreen.rulebook.model import Case, RuleSet

DAYS = (None, date(2021, 9, 20), date(2021, 9, 22))
ANSWERS = {True: "hit", False: "miss", None: "unknown"}


def alone(ruleset: RuleSet, number: int, case: Case) -> str:
    """The rule in a program of its own."""
    rule = ruleset.rules[number]
    day = case.on or rule.valid_from or date.today()
    program = compile_program(replace(ruleset, rules=(rule,)), day, {})
    if not program.rules:
        return "not in force"
    truths = SingleMatcher(program, context_of(ruleset, day)).truths(case.parcel)
    return ANSWERS[combine_one(program, truths)[program.rules[0].root]]


@settings(max_examples=40)
@given(rulesets(), parcel_frames(rows=3), st.data())
def test_one_program_for_all_is_a_program_a_rule(
    ruleset: RuleSet, parcels: pl.DataFrame, data: st.DataObject
) -> None:
    days = st.sampled_from(DAYS)
    rules = [
        replace(
            rule,
            valid_from=data.draw(days),
            cases=tuple(
                Case(f"{n}", record, "no such answer", data.draw(days))
                for n, record in enumerate(parcels.to_dicts())
            ),
        )
        for rule in ruleset.rules
    ]
    with_cases = replace(ruleset, rules=tuple(rules))
    count, failures = run_cases(with_cases)
    assert count == len(failures) == len(rules) * parcels.height
    expected = [alone(with_cases, n, case) for n, rule in enumerate(rules) for case in rule.cases]
    assert [failure.got for failure in failures] == expected
