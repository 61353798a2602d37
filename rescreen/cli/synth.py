"""`rescreen synth`: invented manifests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rescreen.cli.localized import command
from rescreen.cli.session import Session

__all__ = ["synth_command"]


@command("synth")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--rows", type=int, default=1000, show_default=True, help="option.rows")
@click.option("--seed", type=int, default=0, show_default=True, help="option.seed")
@click.option("--style", default="plain", show_default=True, help="option.style")
@click.option("--encoding", default="utf-8-sig", show_default=True, help="option.encoding")
@click.option("--broken", type=click.FloatRange(0, 1), default=0.0, help="option.broken")
@click.option("--faults", type=click.FloatRange(0), default=1.0, help="option.faults")
@click.option("--files", type=int, default=1, help="option.files")
@click.option("--answers", type=click.Path(path_type=Path), help="option.answers")
def synth_command(session: Session, file: Path, answers: Path | None, **order: Any) -> None:
    """Write an invented manifest, and say what is in it."""
    from rescreen.cli.progress import progress
    from rescreen.synth import Order, write_manifest

    with progress(session, "synth.writing") as tell:
        made = write_manifest(file, Order(**order), answers, lambda n: tell(n, order["rows"]))
    say, broken = session.say, made.broken.total()
    click.echo(say("synth.done", rows=order["rows"], seed=order["seed"], broken=broken))
    many = len(made.files) > 1
    shown = [say("score.many_files", files=file, n=len(made.files))] if many else made.files
    for path in (*shown, *([answers] if answers else [])):
        click.echo(f"  {path}")
