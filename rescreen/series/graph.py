"""A series as a networkx graph: clues and the things they mention, attributes that survive every format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import polars as pl

from rescreen.clues import KINDS
from rescreen.clues.normal import hidden_numbers
from rescreen.links.weights import MILLI

if TYPE_CHECKING:
    from rescreen.series.linked import CaseSeries

__all__ = ["entity_name", "graph_of_series"]

#: What is told of a clue and belongs on its node.
_TOLD = ("source", "status")
_PLACES = ("origin", "destination")
#: A division; other places stand in their senders' words, which are shown as they may be.
_CODED = pl.col("value").str.contains("^[0-9]{6}$")


def entity_name(kind: str, entity: int, episode: int = 0) -> str:
    """What a thing is called: its kind and its number, from 1; later episodes have theirs behind."""
    return f"{kind}-{entity + 1}" + (f"/{episode + 1}" if episode else "")


def graph_of_series(series: CaseSeries, *, episodes: bool = False) -> nx.Graph:
    """Nodes `clue:<id>` and `<kind>-<n>`; edges are mentions and near matches. Values are masked.

    `episodes`: only what holds the series, and a thing is a node an episode (`phone-17`, `phone-17/2`):
    two clues with a long silence between them don't meet there.
    """
    graph = nx.Graph(series=series.id)
    names = _clue_nodes(graph, series)
    ties = series.ties.filter("links") if episodes else series.ties
    _entity_nodes(graph, series, ties, episodes)
    _mentions(graph, series, ties, names, episodes)
    _near_matches(graph, series, names)
    _joined(graph, series, names)
    return graph


def _clue_nodes(graph: nx.Graph, series: CaseSeries) -> dict[int, str]:
    told = _told(series)
    names = {}
    for clue, time, strength, row in series.clues.iter_rows():
        names[row] = f"clue:{clue}"
        graph.add_node(
            names[row],
            sort="clue",
            label=clue,
            series=series.id,
            time=time.isoformat() if time else "",
            strength=strength / MILLI,
            **{name: told.get((row, name), "") for name in (*_TOLD, *_PLACES)},
        )
    return names


def _told(series: CaseSeries) -> dict[tuple[int, str], str]:
    """What is told of clues, and their places, by clue and kind; several are joined."""
    clues, rows = series.linked.clues, series.members["clue"].implode()
    told = clues.told.filter(
        pl.col("clue").is_in(rows) & pl.col("kind").cast(pl.String).is_in(_TOLD)
    ).with_columns(hidden_numbers(pl.col("text")))
    entities = clues.entities.with_row_index("entity")
    places = (
        clues.mentions.filter(pl.col("clue").is_in(rows))
        .join(entities, on="entity", maintain_order="left")
        .filter(pl.col("kind").cast(pl.String).is_in(_PLACES))
        .select("clue", "kind", text=pl.when(_CODED).then("value").otherwise("shown"))
    )
    found: dict[tuple[int, str], str] = {}
    for clue, kind, text in pl.concat([told, places]).iter_rows():
        before = found.get((clue, kind))
        found[clue, kind] = text if before in (None, text) else f"{before};{text}"
    return found


def _entity_nodes(graph: nx.Graph, series: CaseSeries, ties: pl.DataFrame, episodes: bool) -> None:
    weights = series.linked.weights
    entities = series.linked.clues.entities
    told = ["entity", "episode"] if episodes else ["entity"]
    for entity, *episode in ties.select(told).unique().sort(told).iter_rows():
        kind, shown = entities.item(entity, "kind"), entities.item(entity, "shown")
        graph.add_node(
            entity_name(kind, entity, *episode),
            sort="entity",
            kind=kind,
            label=f"{KINDS[kind].label} {shown}",
            count=int(weights.counts[entity]),
            hub=bool(weights.hub[entity]),
        )


def _mentions(
    graph: nx.Graph, series: CaseSeries, ties: pl.DataFrame, names: dict[int, str], episodes: bool
) -> None:
    kinds = series.linked.clues.entities["kind"]
    for tie in ties.iter_rows(named=True):
        kind = kinds[tie["entity"]]
        graph.add_edge(
            names[tie["clue"]],
            entity_name(kind, tie["entity"], tie["episode"] if episodes else 0),
            kind=kind,
            role=tie["role"] or "",
            bits=tie["millibits"] / MILLI,
            links=tie["links"],
            why=tie["why"],
        )


def _near_matches(graph: nx.Graph, series: CaseSeries, names: dict[int, str]) -> None:
    near: Any = series.near
    for match in near.iter_rows(named=True):
        graph.add_edge(
            names[match["clue_a"]],
            names[match["clue_b"]],
            kind="near",
            how=match["how"],
            bits=match["millibits"] / MILLI,
            links=match["links"],
        )


def _joined(graph: nx.Graph, series: CaseSeries, names: dict[int, str]) -> None:
    """What a person joined. A near match between the two stays as it is, but holds them now."""
    ruled = series.linked.ruled
    for (one, other), no in zip(ruled.joined.tolist(), ruled.joined_by.tolist(), strict=True):
        if one not in names or other not in names:
            continue
        if graph.has_edge(names[one], names[other]):
            graph.edges[names[one], names[other]]["links"] = True
        else:
            graph.add_edge(
                names[one], names[other], kind="judged", how=str(no), bits=0.0, links=True
            )
