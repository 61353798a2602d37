"""Options of the commands about lanes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rescreen.cli.book import BookChoice

if TYPE_CHECKING:
    from rescreen.engine import Rulebook
    from rescreen.routing import SiteLanes

__all__ = ["PATH", "check_site_lanes", "lanes_option", "site_lanes"]

PATH = click.Path(path_type=Path)
lanes_option = click.option("--lanes", type=PATH, help="option.lanes")


def site_lanes(lanes: Path | None, book: BookChoice) -> SiteLanes:
    """The named lanes file, or the rules folder's, or the shipped example."""
    from rescreen.routing import SITE_LANES, read_site_lanes
    from rescreen.rulebook import default_rules_path

    own = book.rules / SITE_LANES if book.rules else None
    usual = own if own and own.is_file() else default_rules_path() / SITE_LANES
    return read_site_lanes(lanes or usual)


def check_site_lanes(rulebook: Rulebook) -> None:
    """Read the lanes of a rules folder, where it has any, and look for those that rules prefer; where
    it has none, among the shipped example's. Raises RulebookError with every fault."""
    from rescreen.routing import SITE_LANES, check_preferences, read_site_lanes
    from rescreen.rulebook import default_rules_path

    ruleset = rulebook.ruleset
    own, shipped = ruleset.root / SITE_LANES, default_rules_path() / SITE_LANES
    if own.is_file():
        check_preferences(ruleset, read_site_lanes(own, ruleset.lists))
    elif shipped.is_file():
        check_preferences(ruleset, read_site_lanes(shipped))
