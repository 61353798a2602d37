"""A graph in every format: read back by other programs, the same bytes however it was built."""

from __future__ import annotations

import csv
import json
import sys
import time
from pathlib import Path

import fastexcel
import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "network"))
from clue_graphs import clue_graphs, ring, shuffled

from rescreen.errors import UsageError
from rescreen.report.series_exports import GRAPH_FORMATS, export_graph, ordered

READERS = {
    "graphml": nx.read_graphml,
    "gexf": nx.read_gexf,
    "json": lambda path: nx.node_link_graph(json.loads(path.read_text("utf-8")), edges="edges"),
}
each_reader = pytest.mark.parametrize("form", READERS)


def content(graph: nx.Graph, form: str, folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in export_graph(graph, form, folder)]


def same(one: nx.Graph, other: nx.Graph) -> bool:
    """Nodes, edges and attributes with their types; GEXF numbers its edges besides."""
    for *_, data in other.edges(data=True):
        data.pop("id", None)
    links = [{frozenset((a, b)): d for a, b, d in g.edges(data=True)} for g in (one, other)]
    nodes = [dict(g.nodes(data=True)) for g in (one, other)]
    types = [{(n, k): type(v) for n, d in of.items() for k, v in d.items()} for of in nodes]
    return links[0] == links[1] and nodes[0] == nodes[1] and types[0] == types[1]


@each_reader
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(graph=clue_graphs())
def test_attributes_survive_a_round_trip(form: str, graph: nx.Graph, tmp_path: Path) -> None:
    [path] = export_graph(graph, form, tmp_path)
    assert same(graph, READERS[form](path))


@each_reader
def test_a_ring_with_names_of_places_and_marks_survives(form: str, tmp_path: Path) -> None:
    graph = ring()
    graph.nodes["clue:A"].update(note='甲 <&> "乙"\t=1+1', source="")
    [path] = export_graph(graph, form, tmp_path)
    assert same(graph, READERS[form](path))


@pytest.mark.parametrize("form", GRAPH_FORMATS)
@given(seed=st.integers(0, 999))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=5)
def test_bytes_do_not_hang_on_how_a_graph_was_built(form: str, seed: int, tmp_path: Path) -> None:
    assert content(shuffled(ring(), seed), form, tmp_path) == content(ring(), form, tmp_path)


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_bytes_do_not_hang_on_the_day(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = content(ring(), form, tmp_path), time.strftime
    # A time that is given is formatted as ever; the present day is another.
    monkeypatch.setattr(time, "strftime", lambda f, *t: real(f, *t) if t else "1999-01-01")
    assert content(ring(), form, tmp_path) == before
    assert all(b"1999" not in one for one in before)


def test_lists_of_nodes_and_edges_begin_alike_and_hold_everything(tmp_path: Path) -> None:
    nodes, edges = export_graph(ring(), "csv", tmp_path)
    assert (nodes.name, edges.name) == ("graph-nodes.csv", "graph-edges.csv")
    assert nodes.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(nodes.read_text("utf-8-sig").splitlines()))
    assert [*rows[0]][:4] == ["id", "sort", "kind", "label"]
    assert len(rows) == 10
    told = {row["id"]: row for row in rows}
    assert (told["outlet-4"]["count"], told["outlet-4"]["hub"]) == ("4312", "true")
    links = list(csv.DictReader(edges.read_text("utf-8-sig").splitlines()))
    assert len(links) == ring().number_of_edges()
    assert {"source", "target", "kind", "bits", "links", "how"} <= set(links[0])


def test_formulas_in_lists_are_disarmed(tmp_path: Path) -> None:
    graph = ring()
    graph.nodes["clue:A"]["label"] = "=cmd|calc"
    nodes, _ = export_graph(graph, "csv", tmp_path)
    assert "'=cmd|calc" in nodes.read_text("utf-8-sig")


def test_the_spreadsheet_has_a_link_a_row(tmp_path: Path) -> None:
    [path] = export_graph(ring(), "xlsx", tmp_path)
    book = fastexcel.read_excel(path)
    sheet = book.load_sheet(0, header_row=0).to_polars()
    assert sheet.columns[:4] == ["实体1类型", "实体1编号", "实体1标签", "关联类型"]
    assert len(sheet) == ring().number_of_edges()
    near = sheet.filter(sheet["关联类型"] == "近似")
    assert near.select("实体1类型", "实体1编号", "关联强度（比特）", "日期").rows() == [
        ("线索", "clue:C", 6.0, "2021-09-07T10:00:00")
    ]
    [path] = export_graph(ring(), "xlsx", tmp_path, lang="en")
    assert fastexcel.read_excel(path).load_sheet(0).to_polars().columns[0] == "Entity 1 type"


@pytest.mark.parametrize("form", GRAPH_FORMATS)
@pytest.mark.parametrize(
    "graph", [nx.Graph(), nx.karate_club_graph(), nx.davis_southern_women_graph()]
)
def test_any_graph_can_be_written(form: str, graph: nx.Graph, tmp_path: Path) -> None:
    assert all(path.stat().st_size for path in export_graph(graph, form, tmp_path))


def test_what_no_format_holds_is_left_out_or_told_as_text() -> None:
    graph = nx.Graph()
    graph.add_node(1, label="a\x00b", none=None, many=["x", "y"])
    assert ordered(graph).nodes["1"] == {"label": "ab", "many": "['x', 'y']"}


def test_an_unknown_format_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as told:
        export_graph(ring(), "pdf", tmp_path)
    assert "graphml" in told.value.en
