"""What enters the engine: frames and records, brought to the parcel's declared types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
from pydantic import ValidationError

from rescreen.errors import InputError
from rescreen.parcel import FIELDS, SCHEMA, Parcel

__all__ = ["as_record", "check_record", "take_frame"]


def take_frame(frame: pl.DataFrame, fields: Iterable[str]) -> pl.DataFrame:
    """The named fields that the frame has, in the parcel's types; NaN becomes null.

    Columns that no rule reads are dropped here, before anything is paid for them.
    Raises InputError for a frame without waybill numbers, or a column that can't be read as its
    type.
    """
    if "waybill_no" not in frame.columns:
        raise InputError("数据框没有 waybill_no（运单号）列；请先用 read_manifest 读入，或改列名。")
    names = [name for name in dict.fromkeys(("waybill_no", *fields)) if name in frame.columns]
    try:
        taken = frame.select(_typed(frame[name]) for name in names)
    except pl.exceptions.PolarsError as error:
        raise InputError(_bad_column(frame, names)) from error
    return taken


def _typed(series: pl.Series) -> pl.Series:
    wanted = SCHEMA[series.name]
    if series.dtype != wanted:
        series = series.cast(wanted)
    if series.dtype.is_float() and series.is_nan().any():
        series = series.fill_nan(None)
    return series


def _bad_column(frame: pl.DataFrame, names: Iterable[str]) -> str:
    for name in names:
        try:
            _typed(frame[name])
        except pl.exceptions.PolarsError:
            field = FIELDS[name]
            return (
                f"列 {name}（{field.label}）是 {frame[name].dtype}，不能读作 {SCHEMA[name]}；"
                "请先转换类型。"
            )
    return "数据框的列类型有误。"


def as_record(record: Mapping[str, Any] | Parcel) -> Mapping[str, Any]:
    """A mapping by field; of a `Parcel` only what was given, for absent is not missing."""
    return record.model_dump(exclude_unset=True) if isinstance(record, Parcel) else record


def check_record(record: Mapping[str, Any]) -> None:
    """Raises InputError naming the fields (never their values) that have the wrong type."""
    try:
        Parcel.model_validate(dict(record), strict=True)
    except ValidationError as error:
        faults = "；".join(
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()
        )
        raise InputError(f"记录不符合邮件快件字段的类型：{faults}") from None
    zoned = [name for name, value in record.items() if getattr(value, "tzinfo", None) is not None]
    if zoned:
        labels = "、".join(FIELDS[name].label for name in zoned)
        raise InputError(
            f"{labels} 带有时区；请换成中国时间，不带时区。",
            f"{', '.join(zoned)}: a time with a zone; give China's time without one.",
        )
