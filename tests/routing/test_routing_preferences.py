"""Lanes that rules prefer: who gets one, and that nobody is screened later or not at all for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from routing.site import parcels, site

from rescreen.engine import load_rulebook
from rescreen.errors import RulebookError
from rescreen.routing import (
    DrawKey,
    Need,
    assignments,
    check_preferences,
    plan_day,
    preferences_of,
)
from rescreen.routing.preferences import NO_WISH, deal, wished_lanes
from rescreen.rulebook.changes import effective_rules
from rescreen.rulebook.digest import _texts

KEY = DrawKey(date(2021, 9, 22), b"k" * 32)
#: Ids and names, of lanes for every need and of none.
WISHES = (None, [], ["dogs"], ["警犬", "xray"], ["open", "dogs"], ["没有的"], ["report"])
RULES = """
rules:
  - id: AA-01
    name: 粉末
    basis: 五（四）
    reason: 内件 {内件品名}
    when: {内件品名: {contains_any: [粉]}}
    lane: rescreen
    weight: 30
    prefers: 警犬
    cases:
      hits: [{name: 粉, parcel: {内件品名: 香粉}}]
      near_misses: [{name: 米, parcel: {内件品名: 大米}}]
  - id: AA-02
    name: 大件
    basis: 五（四）
    reason: 重 {重量}
    when: {重量: {ge: 20}}
    lane: rescreen
    weight: 40
    prefers: mobile
    cases:
      hits: [{name: 重, parcel: {重量: 20}}]
      near_misses: [{name: 轻, parcel: {重量: 19}}]
"""


def folder(tmp_path: Path, name: str, **files: str) -> Path:
    root = tmp_path / name
    (root / "site").mkdir(parents=True)
    for stem, text in files.items():
        (root / f"{stem}.yaml").write_text(text, "utf-8")
    return root


def wishing(rows: int, seed: int) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    wishes = [WISHES[number] for number in rng.integers(0, len(WISHES), rows)]
    return parcels(rows, seed).with_columns(prefers=pl.Series(wishes, dtype=pl.List(pl.String)))


@pytest.mark.parametrize("seed", range(4))
def test_preferences_change_the_lane_and_nothing_else(seed: int) -> None:
    frame = wishing(900, seed)
    plain = frame.with_columns(prefers=pl.lit(None, pl.List(pl.String)))
    told, untold = (assignments(plan_day(one, site(), {}, KEY), one) for one in (frame, plain))
    same = ("waybill_no", "action", "why", "need", "arrives", "hour", "drawn")
    assert told.select(same).equals(untold.select(same))
    assert untold["prefers"].null_count() == untold.height
    per_hour = ("hour", "need")
    counts = [one.filter(pl.col("action") == "screen").group_by(per_hour).len().sort(per_hour)
              for one in (told, untold)]  # fmt: skip
    assert counts[0].equals(counts[1])


@pytest.mark.parametrize("seed", range(4))
def test_a_preferred_lane_is_full_before_a_parcel_goes_elsewhere(seed: int) -> None:
    frame = wishing(900, seed)
    plan = plan_day(frame, site(), {}, KEY)
    screened = assignments(plan, frame).filter(pl.col("action") == "screen")
    elsewhere = screened.filter(pl.col("prefers") != pl.col("lane"))
    assert elsewhere.height
    assert not elsewhere["prefers"].is_in(["open", "report"]).any()  # needs of few parcels
    there = screened.filter(pl.col("prefers") == pl.col("lane"))
    for hour, lane in elsewhere.select("hour", "prefers").unique().rows():
        got = there.filter((pl.col("hour") == hour) & (pl.col("lane") == lane))
        one = next(one for one in plan.site.lanes if one.id == lane)
        assert got.height == one.capacity(hour.hour)
        ways = ["mandatory", "score", "draw"]
        rank = pl.col("why").replace_strict({way: n for n, way in enumerate(ways)}) * 10_000
        rank = rank - pl.col("score")
        late = elsewhere.filter((pl.col("hour") == hour) & (pl.col("prefers") == lane))
        assert got.select(rank.max()).item() <= late.select(rank.min()).item()


@st.composite
def hours(draw: st.DrawFn) -> tuple[list[int], list[int], list[list[int]]]:
    """Sorted hours, wishes, and lanes' places that are enough."""
    lanes, span = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    places = draw(
        st.lists(
            st.lists(st.integers(0, 3), min_size=span, max_size=span),
            min_size=lanes, max_size=lanes,
        )
    )  # fmt: skip
    hour: list[int] = []
    for number in range(span):
        most = sum(lane[number] for lane in places)
        hour += [number] * draw(st.integers(0, most))
    wish = draw(
        st.lists(st.sampled_from([*range(lanes), NO_WISH]), min_size=len(hour), max_size=len(hour))
    )
    return hour, wish, places


@given(hours())
def test_dealing_is_what_one_by_one_gives(
    given_: tuple[list[int], list[int], list[list[int]]],
) -> None:
    hour, wish, places = given_
    left = [list(lane) for lane in places]
    expected: list[int | None] = [None] * len(hour)
    for number, (when, lane) in enumerate(zip(hour, wish, strict=True)):
        if lane != NO_WISH and left[lane][when]:
            left[lane][when] -= 1
            expected[number] = lane
    for number, when in enumerate(hour):
        if expected[number] is None:
            lane = next(one for one in range(len(left)) if left[one][when])
            left[lane][when] -= 1
            expected[number] = lane
    which, queue = deal(
        np.array(hour, np.int64), np.array(wish, np.uint8), np.arange(len(places)), np.array(places)
    )
    assert which.tolist() == expected
    seen: dict[tuple[int, int], int] = {}
    for lane, when, place in zip(which.tolist(), hour, queue.tolist(), strict=True):
        seen[lane, when] = seen.get((lane, when), 0) + 1
        assert place == seen[lane, when]


def test_the_first_preferred_lane_that_serves_the_need_counts() -> None:
    prefers = pl.Series([["open", "dogs", "xray"], ["警犬"], [], None], dtype=pl.List(pl.String))
    assert wished_lanes(prefers, site(), Need.RESCREEN).tolist() == [2, 2, NO_WISH, NO_WISH]
    assert wished_lanes(prefers, site(), Need.OPEN).tolist() == [3, NO_WISH, NO_WISH, NO_WISH]


def test_the_weightiest_rule_prefers_first(tmp_path: Path) -> None:
    rules = list(load_rulebook(folder(tmp_path, "one", rules=RULES)).ruleset.rules)
    fired = pl.DataFrame({"rules": [["AA-01", "XX-01", "AA-02"], ["AA-01"], [], ["XX-01"]]})
    found = fired.select(preferences_of(rules, pl.col("rules")).alias("prefers"))
    assert found["prefers"].to_list() == [["mobile", "警犬"], ["警犬"], [], []]


def test_a_lane_that_the_site_does_not_have_is_a_fault_with_its_place(tmp_path: Path) -> None:
    ruleset = load_rulebook(folder(tmp_path, "one", rules=RULES)).ruleset
    with pytest.raises(RulebookError) as raised:
        check_preferences(ruleset, site())
    [fault] = raised.value.faults
    assert (fault.file.name, fault.line, fault.path) == ("rules.yaml", 14, "prefers")
    assert "mobile" in fault.message


def test_a_later_pack_names_another_lane_or_none(tmp_path: Path) -> None:
    folder(tmp_path, "one", rules=RULES)
    changes = "changes:\n  - {rule: AA-02, prefers: none}\n  - {rule: AA-01, prefers: xray}\n"
    pack = "pack: two\nextends: ../one\n"
    ruleset = load_rulebook(folder(tmp_path, "two", pack=pack, more=changes)).ruleset
    check_preferences(ruleset, site())
    found = [one.rule.prefers for one in effective_rules(ruleset, date(2021, 9, 22))]
    assert found == ["xray", ""]
    assert not any(change.loosens for change in ruleset.changes)
    wrong = changes.replace("xray", "open").replace("AA-01,", "AA-01, lane: report,")
    ruleset = load_rulebook(folder(tmp_path, "three", pack=pack, more=wrong)).ruleset
    with pytest.raises(RulebookError, match="立即报告"):
        check_preferences(ruleset, site())


def test_a_preference_is_part_of_the_hash_and_its_absence_is_not(tmp_path: Path) -> None:
    plain = RULES.replace("    prefers: 警犬\n", "").replace("    prefers: mobile\n", "")
    hashes = {load_rulebook(folder(tmp_path, name, rules=text)).hash
              for name, text in (("a", RULES), ("b", plain), ("c", plain + "\n# x\n"))}  # fmt: skip
    assert len(hashes) == 2
    assert "prefers" not in "".join(_texts(load_rulebook(tmp_path / "b").ruleset))
