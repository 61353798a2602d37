"""How fast something must have moved between two places."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rescreen.windows.aggregate import AT_ONCE, HOUR
from rescreen.windows.grouping import Flags

__all__ = ["Reals", "known_places", "leg_speeds"]

Reals = NDArray[np.float64]
#: The earth's mean radius (IUGG).
EARTH_KM = 6371.0088


def known_places(latitude: Reals, longitude: Reals) -> Flags:
    """Where both are degrees on the earth; not a number isn't."""
    return (np.abs(latitude) <= 90) & (np.abs(longitude) <= 180)


def leg_speeds(
    times: NDArray[Any], latitude: Reals, longitude: Reals, beyond: float = 0.0
) -> Reals:
    """km/h from each stop to the next on a great circle, of the way `beyond` so many km; see
    `AT_ONCE`."""
    hours = np.diff(times) / HOUR
    km = _kilometres(latitude, longitude)
    if beyond:
        km = np.maximum(km - beyond, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        speeds = km / hours
    return np.where(hours == 0, np.where(km > 0, AT_ONCE, 0.0), speeds)


def _kilometres(latitude: Reals, longitude: Reals) -> Reals:
    # The haversine keeps its digits at short distances, where the spherical law of cosines loses
    # them.
    east = np.abs(np.diff(longitude))
    north = np.radians(np.diff(latitude))
    east = np.radians(np.minimum(east, 360 - east))
    level = np.cos(np.radians(latitude))
    half = np.sin(north / 2) ** 2 + level[1:] * level[:-1] * np.sin(east / 2) ** 2
    km: Reals = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return km
