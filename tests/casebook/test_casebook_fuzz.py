"""Under any judgements that are accepted: no never-link is violated, the series follow from the log alone,
and the evidence of every link and every step of a path sums to its score."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from told_clues import SMALL, judged, linked_of, table_of, told

from rescreen.casebook.kept import Kept
from rescreen.errors import UsageError
from rescreen.links.evidence import score
from rescreen.links.pieces import score_pairs
from rescreen.report.dossier_links import holding_links
from rescreen.report.series_names import Names
from rescreen.report.series_why import PathLimits, why_data
from rescreen.report.texts import Words
from rescreen.series.conflicts import conflict_of
from rescreen.series.judgements import Judgement, Verb, check, read_log, standing
from rescreen.series.linked import CaseSeries, Linked

CLUES = [f"C{n}" for n in range(9)]
VALUES = st.one_of(
    st.tuples(st.just("phone"), st.sampled_from([f"1540000000{n}" for n in range(5)])),
    st.tuples(st.just("device"), st.sampled_from("ABCD")),
    st.tuples(st.sampled_from(["outlet", "item"]), st.sampled_from("WV")),
)
DAYS = st.one_of(st.none(), st.integers(0, 40), st.integers(3000, 3010))
TABLES = st.fixed_dictionaries(
    {clue: st.tuples(DAYS, st.lists(VALUES, min_size=1, max_size=3, unique=True)) for clue in CLUES}
)
SIDES = st.lists(st.sampled_from(CLUES), min_size=1, max_size=2, unique=True).map(tuple)
JUDGEMENTS = st.lists(
    st.one_of(
        st.builds(
            dict,
            verb=st.sampled_from([Verb.CONFIRM, Verb.MERGE, Verb.REJECT, Verb.NEVER, Verb.SPLIT]),
            clues=SIDES,
            others=SIDES,
        ),
        st.builds(
            dict,
            verb=st.sampled_from([Verb.LIFT, Verb.SUPPRESS]),
            things=st.sampled_from(["phone-1", "phone-2", "device-2", "phone-3"]).map(lambda t: (t,)),
        ),
        st.builds(dict, verb=st.just(Verb.WITHDRAW), of=st.integers(1, 6)),
    ),
    max_size=8,
)  # fmt: skip


def accepted(rows: dict, wanted: list[dict]) -> tuple[Linked, list[Judgement], list[int]]:
    """The series after all that can stand, the log, and how many were refused for a conflict."""
    clues, log, refused = told(rows), [], []
    linked = linked_of(clues)
    for more in wanted:
        one = judged(len(log) + 1, **more)
        try:
            check(one, log)
        except UsageError:
            continue
        if conflict_of(linked, one) is not None:
            refused.append(one.no)
            continue
        log.append(one)
        linked = linked_of(clues, *log)
        assert violations(linked, log) == []
        assert linked.refused.is_empty(), "a judgement that stands was not obeyed"
    return linked, log, refused


def violations(linked: Linked, log: list[Judgement]) -> list[int]:
    names = list(linked.clues.clues["clue"])
    label = dict(zip(names, linked.partition.label.tolist(), strict=True))
    return [
        one.no
        for one in standing(log)
        if one.verb in (Verb.NEVER, Verb.SPLIT)
        for a in one.clues
        for b in one.others
        if a in label and b in label and label[a] == label[b]
    ]


def joins_that_failed(linked: Linked, log: list[Judgement]) -> list[int]:
    names = list(linked.clues.clues["clue"])
    label = dict(zip(names, linked.partition.label.tolist(), strict=True))
    return [
        one.no
        for one in standing(log)
        if one.verb in (Verb.CONFIRM, Verb.MERGE)
        if len({label[clue] for clue in (*one.clues, *one.others)}) > 1
    ]


def all_that_holds(rows: dict, wanted: list[dict]) -> None:
    linked, log, _ = accepted(rows, wanted)
    assert joins_that_failed(linked, log) == []
    evidence_sums(linked)
    for series in linked:
        links_hold(series)


@settings(max_examples=10, deadline=None)
@given(TABLES, JUDGEMENTS)
def test_accepted_judgements_hold_and_evidence_sums(rows: dict, wanted: list[dict]) -> None:
    all_that_holds(rows, wanted)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(TABLES, JUDGEMENTS)
def test_accepted_judgements_hold_and_evidence_sums_longer(rows: dict, wanted: list[dict]) -> None:
    all_that_holds(rows, wanted)


@settings(max_examples=10, deadline=None)
@given(TABLES, JUDGEMENTS)
def test_what_is_refused_would_have_been_violated(rows: dict, wanted: list[dict]) -> None:
    """Put into the log all the same, it isn't obeyed, or parts what it says belongs together."""
    clues, log = told(rows), []
    linked = linked_of(clues)
    for more in wanted:
        one = judged(len(log) + 1, **more)
        try:
            check(one, log)
        except UsageError:
            continue
        found = conflict_of(linked, one)
        if found is None:
            log.append(one)
            linked = linked_of(clues, *log)
            continue
        assert {by.no for by in standing(log)} >= set(found.by)
        assert found.path[0] != found.path[-1]
        assert {found.path[0], found.path[-1]} <= {f"clue:{clue}" for clue in CLUES}
        if one.verb in (Verb.CONFIRM, Verb.MERGE):
            never = next(by for by in log if by.no == found.by[0])
            ends = {end.removeprefix("clue:") for end in (found.path[0], found.path[-1])}
            assert ends & {*never.clues}
            assert ends & {*never.others}


def evidence_sums(linked: Linked) -> None:
    """Of pairs, linked or not, and of every step of every path."""
    names = Names(linked, Words())
    for a, b in combinations(CLUES[:4], 2):
        data = why_data(linked, a, b, names, PathLimits(3, 3))
        assert sum(piece["millibits"] for piece in data["evidence"]) == data["score"]
        pair = pl.DataFrame({"clue_a": [names.row(a)], "clue_b": [names.row(b)]})
        if tuple(sorted((names.row(a), names.row(b)))) not in linked.ruled.rejected:
            assert score_pairs(linked.weighing, pair.cast(pl.UInt32)).tolist() == [data["score"]]
        assert data["linked"] == (not data.get("reasons"))
        for path in data.get("paths", []):
            for step in path["steps"]:
                assert sum(piece["millibits"] for piece in step["evidence"]) == step["score"]
            assert path["total"] == sum(step["score"] for step in path["steps"])
            assert [step["from"] for step in path["steps"][1:]] == [
                step["to"] for step in path["steps"][:-1]
            ]


def links_hold(series: CaseSeries) -> None:
    """The links of a dossier reach every clue, and none is too many."""
    links = holding_links(series)
    assert len(links) == len(series) - 1
    graph = nx.Graph((one["a"], one["b"]) for one in links)
    assert set(graph) == set(series.members["clue"])
    assert nx.is_connected(graph)
    assert all(score(one["evidence"]) == one["score"] for one in links)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(TABLES, JUDGEMENTS)
def test_a_store_says_what_its_log_says(
    tmp_path_factory: pytest.TempPathFactory, rows: dict, wanted: list[dict]
) -> None:
    _replayed(tmp_path_factory.mktemp("store"), rows, wanted)


def test_a_store_says_what_its_log_says_once(tmp_path: Path) -> None:
    rows = {clue: (n, [("phone", f"1540000000{n % 3}"), ("device", "ABCD"[n % 4])])
            for n, clue in enumerate(CLUES)}  # fmt: skip
    wanted = [
        {"verb": Verb.NEVER, "clues": ("C0",), "others": ("C1",)},
        {"verb": Verb.MERGE, "clues": ("C0",), "others": ("C1",)},
        {"verb": Verb.CONFIRM, "clues": ("C3",), "others": ("C6",)},
        {"verb": Verb.SUPPRESS, "things": ("phone-1",)},
        {"verb": Verb.WITHDRAW, "of": 1},
        {"verb": Verb.MERGE, "clues": ("C0",), "others": ("C1",)},
    ]
    _replayed(tmp_path, rows, wanted)


def _replayed(folder: Path, rows: dict, wanted: list[dict]) -> None:
    """Judged one by one in a store that goes on from what it derived; then from its log alone."""
    kept = Kept(folder, SMALL)
    kept.add(kept.read(table_of(rows)))
    for more in wanted:
        try:
            kept.judge(judged(0, **more))
        except UsageError:
            continue
        assert violations(kept.linked(), list(read_log(kept.judgements))) == []
    log = read_log(kept.judgements)
    fresh = linked_of(kept.clues(), *log)
    assert kept.linked().members.equals(fresh.members)
    assert joins_that_failed(fresh, list(log)) == []
