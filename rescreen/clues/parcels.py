"""Flagged parcels as clues: one clue a parcel, by its waybill number, in a long table of mentions.

The table is an ordinary one: it can be kept, joined with tips and other places' referrals, and read by
`read_clues`. It holds personal values as the manifest has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from rescreen.parcel import SCHEMA
from rescreen.rulebook.model import Lane

__all__ = ["FIELDS_USED", "LONG", "clues_from_parcels"]

#: A long table of mentions.
LONG = pl.Schema(
    {
        "clue": pl.String(),
        "kind": pl.String(),
        "value": pl.String(),
        "time": pl.Datetime("us"),
        "role": pl.String(),
    }
)
_FLAGGED = "flagged"
_RULE_MARK = "；"


@dataclass(frozen=True, slots=True)
class _Mention:
    """A kind and the fields that give it, the best first."""

    kind: str
    fields: tuple[str, ...]
    role: str | None = None


_MENTIONS = (
    _Mention("phone", ("sender_phone",), "sender"),
    _Mention("phone", ("receiver_phone",), "receiver"),
    _Mention("id_number", ("sender_id_no",), "sender"),
    _Mention("id_number", ("receiver_id_no",), "receiver"),
    _Mention("id_number", ("agent_id_no",), "agent"),
    _Mention("address", ("sender_address",), "sender"),
    _Mention("address", ("receiver_address",), "receiver"),
    _Mention("name", ("sender_name",), "sender"),
    _Mention("name", ("receiver_name",), "receiver"),
    _Mention("name", ("agent_name",), "agent"),
    _Mention("outlet", ("outlet_name", "outlet_code")),
    _Mention("courier", ("collector_code", "collector")),
    _Mention("item", ("item", "item_category")),
    _Mention("origin", ("accept_division", "accept_address")),
    _Mention("destination", ("destination_division", "destination", "receiver_address")),
)
#: Columns of parcels that are looked at.
FIELDS_USED = tuple(
    dict.fromkeys(("waybill_no", "accepted_at", *(f for one in _MENTIONS for f in one.fields)))
)


def clues_from_parcels(parcels: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """Mentions (LONG) of every parcel that isn't released, in the decisions' order.

    `decisions` need waybill_no, lane and rules; a flagged parcel that `parcels` lack is a clue with its
    number and rules only.
    """
    flagged = decisions.filter(pl.col("lane") != Lane.PASS.label).unique(
        "waybill_no", keep="first", maintain_order=True
    )
    known = parcels.select(name for name in FIELDS_USED if name in parcels.columns)
    known = known.unique("waybill_no", keep="first", maintain_order=True)
    lacking = [pl.lit(None, SCHEMA[name]).alias(name) for name in FIELDS_USED if name not in known]
    every = (
        flagged.select("waybill_no", "rules")
        .join(known, on="waybill_no", how="left", maintain_order="left")
        .with_columns(lacking)
        .with_row_index("nth")
    )
    mentions = pl.concat(list(_mentions(every))).filter(pl.col("value").str.strip_chars() != "")
    return mentions.sort("nth", "place").select(LONG.names()).cast(LONG)


def _mentions(every: pl.DataFrame) -> Iterator[pl.DataFrame]:
    note = pl.col("rules").list.join(_RULE_MARK)
    columns = [
        ("waybill", pl.col("waybill_no"), None),
        *((one.kind, _first(one.fields), one.role) for one in _MENTIONS),
        ("source", pl.lit(_FLAGGED), None),
        ("note", note, None),
    ]
    for place, (kind, value, role) in enumerate(columns):
        yield every.select(
            "nth",
            pl.lit(place).alias("place"),
            pl.col("waybill_no").alias("clue"),
            pl.lit(kind).alias("kind"),
            value.alias("value"),
            pl.col("accepted_at").alias("time"),
            pl.lit(role, pl.String).alias("role"),
        )


def _first(fields: tuple[str, ...]) -> pl.Expr:
    """The first of some texts that isn't empty."""
    texts = (pl.col(field) for field in fields)
    return pl.coalesce(pl.when(text.str.strip_chars() != "").then(text) for text in texts)
