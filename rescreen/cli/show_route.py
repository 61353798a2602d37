"""What `rescreen route` prints: the load of each lane and hour, the overflow, the draw."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click
import polars as pl
from rich.console import RenderableType
from rich.table import Table

from rescreen.cli.session import Session
from rescreen.cli.show_looked import looked_lines
from rescreen.cli.tables import indented, number, share, table
from rescreen.report.route import Route, overflow_reasons, route_data
from rescreen.report.route_audit import Audit
from rescreen.report.texts import Words

__all__ = ["show_audit", "show_route"]

#: Lines of the table of lanes and hours; all of them are in lanes.csv.
MOST_LINES = 48


def show_audit(audit: Audit, session: Session, *, as_json: bool) -> int:
    """Exit status 1 where the draw differs."""
    if as_json:
        data = {
            "same": audit.same,
            "day": audit.day.isoformat(),
            "key": audit.key,
            "parcels": audit.parcels,
            "drawn": audit.drawn,
            "differing": list(audit.differing),
            "missing": audit.missing,
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        told = {"day": audit.day, "id": audit.key}
        numbers = {"parcels": number(audit.parcels), "drawn": number(audit.drawn)}
        differing = {"n": len(audit.differing), "missing": audit.missing}
        say = session.say
        click.echo(
            say("audit.same", **told, **numbers)
            if audit.same
            else say("audit.differs", **told, **differing)
        )
    return 0 if audit.same else 1


def show_route(route: Route, rulebook: str, session: Session, *, as_json: bool) -> None:
    """Print a route for people, or as JSON."""
    if as_json:
        click.echo(json.dumps(route_data(route), ensure_ascii=False, indent=2))
        return
    for part in _Page(route, rulebook, session.say).parts():
        session.out.print(part, soft_wrap=isinstance(part, str))


class _Page:
    def __init__(self, route: Route, rulebook: str, say: Words) -> None:
        self.route, self.rulebook, self.say = route, rulebook, say
        self.data = route_data(route)

    def parts(self) -> Iterator[RenderableType]:
        yield from self._head()
        for made in (self._load(), self._overflow(), self._draw()):
            if made is not None:
                yield ""
                yield indented(made)
        yield ""
        yield from self._ending()

    def _head(self) -> Iterator[str]:
        say, data, given = self.say, self.data, self.route.given
        about = {"site": self.route.site.name, "hours": self.route.plan.hours}
        start = f"{self.route.plan.start:%Y-%m-%d %H:%M}"
        yield say("route.title", parcels=number(data["parcels"]), start=start, **about)
        if given.nameless or given.doubled:
            yield say("route.left_out", nameless=given.nameless, doubled=given.doubled)
        for name in given.unlisted:
            yield say("route.without_rejected", file=name)
        others = [one for one in given.rulebooks if one != self.rulebook]
        if others:
            yield say("route.other_rulebook", theirs=others[0][:12], ours=self.rulebook[:12])

    def _name(self, lane: str) -> str:
        found = next(one for one in self.route.site.lanes if one.id == lane)
        return found.name_en if self.say.lang == "en" else found.name

    def _load(self) -> Table | None:
        busy = pl.col("assigned") + pl.col("overflow") > 0
        kept = self.route.load.filter(busy & ~pl.col("lane").is_in(list(self.route.chutes)))
        keys = ("assigned", "mandatory", "score", "draw", "overflow")
        rows = [
            (
                f"{row['hour']:%m-%d %H:00}",
                self._name(row["lane"]),
                row["posts"],
                number(row["capacity"]),
                *(number(row[key]) for key in keys),
            )
            for row in kept.head(MOST_LINES).iter_rows(named=True)
        ]
        titles = [
            self.say(f"route.{key}")
            for key in (
                "hour", "lane", "posts", "capacity", "assigned", "mandatory", "by_score", "draw",
                "overflow",
            )
        ]  # fmt: skip
        return table(titles, rows, "llrrrrrrr") if rows else None

    def _overflow(self) -> Table | None:
        rows = [
            (
                self.say(f"route.why.{why}"),
                number(parcels),
                f"{low}-{high}" if low != high else str(low),
            )
            for why, parcels, low, high in overflow_reasons(self.route)
        ]
        titles = [self.say("route.overflow"), self.say("route.parcels"), self.say("route.scores")]
        return table(titles, rows, "lrr") if rows else None

    def _draw(self) -> Table | None:
        if self.route.key is None:
            return None
        rows = [
            (
                one["stratum"],
                f"{one['rate']:.2%}",
                number(one["parcels"]),
                number(one["drawn"]),
                number(one["screened"]),
                number(one["waiting"]),
            )
            for one in self.data["draw"]
        ]
        keys = ("stratum", "rate", "parcels", "drawn", "screened", "waiting")
        return table([self.say(f"route.{key}") for key in keys], rows, "lrrrrr")

    def _ending(self) -> Iterator[str]:
        say, data = self.say, self.data
        actions = {
            key: number(data["actions"].get(key, 0)) for key in ("screen", "hold", "escalate")
        }
        yield say("route.actions", pass_=number(data["actions"].get("pass", 0)), **actions)
        caught, every = data["score"]["caught"], data["score"]["of"]
        yield say(
            "route.caught", share=share(caught, every), caught=number(caught), of=number(every)
        )
        hours = sum(one["hours"] for one in data["post_hours"].values())
        cost = sum(one["cost"] for one in data["post_hours"].values())
        yield say("route.cost", hours=number(hours), cost=f"{cost:,.0f}")
        waiting = sum(one["waiting"] for one in data["draw"])
        if waiting:
            yield say("route.draw_short", n=number(waiting), reserve=f"{data['reserve']:.0%}")
        for one in data["preferences"]:
            yield say("route.prefers", **{**one, "lane": self._name(one["lane"])})
        for one in data["opening"]:
            told = {"who": one["who"], "officers": one["officers"]}
            yield say("route.opening", lane=self._name(one["lane"]), n=one["parcels"], **told)
        key = self.route.key
        yield say("route.key", id=key.id, day=key.day) if key else say("route.no_key")
        yield from looked_lines(self.route.given.looked, say)
        if self.route.files:
            yield say("score.files")
            yield from (f"  {path}" for path in self.route.files)
