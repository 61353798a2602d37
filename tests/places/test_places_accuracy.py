"""How right the places are: on real addresses, old names, traps and texts without a place."""

from __future__ import annotations

import numpy as np
import pytest
from place_sets import (
    KEY_ORIGINS,
    PLACELESS,
    TRAPS,
    is_key,
    names_its_place,
    old_names,
    present,
    real,
)

from rescreen.places import divisions, resolve_codes


def test_real_addresses_that_name_their_place() -> None:
    rows = [row for row in real() if names_its_place(row)]
    codes = resolve_codes([row["address"] for row in rows])
    wanted = np.array([divisions().index(row["prefecture"]) for row in rows])
    assert len(rows) > 1200
    assert np.mean(codes.prefecture == wanted) >= 0.985


def test_real_addresses_are_hardly_ever_put_elsewhere() -> None:
    rows = real()
    codes = resolve_codes([row["address"] for row in rows])
    wanted = np.array([divisions().index(row["prefecture"]) for row in rows])
    assert np.mean((codes.prefecture >= 0) & (codes.prefecture != wanted)) <= 0.005


def test_key_origins_on_real_addresses() -> None:
    rows = [row for row in real() if names_its_place(row)]
    flagged = is_key(resolve_codes([row["address"] for row in rows]))
    key = [row["prefecture"] in KEY_ORIGINS for row in rows]
    hits = sum(f and k for f, k in zip(flagged, key, strict=True))
    # 天津 is labelled by its prefecture only, so 西青区 isn't among the truly key ones here.
    wrong = [r["address"] for r, f, k in zip(rows, flagged, key, strict=True)
             if f and not k and r["prefecture"] != "120000"]  # fmt: skip
    assert len(wrong) <= 0.002 * hits
    assert hits >= 0.985 * sum(key)


def test_old_names() -> None:
    names = old_names(divisions())
    codes = resolve_codes([name + "解放路5号" for name, _ in names])
    assert len(names) > 1000
    assert np.mean(codes.prefecture == np.array([place for _, place in names])) >= 0.98


@pytest.mark.parametrize("form", ["full", "without province", "short", "county alone"])
def test_every_county_of_today(form: str) -> None:
    places = present(divisions(), form)
    codes = resolve_codes([text for text, _ in places])
    assert len(places) > 2600
    assert np.mean(codes.prefecture == np.array([place for _, place in places])) >= 0.998


def test_traps() -> None:
    flagged = is_key(resolve_codes(TRAPS))
    assert sum(flagged) <= 0.05 * len(TRAPS), [t for t, f in zip(TRAPS, flagged, strict=True) if f]


def test_texts_without_a_place() -> None:
    assert not any(is_key(resolve_codes(PLACELESS)))
