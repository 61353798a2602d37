"""The sections of a dossier, each from what the questions to a series answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import networkx as nx

from rescreen.casebook.settings import settings_data
from rescreen.network.rhythm import rhythm
from rescreen.network.routes import routes, timeline
from rescreen.report.document import Block, Picture, Section, Table, Text
from rescreen.report.dossier_links import holding_links
from rescreen.report.dossier_referrals import Referral, referrals
from rescreen.report.picture import graph_picture
from rescreen.report.picture_routes import routes_picture
from rescreen.report.picture_times import timeline_picture
from rescreen.report.series_asked import (
    division_names,
    hub_rows,
    key_data,
    near_data,
    timeline_data,
    who_data,
)
from rescreen.report.series_case import Case
from rescreen.report.series_judged import judgement_rows, judgements_on
from rescreen.report.series_labels import cell_of, days_text, key_text
from rescreen.report.series_names import Names
from rescreen.report.series_show import clue_rows, entity_rows, series_facts, tie_rows, told_of
from rescreen.report.series_words import bits, evidence_words
from rescreen.report.texts import Words
from rescreen.series.linked import CaseSeries

__all__ = ["Folio", "sections"]

#: Rows of who matters, near misses and a referral's things; the commands show all.
_WHO, _MISSES, _THINGS = 15, 50, 20
#: Things in the set of key players.
_KEY = 3


@dataclass(frozen=True)
class Folio:
    """What a dossier is made of: the store, the series, and names as they may be shown."""

    case: Case
    series: CaseSeries
    names: Names
    graph: nx.Graph

    @property
    def say(self) -> Words:
        return self.names.say


def sections(folio: Folio) -> Iterator[Section]:
    for name, build in _SECTIONS.items():
        yield Section(folio.say(f"dossier.{name}"), tuple(build(folio)))


def _table(
    folio: Folio,
    keys: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    empty: str = "",
    right: str = "",
) -> Table:
    say = folio.say
    heads = [say(f"series.head.{key}") for key in keys]
    cells = [[cell_of(key, row, say) for key in keys] for row in rows]
    return Table(heads, cells, right, say(empty) if empty else "")


def _summary(folio: Folio) -> Iterator[Block]:
    say, facts = folio.say, series_facts(folio.series)
    unknown = say("word.unknown")
    yield Text(
        say(
            "dossier.about",
            n=facts["size"],
            first=facts["first"] or unknown,
            last=facts["last"] or unknown,
            strength=bits(facts["strength"]),
            least=bits(facts["least"]),
        )
    )
    linking = [row for row in entity_rows(folio.series, folio.names) if row["links"]]
    yield Text(say("dossier.held_by", n=len(linking)))
    top = routes(folio.graph, division_names()).head(3)
    named = [
        f"{row['origin_name'] or unknown} → {row['destination_name'] or unknown} ({row['clues']})"
        for row in top.iter_rows(named=True)
    ]
    if named:
        yield Text(say("dossier.main_routes", routes=say.join(named)))
    for line in days_text(timeline_data(folio.series)["rhythm"], say):
        yield Text(line)
    yield Text(say("dossier.caution"), note=True)


def _clues(folio: Folio) -> Iterator[Block]:
    keys = ("clue", "time", "origin", "destination", "source", "status", "strength")
    yield _table(folio, keys, clue_rows(folio.series, folio.names), right="      r")


def _entities(folio: Folio) -> Iterator[Block]:
    yield Text(
        folio.say("dossier.masking" if not folio.names.plain else "dossier.unmasked"), note=True
    )
    keys = ("thing", "kind", "value", "here", "everywhere", "roles", "links", "hub")
    rows = entity_rows(folio.series, folio.names)
    yield _table(folio, keys, rows, right="   rr")


def _evidence(folio: Folio) -> Iterator[Block]:
    say, names = folio.say, folio.names
    links = holding_links(folio.series)
    yield Text(say("dossier.links_note", n=len(links), clues=len(folio.series)), note=True)
    rows: list[list[str]] = []
    for link in links:
        pair = f"{names.clue(link['a'])} → {names.clue(link['b'])}"
        pieces = [
            [bits(piece.millibits), evidence_words(piece, names)] for piece in link["evidence"]
        ]
        if link["judgement"]:
            pieces.append(["", say("dossier.by_judgement", no=link["judgement"])])
        rows += [[pair if not place else "", *piece] for place, piece in enumerate(pieces)]
        rows.append(["", bits(link["score"]), say("series.why.sum")])
    heads = [say("dossier.link"), say("series.head.millibits"), say("dossier.piece")]
    yield Table(heads, rows, " r", caption=say("dossier.links"))


def _ties(folio: Folio) -> Iterator[Block]:
    keys = ("clue", "thing", "kind", "value", "role", "millibits", "links", "why")
    rows = tie_rows(folio.series, folio.names)
    yield Text(folio.say("dossier.ties_note"), note=True)
    say = folio.say
    heads = [say("series.head.tie_why" if key == "why" else f"series.head.{key}") for key in keys]
    cells = [[cell_of("tie_why" if key == "why" else key, row | {"tie_why": row["why"]}, say)
              for key in keys] for row in rows]  # fmt: skip
    yield Table(heads, cells, "     r")


def _picture(folio: Folio) -> Iterator[Block]:
    say = folio.say
    svg = graph_picture(folio.graph, say("dossier.graph_title", id=folio.series.id), say.lang)
    yield Picture(svg, say("dossier.graph_caption"))


def _routes(folio: Folio) -> Iterator[Block]:
    say, found = folio.say, routes(folio.graph, division_names())
    if found.is_empty():
        yield Text(say("series.no_routes"))
        return
    rows = [
        row | {end: str(row[end] or "-") for end in ("first", "last")}
        for row in found.iter_rows(named=True)
    ]
    keys = ("origin_name", "destination_name", "clues", "first", "last")
    svg = routes_picture(found, say("dossier.routes"), say.lang)
    yield Picture(svg, say("dossier.routes_caption"))
    yield _table(folio, keys, rows, right="  r")


def _times(folio: Folio) -> Iterator[Block]:
    say, days = folio.say, timeline(folio.graph)
    if days.is_empty():
        yield Text(say("dossier.no_times"))
        return
    busy = [[str(day), str(n)] for day, n in days.iter_rows() if n]
    heads = [say("series.head.day"), say("series.head.clues")]
    svg = timeline_picture(days, say("dossier.times"), say.lang)
    yield Picture(svg, say("dossier.times_caption"), Table(heads, busy, " r"))
    told = rhythm(folio.graph)
    if told.undated:
        yield Text(say("series.rhythm.undated", n=told.undated))


def _who(folio: Folio) -> Iterator[Block]:
    keys = (
        "place",
        "thing",
        "kind",
        "value",
        "here",
        "roles",
        "degree",
        "betweenness",
        "core",
        "pairs",
    )
    rows = who_data(folio.series, folio.names)
    yield _table(folio, keys, rows[:_WHO], right="r   r rrrr")
    if rows:
        yield Text(key_text(key_data(folio.series, _KEY, folio.names), folio.say))
    yield Text(folio.say("series.who_note"), note=True)


def _around(folio: Folio) -> Iterator[Block]:
    say = folio.say
    misses = near_data(folio.series, folio.names)["misses"]
    rows = [[str(n), miss["text"], miss["series_other"] or "-"]
            for n, miss in enumerate(misses[:_MISSES], 1)]  # fmt: skip
    heads = [say("series.head.no"), say("dossier.what"), say("dossier.other_series")]
    yield Table(heads, rows, "r", say("series.no_misses"), say("dossier.misses", n=len(misses)))
    hubs = hub_rows(folio.series, folio.names)
    keys = ("thing", "kind", "value", "clues", "cap", "here")
    yield _table(folio, keys, hubs, "dossier.no_hubs", "   rrr")


def _custody(folio: Folio) -> Iterator[Block]:
    """Notes are left out: free text may hold what is masked elsewhere."""
    say, told = folio.say, told_of(folio.series, ("custody",))
    rows = [
        [clue, told[row]["custody"]]
        for clue, row in folio.series.clues.select("clue", "row").iter_rows()
        if row in told
    ]
    heads = [say("series.head.clue"), say("dossier.custody_no")]
    yield Table(heads, rows, empty=say("dossier.no_custody"))
    yield Text(say("dossier.no_notes"), note=True)


def _judgements(folio: Folio) -> Iterator[Block]:
    say = folio.say
    clues = set(folio.series.clues["clue"])
    things = {folio.names.name(entity) for entity in folio.series.ties["entity"].unique()}
    mine = {one.no for one in judgements_on(folio.case, clues, things)}
    rows = [row for row in judgement_rows(folio.case, folio.names) if row["no"] in mine]
    keys = ("no", "at", "who", "text", "why", "state")
    told = [row | {"state": say("series.log.stands" if row["stands"] else "series.log.withdrawn")}
            for row in rows]  # fmt: skip
    yield _table(folio, keys, told, "series.log.empty")
    if rows:
        yield Text(say("dossier.seal", seal=rows[-1]["seal"]), note=True)


def _referrals(folio: Folio) -> Iterator[Block]:
    say = folio.say
    found = referrals(folio.series)
    heads = [say(f"dossier.{key}") for key in ("to", "side", "because", "hand_over")]
    rows = [_referral(folio, one) for one in found]
    yield Table(heads, rows, empty=say("dossier.no_referrals"))
    yield Text(say("dossier.referral_note"), note=True)


def _referral(folio: Folio, one: Referral) -> list[str]:
    say, names = folio.say, folio.names
    clues = [names.clue(row) for row in one.clues]
    things = [f"{names.thing(entity)}" for entity in one.things[:_THINGS]]
    more = len(one.things) - _THINGS
    tail = say("series.and_more", n=len(one.things)) if more > 0 else ""
    return [
        say("dossier.police", place=names.value(one.place)),
        say(f"dossier.side_{one.side}"),
        say("dossier.because_clues", n=len(clues), clues=say.join(clues)),
        say.join(things) + tail or "-",
    ]


def _basis(folio: Folio) -> Iterator[Block]:
    say, settings = folio.say, folio.series.linked.settings
    plain = settings_data(settings)
    content = json.dumps(plain, sort_keys=True, ensure_ascii=False, default=str)
    rows = [[name, str(value)] for name, value in plain.items() if name != "kinds"]
    rows += [
        [say("dossier.settings_hash"), sha256(content.encode()).hexdigest()],
        [say("dossier.store_hash"), folio.case.digest()],
    ]
    yield Table([say("dossier.setting"), say("series.head.value")], rows)
    yield Text(say("dossier.repeat"), note=True)


_SECTIONS = {
    "summary": _summary,
    "referrals": _referrals,
    "clues": _clues,
    "entities": _entities,
    "evidence": _evidence,
    "graph": _picture,
    "routes": _routes,
    "times": _times,
    "who": _who,
    "around": _around,
    "custody": _custody,
    "judgements": _judgements,
    "all_ties": _ties,
    "basis": _basis,
}
