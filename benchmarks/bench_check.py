"""`rescreen check` of large rulebooks: reading, lints, cases, proofs.

Rules are those of bench_load.py, with a hit and a near miss each. As they stand all of them only add
to the score, and then none makes another idle; a second variant gives them lanes and weights by
turns, so that proofs find something. Of their random cases some fail, and some rules never fire:
that is told, and costs what it costs. BENCH_RULES sets the sizes.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from figures import Figures
from measure import cpu
from rule_files import write_pool_rules
from workload import DAY

from rescreen.cli import main
from rescreen.engine import prove_rules, run_cases
from rescreen.proof import Proof
from rescreen.rulebook import lint, read_rules
from rescreen.rulebook.model import Lane, RuleSet

pytestmark = pytest.mark.bench
SIZES = tuple(map(int, os.environ.get("BENCH_RULES", "1000,10000").split(",")))
#: CPU seconds of the whole command for so many rules.
GOALS = {10_000: 60.0}


def with_lanes(ruleset: RuleSet) -> RuleSet:
    lanes = tuple(Lane)
    rules = tuple(
        replace(rule, lane=lanes[number % 4], weight=number % 50)
        for number, rule in enumerate(ruleset.rules)
    )
    return replace(ruleset, rules=rules)


@pytest.mark.parametrize("size", SIZES)
def test_check(
    size: int, tmp_path: Path, figures: Figures, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pool_rules(tmp_path, size, cases=True)
    section = f"checking {size:,} rules with two cases each"
    found: list[RuleSet] = []
    figures.tell(section, "reading", cpu(lambda: found.append(read_rules(tmp_path))), "CPU s")
    (ruleset,) = found
    figures.tell(section, "lints", cpu(lambda: lint(ruleset, DAY)), "CPU s")
    figures.tell(section, "cases", cpu(lambda: run_cases(ruleset)), "CPU s")
    for name, rules in (("as they stand", ruleset), ("with lanes", with_lanes(ruleset))):
        proofs: list[Proof] = []
        spent = cpu(lambda rules=rules, into=proofs: into.append(prove_rules(rules, DAY)))
        kinds = Counter(one.kind for one in proofs[0].findings)
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        figures.tell(section, f"proofs, {name} ({told})", spent, "CPU s")
    whole = cpu(lambda: main(["check", str(tmp_path)]))
    capsys.readouterr()
    figures.tell(section, "the whole command", whole, "CPU s", goal=GOALS.get(size))
