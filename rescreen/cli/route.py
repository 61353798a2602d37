"""`rescreen route`: a day's parcels into the site's lanes, hour by hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rescreen.cli.book import BookChoice, book_options
from rescreen.cli.lanes_options import PATH, lanes_option, site_lanes, split_words
from rescreen.cli.localized import command
from rescreen.cli.session import Session

if TYPE_CHECKING:
    from rescreen.report.route import Route

__all__ = ["route_command"]

_TIME = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"])


@command("route")
@click.argument("sources", nargs=-1, type=PATH, metavar="[SOURCE]...")
@click.option("-o", "--output", type=PATH, help="option.route_output")
@lanes_option
@click.option("--key-file", type=PATH, help="option.key_file")
@click.option("--new-key", is_flag=True, help="option.new_key")
@click.option("--manifest", "manifests", type=PATH, multiple=True, help="option.manifest")
@click.option("--arrive", type=_TIME, metavar="TIME", help="option.arrive")
@click.option("--mapping", type=PATH, help="option.mapping")
@click.option("--format", "formats", multiple=True, callback=split_words, help="option.format")
@click.option("--audit", type=PATH, metavar="FOLDER", help="option.audit")
@click.option("--json", "as_json", is_flag=True, help="option.json")
@book_options
def route_command(
    session: Session,
    sources: tuple[Path, ...],
    output: Path | None,
    lanes: Path | None,
    key_file: Path | None,
    new_key: bool,
    manifests: tuple[Path, ...],
    arrive: datetime | None,
    mapping: Path | None,
    formats: tuple[str, ...],
    audit: Path | None,
    as_json: bool,
    book: BookChoice,
) -> int:
    """Exit 1 when a repeated draw differs."""
    from rescreen.cli.show_route import show_audit, show_route
    from rescreen.report.outputs import check_formats
    from rescreen.report.route_audit import audit_draw

    if (audit or new_key) and key_file is None:
        raise click.UsageError(session.say("usage.route_key"))
    if audit and key_file:
        return show_audit(audit_draw(audit, key_file), session, as_json=as_json)
    if not sources:
        raise click.UsageError(session.say("usage.route_source"))
    check_formats(formats)
    asked = _Asked(session, sources, lanes, key_file, manifests, arrive, mapping, book)
    if new_key and key_file:
        asked.make_key(key_file)
    route, rulebook_hash = asked.route()
    show_route(_written(route, output, formats), rulebook_hash, session, as_json=as_json)
    return 0


def _written(route: Route, output: Path | None, formats: tuple[str, ...]) -> Route:
    from rescreen.report.route import write_route

    return write_route(route, output, formats) if output else route


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command line asks for."""

    session: Session
    sources: tuple[Path, ...]
    lanes: Path | None
    key_file: Path | None
    manifests: tuple[Path, ...]
    arrive: datetime | None
    mapping: Path | None
    book: BookChoice

    def make_key(self, path: Path) -> None:
        from rescreen.routing import make_key_file

        make_key_file(path)
        click.echo(self.session.say("route.key_made", file=path), err=True)

    def route(self) -> tuple[Route, str]:
        """The route, and the hash of the rulebook that was asked for."""
        from rescreen.cli.progress import progress
        from rescreen.report.route import make_route
        from rescreen.report.route_input import Taking
        from rescreen.routing import read_key_file

        site, rulebook = site_lanes(self.lanes, self.book), self.book.rulebook()
        matcher = self.book.matcher(rulebook)
        with progress(self.session) as tell:
            taking = Taking(matcher, site.arrival, self.mapping, self.manifests, self.arrive, tell)
            given = taking.take(self.sources)
        key = read_key_file(self.key_file, given.day) if self.key_file else None
        lists = rulebook.ruleset.lists.values()
        divided = {one.id: one.values_on(given.day) for one in lists if one.kind == "divisions"}
        return make_route(given, site, divided, key), matcher.rulebook_hash
