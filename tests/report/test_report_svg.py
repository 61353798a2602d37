"""Charts: the scale at the left."""

from __future__ import annotations

import re

import pytest

from rescreen.report.svg import Line, bars


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 100])
def test_no_tick_of_whole_numbers_is_told_twice(most: int) -> None:
    chart = bars("t", ["a", "b"], [Line("n", [0, most])])
    ticks = re.findall(r'text-anchor="end">(\d+)<', chart)
    assert len(ticks) == len(set(ticks)) == min(most, 4) + 1
    assert ticks[-1] == str(most)
