"""Invented parcels in realistic proportions, with known answers.

Rows come in blocks of 65,536; block b of seed s is drawn from its own counter-based generator
(Philox, key (s, b)), so row i is the same in any chunking, and blocks can be made in parallel.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.parcel import SCHEMA
from rescreen.places import divisions
from rescreen.synth.faults import plant
from rescreen.synth.people import id_numbers, names, phones
from rescreen.synth.rings import plant_ring
from rescreen.synth.tables import (
    COMPANIES,
    COMPOUNDS,
    ENTERPRISE_SHARES,
    ENTERPRISES,
    ITEMS,
    ROADS,
    origins,
)

__all__ = ["BLOCK", "Made", "address_heads", "make_blocks", "make_parcels"]

BLOCK = 65_536
#: Shares among all parcels: estimates, of the size that reports give.
LETTERS, AGREEMENT, VIRTUAL_SENDER, VIRTUAL_RECEIVER = 0.01, 0.6, 0.25, 0.5
OUTLETS_A_COUNTY = 12
FIRST_DAY = datetime(2021, 9, 21)
_MINUTE = 60_000_000
Rng = np.random.Generator
Ints = npt.NDArray[np.int64]
#: Parcels accepted by hour of the day, 0 to 23.
_HOURS = np.array(
    [0.02, 0.01, 0, 0, 0, 0.1, 0.5, 1.5, 4, 7, 8, 8, 6, 7, 8, 9, 10, 10, 8, 6, 3, 2, 1, 0.2]
)


@dataclass(frozen=True, slots=True)
class Made:
    """A block of parcels, and the answers: waybill_no, fault (planted kinds, or the ring's name),
    origin code."""

    parcels: pl.DataFrame
    answers: pl.DataFrame


def make_parcels(rows: int, seed: int, *, start: int = 0, faults: float = 1.0) -> Made:
    """Rows `start` to `start + rows` of a seed; `faults` scales the shares of planted faults."""
    parts = list(make_blocks(rows, seed, start=start, faults=faults))
    if not parts:
        return Made(SCHEMA.to_frame(), pl.DataFrame(schema=ANSWERS))
    return Made(
        pl.concat([part.parcels for part in parts]), pl.concat([part.answers for part in parts])
    )


ANSWERS = {"waybill_no": pl.String, "origin": pl.String, "fault": pl.String}


def make_blocks(rows: int, seed: int, *, start: int = 0, faults: float = 1.0) -> Iterator[Made]:
    """The same, block by block, in memory that doesn't grow with the rows."""
    for block in range(start // BLOCK, -(-(start + rows) // BLOCK)):
        made = _block(seed, block, faults)
        low = max(start - block * BLOCK, 0)
        high = min(start + rows - block * BLOCK, BLOCK)
        yield Made(made.parcels[low:high], made.answers[low:high])


# Where a cut goes through a block, the next piece begins with the block that the last ended with.
@lru_cache(maxsize=1)
def _block(seed: int, block: int, faults: float) -> Made:
    rng = np.random.Generator(np.random.Philox(key=[seed & (2**64 - 1), block]))
    places, shares = origins()
    origin = places[rng.choice(places.size, BLOCK, p=shares)]
    destination = places[rng.choice(places.size, BLOCK, p=shares)]
    number = np.arange(BLOCK) + block * BLOCK
    parts = [
        _head(rng, number, seed),
        _acceptance(rng, origin),
        _people(rng, origin, destination),
        _goods(rng),
    ]
    parcels = pl.concat(parts, how="horizontal")
    parcels = pl.concat([parcels, _steps(rng, parcels)], how="horizontal")
    parcels = parcels.select(
        pl.col(name).cast(dtype) if name in parcels.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in SCHEMA.items()
    )
    codes = divisions().codes_series.gather(origin).alias("origin")
    planted = plant(rng, parcels, codes, faults)
    return Made(*(plant_ring(block, FIRST_DAY, *planted) if faults else planted))


def _pick(
    rng: Rng, words: tuple[str, ...], rows: int, shares: tuple[float, ...] | None = None
) -> pl.Series:
    return pl.Series(words).gather(rng.choice(len(words), rows, p=shares))


def _head(rng: Rng, number: Ints, seed: int) -> pl.DataFrame:
    serial = pl.Series(number).cast(pl.String).str.zfill(10)
    letter = rng.random(BLOCK) < LETTERS
    agreement = (rng.random(BLOCK) < AGREEMENT) & ~letter
    return pl.select(
        waybill_no=pl.concat_str(pl.lit(f"SY{seed % 1000:03d}"), serial),
        piece_type=pl.Series(np.where(letter, "信件", np.where(agreement, "快件", "包裹"))),
        agreement_customer=pl.Series(agreement),
        agreement_handler=names(rng, BLOCK).zip_with(
            pl.Series(agreement), pl.Series([None], dtype=pl.String).new_from_index(0, BLOCK)
        ),
        enterprise=_pick(rng, ENTERPRISES, BLOCK, ENTERPRISE_SHARES),
        enterprise_licence=pl.lit("样本许可0001"),
    )


def _acceptance(rng: Rng, origin: npt.NDArray[np.int32]) -> pl.DataFrame:
    outlet = rng.integers(0, OUTLETS_A_COUNTY, BLOCK)
    code = divisions().codes_series.gather(origin)
    name = pl.Series(divisions().names).gather(origin)
    nth = pl.Series(outlet).cast(pl.String)
    return pl.select(
        outlet_code=pl.concat_str(pl.lit("W"), code, nth),
        outlet_name=pl.concat_str(name, pl.lit("样本"), nth, pl.lit("号营业部")),
        outlet_division=code,
        collector=names(rng, BLOCK),
        collector_code=pl.concat_str(pl.lit("C"), code, nth),
        accepted_at=_accepted(rng),
        accept_address=_addresses(rng, origin),
        accept_manner=_pick(
            rng, ("网点交寄", "上门揽收", "智能快件箱", "驿站代收"), BLOCK, (0.3, 0.5, 0.05, 0.15)
        ),
        handover_place=pl.lit("营业场所"),
        agent_posting=pl.lit(False),
        agent_id_no=pl.lit(None, pl.String),
    )


def _accepted(rng: Rng) -> pl.Series:
    hour = rng.choice(24, BLOCK, p=_HOURS / _HOURS.sum())
    micro = (hour * 3600 + rng.integers(0, 3600, BLOCK)) * 1_000_000
    return pl.Series(np.datetime64(FIRST_DAY, "us") + micro.astype("timedelta64[us]"))


def _addresses(rng: Rng, place: npt.NDArray[np.int32]) -> pl.Series:
    """As people write them: full, without the province, short, or the county alone."""
    forms = address_heads()
    form = rng.choice(4, BLOCK, p=(0.6, 0.2, 0.15, 0.05))
    heads = [texts.gather(place) for texts in forms]
    head = heads[0]
    for number in range(1, 4):
        head = heads[number].zip_with(pl.Series(form == number), head)
    house = pl.Series(rng.integers(1, 400, BLOCK)).cast(pl.String)
    road, compound = _pick(rng, ROADS, BLOCK), _pick(rng, COMPOUNDS, BLOCK)
    return pl.select(pl.concat_str(head, road, house, pl.lit("号"), compound)).to_series()


@lru_cache(maxsize=1)
def address_heads() -> list[pl.Series]:
    """Of each division how addresses begin: in full, without the province, short, the county alone."""
    table = divisions()
    full = list(table.full_names)
    without, short, alone = [], [], []
    for number, code in enumerate(table.codes):
        chain = [table.names[one] for one in table.chain(number)]
        below = [name for name in chain[:-1] if not name.endswith("直辖县级行政区划")]
        province = chain[-1]
        lower = "".join(reversed(below)) or province
        without.append(lower)
        bare = province[:3] if province[:2] in ("黑龙", "内蒙") else province[:2]
        short.append(bare + lower if below else province)
        unique = len(table.find(table.names[number])) == 1 and code[:2] < "71"
        alone.append(
            table.names[number] if unique and len(table.names[number]) > 2 else full[number]
        )
    return [pl.Series(texts) for texts in (full, without, short, alone)]


def _people(
    rng: Rng, origin: npt.NDArray[np.int32], destination: npt.NDArray[np.int32]
) -> pl.DataFrame:
    return pl.select(
        sender_name=names(rng, BLOCK),
        sender_company=_pick(rng, COMPANIES, BLOCK),
        sender_phone=phones(rng, BLOCK, VIRTUAL_SENDER),
        sender_id_type=pl.lit("居民身份证"),
        sender_id_no=id_numbers(rng, BLOCK),
        sender_address=_addresses(rng, origin),
        receiver_name=names(rng, BLOCK),
        receiver_phone=phones(rng, BLOCK, VIRTUAL_RECEIVER),
        receiver_address=_addresses(rng, destination),
        destination_division=divisions().codes_series.gather(destination),
    )


def _goods(rng: Rng) -> pl.DataFrame:
    shares = np.array([item.share for item in ITEMS])
    kind = rng.choice(len(ITEMS), BLOCK, p=shares / shares.sum())
    weight = np.array([item.weight for item in ITEMS])[kind] * rng.lognormal(0, 0.4, BLOCK)
    value = np.array([item.value for item in ITEMS])[kind] * rng.lognormal(0, 0.5, BLOCK)
    freight = 5 + 2 * np.ceil(weight)
    return pl.select(
        item=pl.Series([item.name for item in ITEMS]).gather(kind),
        item_category=pl.Series([item.category for item in ITEMS]).gather(kind),
        pieces=pl.lit(1),
        weight_kg=pl.Series(weight.round(2)),
        declared_value=pl.Series(np.maximum(value.round(0), freight + 1)),
        freight=pl.Series(freight),
        payment_method=_pick(rng, ("寄付月结", "寄付现结", "到付"), BLOCK, (0.6, 0.33, 0.07)),
        cod_amount=pl.lit(0.0),
    )


def _steps(rng: Rng, parcels: pl.DataFrame) -> pl.DataFrame:
    """Inspection at the counter, X-ray within hours, departure after that."""
    minutes = {
        "inspected_at": rng.integers(0, 20, BLOCK),
        "xrayed_at": rng.integers(40, 300, BLOCK),
        "departed_at": rng.integers(310, 900, BLOCK),
    }
    outlet = parcels["outlet_code"]
    times: dict[str, pl.Series] = {
        name: parcels["accepted_at"] + pl.Series(after * _MINUTE).cast(pl.Duration("us"))
        for name, after in minutes.items()
    }
    return pl.select(
        inspected=pl.lit(True),
        inspector=names(rng, BLOCK),
        inspection_matches=pl.lit(True),
        xray_machine=pl.concat_str(pl.lit("M"), outlet.str.slice(1, 6)),
        xray_operator=names(rng, BLOCK),
        xray_image=pl.concat_str(pl.lit("IMG"), parcels["waybill_no"]),
        xray_verdict=pl.lit("通过"),
    ).with_columns(**times)
