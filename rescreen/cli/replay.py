"""`rescreen replay`: fixture manifests against the decisions expected of them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["replay_command"]


@command("replay")
@click.argument(
    "fixtures", required=False, default="fixtures", type=click.Path(path_type=Path),
    metavar="[FIXTURES]",
)  # fmt: skip
@click.option("--rules", type=click.Path(path_type=Path), help="option.rules")
@click.option("--json", "as_json", is_flag=True, help="option.json")
def replay_command(session: Session, fixtures: Path, rules: Path | None, as_json: bool) -> int:
    """Exit 1 when a decision differs from the expected one."""
    from rescreen.cli.show_replay import replay_data, replay_lines
    from rescreen.engine import load_rulebook
    from rescreen.report.replay import replay

    result = replay(fixtures, load_rulebook(rules))
    if as_json:
        click.echo(json.dumps(replay_data(result), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(replay_lines(result, session.say)))
    return 0 if result.passed else 1
