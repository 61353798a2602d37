"""Manifests under two rulebooks: run, written out, and told as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from rescreen.engine import (
    DIFFERENCE_SCHEMA,
    Answers,
    Difference,
    LookBack,
    Matcher,
    slice_of,
)
from rescreen.report.files import Pending
from rescreen.report.intake import open_source
from rescreen.report.parts import parts_of
from rescreen.report.places import place_name
from rescreen.report.posts import PostsLine, posts_of
from rescreen.report.runs import Tell
from rescreen.report.stamps import unchanged
from rescreen.report.writers import CsvWriter
from rescreen.routing import LANES, SiteLanes

__all__ = ["PAGE", "Compared", "compare", "compared_data", "hours_of", "with_page"]

#: The page with charts beside moved.csv.
PAGE = "diff.html"

#: Moved parcels kept to show.
SAMPLE = 5


@dataclass(frozen=True, slots=True)
class Compared:
    """`sample` are moved parcels to show, `files` what was written, `rejected` rows left out,
    `posts` what the load costs, by lane."""

    difference: Difference
    sample: pl.DataFrame
    rejected: int
    files: tuple[Path, ...]
    posts: tuple[PostsLine, ...]


def compare(
    difference: Difference,
    manifests: Sequence[Path],
    output: Path | None,
    mapping: Path | None,
    site: SiteLanes,
    tell: Tell,
) -> Compared:
    """Feed manifests through a difference; with an output folder, moved.csv lists the parcels.

    Raises as `open_manifest` does. Memory holds a chunk at a time, and what aggregate facts look
    back over.
    """
    sample, rejected = DIFFERENCE_SCHEMA.to_frame(), 0
    writer = _writer(output)
    try:
        for manifest in manifests:
            for moved, refused, rows in _moved(difference, manifest, mapping):
                rejected += refused
                sample = _worst(pl.concat([sample, moved]))
                if writer:
                    writer.write(moved)
                tell(rows, 0)
    except BaseException:
        if writer:
            writer.discard()
        raise
    files = tuple(writer.finish()) if writer else ()
    return Compared(difference, sample, rejected, files, tuple(posts_of(difference, site)))


def with_page(compared: Compared, output: Path, page: str) -> Compared:
    """The page written beside what is there."""
    pending = Pending(output / PAGE)
    pending.temporary.write_text(page, "utf-8")
    return replace(compared, files=(*compared.files, pending.keep()))


def _writer(output: Path | None) -> CsvWriter | None:
    if output is None:
        return None
    output.mkdir(parents=True, exist_ok=True)
    return CsvWriter(output / "moved.csv", DIFFERENCE_SCHEMA)


def _moved(
    difference: Difference, manifest: Path, mapping: Path | None
) -> Iterator[tuple[pl.DataFrame, int, int]]:
    """Chunk by chunk of a manifest the moved parcels, the rows rejected, and the rows read."""
    paths = [part.path for part in parts_of(manifest)] or [manifest]
    with unchanged(paths):
        answers, done = _answers(difference, manifest, mapping), 0
        for parcels, rejected in open_source(manifest, difference.fields, mapping).reader:
            here = [slice_of(each, done, parcels.height) for each in answers]
            done += parcels.height
            moved = DIFFERENCE_SCHEMA.to_frame()
            if parcels.height:
                moved = difference.add(parcels, (here[0], here[1]))
            yield moved, rejected.height, parcels.height + rejected.height


def _answers(difference: Difference, manifest: Path, mapping: Path | None) -> list[Answers]:
    """Each rulebook's aggregates of all rows; one reading where both have the site's tables alike."""
    matchers = difference.old, difference.new
    first = LookBack([one.aggregates for one in _alike(matchers)])
    looks = [first, first if len(_alike(matchers)) == 2 else LookBack([matchers[1].aggregates])]
    for look in dict.fromkeys(looks):
        if look.needed:
            reader = open_source(manifest, difference.fields, mapping).reader
            look.read(reader.narrowed(look.fields), lambda rows: None, keep=False)
            look.settle()
    return [look.answer(matcher.aggregates) for look, matcher in zip(looks, matchers, strict=True)]


def _alike(matchers: tuple[Matcher, Matcher]) -> tuple[Matcher, ...]:
    """Those that see a parcel's own facts as the first does."""
    return tuple(one for one in matchers if one.context == matchers[0].context)


def _worst(moved: pl.DataFrame) -> pl.DataFrame:
    """Those that go furthest: milder ones first, for what they let through."""
    ranks = {lane.label: lane.rank for lane in LANES}
    step = pl.col("lane_after").replace_strict(ranks, return_dtype=pl.Int8) - pl.col(
        "lane_before"
    ).replace_strict(ranks, return_dtype=pl.Int8)
    return moved.filter(step != 0).sort(step, maintain_order=True).head(SAMPLE)


def compared_data(compared: Compared) -> dict[str, Any]:
    """Counts as plain data; lanes by Chinese label, origins by prefecture code, hours as ISO."""
    found = compared.difference
    labels = [lane.label for lane in LANES]
    return {
        "old": {"rulebook": found.old.rulebook_hash, "day": found.old.day.isoformat()},
        "new": {"rulebook": found.new.rulebook_hash, "day": found.new.day.isoformat()},
        "parcels": found.parcels,
        "rejected": compared.rejected,
        "moved": found.moved,
        "rescored": found.rescored,
        "lanes": {
            before: {after: int(found.lanes[b, a]) for a, after in enumerate(labels)}
            for b, before in enumerate(labels)
        },
        "rules": {
            name: asdict(rule)
            for name, rule in found.rules.items()
            if rule.before != rule.after or rule.stricter or rule.milder
        },
        "origins": {
            code: {"name": place_name(code), "parcels": n, "stricter": up, "milder": down}
            for code, (n, up, down) in sorted(found.origins.items())
            if up or down
        },
        "load": [
            {
                "hour": when.isoformat() if isinstance(when, datetime) else None,
                "before": dict(zip(labels, counts[0].tolist(), strict=True)),
                "after": dict(zip(labels, counts[1].tolist(), strict=True)),
            }
            for when, counts in hours_of(found)
        ],
        "posts": {line.lane.id: _posts_data(line) for line in compared.posts},
        "outcomes": {
            name: {
                "kept": int(counts[1, 1]),
                "newly_found": int(counts[0, 1]),
                "missed": int(counts[1, 0]),
                "neither": int(counts[0, 0]),
                "missed_by": [
                    {"rule": rule, "cause": cause, "parcels": count}
                    for (rule, cause), count in found.missed_by.get(name, Counter()).most_common()
                ],
            }
            for name, counts in sorted(found.outcomes.items())
        },
        "files": [str(path) for path in compared.files],
    }


def _posts_data(line: PostsLine) -> dict[str, Any]:
    pairs = {
        "post_hours": line.hours,
        "busiest_hour_posts": line.busiest,
        "cost": line.cost,
    }
    return {
        name: {"before": round(before, 2), "after": round(after, 2)}
        for name, (before, after) in pairs.items()
    }


def hours_of(found: Difference) -> list[tuple[Any, Any]]:
    """The hours with their loads, in their order; the unknown hour last."""
    return sorted(found.load.items(), key=lambda one: (one[0] is None, str(one[0])))
