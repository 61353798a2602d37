"""The figures of a run: printed as they come, kept as JSON, and two runs compared.

python benchmarks/figures.py OLD.json NEW.json
"""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table

__all__ = ["Figure", "Figures"]

#: A figure that is worse by more than this share is marked: below it lies the machines' noise.
NOISE = 0.15


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. `goal` is what it should reach: at most for times, at least for rates;
    `better` is "less" or "more"."""

    section: str
    name: str
    value: float
    unit: str
    better: str = "less"
    goal: float | None = None

    @property
    def reached(self) -> bool | None:
        if self.goal is None:
            return None
        return self.value <= self.goal if self.better == "less" else self.value >= self.goal


@dataclass
class Figures:
    """Collects figures; `tell` prints each under its section."""

    figures: list[Figure] = field(default_factory=list)

    def tell(
        self,
        section: str,
        name: str,
        value: float,
        unit: str,
        *,
        better: str = "less",
        goal: float | None = None,
    ) -> Figure:
        figure = Figure(section, name, value, unit, better, goal)
        if not self.figures or self.figures[-1].section != section:
            _print(f"\n{section}")
        self.figures.append(figure)
        _print(f"  {name:<66} {_number(value):>12} {unit:<12}{_verdict(figure)}")
        return figure

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = {
            "python": platform.python_version(),
            "polars": pl.__version__,
            "machine": platform.machine(),
            "figures": [asdict(figure) for figure in self.figures],
        }
        path.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _print(text: str) -> None:
    print(text, file=sys.__stdout__, flush=True)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1_000 else f"{value:.3g}"


def _verdict(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    sign = "<=" if figure.better == "less" else ">="
    return f"{sign} {_number(figure.goal)}: {'reached' if figure.reached else 'MISSED'}"


def _load(path: Path) -> dict[tuple[str, str], Figure]:
    figures = [Figure(**one) for one in json.loads(path.read_text("utf-8"))["figures"]]
    return {(figure.section, figure.name): figure for figure in figures}


def compare(old: Path, new: Path) -> int:
    """Print two runs side by side; the number of figures that became worse than noise."""
    before, after = _load(old), _load(new)
    table = Table("", old.name, new.name, "new : old", "", box=box.SIMPLE)
    worse = 0
    for key, figure in after.items():
        was = before.get(key)
        ratio = figure.value / was.value if was and was.value else None
        loss = ratio is not None and (ratio if figure.better == "less" else 1 / ratio) - 1 > NOISE
        worse += loss
        table.add_row(
            " / ".join(key),
            f"{_number(was.value)} {was.unit}" if was else "",
            f"{_number(figure.value)} {figure.unit}",
            f"{ratio:.2f}" if ratio else "",
            "worse" if loss else "",
        )
    Console(width=160).print(table)
    return worse


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(1 if compare(Path(sys.argv[1]), Path(sys.argv[2])) else 0)
