"""What `rescreen score` prints: the summary of each manifest, and of all together."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import click
from rich.console import RenderableType
from rich.table import Table

from rescreen.cli.session import Session
from rescreen.cli.show_looked import looked_lines, some_names
from rescreen.cli.tables import indented, number, packed, share, table
from rescreen.engine import QUALITY_RULE, Rulebook, Summary
from rescreen.facts import FACTS
from rescreen.manifest import HeadingUse
from rescreen.report.effects import EFFECT_ROWS, Effect
from rescreen.report.intake import reason_words
from rescreen.report.places import place_name
from rescreen.report.runs import Run, run_data
from rescreen.report.summary import merged
from rescreen.rulebook.model import Lane

__all__ = ["show_runs"]

#: Lines of the tables of rules and of origins; the rest is summed up in one.
MOST_LINES = 12
#: Columns of headings that were recognised are set in at most this width.
_PACKED = 110
#: What ends the name of a part's file.
_PART = re.compile(r"-\d{5,}(?:-\d{5})?\.(?=\w+$)")
#: Columns that are not used, by how that was settled.
_LEFT_OUT = (
    ("score.undecided_headings", ("undecided",)),
    ("score.unmapped", ("unknown", "unneeded", "site")),
)


def show_runs(
    runs: Sequence[Run], rulebook: Rulebook, session: Session, *, as_json: bool = False
) -> None:
    """Print runs for people, or as JSON: an object for one manifest, an array for several."""
    if as_json:
        data = [run_data(run) for run in runs]
        click.echo(json.dumps(data[0] if len(data) == 1 else data, ensure_ascii=False, indent=2))
        return
    names = {rule.id: rule.name for rule in rulebook.ruleset.rules}
    for run in runs:
        _print(session, _Page(session, names).of_run(run))
    if len(runs) > 1:
        _print(session, _Page(session, names).of_all(runs))


def _print(session: Session, parts: Iterable[RenderableType]) -> None:
    for part in parts:
        session.out.print(part, soft_wrap=isinstance(part, str))


class _Page:
    """The parts of a summary, top to bottom."""

    def __init__(self, session: Session, rule_names: dict[str, str]) -> None:
        self.say, self.width = session.say, session.out.width
        self.rule_names = rule_names

    def of_run(self, run: Run) -> Iterator[RenderableType]:
        yield from self._source(run)
        yield from self._numbers(run.summary)
        yield from self._sample(run)
        yield from self._notes(run)
        yield from self._ending(run)

    def of_all(self, runs: Sequence[Run]) -> Iterator[RenderableType]:
        yield ""
        yield self.say("score.all_manifests", n=len(runs))
        yield from self._numbers(merged([run.summary for run in runs]))

    def _source(self, run: Run) -> Iterator[RenderableType]:
        say, source = self.say, run.source
        yield say("score.title", file=source.path)
        if run.parts:
            done = number(len(run.parts) - run.kept)
            yield say("score.parts", n=number(len(run.parts)), done=done, kept=number(run.kept))
        yield say("score.source", parts=say.join(source.parts(say)))
        yield say("score.mapping", n=len(source.mapped))
        items = [self._use(use) for use in source.mapped]
        yield from (f"  {line}" for line in packed(items, min(self.width, _PACKED) - 2))
        for key, hows in _LEFT_OUT:
            names = [_one_line(use.heading) for use in source.unused if use.how in hows]
            if names:
                yield say(key, names=say.join(names))
        yield from source.notes

    def _numbers(self, summary: Summary) -> Iterator[RenderableType]:
        say = self.say
        counts = {name: number(getattr(summary, name)) for name in ("scored", "rejected")}
        yield ""
        yield say("score.counts", read=number(summary.rows_read), **counts)
        flagged, portion = number(summary.flagged), share(summary.flagged, summary.scored)
        yield say("score.flagged", flagged=flagged, share=portion)
        for part in (self._rejected, self._lanes, self._rules, self._origins):
            made = part(summary)
            if made is not None:
                yield ""
                yield indented(made)
        yield from self._beside(summary)

    def _beside(self, summary: Summary) -> Iterator[RenderableType]:
        """What fired and doesn't count."""
        say = self.say
        titles = [say(f"score.{key}") for key in ("rule", "name", "exempted_by", "parcels")]
        for key, counts in (("shadow", summary.shadow), ("exempted", summary.exempted)):
            if counts:
                pairs = [(*name.partition("@")[::2], n) for name, n in counts.most_common()]
                rows = [
                    (rule, self.rule_names.get(rule, ""), by, number(n)) for rule, by, n in pairs
                ]
                kept = (0, 1, 3) if key == "shadow" else (0, 1, 2, 3)
                shown = [[row[place] for place in kept] for row in rows[:MOST_LINES]]
                yield ""
                yield say(f"score.{key}")
                heads = [titles[place] for place in kept]
                yield indented(table(heads, shown, "ll" + "l" * (len(kept) - 3) + "r"))

    def _rejected(self, summary: Summary) -> Table | None:
        if not summary.rejected:
            return None
        rows = [
            (reason_words(reason, self.say), number(count))
            for reason, count in summary.rejected_by_reason.most_common()
        ]
        return table([self.say("score.reason"), self.say("score.rows")], rows, "lr")

    def _lanes(self, summary: Summary) -> Table:
        rows = [
            (self.say(f"lane.{lane}"), number(count), share(count, summary.scored))
            for lane in Lane
            for count in [summary.lanes[lane.label]]
        ]
        return table(
            [self.say(f"score.{key}") for key in ("lanes", "parcels", "share")], rows, "lrr"
        )

    def _rules(self, summary: Summary) -> Table | None:
        hits = [
            (rule, count)
            for rule, count in summary.rules.most_common()
            if count and rule != QUALITY_RULE
        ]
        shown = [
            (rule, self.rule_names.get(rule, ""), number(count), share(count, summary.scored))
            for rule, count in hits[:MOST_LINES]
        ]
        rest = [count for _, count in hits[MOST_LINES:]]
        if rest:
            shown.append(("", self.say("score.more", n=len(rest)), number(sum(rest)), ""))
        titles = [self.say(f"score.{key}") for key in ("rule", "name", "parcels", "share")]
        return table(titles, shown, "llrr") if shown else None

    def _origins(self, summary: Summary) -> Table | None:
        found = sorted(
            summary.origins.items(), key=lambda item: (-item[1][1], -item[1][0], item[0])
        )
        shown = [
            (place_name(code) or self.say("word.unknown"), *self._held(*counts))
            for code, counts in found[:MOST_LINES]
        ]
        rest = [counts for _, counts in found[MOST_LINES:]]
        if rest:
            parcels, flagged = (sum(column) for column in zip(*rest, strict=True))
            shown.append((self.say("score.more", n=len(rest)), *self._held(parcels, flagged)))
        titles = [self.say(f"score.{key}") for key in ("origin", "parcels", "held", "share")]
        return table(titles, shown, "lrrr") if shown else None

    def _held(self, parcels: int, flagged: int) -> tuple[str, str, str]:
        return number(parcels), number(flagged), share(flagged, parcels)

    def _sample(self, run: Run) -> Iterator[RenderableType]:
        if run.sample.is_empty():
            return
        say = self.say
        lanes = {lane.label: say(f"lane.{lane}") for lane in Lane}
        rows = [
            (row["waybill_no"], lanes[row["lane"]], row["score"], "；".join(row["reasons"]))
            for row in run.sample.iter_rows(named=True)
        ]
        titles = [say(f"score.{key}") for key in ("waybill", "lanes", "score", "reasons")]
        yield ""
        yield say("score.sample")
        yield indented(table(titles, rows, "llr"))

    def _notes(self, run: Run) -> Iterator[RenderableType]:
        say = self.say
        yield ""
        lacking = run.summary.rules[QUALITY_RULE]
        if lacking:
            portion = share(lacking, run.summary.scored)
            yield say("score.quality", n=number(lacking), share=portion, rule=QUALITY_RULE)
        if run.summary.absent:
            names = [FACTS[name].title(say.lang) for name in run.summary.absent]
            yield say("score.absent", n=len(names), names=self._first(names))
        if run.undecided:
            yield say("score.undecided", n=len(run.undecided), names=self._first(run.undecided))
        yield from looked_lines(run.looked, self.say)
        for effect in run.effects:
            yield self._effect(effect, run.summary)

    def _first(self, names: Sequence[str]) -> str:
        """The first names; all of them are in summary.json."""
        return some_names(names, self.say)

    def _effect(self, effect: Effect, summary: Summary) -> str:
        if effect.flagged is None:
            return self.say("score.effect_skipped", limit=number(EFFECT_ROWS), setting=effect.label)
        return self.say(
            "score.effect",
            setting=effect.label,
            now=effect.now,
            other=effect.other,
            flagged=number(summary.flagged),
            share=share(summary.flagged, summary.scored),
            others=number(effect.flagged),
            other_share=share(effect.flagged, summary.scored),
        )

    def _ending(self, run: Run) -> Iterator[RenderableType]:
        say, summary = self.say, run.summary
        yield say("score.rulebook", hash=summary.rulebook[:12], day=summary.day)
        if not run.kept:
            rate = round(summary.scored / summary.seconds) if summary.seconds else 0
            yield say("score.speed", seconds=f"{summary.seconds:.2f}", rate=number(rate))
        if run.files:
            yield say("score.files")
            yield from (f"  {line}" for line in self._files(run))
        else:
            yield say("score.no_output")

    def _files(self, run: Run) -> Iterator[str]:
        """The paths; those of parts as one pattern a kind, for there may be hundreds."""
        kinds = Counter(
            _PART.sub("-*.", str(path)) if run.parts else str(path) for path in run.files
        )
        for name, files in kinds.items():
            yield name if files == 1 else self.say("score.many_files", files=name, n=number(files))

    def _use(self, use: HeadingUse) -> str:
        """heading = field, and how that was settled where the heading didn't say."""
        how = "" if use.how == "known" else f" ({self.say(f'how.{use.how}')})"
        return f"{_one_line(use.heading)} = {FACTS[use.field].title(self.say.lang)}{how}"


def _one_line(heading: str) -> str:
    return " ".join(heading.split())
