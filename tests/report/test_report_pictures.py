"""Pictures: well-formed, the same to the byte, readable, and with what they must tell."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "network"))
from clue_graphs import clue_graphs, ring, shuffled

from rescreen.network.rhythm import rhythm
from rescreen.network.routes import ROUTES, TIMELINE, routes, timeline
from rescreen.report.drawing import SIZE, text_width
from rescreen.report.picture import graph_picture
from rescreen.report.picture_labels import Label, placed
from rescreen.report.picture_routes import routes_picture
from rescreen.report.picture_times import hours_picture, timeline_picture, weekdays_picture

SVG = "{http://www.w3.org/2000/svg}"


def texts(picture: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(picture).iter(f"{SVG}text")]


@settings(max_examples=30)
@given(clue_graphs(), st.integers(0, 99))
def test_a_graph_gives_one_picture_however_it_was_built(graph: nx.Graph, seed: int) -> None:
    picture = graph_picture(graph, "图")
    assert graph_picture(shuffled(graph, seed), "图") == picture
    root = ET.fromstring(picture)
    titles = [title.text for title in root.iter(f"{SVG}title")]
    assert len(titles) >= len(graph)
    assert len(list(root.iter(f"{SVG}line"))) >= graph.number_of_edges()


def test_everything_of_a_small_graph_is_labelled_and_explained() -> None:
    told = texts(graph_picture(ring(), "系列 S1"))
    assert {"系列 S1", "A", "F", "支付账户 a***", "电话 138****0001", "网点 一"} <= set(told)
    assert {"线索", "电话", "证件号码", "枢纽（不起连接作用）"} <= set(told)
    assert "hub (makes no links)" in texts(graph_picture(ring(), "S1", "en"))


def test_bridges_and_cuts_are_dashed_and_tell_both_sides() -> None:
    graph = ring()
    graph.remove_edge("clue:C", "clue:F")
    for name in ("clue:B", "clue:E"):
        graph.remove_edge(name, "account-1")
    picture = graph_picture(graph, "图")
    assert picture.count('stroke-dasharray="6 4"') == 3  # two bridges, and the legend's
    assert "两侧各有 3 条和 3 条线索" in picture
    assert "唯一的连接（桥）" in picture
    assert "桥" not in graph_picture(graph, "图", side=4)
    graph.edges["clue:A", "account-1"].update(links=False, why="cut")
    assert graph_picture(graph, "图").count('stroke-dasharray="6 4"') == 2


def test_large_graphs_name_the_most_important_only() -> None:
    graph = nx.barabasi_albert_graph(400, 2, seed=1)
    told = texts(graph_picture(graph, "图"))
    assert 5 < len(told) <= 62
    assert str(max(graph, key=graph.degree)) in told


def test_names_can_do_no_harm() -> None:
    graph = nx.Graph()
    graph.add_node(1, label='<script>alert("x")</script>\x00')
    picture = graph_picture(graph, "<b>")
    ET.fromstring(picture)
    assert "<script" not in picture
    assert "<b>" not in picture


@pytest.mark.parametrize("graph", [nx.Graph(), nx.empty_graph(1), nx.path_graph(2)])
def test_the_smallest_graphs_have_pictures(graph: nx.Graph) -> None:
    ET.fromstring(graph_picture(graph, "图"))


def test_labels_never_lie_on_each_other_or_leave_the_picture() -> None:
    marks = [Label(f"标签{n}", 10 + n * 7 % 200, 20 + n * 13 % 100, 5) for n in range(40)]
    found = list(placed(marks, marks, 220))
    boxes = [(o.x, o.y - SIZE, o.x + text_width(o.text), o.y + 2) for o in found]
    assert 3 < len(found) < 40
    assert all(box[0] >= 0 and box[2] <= 220 for box in boxes)
    for one, other in combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart


def test_routes_name_places_and_count_their_clues() -> None:
    picture = routes_picture(routes(ring(), {"533102": "瑞丽市"}), "路线")
    assert {"瑞丽市 6", "430102 6", "起运点", "目的地"} <= set(texts(picture))
    many = pl.DataFrame(
        [(f"o{n}", f"o{n}", f"d{n}", f"d{n}", 1, None, None) for n in range(30)],
        schema=ROUTES,
        orient="row",
    )
    assert any("6" in text for text in texts(routes_picture(many, "r", "en"))[-1:])
    ET.fromstring(routes_picture(ROUTES.to_frame(), "路线"))


@pytest.mark.parametrize(("days", "told"), [(60, "每日"), (500, "每周"), (2000, "每月")])
def test_a_timeline_has_bars_that_can_be_told_apart(days: int, told: str) -> None:
    first = date(2021, 1, 1)
    span = [first + timedelta(days=number) for number in range(days)]
    frame = pl.DataFrame({"day": span, "clues": [1] * days}, schema=TIMELINE)
    picture = timeline_picture(frame, "时间线")
    assert f"{told}，2021-01-01 至" in texts(picture)[0]
    assert len(re.findall("<rect", picture)) <= 121


def test_times_of_a_ring_have_pictures() -> None:
    found = rhythm(ring())
    for picture in (
        timeline_picture(timeline(ring()), "时间线"),
        timeline_picture(TIMELINE.to_frame(), "时间线"),
        weekdays_picture(found, "星期"),
        hours_picture(found, "时段", "en"),
    ):
        ET.fromstring(picture)
    assert "周一" in texts(weekdays_picture(found, "星期"))
