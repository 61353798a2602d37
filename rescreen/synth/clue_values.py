"""Texts of invented values: one text a value, and the ways in which people write it.

Telephones: ranges assigned to nobody (140, 142, 154, 160), eight digits each. ID numbers: sequence
code 000, as all of ours. Addresses: real divisions, invented roads and houses. Accounts and devices:
numbers under marks that no bank and no maker uses.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.errors import UsageError
from rescreen.synth.clue_sheet import Ints, Rng, Sheet
from rescreen.synth.parcels import address_heads
from rescreen.synth.people import BIRTHDAYS, id_texts, lasting_regions
from rescreen.synth.tables import COMPOUNDS, ROADS, origins

__all__ = ["PREFIXES", "masked_texts", "value_texts", "virtual_texts"]

#: Three digits that are assigned to nobody.
PREFIXES = (140, 142, 154, 160)
_SUBSCRIBERS = 10**8
#: Houses a road, buildings a compound, flats a building (30 floors of 4).
_HOUSES, _BUILDINGS, _FLOORS, _FLATS = 400, 30, 30, 4
_ROOMS = len(ROADS) * _HOUSES * len(COMPOUNDS) * _BUILDINGS * _FLOORS * _FLATS
#: Between a building's number and a flat's, and after it, in each of five forms.
_BETWEEN, _AFTER = ("栋", "栋", "幢", "-", "栋"), ("室", "", "室", "", "")
_PLACES = 10 ** np.arange(8)
#: Strangers' privacy numbers are drawn from so few that equal ones meet.
_FEW = 50


def distinct(rng: Rng, count: int, space: int) -> Ints:
    """Different numbers below `space`, in no order."""
    if count > space // 2:
        raise UsageError(
            f"虚构的号码不够 {count} 个；请减少 --clues。",
            f"There aren't {count} invented numbers; ask for fewer --clues.",
        )
    found = np.unique(rng.integers(0, space, count + count // 8 + 8))
    while found.size < count:
        found = np.unique(np.append(found, rng.integers(0, space, count)))
    return rng.permutation(found)[:count]


def value_texts(rng: Rng, sheet: Sheet, values: Ints, spelling: float) -> pl.Series:
    """The text of each mention's value; a share of telephones and addresses written otherwise."""
    kinds = np.concatenate(sheet.kinds)
    numbers = np.zeros(kinds.size, np.int64)
    spaces = (
        _SUBSCRIBERS * len(PREFIXES),
        lasting_regions().size * BIRTHDAYS,
        _ROOMS * _places(),
        10**12,
        10**12,
    )
    for kind, space in enumerate(spaces):
        rows = np.flatnonzero(kinds == kind)
        numbers[rows] = distinct(rng, rows.size, space)
    wrong = _typos(rng, sheet, numbers)
    form = np.where(rng.random(values.size) < spelling, rng.integers(1, 5, values.size), 0)
    parts: list[pl.Series] = []
    places: list[npt.NDArray[np.intp]] = []
    for kind, write in enumerate((_phones, _ids, _addresses, _accounts, _devices)):
        at = np.flatnonzero(kinds[values] == kind)
        places.append(at)
        parts.append(write(numbers[values[at]], wrong[values[at]], form[at]))
    order = np.empty(values.size, np.int64)
    order[np.concatenate(places)] = np.arange(values.size)
    return pl.concat(parts).gather(order)


def _places() -> int:
    return origins()[0].size


def _typos(rng: Rng, sheet: Sheet, numbers: Ints) -> Ints:
    """Give typed values the number of what they were to be; where each has its wrong digit, 0 to 7
    from the end, times ten, and by how much (0: right)."""
    wrong = np.zeros(numbers.size, np.int64)
    for typed, meant in sheet.typos:
        numbers[typed] = numbers[meant]
        wrong[typed] = rng.integers(0, 8, typed.size) * 10 + rng.integers(1, 10, typed.size)
    return wrong


def _with_typo(number: Ints, wrong: Ints) -> Ints:
    """A number with one digit other than it is."""
    place = _PLACES[wrong // 10]
    digit = number // place % 10
    moved = (digit + wrong % 10) % 10 - digit
    return (number + moved * place).astype(np.int64)


def _phones(number: Ints, wrong: Ints, form: Ints) -> pl.Series:
    prefix = np.array(PREFIXES)[number // _SUBSCRIBERS]
    whole = _with_typo(prefix * _SUBSCRIBERS + number % _SUBSCRIBERS, wrong)
    text = pl.Series("text", whole).cast(pl.String)
    a, b, c = (pl.col("text").str.slice(*cut) for cut in ((0, 3), (3, 4), (7, 4)))
    ways = (
        pl.col("text"), pl.concat_str(a, b, c, separator=" "), pl.concat_str(a, b, c, separator="-"),
        pl.concat_str(pl.lit("+86"), "text"), pl.concat_str(pl.lit("0086-"), "text"),
    )  # fmt: skip
    return _by_form(text, form, ways)


def _by_form(text: pl.Series, form: Ints, ways: tuple[pl.Expr, ...]) -> pl.Series:
    chosen = ways[0]
    for number, way in enumerate(ways[1:], start=1):
        chosen = pl.when(pl.col("form") == number).then(way).otherwise(chosen)
    frame = text.alias("text").to_frame().with_columns(form=pl.Series(form))
    return frame.select(chosen.alias("text"))["text"]


def _ids(number: Ints, wrong: Ints, form: Ints) -> pl.Series:
    """A wrong digit is one of the birthday's year's last or of the region: the check finds it."""
    texts = id_texts(lasting_regions()[number // BIRTHDAYS], number % BIRTHDAYS)
    digit = texts.str.slice(9, 1).cast(pl.Int64)
    other = ((digit + pl.Series(wrong % 10)) % 10).cast(pl.String)
    frame = pl.DataFrame({"text": texts, "other": other, "wrong": pl.Series(wrong > 0)})
    typed = pl.concat_str(pl.col("text").str.slice(0, 9), "other", pl.col("text").str.slice(10))
    return frame.select(pl.when("wrong").then(typed).otherwise("text").alias("text"))["text"]


def _addresses(number: Ints, wrong: Ints, form: Ints) -> pl.Series:
    heads = address_heads()
    place, room = origins()[0][number // _ROOMS], number % _ROOMS
    columns = {}
    for name, size in (("flat", _FLATS), ("floor", _FLOORS), ("building", _BUILDINGS),
                       ("house", _HOUSES), ("compound", len(COMPOUNDS)), ("road", len(ROADS))):  # fmt: skip
        columns[name], room = room % size + 1, room // size
    head = heads[0].gather(place)
    for number_, way in ((2, 1), (3, 2)):
        head = heads[way].gather(place).zip_with(pl.Series(form == number_), head)
    road = pl.Series(ROADS).gather(columns["road"] - 1)
    compound = pl.Series(COMPOUNDS).gather(columns["compound"] - 1)
    house, building = (pl.Series(columns[name]).cast(pl.String) for name in ("house", "building"))
    flat = pl.Series(columns["floor"] * 100 + columns["flat"]).cast(pl.String)
    body = pl.select(pl.concat_str(head, road, house, pl.lit("号"), compound, building)).to_series()
    between, end = (pl.Series(words).gather(form) for words in (_BETWEEN, _AFTER))
    return pl.select(text=pl.concat_str(body, between, flat, end))["text"]


def _accounts(number: Ints, wrong: Ints, form: Ints) -> pl.Series:
    return _marked("YB", number)


def _devices(number: Ints, wrong: Ints, form: Ints) -> pl.Series:
    return _marked("SB", number)


def _marked(mark: str, number: Ints) -> pl.Series:
    digits = pl.Series(number).cast(pl.String).str.zfill(12)
    return pl.select(text=pl.concat_str(pl.lit(mark), digits))["text"]


def masked_texts(rng: Rng, rows: int) -> tuple[pl.Series, pl.Series]:
    """Kinds and texts of masked values, few enough that strangers' are equal."""
    kind = rng.integers(0, 3, rows)
    last = pl.Series(rng.integers(0, _FEW, rows)).cast(pl.String).str.zfill(4)
    phone = pl.select(pl.concat_str(pl.lit("154****"), last)).to_series()
    number = pl.select(pl.concat_str(pl.lit("110101********"), last)).to_series()
    name = pl.Series(["样*", "例**", "本*"]).gather(rng.integers(0, 3, rows))
    text = phone.zip_with(pl.Series(kind == 0), number.zip_with(pl.Series(kind == 1), name))
    return pl.Series(["phone", "id_number", "name"]).gather(kind), text.alias("text")


def virtual_texts(rng: Rng, rows: int) -> pl.Series:
    """Platforms' privacy numbers, and numbers with an extension."""
    last = pl.Series(rng.integers(0, _FEW, rows)).cast(pl.String).str.zfill(4)
    privacy = pl.select(pl.concat_str(pl.lit("9501300000"), last)).to_series()
    extended = pl.select(pl.concat_str(pl.lit("15400000000转"), last)).to_series()
    return privacy.zip_with(pl.Series(rng.random(rows) < 0.7), extended).alias("text")
