"""Texts of a manifest → the parcel's types, column by column; what can't be read is a fault.

Each column is tried in its usual spelling first; only the values that this leaves out are tried in
the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from rescreen.parcel import FIELDS, FieldInfo, Kind

__all__ = ["FIRST_YEAR", "LAST_YEAR", "NOTHING", "TIMES", "Typed", "can_fail", "factor_of",
           "synonyms_of", "type_column"]  # fmt: skip

#: Years that a manifest can be of; others are typing errors (0219, 2201).
FIRST_YEAR, LAST_YEAR = 1990, 2100
NOTHING = (
    "",
    "-",
    "--",
    "/",
    "\\",
    "NULL",
    "null",
    "None",
    "NaN",
    "nan",
    "N/A",
    "n/a",
    "NA",
    "无",
)
TIMES = (
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y年%m月%d日 %H时%M分%S秒",
    "%Y年%m月%d日 %H时%M分",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日 %H:%M",
    "%Y.%m.%d %H:%M:%S",
    "%Y.%m.%d %H:%M",
    "%Y%m%d%H%M%S",
    "%Y%m%d %H:%M:%S",
    "%Y%m%d%H%M",
)
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y%m%d")
_DATE_LIKE = r"^[0-9]{4}(?:[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}|[0-9]{4}(?:[0-9]{4,6})?(?: |$))"
_YES = "是 有 真 Y y YES Yes yes TRUE True true 1 √ ✓ ☑ 已验视 已验 相符 一致 已".split()
_NO = "否 无 没有 假 N n NO No no FALSE False false 0 × ✗ ☐ 未验视 未验 不符 不一致 未".split()
_SYNONYMS: dict[str, dict[str, str]] = {
    "piece_type": {"信函": "信件", "平信": "信件", "挂号信": "信件", "包裹件": "包裹", "快递": "快件",
                   "快递包裹": "快件", "文件类": "文件", "物品": "包裹", "特快": "快件"},
    "payment_method": {"寄付": "寄付现结", "现付": "寄付现结", "现结": "寄付现结", "现金": "寄付现结",
                       "寄方付": "寄付现结", "月结": "寄付月结", "到方付": "到付", "收方付": "到付",
                       "到付现结": "到付", "第三方": "第三方付", "第三方付款": "第三方付"},
    "id_type": {"身份证": "居民身份证", "二代身份证": "居民身份证", "二代证": "居民身份证",
                "临时身份证": "临时居民身份证", "户口本": "户口簿",
                "港澳通行证": "港澳居民来往内地通行证", "回乡证": "港澳居民来往内地通行证",
                "台胞证": "台湾居民来往大陆通行证", "外国人居留证": "外国人永久居留身份证"},
    "accept_manner": {"网点": "网点交寄", "门店": "网点交寄", "上门": "上门揽收", "上门取件": "上门揽收",
                      "智能柜": "智能快件箱", "快递柜": "智能快件箱", "丰巢": "智能快件箱",
                      "驿站": "驿站代收", "代收点": "驿站代收"},
    "xray_verdict": {"正常": "通过", "合格": "通过", "无异常": "通过", "异常": "可疑", "禁寄品": "禁寄"},
}  # fmt: skip
_TO_KG = {"克": 1e-3, "g": 1e-3, "斤": 0.5}
_TO_YUAN = {"分": 1e-2, "万元": 1e4}


@dataclass(frozen=True, slots=True)
class Typed:
    """A column in its type, and where it failed: reason by row, null where nothing is wrong."""

    values: pl.Series
    faults: pl.Series | None = None


def type_column(field: str, texts: pl.Series, unit: str = "") -> Typed:
    """Bring a column to the field's type; `unit` is what the heading names in brackets."""
    info = FIELDS[field]
    if texts.dtype != pl.String:
        texts = texts.cast(pl.String)
    typed = _READERS[info.kind](info, texts.str.strip_chars(" \t\r\u3000'`"), unit)
    return Typed(typed.values.alias(field), typed.faults)


def synonyms_of(info: FieldInfo) -> dict[str, str]:
    """Other words for a category's values."""
    return _SYNONYMS.get("id_type" if info.name.endswith("_id_type") else info.name, {})


def factor_of(unit: str) -> float | None:
    """What to multiply by, from the unit that a heading names to the field's own."""
    return (_TO_KG | _TO_YUAN).get(unit)


def can_fail(field: str) -> bool:
    """Whether a text can be wrong for the field; any text is a text, a code or a category."""
    return FIELDS[field].kind in (Kind.FLAG, Kind.NUMBER, Kind.INTEGER, Kind.TIME)


def _text(info: FieldInfo, texts: pl.Series, unit: str) -> Typed:
    return Typed(texts.replace("", None))


def _code(info: FieldInfo, texts: pl.Series, unit: str) -> Typed:
    bare = texts
    if texts.str.starts_with('="').any():
        bare = texts.str.replace(r'^="(.*)"$', "$1")
    return Typed(_emptied(bare))


def _emptied(texts: pl.Series) -> pl.Series:
    return texts.replace(list(NOTHING), [None] * len(NOTHING))


def _category(info: FieldInfo, texts: pl.Series, unit: str) -> Typed:
    words = synonyms_of(info)
    return Typed(_emptied(texts).replace(words) if words else _emptied(texts))


def _division(info: FieldInfo, texts: pl.Series, unit: str) -> Typed:
    known = texts.str.contains(r"^[1-9][0-9]{5}(?:[0-9]{3}|[0-9]{6})?$")
    return Typed(pl.select(pl.when(known).then(texts.str.slice(0, 6))).to_series())


def _flag(info: FieldInfo, texts: pl.Series, unit: str) -> Typed:
    words = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
    values = _emptied(texts).replace_strict(words, default=None, return_dtype=pl.Boolean)
    values = (
        values.scatter((texts == "无").fill_null(False).arg_true(), False)
        if (texts == "无").any()
        else values
    )
    return Typed(values, _faults(_emptied(texts).is_not_null() & values.is_null(), "wrong_type"))


def _faults(wrong: pl.Series, reason: str) -> pl.Series | None:
    if not wrong.any():
        return None
    return pl.select(pl.when(wrong).then(pl.lit(reason))).to_series()


def _number(info: FieldInfo, texts: pl.Series, unit: str) -> Typed:
    texts = _emptied(texts)
    values = texts.cast(pl.Float64, strict=False)
    left = texts.is_not_null() & values.is_null()
    if left.any():
        clean = (
            texts.filter(left)
            .str.normalize("NFKC")
            .str.replace_all(r"[,\s￥¥$]|(?:千克|公斤|kg|KG|元|件|克|g)$", "")
        )
        values = values.scatter(left.arg_true(), clean.cast(pl.Float64, strict=False))
    if factor := factor_of(unit):
        values = values * factor
    wrong = (texts.is_not_null() & values.is_null()) | values.is_nan() | values.is_infinite()
    negative = values < 0
    faults = _faults(wrong.fill_null(False), "wrong_type")
    below = _faults(negative.fill_null(False), "negative")
    if faults is not None and below is not None:
        faults = faults.zip_with(faults.is_not_null(), below)
    values = values if info.kind is Kind.NUMBER else values.round().cast(pl.Int64, strict=False)
    return Typed(values, faults if faults is not None else below)


def _time(info: FieldInfo, texts: pl.Series, unit: str) -> Typed:
    texts = _emptied(texts)
    values = _try_formats(texts)
    left = texts.is_not_null() & values.is_null()
    if left.any():
        rest = texts.filter(left).str.normalize("NFKC").str.strip_chars()
        values = values.scatter(left.arg_true(), _other_spellings(rest))
    year = values.dt.year()
    odd = ((year < FIRST_YEAR) | (year > LAST_YEAR)).fill_null(False)
    wrong = (texts.is_not_null() & values.is_null()) | odd
    if not wrong.any():
        return Typed(values)
    like = texts.str.contains(_DATE_LIKE) | odd
    faults = pl.select(
        pl.when(wrong & like).then(pl.lit("impossible_date")).when(wrong).then(pl.lit("wrong_type"))
    ).to_series()
    return Typed(values, faults)


def _try_formats(texts: pl.Series) -> pl.Series:
    """Each spelling on what those before it left."""
    values = pl.repeat(None, len(texts), dtype=pl.Datetime("us"), eager=True)
    open_ = texts.is_not_null()
    for spelling in (*TIMES, *_DATES):
        if not open_.any():
            break
        rest = texts if open_.all() else texts.filter(open_)
        # A look at a few values spares the whole column most of the spellings.
        if not _parse(rest.head(64), spelling).is_not_null().any() and len(rest) > 4096:
            continue
        parsed = _parse(rest, spelling)
        values = parsed if len(rest) == len(values) else values.scatter(open_.arg_true(), parsed)
        open_ = texts.is_not_null() & values.is_null()
    return values


def _parse(texts: pl.Series, spelling: str) -> pl.Series:
    if spelling in _DATES:
        return texts.str.to_date(spelling, strict=False).cast(pl.Datetime("us"))
    return texts.str.to_datetime(spelling, strict=False, time_unit="us")


_EXCEL_1970 = 25_569  # 1970-01-01 as a serial of Excel's
_HOUR, _DAY = 3_600_000_000, 86_400_000_000  # microseconds
_CHINA_HOURS = 8


def _other_spellings(texts: pl.Series) -> pl.Series:
    """Odd dates: unusual blanks, zones, Excel serials, seconds or milliseconds since 1970."""
    zoned = texts.str.replace(r"(?:Z|[+-][0-9]{2}:?[0-9]{2})$", "").str.replace(
        "T", " ", literal=True
    )
    zoned = zoned.str.replace(r"\s+", " ")
    values = _slow_formats(zoned)
    utc = texts.str.ends_with("Z")
    values = pl.select(
        pl.when(utc).then(values.dt.offset_by(f"{_CHINA_HOURS}h")).otherwise(values)
    ).to_series()
    number = texts.cast(pl.Float64, strict=False)
    stamp = pl.col("number")
    # Whole microseconds since 1970, local time.
    since = (
        pl.when(stamp.is_between(30_000, 80_000))
        .then((stamp - _EXCEL_1970) * _DAY)
        .when(stamp.is_between(6e8, 4e9))
        .then(stamp * 1e6 + _CHINA_HOURS * _HOUR)
        .when(stamp.is_between(6e11, 4e12))
        .then(stamp * 1e3 + _CHINA_HOURS * _HOUR)
    )
    stamps = number.alias("number").to_frame().select(since.round().cast(pl.Int64)).to_series()
    return values.zip_with(values.is_not_null(), stamps.cast(pl.Datetime("us")))


def _slow_formats(texts: pl.Series) -> pl.Series:
    values = pl.repeat(None, len(texts), dtype=pl.Datetime("us"), eager=True)
    for spelling in (*TIMES, *_DATES):
        values = values.zip_with(values.is_not_null(), _parse(texts, spelling))
    return values


_READERS: dict[Kind, Callable[[FieldInfo, pl.Series, str], Typed]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.CATEGORY: _category,
    Kind.DIVISION: _division,
    Kind.FLAG: _flag,
    Kind.NUMBER: _number,
    Kind.INTEGER: _number,
    Kind.TIME: _time,
}
