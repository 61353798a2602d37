"""`rescreen check`: faults, lints and cases of a folder of rules."""

from __future__ import annotations

from pathlib import Path

import click

from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["check_command"]


@command("check")
@click.argument("rules", required=False, type=click.Path(path_type=Path), metavar="[RULES]")
def check_command(session: Session, rules: Path | None) -> int:
    """Exit 1 for failed cases or lints, 2 for faulty files."""
    from rescreen.cli.lanes_options import check_site_lanes
    from rescreen.cli.show_check import show_faults, show_results
    from rescreen.engine import load_rulebook, run_cases
    from rescreen.errors import RulebookError

    try:
        rulebook = load_rulebook(rules, cache=False)
        check_site_lanes(rulebook)
    except RulebookError as error:
        show_faults(error, session)
        return error.exit_code
    return show_results(rulebook, run_cases(rulebook.ruleset), session)
