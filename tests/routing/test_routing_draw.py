"""The draw: even, repeatable, unpredictable without the key, and blind to the file's order."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from rescreen.errors import UsageError
from rescreen.routing import make_key_file, read_key_file
from rescreen.routing.draw import Drawn, draw_parcels
from rescreen.routing.site_lanes import Draw, Stratum

DAY = date(2021, 9, 22)
LISTS = {"key-origins": ["533100", "120111"]}
DRAW = Draw(
    (
        Stratum("重点方向", 0.2, 0, origin_list="key-origins"),
        Stratum("信件", 0.1, 0, piece_types=("信件",)),
        Stratum("云南", 0.02, 0, origins=("530000",)),
    ),
    Stratum("其他", 0.05),
)


def frame(rows: int, start: int = 0) -> pl.DataFrame:
    origins = ["533102", "120111", "120000", "530102", "110105", None]
    return pl.DataFrame(
        {
            "waybill_no": [f"YT{number:010d}" for number in range(start, start + rows)],
            "origin": [origins[number % 6] for number in range(rows)],
            "piece_type": [["信件", "包裹", None][number % 7 % 3] for number in range(rows)],
        }
    )


def drawn(parcels: pl.DataFrame, secret: bytes | None = b"s" * 32, draw: Draw = DRAW) -> Drawn:
    return draw_parcels(parcels, draw, LISTS, secret)


def test_each_stratum_is_drawn_at_its_rate_evenly_over_the_waybills() -> None:
    """Chi-square over 50 stretches of consecutive numbers: 0.1 % of fair draws exceed 85.4."""
    parcels = frame(60_000)
    found = drawn(parcels)
    for place, one in enumerate(DRAW.all):
        rows = found.drawn[found.stratum == place]
        expected = one.rate * rows.size
        assert abs(rows.sum() - expected) < 4 * np.sqrt(expected)
    rest = found.drawn[found.stratum == 3]
    cells = np.array([part.sum() for part in np.array_split(rest, 50)])
    mean = rest.size / 50 * 0.05
    assert ((cells - mean) ** 2 / (mean * 0.95)).sum() < 85.4


def test_the_first_stratum_that_fits_counts_and_places_are_of_a_hierarchy() -> None:
    found = drawn(frame(6)).stratum.tolist()
    # 瑞丽 lies in 德宏, 西青 is listed; of 天津 alone nobody knows; 昆明 lies in 云南.
    assert found[0] == found[1] == 0
    assert found[3] in (1, 2)
    assert 0 not in found[2:]


def test_neither_order_nor_cutting_changes_who_is_drawn() -> None:
    parcels = frame(3000)
    whole = set(parcels.filter(drawn(parcels).drawn)["waybill_no"])
    shuffled = parcels.sample(fraction=1, shuffle=True, seed=3)
    assert set(shuffled.filter(drawn(shuffled).drawn)["waybill_no"]) == whole
    cut = [parcels[:7], parcels[7:1900], parcels[1900:]]
    assert {no for part in cut for no in part.filter(drawn(part).drawn)["waybill_no"]} == whole


def test_another_day_or_another_key_draws_others() -> None:
    parcels = frame(3000)
    one, other = drawn(parcels), drawn(parcels, b"t" * 32)
    both = (one.drawn & other.drawn).sum()
    assert both < 0.5 * one.drawn.sum()


def test_a_small_stratum_gets_its_minimum_and_tells_the_share() -> None:
    draw = Draw((), Stratum("其他", 0.0, 30))
    found = drawn(frame(100), draw=draw)
    assert found.drawn.sum() == 30
    assert found.rates == (0.3,)
    assert drawn(frame(8), draw=draw).drawn.all()
    assert drawn(frame(0), draw=draw).rates == (0.0,)


def test_a_new_key_file_is_its_owners_alone_and_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "draw.key"
    make_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    first = read_key_file(path, DAY)
    with pytest.raises(UsageError, match="已经存在"):
        make_key_file(path)
    assert read_key_file(path, DAY) == first
    assert first.id != read_key_file(path, date(2021, 9, 23)).id
    assert first.secret.hex() not in repr(first)


def test_a_key_file_that_was_not_finished_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(handle: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "draw.key"
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", killed)
        with pytest.raises(KeyboardInterrupt):
            make_key_file(path)
    assert not list(tmp_path.iterdir())
    make_key_file(path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_key_file_is_made_on_a_disk_without_links_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*paths: Path) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", refuse)
    path = tmp_path / "draw.key"
    make_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    first = read_key_file(path, DAY)
    with pytest.raises(UsageError, match="已经存在"):
        make_key_file(path)
    assert read_key_file(path, DAY) == first


def test_key_files_that_cannot_serve_are_told(tmp_path: Path) -> None:
    path = tmp_path / "draw.key"
    with pytest.raises(UsageError, match="--new-key"):
        read_key_file(path, DAY)
    path.write_text("short")
    path.chmod(0o600)
    with pytest.raises(UsageError, match="16"):
        read_key_file(path, DAY)
    path.chmod(0o644)
    with pytest.raises(UsageError, match="chmod 600"):
        read_key_file(path, DAY)
