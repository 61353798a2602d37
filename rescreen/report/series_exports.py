"""A graph of clues as files for other programs: GraphML, GEXF, CSV lists, a spreadsheet, JSON.

Attributes come back as they were from every format that has types. Nodes, edges and attributes are written in one
order and nothing tells when, so that a graph gives the same bytes however and whenever it is built.
Values are as masked as the graph that is handed in; formulas in CSV are disarmed (CWE-1236).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import networkx as nx
import polars as pl

from rescreen.clues.kinds import KINDS
from rescreen.errors import UsageError
from rescreen.network.order import edges_in_order, in_order
from rescreen.report.files import Pending
from rescreen.report.texts import Words
from rescreen.report.writers import CsvWriter, Writer, XlsxWriter
from rescreen.report.xml_text import xml_text

__all__ = ["GRAPH_FORMATS", "export_graph", "ordered"]

#: networkx writes the day into a GEXF file, and its own version.
_GEXF_META = re.compile(rb"\s*<meta\b.*?</meta>", re.DOTALL)

#: Columns of the lists that every graph of clues has, before any others.
_NODE = ("id", "sort", "kind", "label", "count", "hub", "time", "strength", "series")
_EDGE = ("source", "target", "kind", "role", "how", "bits", "links", "why")
_TYPES = {bool: pl.Boolean(), int: pl.Int64(), float: pl.Float64()}
#: The spreadsheet of links, as analysts' charting programs import them: one row a link.
_SHEET = {
    "type_1": pl.String(),
    "id_1": pl.String(),
    "label_1": pl.String(),
    "link": pl.String(),
    "role": pl.String(),
    "strength": pl.Float64(),
    "links": pl.String(),
    "date": pl.String(),
    "type_2": pl.String(),
    "id_2": pl.String(),
    "label_2": pl.String(),
}


def export_graph(
    graph: nx.Graph, form: str, folder: Path, stem: str = "graph", lang: str = "zh"
) -> list[Path]:
    """Write `folder/stem.<form>` (CSV: two lists, nodes and edges); the paths written."""
    if form not in GRAPH_FORMATS:
        known = ", ".join(GRAPH_FORMATS)
        raise UsageError(
            f"不认得格式 {form}，可用：{known}。", f"Unknown format {form}; use one of {known}."
        )
    return GRAPH_FORMATS[form](ordered(graph), folder / f"{stem}.{form}", Words(lang))


def ordered(graph: nx.Graph) -> nx.Graph:
    """The graph built anew in one order, with texts, numbers and truth values only."""
    made = nx.Graph()
    made.add_nodes_from((str(node), _plain(graph.nodes[node])) for node in in_order(graph))
    made.add_edges_from((str(a), str(b), _plain(data)) for a, b, data in edges_in_order(graph))
    return made


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes by name; what isn't there isn't written, what is neither text nor number is told as text."""
    known = {name: value for name, value in sorted(data.items()) if value is not None}
    return {
        name: value if isinstance(value, bool | int | float) else xml_text(str(value))
        for name, value in known.items()
    }


def _graphml(graph: nx.Graph, path: Path, _words: Words) -> list[Path]:
    file = BytesIO()
    # Not `write_graphml`: that writes otherwise where lxml happens to be installed.
    nx.write_graphml_xml(graph, file, prettyprint=True)
    return _kept(path, file.getvalue())


def _gexf(graph: nx.Graph, path: Path, _words: Words) -> list[Path]:
    file = BytesIO()
    nx.write_gexf(graph, file, prettyprint=True)
    return _kept(path, _GEXF_META.sub(b"", file.getvalue()))


def _json(graph: nx.Graph, path: Path, _words: Words) -> list[Path]:
    """As networkx.node_link_graph and D3 read it."""
    told = {
        "directed": False,
        "multigraph": False,
        "graph": {},
        "nodes": [{"id": node, **data} for node, data in graph.nodes(data=True)],
        "edges": [{"source": a, "target": b, **data} for a, b, data in graph.edges(data=True)],
    }
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    return _kept(path, text.encode())


def _csv(graph: nx.Graph, path: Path, _words: Words) -> list[Path]:
    nodes = [{"id": node, **data} for node, data in graph.nodes(data=True)]
    edges = [{"source": a, "target": b, **data} for a, b, data in graph.edges(data=True)]
    written = []
    for name, rows, first in (("nodes", nodes, _NODE), ("edges", edges, _EDGE)):
        frame = _framed(rows, first)
        to = path.with_name(f"{path.stem}-{name}.csv")
        written += _written(CsvWriter(to, frame.schema), frame)
    return written


def _xlsx(graph: nx.Graph, path: Path, words: Words) -> list[Path]:
    rows = [_link(graph, a, b, words) for a, b in graph.edges]
    titles = [words(f"sheet.{column}") for column in _SHEET]
    frame = pl.DataFrame(rows, schema=_SHEET)
    return _written(XlsxWriter(path, frame.schema, titles), frame)


def _link(graph: nx.Graph, a: str, b: str, words: Words) -> dict[str, Any]:
    data, ends = graph.edges[a, b], (graph.nodes[a], graph.nodes[b])
    times = sorted(filter(None, (end.get("time") for end in ends)))
    told = {
        "link": _kind(data.get("kind", ""), words),
        "role": words.get(f"role.{data.get('role', '')}", str(data.get("role", ""))),
        "strength": float(data.get("bits", 1.0)),
        "links": words("sheet.yes" if data.get("links", True) else "sheet.no"),
        # A near match is as old as the later of its clues.
        "date": times[-1] if times else "",
    }
    for place, (name, end) in enumerate(zip((a, b), ends, strict=True), 1):
        sort = "clue" if end.get("sort") == "clue" else str(end.get("kind", ""))
        told[f"type_{place}"] = words("sheet.clue") if sort == "clue" else _kind(sort, words)
        told[f"id_{place}"], told[f"label_{place}"] = name, str(end.get("label", name))
    return told


def _kind(name: str, words: Words) -> str:
    if name in KINDS:
        return KINDS[name].label if words.lang == "zh" else KINDS[name].label_en
    return words.get(f"sheet.{name}", name)


def _framed(rows: list[dict[str, Any]], first: tuple[str, ...]) -> pl.DataFrame:
    """Rows with the columns of every such list before those that only this graph has."""
    others = sorted({name for row in rows for name in row} - set(first))
    columns = [*first, *others]
    schema = {name: _type([row[name] for row in rows if name in row]) for name in columns}
    texts = {name for name, kind in schema.items() if kind == pl.String}
    typed = [{n: str(v) if n in texts else v for n, v in row.items()} for row in rows]
    return pl.DataFrame(typed, schema=schema)


def _type(values: list[Any]) -> pl.DataType:
    sorts = {type(value) for value in values}
    if sorts == {int, float}:
        return pl.Float64()
    return _TYPES.get(sorts.pop(), pl.String()) if len(sorts) == 1 else pl.String()


def _written(writer: Writer, frame: pl.DataFrame) -> list[Path]:
    writer.write(frame)
    return writer.finish()


def _kept(path: Path, content: bytes) -> list[Path]:
    pending = Pending(path)
    pending.temporary.write_bytes(content)
    return [pending.keep()]


#: By name, which is the file's extension as well.
GRAPH_FORMATS: Mapping[str, Callable[[nx.Graph, Path, Words], list[Path]]] = MappingProxyType(
    {"graphml": _graphml, "gexf": _gexf, "csv": _csv, "xlsx": _xlsx, "json": _json}
)
