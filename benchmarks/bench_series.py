"""How good series are on planted clues, beside other ways of finding them: means over seeds.

BENCH_SEEDS and BENCH_CLUES set how many; hubs are planted among more clues, so that one has ten thousand.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from statistics import fmean

import polars as pl
import pytest
from figures import Figures
from series_peers import WAYS
from series_workload import coded, planted, truth_of

from rescreen import link_clues
from rescreen.clues import Clues
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
        precision, recall = mean(several, "precision"), mean(several, "recall")
        name, mine = f"{way}: precision {precision:.4f}, recall {recall:.4f}", way == "ours"
        goal = F1.get(plan) if mine else None
        figures.tell(section, name, mean(several, "f1"), "F1", better="more", goal=goal)
        clue = mean(several, "clue_f1")
        figures.tell(section, f"{way}: clue by clue", clue, "B-cubed F1", better="more")
        largest, goal = max(one.swollen for one in several), SWOLLEN.get(plan) if mine else None
        figures.tell(
            section, f"{way}: largest : largest planted, at worst", largest, "x", goal=goal
        )


def mean(several: list[Scores], name: str) -> float:
    return fmean(getattr(one, name) for one in several)
