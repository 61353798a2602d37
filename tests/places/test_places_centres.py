"""Points of divisions: about where they are, and none for what isn't known."""

from __future__ import annotations

import numpy as np

from rescreen.places import centres, divisions


def point(code: str) -> tuple[float, float]:
    latitude, longitude = centres()
    place = divisions().index(code)
    return float(latitude[place]), float(longitude[place])


def test_places_are_where_maps_have_them() -> None:
    known = {  # from any atlas
        "110101": (39.9, 116.4),
        "310000": (31.2, 121.5),
        "533102": (24.0, 97.9),
        "230103": (45.8, 126.7),
        "650100": (43.8, 87.6),
        "460200": (18.3, 109.5),
    }
    for code, (latitude, longitude) in known.items():
        found = point(code)
        assert abs(found[0] - latitude) < 0.3, code
        assert abs(found[1] - longitude) < 0.3, code


def test_nearly_all_have_one_and_it_is_in_the_country() -> None:
    latitude, longitude = centres()
    unknown = [divisions().codes[place] for place in np.flatnonzero(np.isnan(latitude))]
    assert len(unknown) < 25, unknown  # 那曲, and groups of counties
    known = ~np.isnan(latitude)
    assert (np.isnan(latitude) == np.isnan(longitude)).all()
    assert ((latitude[known] > 3) & (latitude[known] < 54)).all()
    assert ((longitude[known] > 73) & (longitude[known] < 136)).all()


def test_a_county_lies_near_its_prefecture() -> None:
    table, (latitude, longitude) = divisions(), centres()
    counties = np.flatnonzero(table.is_county & (table.prefecture_index >= 0))
    above = table.prefecture_index[counties]
    north = (latitude[counties] - latitude[above]) * 111
    east = (longitude[counties] - longitude[above]) * 111 * np.cos(np.radians(latitude[counties]))
    km = np.hypot(north, east)
    assert np.nanpercentile(km, 99) < 300
    assert np.nanmax(km) < 600
