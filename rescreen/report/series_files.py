"""What `rescreen link` writes: series, members, links, hubs, cuts, near misses, rejected rows. Values are masked.

Every table grows with the mentions at most: a link is told between neighbours in time, never between all
pairs of a series.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from rescreen.casebook.kept import Added
from rescreen.history.put import put
from rescreen.links.weights import MILLI, never_alone
from rescreen.report.writers import writer
from rescreen.series.linked import Linked

__all__ = ["link_summary", "series_rows", "tables_of", "write_linked"]

_THING = ("kind", "thing", "shown")


def series_rows(series: pl.DataFrame) -> pl.DataFrame:
    """Series strongest first, evidence in bits."""
    ordered = series.sort("strength", "clues", "series", descending=[True, True, False])
    return ordered.with_columns((pl.col("strength", "least") / MILLI).round(3))


def tables_of(linked: Linked, rejected: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """All tables, by the name of their file."""
    return {
        "series": series_rows(linked.series),
        "members": _members(linked),
        "links": _links(linked),
        "hubs": _hubs(linked),
        "cuts": _cuts(linked),
        "misses": _misses(linked),
        "refused": linked.refused,
        "rejected": rejected,
    }


def write_linked(tables: Mapping[str, pl.DataFrame], folder: Path) -> list[Path]:
    """CSV of each; series as Parquet and XLSX besides."""
    files: list[Path] = []
    for name, table in tables.items():
        for form in ("csv", "parquet", "xlsx") if name == "series" else ("csv",):
            out = writer(form, folder, name, table.schema)
            out.write(table)
            files += out.finish()
    return files


def link_summary(
    linked: Linked, added: Added, tables: Mapping[str, pl.DataFrame], folder: Path | None = None
) -> dict[str, Any]:
    """Numbers of a run; written as summary.json where a folder is given."""
    hubs = tables["hubs"]
    changes = added.changes["what"].cast(pl.String).value_counts(sort=True)
    told = {
        "clues": int(linked.clues.clues["clue"].count()),
        "things": len(linked.clues.entities),
        "series": len(linked),
        "clues_in_series": len(linked.members),
        "new": {"clues": added.clues, "things": added.things, "mentions": added.mentions},
        "parted_anew": added.parted,
        "changes": dict(changes.iter_rows()),
        "hubs": len(hubs),
        "clues_at_hubs": int(hubs["clues"].sum()),
        "cuts": linked.cuts["cut"].n_unique(),
        "near_links": int(linked.near["links"].sum()),
        "near_misses": len(tables["misses"]),
        "judgements_waiting": list(linked.waiting),
        "joinings_refused": len(linked.refused),
        "least": linked.settings.least,
        "never_alone": list(never_alone(linked.settings)),
        "blocks_not_compared": linked.weighing.skipped.to_dicts(),
        "rejected": dict(tables["rejected"]["reason"].value_counts(sort=True).iter_rows()),
        "nobody": dict(linked.clues.nobody["why"].value_counts(sort=True).iter_rows()),
    }
    if folder is not None:
        text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        put(folder / "summary.json", text.encode())
    return told


def _ids(linked: Linked, rows: pl.Series) -> pl.Series:
    return linked.clues.clues["clue"].gather(rows)


def _things(linked: Linked, entity: pl.Series) -> dict[str, pl.Series]:
    """kind, thing (its name, phone-17) and masked value; null where there is no entity."""
    entities = linked.clues.entities
    kind = entities["kind"].gather(entity).cast(pl.String)
    number = (entity.cast(pl.Int64) + 1).cast(pl.String)
    return dict(
        zip(_THING, (kind, kind + "-" + number, entities["shown"].gather(entity)), strict=True)
    )


def _members(linked: Linked) -> pl.DataFrame:
    members, clues = linked.members, linked.clues.clues[linked.members["clue"]]
    return pl.DataFrame(
        {
            "series": members["series"],
            "clue": clues["clue"],
            "time": clues["time"],
            "strength": (members["strength"] / MILLI).round(3),
        }
    ).sort("series", "time", "clue", nulls_last=True)


def _links(linked: Linked) -> pl.DataFrame:
    """Neighbours in time that a value joins, then near matches that join."""
    held = linked.partition.held
    links = linked.ties.filter("links").select("clue", "entity")
    after = np.flatnonzero((held.run >= 0) & ~held.first)
    pairs = pl.DataFrame(
        {
            "one": held.clue[after - 1].astype(np.uint32),
            "other": held.clue[after].astype(np.uint32),
            "entity": held.entity[after].astype(np.uint32),
            "millibits": held.millibits[after],
        }
    ).with_columns(how=pl.lit("shared"))
    for side in ("one", "other"):
        pairs = pairs.join(links, left_on=[side, "entity"], right_on=["clue", "entity"], how="semi")
    label = linked.partition.label
    ends = [label[linked.near[side].to_numpy()] for side in ("clue_a", "clue_b")]
    held_together = pl.Series(ends[0] == ends[1], dtype=pl.Boolean)  # others were cut
    near = linked.near.filter(pl.col("links") & held_together).select(
        one="clue_a", other="clue_b", entity="entity_a", millibits="millibits", how="how"
    )
    every = pl.concat([pairs.sort("one", "other", "entity"), near])
    days = linked.weighing.days
    ends = [every[side].to_numpy() for side in ("one", "other")]
    apart = pl.Series(np.abs(days[ends[1]] - days[ends[0]])).fill_nan(None).round(2)
    return pl.DataFrame(
        {
            "clue_a": _ids(linked, every["one"]),
            "clue_b": _ids(linked, every["other"]),
            "how": every["how"],
            **_things(linked, every["entity"]),
            "days": apart,
            "bits": every["millibits"] / MILLI,
        }
    )


def _hubs(linked: Linked) -> pl.DataFrame:
    hubs = linked.hubs
    return pl.DataFrame(
        {**_things(linked, hubs["entity"]), **hubs.select("clues", "cap", "why").to_dict()}
    )


def _cuts(linked: Linked) -> pl.DataFrame:
    """A row a mention that was cut; `series`: where its clue is now."""
    cuts = linked.cuts.join(
        linked.members.select("clue", "series"), on="clue", how="left", maintain_order="left"
    )
    things = _things(linked, cuts["entity"])
    return pl.DataFrame(
        {
            "cut": cuts["cut"] + 1,
            "clue": _ids(linked, cuts["clue"]),
            "series": cuts["series"],
            **things,
            "near": cuts["near"],
            "lesser_side": cuts["lesser"],
            "greater_side": cuts["greater"],
        }
    )


def _misses(linked: Linked) -> pl.DataFrame:
    misses = linked.misses
    return pl.DataFrame(
        {
            "clue_a": _ids(linked, misses["clue_a"]),
            "clue_b": _ids(linked, misses["clue_b"]),
            "why": misses["why"].cast(pl.String),
            **_things(linked, misses["entity"]),
            "bits": misses["millibits"] / MILLI,
        }
    )
