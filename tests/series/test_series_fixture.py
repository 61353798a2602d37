"""The shipped clues: what is planted in them is there, and is found again."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from rescreen import link_clues
from rescreen.clues import Clues, read_clues
from rescreen.series.quality import pair_scores

FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.fixture(scope="module")
def clues() -> Clues:
    return read_clues(FIXTURES / "clues.csv")


@pytest.fixture(scope="module")
def answers() -> pl.DataFrame:
    return pl.read_csv(FIXTURES / "clues-answers.csv", infer_schema=False)


def test_the_clues_are_as_told(clues: Clues, answers: pl.DataFrame) -> None:
    assert clues.clues["clue"].to_list() == answers["clue"].to_list()
    assert len(clues) == 240
    sizes = (
        answers.filter(pl.col("series") != "")["series"]
        .value_counts()["count"]
        .sort(descending=True)
    )
    assert sizes.to_list() == [16, 13, 11, 9, 7, 2]
    assert clues.rejected["reason"].n_unique() >= 3
    assert set(clues.nobody["why"]) >= {"masked", "virtual"}
    counts = clues.mentions.unique(["clue", "entity"])["entity"].value_counts()["count"]
    assert (counts > 110).sum() >= 2


def test_the_rings_are_found_and_the_hubs_and_bridges_told(
    clues: Clues, answers: pl.DataFrame
) -> None:
    linked = link_clues(clues)
    rows = pl.DataFrame({"clue": pl.arange(len(clues), dtype=pl.UInt32, eager=True)})
    found = rows.join(linked.members, on="clue", how="left", maintain_order="left")["series"]
    scores = pair_scores(answers["series"], found)
    assert scores.f1 > 0.95
    assert scores.swollen < 1.1
    assert {"phone", "address"} <= set(linked.hubs["kind"].cast(pl.String))
    assert linked.cuts.height > 0
