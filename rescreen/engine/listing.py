"""Hits as a frame for readers: one row a hit, with the rule's name and its reason in words.

Nothing here is done rule by rule: with ten thousand rules a frame has hits of most of them. Rules
whose reasons name the same facts are told together, and a fact is put into words once a parcel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.engine.decision import HITS_SCHEMA, QUALITY_NAME, QUALITY_RULE
from rescreen.engine.reasons import Template
from rescreen.facts import Context, display_series, frame_facts
from rescreen.matcher import RowHits
from rescreen.program import Program
from rescreen.rulebook.model import Lane

__all__ = ["QUALITY_REASON", "Listing"]

QUALITY_REASON = "有规则因缺少数据无法判断"
Ints = npt.NDArray[np.int64]


class Listing:
    """Tells the hits of one program. Beside its rules there is one more, for undecided ones."""

    def __init__(self, program: Program, context: Context) -> None:
        self.program, self.context = program, context
        reasons = [compiled.rule.reason for compiled in program.rules]
        self._known = program.vocabulary.facts
        known = {text: Template.of(text, program.vocabulary) for text in dict.fromkeys(reasons)}
        self.templates = tuple(known[text] for text in reasons)
        self.facts = frozenset(fact for template in known.values() for fact in template.facts)

    def frame(
        self,
        parcels: pl.DataFrame,
        facts: Mapping[str, pl.Series],
        hits: RowHits,
        *,
        reasons: bool,
    ) -> pl.DataFrame:
        """By parcel, then in the order of the rulebook; see HITS_SCHEMA."""
        row, rule = self._in_order(hits)
        reason: pl.Series | pl.Expr = pl.lit("", dtype=pl.String)
        if reasons:
            reason = self._reasons(row, rule, parcels, facts)
        rules = self._rules[rule]
        return rules.select(
            row=pl.Series(row, dtype=pl.UInt32),
            waybill_no=parcels["waybill_no"].gather(row),
            rule="rule",
            name="name",
            lane="lane",
            weight="weight",
            reason=reason,
        ).cast(HITS_SCHEMA)

    @cached_property
    def _rules(self) -> pl.DataFrame:
        rules = [compiled.rule for compiled in self.program.rules]
        told = [(rule.id, rule.name, rule.lane.label, rule.weight) for rule in rules]
        told.append((QUALITY_RULE, QUALITY_NAME, Lane.PASS.label, 0))
        names = ("rule", "name", "lane", "weight")
        return pl.DataFrame(told, {name: HITS_SCHEMA[name] for name in names}, orient="row")

    def _in_order(self, hits: RowHits) -> tuple[Ints, Ints]:
        # One sort of whole numbers is several times as fast as sorting by two columns.
        count = len(self.program.rules)
        bits = count.bit_length()
        key = np.concatenate([hits.row << bits | hits.rule, hits.lacking << bits | count])
        key.sort()
        return key >> bits, key & ((1 << bits) - 1)

    @cached_property
    def _shapes(self) -> tuple[npt.NDArray[np.uint16], Ints, list[_Shape]]:
        """The shape of each rule's reason, the number of its text in that shape, the shapes."""
        texts: dict[tuple[str, ...], dict[Template, int]] = {}
        places = []
        for template in (*self.templates, Template.of(QUALITY_REASON)):
            alike = texts.setdefault(template.facts, {})
            places.append((template.facts, alike.setdefault(template, len(alike))))
        number = {facts: n for n, facts in enumerate(texts)}
        return (
            np.array([number[facts] for facts, _ in places], np.uint16),
            np.array([text for _, text in places], np.int64),
            [_Shape(facts, tuple(alike)) for facts, alike in texts.items()],
        )

    def _reasons(
        self, row: Ints, rule: Ints, parcels: pl.DataFrame, facts: Mapping[str, pl.Series]
    ) -> pl.Series:
        shape_of, text_of, shapes = self._shapes
        parts, places = [pl.Series([], dtype=pl.String)], [np.empty(0, np.int64)]
        for number, hits in _groups(shape_of[rule]):
            rows, back = _distinct(row[hits])
            shape = shapes[number]
            shown = [
                display_series(fact, values, rows.size, self._known)
                for fact, values in self._values(shape.facts, rows, parcels, facts)
            ]
            parts.append(shape.fill(shown, back, text_of[rule[hits]]))
            places.append(hits)
        told = pl.concat(parts)
        if len(parts) == 2:
            return told
        return told.gather(np.argsort(np.concatenate(places)))

    def _values(
        self,
        names: tuple[str, ...],
        rows: Ints,
        parcels: pl.DataFrame,
        facts: Mapping[str, pl.Series],
    ) -> Iterator[tuple[str, pl.Series | None]]:
        """The facts' values on some rows; those that no rule asks are computed now."""
        rest = [name for name in names if name not in facts]
        reads = {field for name in rest for field in self._known[name].reads}
        fields = [name for name in parcels.columns if name in reads]
        more = frame_facts(parcels.select(fields)[rows], rest, self.context) if fields else {}
        for name in names:
            yield name, facts[name].gather(rows) if name in facts else more.get(name)


def _groups(values: npt.NDArray[np.uint16]) -> Iterator[tuple[int, Ints]]:
    """Each value that occurs, and where."""
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    starts = np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1])[: ranked.size])
    for start, places in zip(starts, np.split(order, starts[1:]), strict=False):
        yield int(ranked[start]), places


def _distinct(rows: Ints) -> tuple[Ints, Ints]:
    """Rising rows, each once, and for each row given its place among them."""
    new = np.diff(rows, prepend=-1) != 0
    return rows[new], np.cumsum(new) - 1


@dataclass(frozen=True)
class _Shape:
    """Reason texts that name the same facts in the same order."""

    facts: tuple[str, ...]
    texts: tuple[Template, ...]

    def fill(self, shown: list[pl.Series], back: Ints, text: Ints) -> pl.Series:
        """The texts of hits: `shown` are the facts' words by parcel, `back` each hit's parcel."""
        if len(self.texts) == 1:
            one = [literal for literal, _ in self.texts[0].pieces]
            height = int(back[-1]) + 1 if back.size else 0
            return _woven([pl.lit(literal) for literal in one], shown, height).gather(back)
        literals = [series.gather(text) for series in self._literals]
        return _woven(literals, [series.gather(back) for series in shown], back.size)

    @cached_property
    def _literals(self) -> list[pl.Series]:
        rows = [[literal for literal, _ in template.pieces] for template in self.texts]
        width = max(len(row) for row in rows)
        rows = [row + [""] * (width - len(row)) for row in rows]
        return [pl.Series(column, dtype=pl.String) for column in zip(*rows, strict=True)]


def _woven(
    literals: Sequence[pl.Expr | pl.Series], shown: Sequence[pl.Series], height: int
) -> pl.Series:
    """Literal, fact, literal, fact, …, end to end."""
    rest = iter(shown)
    parts: list[pl.Expr | pl.Series] = []
    for literal in literals:
        parts.append(literal)
        parts += [fact] if (fact := next(rest, None)) is not None else []
    told = pl.concat_str(parts) if parts else pl.lit("")
    column = pl.select(told.alias("reason")).to_series()
    return column if column.len() == height else column.new_from_index(0, height)
