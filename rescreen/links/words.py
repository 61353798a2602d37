"""Evidence in words, Chinese or English; values as they may be shown, never as they are.

Bits are written to the thousandth where they have one, so that what a reader adds up is the score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from rescreen.clues import KINDS
from rescreen.links.evidence import Evidence, score

__all__ = ["bits_text", "hub_sentences", "phrase", "sentence", "sentences"]

_Texts = dict[str, tuple[str, str]]
_HOW: _Texts = {
    "shared": ("同一{kind} {values}{many}", "the same {kind} {values}{many}"),
    "behaviour": ("{kind}相同：{values}{many}", "the same {kind}: {values}{many}"),
    "digit": ("{kind}仅差一位：{values}", "{kind}s one digit apart: {values}"),
    "character": ("{kind}仅差一字：{values}", "{kind}s one character apart: {values}"),
    "building": ("同一栋楼的不同户：{values}", "flats of one building: {values}"),
    "correction": (
        "证件号码有误，改正一位即另一号码：{values}",
        "an invalid ID number, the other one after one correction: {values}",
    ),
    "prefecture": ("{kind}在同一地市：{values}", "{kind}s in one prefecture: {values}"),
    "rhythm": (
        "间隔合于{kind} {values} 的节律（每 {every} 天一次）",
        "the gap fits the rhythm of {kind} {values} (every {every} days)",
    ),
}  # fmt: skip
_ROUTE = ("路线", "route")
_MANY = ("（{n} 条线索共有{hub}）", " ({n} clues have it{hub})")
_HUB = ("，属枢纽，已折扣", "; a hub, discounted")
_DAYS = ("，相隔 {n} 天", ", {n} days apart")
_ONE_DAY = ("，相隔 1 天", ", one day apart")
_SAME_DAY = ("，相隔不到 1 天", ", less than a day apart")
_UNDATED = ("，时间不详", ", time unknown")
_WORTH = ("：{bits} 比特", ": {bits} bits")
_ALL = ("合计 {bits} 比特", "{bits} bits in all")
_SUPPRESSED = (
    "{kind} {value}：不用于关联，{n} 条线索（{why}）",
    "{kind} {value}: suppressed: {n} clues ({why})",
)
_CAP = ("上限 {cap}", "the cap is {cap}")
_JUDGED = ("人工判断", "by judgement")
_BETWEEN = {"route": (" → ", " → "), "near": (" 与 ", " and ")}


def sentence(piece: Evidence, entities: pl.DataFrame, lang: str = "zh") -> str:
    """One piece: 同一电话 138****0001（3 条线索共有），相隔 12 天：18.4 比特."""
    values = entities["shown"].gather(list(piece.entities)).to_list()
    worth = _WORTH[int(lang != "zh")].format(bits=bits_text(piece.millibits))
    return phrase(piece, values, lang) + worth


def phrase(piece: Evidence, values: Sequence[str], lang: str = "zh") -> str:
    """The same without what it is worth; `values`: its entities as they are to be written."""
    said = int(lang != "zh")
    template = _HOW[piece.way or piece.how][said]
    between = _BETWEEN["route" if piece.kind == "route" else "near"][said]
    hub = _HUB[said] if piece.hub else ""
    head = template.format(
        kind=_kind(piece.kind, said),
        values=between.join(values),
        many=_MANY[said].format(n=f"{piece.count:,}", hub=hub),
        every=f"{piece.every or 0:.1f}",
    )
    return head + _apart(piece.days, said)


def sentences(evidence: Iterable[Evidence], entities: pl.DataFrame, lang: str = "zh") -> list[str]:
    """All pieces, and what they come to."""
    found = list(evidence)
    total = _ALL[int(lang != "zh")].format(bits=bits_text(score(found)))
    return [*(sentence(piece, entities, lang) for piece in found), total]


def hub_sentences(hubs: pl.DataFrame, entities: pl.DataFrame, lang: str = "zh") -> list[str]:
    """Hubs (HUBS), one a line: phone 138****0001: suppressed: 4,312 clues (the cap is 100)."""
    said = int(lang != "zh")
    values = entities["shown"].gather(hubs["entity"])
    return [
        _SUPPRESSED[said].format(
            kind=_kind(row["kind"], said),
            value=value,
            n=f"{row['clues']:,}",
            why=_CAP[said].format(cap=row["cap"]) if row["why"] == "cap" else _JUDGED[said],
        )
        for row, value in zip(hubs.iter_rows(named=True), values, strict=True)
    ]


def bits_text(millibits: int) -> str:
    """Exact: 18.4, 9.113, 6.0."""
    whole, rest = divmod(abs(millibits), 1000)
    sign = "-" if millibits < 0 else ""
    return f"{sign}{whole}.{f'{rest:03d}'.rstrip('0') or '0'}"


def _kind(name: str, said: int) -> str:
    if name == "route":
        return _ROUTE[said]
    return KINDS[name].label_en if said else KINDS[name].label


def _apart(days: float | None, said: int) -> str:
    if days is None:
        return _UNDATED[said]
    if days < 1:
        return _SAME_DAY[said]
    n = round(days)
    return _ONE_DAY[said] if n == 1 else _DAYS[said].format(n=f"{n:,}")
