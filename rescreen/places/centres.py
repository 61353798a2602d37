"""Where divisions lie, about: a point in each, near its seat."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from rescreen.places.divisions import divisions

__all__ = ["centres"]

Degrees = npt.NDArray[np.float64]


@cache
def centres() -> tuple[Degrees, Degrees]:
    """Latitude and longitude by dense index, not a number where unknown; a county without a point of
    its own has its prefecture's. Read on first use."""
    table = divisions()
    points: Degrees = np.full((2, len(table)), np.nan)
    text = (files("rescreen.places") / "data/centres.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        points[:, table.index(row["code"])] = float(row["latitude"]), float(row["longitude"])
    county = np.flatnonzero(table.is_county & np.isnan(points[0]))
    points[:, county] = points[:, table.prefecture_index[county]]
    points.setflags(write=False)
    return points[0], points[1]
