"""Flagged parcels as a table of mentions."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from rescreen.clues import clues_from_parcels, read_clues

PARCELS = pl.DataFrame(
    {
        "waybill_no": ["SY1", "SY2", "SY3"],
        "accepted_at": [datetime(2021, 9, 20, 8), None, datetime(2021, 9, 21)],
        "sender_phone": ["15400001234", "15400001234", None],
        "receiver_address": ["云南省昆明市五华区人民路12号", None, "云南省昆明市五华区人民路12号"],
        "destination": ["", None, None],
        "item": [None, "连衣裙", "茶叶"],
        "weight_kg": [1.0, 2.0, 3.0],
    }
)
DECISIONS = pl.DataFrame(
    {
        "waybill_no": ["SY3", "SY1", "SY2", "SY4", "SY3"],
        "lane": ["开箱验视", "二次安检", "放行", "二次安检", "二次安检"],
        "rules": [["DR-01", "DR-02"], [], [], ["DR-03"], []],
    }
)


def test_flagged_parcels_are_clues() -> None:
    table = clues_from_parcels(PARCELS, DECISIONS)
    assert table.columns == ["clue", "kind", "value", "time", "role"]
    clues = read_clues(table)
    assert clues.clues.rows() == [
        ("SY3", datetime(2021, 9, 21)),
        ("SY1", datetime(2021, 9, 20, 8)),
        ("SY4", None),
    ]
    assert clues.rejected.is_empty()
    mentions = clues.mentions.join(
        clues.entities.with_row_index("entity").select("entity", "kind"), on="entity"
    )
    assert mentions.filter(pl.col("kind") == "address").select("clue", "role").rows() == [
        (0, "receiver"),
        (1, "receiver"),
    ]
    assert clues.entities.filter(pl.col("kind") == "destination")["value"].to_list() == ["530102"]
    assert clues.told.rows() == [
        (0, "source", "flagged"),
        (0, "note", "DR-01；DR-02"),
        (1, "source", "flagged"),
        (2, "source", "flagged"),
        (2, "note", "DR-03"),
    ]


def test_none_flagged() -> None:
    passed = DECISIONS.with_columns(pl.lit("放行").alias("lane"))
    assert clues_from_parcels(PARCELS, passed).is_empty()
    assert len(read_clues(clues_from_parcels(PARCELS, passed))) == 0
