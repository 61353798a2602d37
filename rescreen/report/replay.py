"""Score fixture manifests and compare with the decisions that are expected of them.

A fixture is a YAML file: `manifest`, `on` (the day of the rules), `settings`, `expected` (CSV:
waybill_no, lane, score, rules parted by blanks) and `rejected` (how many rows). A difference is
told row by row, so that a changed rule shows what it changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from rescreen.engine import Rulebook
from rescreen.errors import InputError
from rescreen.manifest import read_manifest

__all__ = ["Difference", "Replay", "expected_of", "replay"]

COLUMNS = ("lane", "score", "rules")
_KEYS = {"manifest", "on", "settings", "expected", "rejected", "about"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that came out otherwise; `column` is "row" for a parcel too many or too few."""

    fixture: str
    waybill_no: str
    column: str
    expected: str
    got: str


@dataclass
class Replay:
    """What was replayed: parcels per fixture, and every difference."""

    fixtures: dict[str, int] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return not self.differences


def replay(folder: Path, rulebook: Rulebook) -> Replay:
    """Replay every fixture of a folder.

    Raises InputError where there is no fixture, or one names a file that isn't there.
    """
    found = sorted(folder.glob("*.yaml"))
    if not found:
        raise InputError(f"{folder} 里没有样例（*.yaml）。")
    result = Replay()
    for file in found:
        parcels, differences = _one(file, rulebook)
        result.fixtures[file.stem] = parcels
        result.differences += differences
    return result


def _read(file: Path) -> dict[str, Any]:
    try:
        loaded = yaml.safe_load(file.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        loaded = None
    if isinstance(loaded, dict):
        # YAML 1.1 takes the bare word `on` for a truth value.
        loaded = {"on" if key is True else key: value for key, value in loaded.items()}
    if not isinstance(loaded, dict) or not {"manifest", "on", "expected"} <= set(loaded) <= _KEYS:
        raise InputError(
            f"样例 {file.name} 要有 manifest、on、expected，可有 settings、rejected、about。"
        )
    for key in ("manifest", "expected"):
        if not (file.parent / str(loaded[key])).is_file():
            raise InputError(f"样例 {file.name} 所指的 {loaded[key]} 不存在。")
    if not isinstance(loaded["on"], date):
        raise InputError(f"样例 {file.name} 的 on 应是日期，如 2021-09-22。")
    return loaded


def _one(file: Path, rulebook: Rulebook) -> tuple[int, list[Difference]]:
    fixture = _read(file)
    manifest = read_manifest(file.parent / fixture["manifest"])
    matcher = rulebook.compile(on=fixture["on"], settings=fixture.get("settings"))
    got = expected_of(matcher.score(manifest.parcels, reasons=False))
    schema = {"waybill_no": pl.String, "lane": pl.String, "score": pl.Int32, "rules": pl.String}
    expected = pl.read_csv(
        file.parent / fixture["expected"], schema_overrides=schema, columns=list(schema)
    )
    differences = list(_differences(file.stem, expected, got))
    rejected = fixture.get("rejected", 0)
    if manifest.rejected.height != rejected:
        differences.append(
            Difference(file.stem, "", "rejected", str(rejected), str(manifest.rejected.height))
        )
    return got.height, differences


def expected_of(decisions: pl.DataFrame) -> pl.DataFrame:
    """Decisions in the form of an expected file."""
    return decisions.select("waybill_no", "lane", "score", pl.col("rules").list.join(" "))


def _differences(name: str, expected: pl.DataFrame, got: pl.DataFrame) -> Iterator[Difference]:
    both = expected.join(got, on="waybill_no", how="full", suffix="_got", coalesce=False)
    both = both.with_columns(pl.col("rules").fill_null(""), pl.col("rules_got").fill_null(""))
    for row in both.iter_rows(named=True):
        if row["waybill_no"] is None:
            yield Difference(name, row["waybill_no_got"], "row", "", row["lane_got"])
        elif row["waybill_no_got"] is None:
            yield Difference(name, row["waybill_no"], "row", row["lane"], "")
        else:
            for column in COLUMNS:
                if row[column] != row[f"{column}_got"]:
                    values = str(row[column]), str(row[f"{column}_got"])
                    yield Difference(name, row["waybill_no"], column, *values)
