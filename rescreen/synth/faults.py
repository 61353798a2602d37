"""Faults planted in invented parcels, at documented rates, with the answers written down.

A parcel has at most one planted fault, so that every answer stands for itself. Rates are estimates
of the order that inspection campaigns report; `rescreen synth --faults` scales them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from rescreen.synth.tables import VAGUE

__all__ = ["PLANTED", "Planted", "plant", "walk_in"]

Rng = np.random.Generator


@dataclass(frozen=True, slots=True)
class Planted:
    """A kind of fault: its share of parcels, what it changes, and the rules that must find it."""

    name: str
    share: float
    change: Callable[[], dict[str, pl.Expr]]
    rules: tuple[str, ...]
    walk_in: bool = False  # only parcels that need the ID check of each piece


def walk_in() -> dict[str, pl.Expr]:
    """What makes a parcel one that needs the ID check of each piece."""
    return {"piece_type": pl.lit("包裹"), "agreement_customer": pl.lit(False),
            "agreement_handler": pl.lit(None, pl.String)}  # fmt: skip


def _wrong_check() -> pl.Expr:
    number = pl.col("sender_id_no")
    last = number.str.slice(17, 1)
    return pl.concat_str(
        number.str.slice(0, 17), pl.when(last == "1").then(pl.lit("2")).otherwise(pl.lit("1"))
    )


def _born_never() -> pl.Expr:
    return pl.concat_str(pl.col("sender_id_no").str.slice(0, 10), pl.lit("02310001"))


PLANTED: tuple[Planted, ...] = (
    Planted("no_id", 0.002, lambda: {"sender_id_no": pl.lit(None, pl.String)}, ("RN-01",), True),
    Planted("id_checksum", 0.003, lambda: {"sender_id_no": _wrong_check()}, ("RN-04",), True),
    Planted("id_birth_date", 0.001, lambda: {"sender_id_no": _born_never()}, ("RN-05",), True),
    Planted(
        "id_masked", 0.002,
        lambda: {"sender_id_no": pl.concat_str(pl.col("sender_id_no").str.slice(0, 6),
                                               pl.lit("********"),
                                               pl.col("sender_id_no").str.slice(14))},
        ("RN-02",), True,
    ),
    Planted("name_title", 0.002, lambda: {"sender_name": pl.lit("样先生")}, ("RN-10",), True),
    Planted("name_placeholder", 0.002, lambda: {"sender_name": pl.lit("客户")}, ("RN-09",), True),
    Planted("phone_unassigned", 0.001, lambda: {"sender_phone": pl.lit("14000000000")}, ("RN-14",)),
    Planted("no_inspection", 0.004, lambda: {"inspected": pl.lit(False), "inspected_at": pl.lit(None)},
            ("IN-01",), True),
    Planted(
        "inspected_before", 0.002,
        lambda: {"inspected_at": pl.col("accepted_at") - pl.duration(minutes=15)}, ("IN-02",),
    ),
    Planted(
        "no_xray", 0.004,
        lambda: {"xrayed_at": pl.lit(None), "xray_machine": pl.lit(None), "xray_image": pl.lit(None),
                 "xray_operator": pl.lit(None), "xray_verdict": pl.lit(None)},
        ("XR-01",),
    ),
    Planted(
        "xray_before", 0.001,
        lambda: {"xrayed_at": pl.col("accepted_at") - pl.duration(minutes=30)}, ("XR-02",),
    ),
    Planted("no_image", 0.003, lambda: {"xray_image": pl.lit(None)}, ("XR-05",)),
    Planted("xray_suspicious", 0.0005, lambda: {"xray_verdict": pl.lit("可疑")}, ("XR-07",)),
    Planted(
        "agent_without_id", 0.001,
        lambda: {"agent_posting": pl.lit(True), "agent_name": pl.lit("样本甲")}, ("HO-01",),
    ),
    Planted("open_place", 0.002, lambda: {"accept_manner": pl.lit("非固定场所"),
                                         "handover_place": pl.lit("路边")}, ("HO-04",)),
    Planted("no_item", 0.002, lambda: {"item": pl.lit(None), "item_category": pl.lit(None)},
            ("IT-01",), True),
    Planted("vague_item", 0.02, lambda: {"item": pl.lit(VAGUE[0]), "item_category": pl.lit(None)},
            ("IT-02",)),
    Planted("powder", 0.001, lambda: {"item": pl.lit("白色粉末")}, ("IT-04",)),
    Planted("freight_over_value", 0.002, lambda: {"declared_value": pl.lit(3.0)}, ("IT-08",)),
)  # fmt: skip


def plant(
    rng: Rng, parcels: pl.DataFrame, origins: pl.Series, scale: float
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The parcels with faults planted, and one answer a parcel (`fault` null: none)."""
    shares = np.array([one.share for one in PLANTED]) * scale
    draw = np.searchsorted(np.cumsum(shares), rng.random(parcels.height))
    parcels = parcels.with_columns(pl.Series("__fault", draw))
    columns: dict[str, pl.Expr] = {}
    for number, one in enumerate(PLANTED):
        chosen = pl.col("__fault") == number
        changes = one.change() | (walk_in() if one.walk_in else {})
        for name, value in changes.items():
            columns[name] = pl.when(chosen).then(value).otherwise(columns.get(name, pl.col(name)))
    changed = parcels.with_columns(
        expression.cast(parcels.schema[name]).alias(name) for name, expression in columns.items()
    ).drop("__fault")
    names = pl.Series([*(one.name for one in PLANTED), None])
    answers = pl.DataFrame(
        {"waybill_no": changed["waybill_no"], "origin": origins, "fault": names.gather(draw)}
    )
    return changed, answers
