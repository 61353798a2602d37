"""How good series are on planted clues, beside other ways of finding them: means over seeds.

BENCH_SEEDS and BENCH_CLUES set how many; hubs are planted among more clues, so that one has ten thousand.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from statistics import fmean

import polars as pl
import pytest
from figures import Figures
from series_peers import WAYS
from series_workload import coded, planted, truth_of

from rescreen.clues import Clues
from rescreen.series.build import link_clues
from rescreen.series.quality import Scores, pair_scores
from rescreen.synth import PLANS

pytestmark = pytest.mark.bench
SEEDS = tuple(map(int, os.environ.get("BENCH_SEEDS", "1,2,3").split(",")))
CLUES = int(os.environ.get("BENCH_CLUES", "30000"))
HUB_CLUES = max(CLUES, 100_000)
#: At least so many of pairs (F1); the largest series : the largest planted one, at most.
F1 = {"single": 0.99, "double": 0.95}
SWOLLEN = {"hubs": 1.05}


def ours(clues: Clues) -> pl.Series:
    members = link_clues(clues).members
    rows = pl.DataFrame({"clue": pl.arange(len(clues), dtype=pl.UInt32, eager=True)})
    return rows.join(members, on="clue", how="left", maintain_order="left")["series"]


def scores_of(plan: str) -> Iterator[tuple[str, Scores]]:
    """Every way's scores, seed by seed."""
    for seed in SEEDS:
        made, clues = planted(plan, HUB_CLUES if plan == "hubs" else CLUES, seed)
        truth, numbers = truth_of(made, clues), coded(clues)
        yield "ours", pair_scores(truth, ours(clues))
        for way, find in WAYS.items():
            yield way, pair_scores(truth, pl.Series(find(numbers)))


@pytest.mark.parametrize("plan", PLANS)
def test_quality(plan: str, figures: Figures) -> None:
    found: dict[str, list[Scores]] = {}
    for way, scores in scores_of(plan):
        found.setdefault(way, []).append(scores)
    clues = HUB_CLUES if plan == "hubs" else CLUES
    section = f"series, {plan}: {clues:,} clues, {len(SEEDS)} seeds"
    for way, several in found.items():
        mine = way == "ours"
        mean: Callable[[str], float] = lambda name, all_=several: fmean(  # noqa: E731
            getattr(one, name) for one in all_
        )
        told = f"precision {mean('precision'):.4f}, recall {mean('recall'):.4f}"
        goal = F1.get(plan) if mine else None
        figures.tell(section, f"{way}: {told}", mean("f1"), "F1", better="more", goal=goal)
        figures.tell(section, f"{way}: clue by clue", mean("clue_f1"), "B-cubed F1", better="more")
        largest = max(one.swollen for one in several)
        goal = SWOLLEN.get(plan) if mine else None
        figures.tell(
            section, f"{way}: largest : largest planted, at worst", largest, "x", goal=goal
        )
