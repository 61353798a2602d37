"""Planted clues hold what they are said to: rings that hold together, and nothing else that does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import networkx
import polars as pl
import pytest

from rescreen.clues import KINDS, Part
from rescreen.errors import UsageError
from rescreen.identity import check_phones_column
from rescreen.identity.phones import PhoneKind
from rescreen.synth import PLANS, ClueOrder, MadeClues, make_clues, plan_with, write_clues
from rescreen.synth.write_clues import BROKEN_CLUES

#: Everything written in one way, so that equal values are equal texts.
NEAT = replace(PLANS["plain"], spelling=0.0, masked=0.0, virtual=0.0)
LINKING = [kind.name for kind in KINDS.values() if kind.part is Part.LINKS]


def joined(made: MadeClues) -> dict[str, set[str]]:
    """Of each clue those that it hangs together with by values of linking kinds."""
    graph = networkx.Graph()
    graph.add_nodes_from(made.answers["clue"])
    rows = made.table.filter(pl.col("kind").is_in(LINKING))
    graph.add_edges_from((row[0], row[1:]) for row in rows.select("clue", "kind", "value").rows())
    parts = networkx.connected_components(graph)
    found = [{node for node in part if isinstance(node, str)} for part in parts]
    return {clue: part for part in found for clue in part}


def truth(made: MadeClues) -> dict[str, set[str]]:
    series = made.answers.filter(pl.col("series") != "").group_by("series").agg("clue")
    parts = [set(clues) for clues in series["clue"]]
    alone = made.answers.filter(pl.col("series") == "")["clue"]
    return {clue: part for part in parts for clue in part} | {clue: {clue} for clue in alone}


@pytest.mark.parametrize("seed", range(3))
def test_without_traps_shared_values_tell_the_truth(seed: int) -> None:
    made = make_clues(4_000, seed, NEAT)
    assert joined(made) == truth(made)
    sizes = made.answers.filter(pl.col("series") != "")["series"].value_counts()["count"]
    assert sizes.min() == 2
    assert 20 < sizes.max() <= 80  # type: ignore[operator]
    assert sizes.sum() == 1_600


@pytest.mark.parametrize("ways", [1, 2])
def test_bridges_join_the_rings_that_are_told_and_no_others(ways: int) -> None:
    amount = {"single": 0.2} if ways == 1 else {"double": 0.2}
    made = make_clues(4_000, 1, replace(NEAT, **amount))
    assert made.bridges.height > 10
    assert set(made.bridges["ways"]) == {ways}
    graph = networkx.Graph(made.bridges.select("series", "other").rows())
    mates = {name: part for part in networkx.connected_components(graph) for name in part}
    series = dict(made.answers.iter_rows())
    for clue, part in joined(made).items():
        name = series[clue]
        expected = mates.get(name, {name}) if name else {""}
        assert {series[other] for other in part} == expected


def test_hubs_are_in_as_many_clues_as_asked_and_chain_strangers() -> None:
    made = make_clues(20_000, 2, replace(NEAT, hubs=0.25))
    counts = made.table.filter(pl.col("kind").is_in(LINKING)).group_by("kind", "value").len("n")
    hubs = counts.filter(pl.col("n") > 100)
    assert 2_200 < hubs["n"].max() <= 2_500  # type: ignore[operator]
    assert 0.2 < hubs["n"].sum() / 20_000 <= 0.25
    assert set(hubs["kind"]) <= {"phone", "address"}
    without = made.table.join(hubs, on=["kind", "value"], how="anti")
    assert joined(replace(made, table=without)) == truth(made)


def test_near_numbers_differ_by_one_digit_and_join_nobody_by_themselves() -> None:
    made = make_clues(3_000, 3, replace(NEAT, near_false=0.1))
    assert joined(made) == truth(made)
    phones = made.table.filter(kind="phone")["value"].unique().to_list()
    wild = {phone[:at] + "?" + phone[at + 1 :] for phone in phones for at in range(11)}
    assert len(phones) * 11 - len(wild) > 200
    typed = make_clues(3_000, 3, replace(NEAT, near_true=0.1))
    found = joined(typed)
    lonely = [clue for clue, part in truth(typed).items() if len(found[clue]) < len(part)]
    assert 10 < len(lonely) < 3_000


def test_recycled_numbers_are_years_apart() -> None:
    made = make_clues(3_000, 4, replace(NEAT, recycled=0.05))
    assert made.answers["clue"].is_sorted()
    rows = made.table.with_columns(pl.col("time").str.to_datetime())
    old = rows.filter(pl.col("time") < pl.datetime(2021, 9, 21))
    assert 100 < old["clue"].n_unique() <= 150
    assert set(made.answers.filter(pl.col("clue").is_in(old["clue"].implode()))["series"]) == {""}
    both = old.filter(kind="phone").join(rows.filter(kind="phone"), on="value", suffix="_now")
    both = both.filter(pl.col("clue") != pl.col("clue_now"))
    assert both["clue"].n_unique() == old["clue"].n_unique()
    assert (both["time_now"] - both["time"]).dt.total_days().min() >= 900  # type: ignore[operator]


def test_masked_and_virtual_values_are_spread_over_strangers() -> None:
    made = make_clues(3_000, 5, PLANS["plain"])
    phones = made.table.filter(kind="phone")["value"]
    kinds = pl.Series(check_phones_column(phones).kind)
    for kind, least in ((PhoneKind.MASKED, 80), (PhoneKind.VIRTUAL, 500)):
        chosen = phones.filter(kinds == int(kind))
        assert chosen.len() > least
        assert chosen.n_unique() < chosen.len() / 1.5
    assert set(kinds) == {PhoneKind.MASKED, PhoneKind.VIRTUAL, PhoneKind.MOBILE}


def test_the_same_for_a_seed() -> None:
    one, same, other = (make_clues(500, seed, PLANS["all"]) for seed in (7, 7, 8))
    assert one.table.equals(same.table)
    assert one.answers.equals(same.answers)
    assert not one.table.equals(other.table)


@pytest.mark.parametrize("clues", [1, 2, 3, 10, 200])
@pytest.mark.parametrize("name", PLANS)
def test_few_clues_of_every_plan(name: str, clues: int) -> None:
    made = make_clues(clues, 1, PLANS[name])
    assert made.answers.height == clues
    assert made.table["clue"].n_unique() == clues


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".parquet"])
def test_files_hold_the_table_and_the_answers(tmp_path: Path, suffix: str) -> None:
    path, answers = tmp_path / f"clues{suffix}", tmp_path / "answers.csv"
    order = ClueOrder(300, 9, PLANS["all"])
    assert write_clues(path, order, answers).total() == 0
    made = make_clues(300, 9, PLANS["all"])
    read = {
        ".csv": lambda: pl.read_csv(path, infer_schema=False),
        ".tsv": lambda: pl.read_csv(path, infer_schema=False, separator="\t"),
        ".jsonl": lambda: pl.read_ndjson(path),
        ".parquet": lambda: pl.read_parquet(path),
    }[suffix]()
    assert read.fill_null("").equals(made.table.fill_null(""))
    told = pl.read_csv(answers, infer_schema=False)
    assert told.fill_null("").equals(made.answers)


def test_broken_rows_come_between_the_others(tmp_path: Path) -> None:
    path = tmp_path / "clues.parquet"
    broken = write_clues(path, ClueOrder(300, 9, broken=0.05))
    table, whole = pl.read_parquet(path), make_clues(300, 9, PLANS["plain"]).table
    assert set(broken) == set(BROKEN_CLUES)
    assert table.height == whole.height + broken.total()
    spoilt = table.filter(
        (pl.col("kind") == "星座") | (pl.col("clue") == "") | (pl.col("value") == "")
        | pl.col("time").str.starts_with("2021-02-30")
    )  # fmt: skip
    assert spoilt.height == broken.total()
    assert table.join(spoilt, on=table.columns, how="anti", nulls_equal=True).equals(whole)


def test_amounts_and_endings_that_there_are_not(tmp_path: Path) -> None:
    assert plan_with("all", ["single=0.5", "largest=9"]).largest == 9
    for name, amount in (("none", "single=0.5"), ("all", "x=1"), ("all", "single=2"),
                         ("all", "single"), ("all", "largest=1"), ("all", "single=nan")):  # fmt: skip
        with pytest.raises(UsageError):
            plan_with(name, [amount])
    with pytest.raises(UsageError):
        write_clues(tmp_path / "clues.doc", ClueOrder(3))
    for clues in (0, 10**8):
        with pytest.raises(UsageError):
            make_clues(clues, 0, PLANS["plain"])
