"""`rescreen synth`: invented manifests, and invented clues with known series."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rescreen.cli.localized import command
from rescreen.cli.session import Session

if TYPE_CHECKING:
    from rescreen.synth import ClueOrder

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
@click.option("--clues", type=int, help="option.clues")
@click.option("--plan", default="plain", show_default=True, help="option.plan")
@click.option("--amount", "amounts", metavar="NAME=NUMBER", multiple=True, help="option.amount")
def synth_command(
    session: Session,
    file: Path,
    answers: Path | None,
    clues: int | None,
    plan: str,
    amounts: tuple[str, ...],
    **order: Any,
) -> None:
    """Write an invented manifest (or clues), and say what is in it."""
    if clues is None:
        _parcels(session, file, answers, order)
    else:
        from rescreen.synth import ClueOrder, plan_with

        chosen = plan_with(plan, amounts)
        _clues(session, file, answers, ClueOrder(clues, order["seed"], chosen, order["broken"]))


def _parcels(session: Session, file: Path, answers: Path | None, order: dict[str, Any]) -> None:
    from rescreen.cli.progress import progress
    from rescreen.synth import Order, write_manifest

    with progress(session, "synth.writing") as tell:
        made = write_manifest(file, Order(**order), answers, lambda n: tell(n, order["rows"]))
    say, broken = session.say, made.broken.total()
    click.echo(say("synth.done", rows=order["rows"], seed=order["seed"], broken=broken))
    many = len(made.files) > 1
    shown = [say("score.many_files", files=file, n=len(made.files))] if many else made.files
    _tell_files(*shown, answers)


def _clues(session: Session, file: Path, answers: Path | None, order: ClueOrder) -> None:
    from rescreen.cli.progress import progress
    from rescreen.synth import write_clues

    with progress(session, "synth.writing") as tell:
        broken = write_clues(file, order, answers).total()
        tell(order.clues, order.clues)
    click.echo(session.say("synth.clues_done", clues=order.clues, seed=order.seed, broken=broken))
    _tell_files(file, answers)


def _tell_files(*files: object) -> None:
    for path in filter(None, files):
        click.echo(f"  {path}")
