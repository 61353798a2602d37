"""`rescreen diff`: what another rulebook would do to manifests."""

from __future__ import annotations

import json
from pathlib import Path

import click

from rescreen.cli.book import BookChoice, book_options_without_rules
from rescreen.cli.lanes_options import lanes_option, site_lanes
from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["diff_command"]

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@command("diff")
@click.argument("old", type=_FOLDER)
@click.argument("new", type=_FOLDER)
@click.argument("manifests", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="option.output")
@click.option("--mapping", type=click.Path(path_type=Path), help="option.mapping")
@click.option(
    "--outcomes", multiple=True, type=click.Path(path_type=Path), help="diff.option.outcomes"
)
@lanes_option
@click.option("--json", "as_json", is_flag=True, help="option.json")
@book_options_without_rules
def diff_command(
    session: Session,
    old: Path,
    new: Path,
    manifests: tuple[Path, ...],
    output: Path | None,
    mapping: Path | None,
    outcomes: tuple[Path, ...],
    lanes: Path | None,
    as_json: bool,
    book: BookChoice,
) -> None:
    """Compare two folders of rules on manifests."""
    from rescreen.cli.progress import progress
    from rescreen.cli.show_diff import show_compared
    from rescreen.engine import Difference
    from rescreen.outcomes import gravest_by_name
    from rescreen.report.comparing import compare, compared_data, with_page
    from rescreen.report.comparing_page import compared_page
    from rescreen.report.learn import read_outcomes

    known = gravest_by_name(read_outcomes(outcomes)[0]) if outcomes else None
    later = book.of(new).rulebook()
    matchers = book.of(old).matcher(), book.of(new).matcher(later)
    difference = Difference(*matchers, known, later.ruleset)
    site = site_lanes(lanes, book.of(new))
    with progress(session) as tell:
        compared = compare(difference, manifests, output, mapping, site, tell)
    if output:
        compared = with_page(compared, output, compared_page(compared, session.say))
    if as_json:
        click.echo(json.dumps(compared_data(compared), ensure_ascii=False, indent=2))
    else:
        show_compared(compared, session)
