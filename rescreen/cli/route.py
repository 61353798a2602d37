"""`rescreen route`: a day's parcels into the site's lanes, hour by hour."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from rescreen.cli.book import BookChoice, book_options
from rescreen.cli.lanes_input import LanesInput, input_options
from rescreen.cli.lanes_options import PATH
from rescreen.cli.localized import command
from rescreen.cli.session import Session
from rescreen.cli.words import split_words

__all__ = ["route_command"]


@command("route")
@click.argument("sources", nargs=-1, type=PATH, metavar="[SOURCE]...")
@click.option("-o", "--output", type=PATH, help="option.route_output")
@click.option("--key-file", type=PATH, help="option.key_file")
@click.option("--new-key", is_flag=True, help="option.new_key")
@click.option("--audit", type=PATH, metavar="FOLDER", help="option.audit")
@input_options
@click.option("--format", "formats", multiple=True, callback=split_words, help="option.format")
@click.option("--json", "as_json", is_flag=True, help="option.json")
@book_options
def route_command(
    session: Session,
    sources: tuple[Path, ...],
    output: Path | None,
    key_file: Path | None,
    new_key: bool,
    audit: Path | None,
    lanes: Path | None,
    manifests: tuple[Path, ...],
    arrive: datetime | None,
    mapping: Path | None,
    history: Path | None,
    formats: tuple[str, ...],
    as_json: bool,
    book: BookChoice,
) -> int:
    """Exit 1 when a repeated draw differs."""
    from rescreen.cli.show_route import show_route
    from rescreen.report.outputs import check_formats
    from rescreen.report.route import make_route, write_route
    from rescreen.routing import check_no_key_file, read_key_file

    if (audit or new_key) and key_file is None:
        raise click.UsageError(session.say("usage.route_key"))
    if audit and key_file:
        return _audit(session, audit, key_file, as_json=as_json)
    if not sources:
        raise click.UsageError(session.say("usage.route_source"))
    check_formats(formats)
    if new_key and key_file:
        check_no_key_file(key_file)
    asked = LanesInput(session, sources, lanes, manifests, arrive, mapping, history, book)
    taken = asked.take()
    if new_key and key_file:  # not before the sources were found usable
        _make_key(session, key_file)
    key = read_key_file(key_file, taken.given.day) if key_file else None
    route = make_route(taken.given, taken.site, taken.lists, key)
    done = write_route(route, output, formats) if output else route
    show_route(done, taken.rulebook, session, as_json=as_json)
    return 0


def _audit(session: Session, folder: Path, key_file: Path, *, as_json: bool) -> int:
    from rescreen.cli.show_route import show_audit
    from rescreen.report.route_audit import audit_draw

    return show_audit(audit_draw(folder, key_file), session, as_json=as_json)


def _make_key(session: Session, path: Path) -> None:
    from rescreen.routing import make_key_file

    make_key_file(path)
    click.echo(session.say("route.key_made", file=path), err=True)
