"""`rescreen check`: faults, lints, proofs and cases of a folder of rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from rescreen.cli.book import day_option
from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["check_command"]


@command("check")
@click.argument("rules", required=False, type=click.Path(path_type=Path), metavar="[RULES]")
@day_option("--day", words="check.day")
@click.option("--json", "as_json", is_flag=True, help="option.json")
def check_command(session: Session, rules: Path | None, day: date | None, as_json: bool) -> int:
    """Exit 1 for failed cases, lints or proofs, 2 for faulty files."""
    from rescreen.cli.lanes_options import check_site_lanes
    from rescreen.cli.progress import progress
    from rescreen.cli.show_check import Checked, show_faults, show_results, status_of
    from rescreen.cli.show_check_json import checked_data, faults_data, show_json
    from rescreen.engine import load_rulebook, prove_rules, run_cases
    from rescreen.errors import RulebookError

    day = day or date.today()
    try:
        with progress(session, "check.reading", "check.rules_done") as tell:
            rulebook = load_rulebook(rules, cache=False)
            check_site_lanes(rulebook)
            ruleset = rulebook.ruleset
            cases, failures = run_cases(ruleset, lambda n, total: tell(n, total, "check.cases"))
            proof = prove_rules(ruleset, day, lambda n, total: tell(n, total, "check.proving"))
    except RulebookError as error:
        if as_json:
            show_json(faults_data(error))
        else:
            show_faults(error, session)
        return error.exit_code
    checked = Checked(rulebook, day, cases, failures, proof)
    if as_json:
        show_json(checked_data(checked, session))
        return status_of(checked)
    return show_results(checked, session)
