"""Answers to questions about a series' graph, as data: who matters, routes, rhythm, parts, what is around."""

from __future__ import annotations

from typing import Any

from rescreen.errors import UsageError
from rescreen.network.communities import offer
from rescreen.network.expand import Limits, expand
from rescreen.network.key_players import key_players
from rescreen.network.ranking import who_matters
from rescreen.network.rhythm import rhythm
from rescreen.network.roles import ROLES, propose_roles
from rescreen.network.routes import routes, timeline
from rescreen.network.views import linking, people
from rescreen.places import divisions
from rescreen.report.role_words import reasons_in_words, role_in_words
from rescreen.report.series_names import Names
from rescreen.report.series_show import entity_rows
from rescreen.report.series_why import reason_data
from rescreen.series.around import hubs_met, misses_around
from rescreen.series.linked import CaseSeries, Linked
from rescreen.series.neighbourhood import neighbourhood

__all__ = [
    "division_names",
    "expand_data",
    "hub_rows",
    "key_data",
    "near_data",
    "parts_data",
    "roles_data",
    "routes_data",
    "timeline_data",
    "who_data",
]

#: What says nothing of anybody's part.
_NO_ROLE = ("unclear", "too_little")
_MEASURES = ("place", "degree", "betweenness", "closeness", "core", "parts", "pairs")


def who_data(series: CaseSeries, names: Names) -> list[dict[str, Any]]:
    """Things of the series that link, the one that matters most first, with their roles."""
    table = who_matters(linking(series.graph()))
    things = {row["thing"]: row for row in entity_rows(series, names)}
    return [
        {
            "thing": row["node"],
            **{key: things[row["node"]][key] for key in ("kind", "value", "here", "roles")},
            **{measure: row[measure] for measure in _MEASURES},
        }
        for row in table.iter_rows(named=True)
        if row["node"] in things and things[row["node"]]["links"]
    ]


def roles_data(series: CaseSeries, names: Names, lang: str) -> list[dict[str, Any]]:
    """Whose part seems to be what, organisers first, with the reasons in words: a proposal."""
    told = [one for one in propose_roles(series.graph()) if one.role not in _NO_ROLE]
    told.sort(key=lambda one: (ROLES.index(one.role), -one.points(one.role)))
    return [
        {
            "thing": str(one.node),
            "value": names.thing(names.entity(str(one.node))),
            "role": one.role,
            "told": role_in_words(one, lang),
            "reasons": reasons_in_words(one, lang),
        }
        for one in told
    ]


def key_data(series: CaseSeries, most: int, names: Names) -> dict[str, Any]:
    """The things whose loss together would break the series most: two that do the same work count once."""
    graph = people(series.graph())
    # A third of them at most: of few things, all are the key.
    found = key_players(graph, max(min(most, len(graph) // 3), 1))
    return {
        "things": [str(node) for node in found.nodes],
        "values": [names.thing(names.entity(str(node))) for node in found.nodes],
        "before": found.before,
        "score": found.score,
        "fragmented": found.fragmented,
        "exact": found.exact,
    }


def division_names() -> dict[str, str]:
    known = divisions()
    return dict(zip(known.codes, known.full_names, strict=True))


def routes_data(series: CaseSeries) -> list[dict[str, Any]]:
    found = routes(series.graph(), division_names())
    return [_plain(row) for row in found.iter_rows(named=True)]


def timeline_data(series: CaseSeries) -> dict[str, Any]:
    graph = series.graph()
    told = rhythm(graph)
    days = [_plain(row) for row in timeline(graph).iter_rows(named=True)]
    keys = ("clues", "undated", "gaps", "median_gap", "burstiness", "regular", "cadence")
    more = ("weekdays", "hours", "busy_weekday", "busy_hour", "enough")
    return {"days": days, "rhythm": {key: getattr(told, key) for key in (*keys, *more)}}


def near_data(series: CaseSeries, names: Names) -> dict[str, Any]:
    misses = [reason_data(reason, names) for reason in misses_around(series)]
    for miss, reason in zip(misses, misses_around(series), strict=True):
        miss["series_other"] = series.linked.series_name(reason.clues[1]) or None
    return {"misses": misses, "hubs": hub_rows(series, names)}


def hub_rows(series: CaseSeries, names: Names) -> list[dict[str, Any]]:
    return [
        {
            "thing": names.name(row["entity"]),
            "kind": row["kind"],
            "value": names.value(row["entity"]),
            "clues": row["clues"],
            "cap": row["cap"],
            "why": row["why"],
            "here": row["here"],
        }
        for row in hubs_met(series).iter_rows(named=True)
    ]


def parts_data(series: CaseSeries) -> dict[str, Any]:
    """Leiden's offer; the clues of each part, and what a split would cut."""
    found = offer(series.graph())
    return {
        "parts": [
            [str(node).removeprefix("clue:") for node in part if str(node).startswith("clue:")]
            for part in found.parts
        ],
        "sizes": list(found.sizes),
        "severed": [
            {
                "from": str(cut.source),
                "to": str(cut.target),
                "parts": [part + 1 for part in cut.parts],
                "millibits": cut.millibits,
            }
            for cut in found.severed
        ],
        "lost": found.lost,
        "kept": found.kept,
        "resolution": found.resolution,
    }


def expand_data(
    linked: Linked, start: str, steps: int, limits: Limits, names: Names
) -> dict[str, Any]:
    """From a clue (its id) or a thing outwards. A thing's own clues are the first step."""
    thing = "-" in start and start not in names
    node = start if thing else f"clue:{names.clue(names.row(start))}"
    clue, entity = linked.pairs
    rows = clue[entity == names.entity(start)] if thing else [names.row(start)]
    graph = neighbourhood(linked, rows, steps, hubs=limits.hubs, supports=limits.supports)  # type: ignore[arg-type]
    if node not in graph:
        raise UsageError(f"{start} 没有线索提到。", f"No clue mentions {start}.")
    found = expand(graph, node, steps, limits)
    return {
        "start": node,
        "nodes": [
            {
                "node": str(one),
                "sort": data["sort"],
                "label": data["label"],
                "step": data["step"],
                "way": data["way"],
                "series": data.get("series", ""),
                "time": data.get("time", ""),
            }
            for one, data in found.graph.nodes(data=True)
        ],
        "edges": [
            {"from": str(a), "to": str(b), "kind": data["kind"], "bits": data["bits"]}
            for a, b, data in found.graph.edges(data=True)
        ],
        "stopped": [
            {"thing": str(one), "label": graph.nodes[one]["label"], "clues": count}
            for one, count in found.stopped.items()
        ],
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value.isoformat() if hasattr(value, "isoformat") else value
        for key, value in row.items()
    }
