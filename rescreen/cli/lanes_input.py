"""The parcels that commands about lanes work on, as the command line names them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rescreen.cli.book import BookChoice
from rescreen.cli.lanes_options import PATH, lanes_option, site_lanes
from rescreen.cli.session import Session

if TYPE_CHECKING:
    from rescreen.report.route_input import RouteInput
    from rescreen.routing import SiteLanes

__all__ = ["LanesInput", "Taken", "input_options"]

_TIME = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"])


def input_options(function: Any) -> Any:
    """--lanes, --manifest, --arrive, --mapping and --history."""
    for option in reversed(
        (
            lanes_option,
            click.option(
                "--manifest", "manifests", type=PATH, multiple=True, help="option.manifest"
            ),
            click.option("--arrive", type=_TIME, metavar="TIME", help="option.arrive"),
            click.option("--mapping", type=PATH, help="option.mapping"),
            click.option("--history", type=PATH, help="option.history"),
        )
    ):
        function = option(function)
    return function


@dataclass(frozen=True)
class Taken:
    """Parcels, the lanes for them, the rulebook's lists of divisions on the day, and its hash."""

    given: RouteInput
    site: SiteLanes
    lists: dict[str, tuple[str, ...]]
    rulebook: str


@dataclass(frozen=True, slots=True)
class LanesInput:
    """What the command line names; `remember` adds manifests to the history."""

    session: Session
    sources: tuple[Path, ...]
    lanes: Path | None
    manifests: tuple[Path, ...]
    arrive: datetime | None
    mapping: Path | None
    history: Path | None
    book: BookChoice
    remember: bool = True

    def take(self) -> Taken:
        """Read the lanes and the parcels; raises as those do."""
        from rescreen.cli.progress import progress
        from rescreen.engine import history_of
        from rescreen.report.route_input import Taking
        from rescreen.routing import check_preferences

        site, rulebook = site_lanes(self.lanes, self.book), self.book.rulebook()
        check_preferences(rulebook.ruleset, site)
        matcher = self.book.matcher(rulebook)
        history = history_of(self.history, matcher)
        with progress(self.session) as tell:
            taking = Taking(
                matcher, site.arrival, self.mapping, self.manifests, self.arrive, tell, history,
                self.remember,
            )  # fmt: skip
            given = taking.take(self.sources)
        lists = rulebook.ruleset.lists.values()
        divided = {one.id: one.values_on(given.day) for one in lists if one.kind == "divisions"}
        return Taken(given, site, divided, matcher.rulebook_hash)
