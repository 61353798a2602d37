"""Why two clues are not in one series: each reason, where it is the one."""

from __future__ import annotations

from told_clues import Told, judged, linked_of

from rescreen.series.around import hubs_met, misses_around
from rescreen.series.judgements import Verb
from rescreen.series.reasons import Apart, why_apart

PHONE = ("phone", "15400000001")
HUB = ("phone", "16000000009")


def whys(rows: Told, a: str, b: str, *log: object) -> list[Apart]:
    linked = linked_of(rows, *log)  # type: ignore[arg-type]
    names = list(linked.clues.clues["clue"])
    return [reason.why for reason in why_apart(linked, names.index(a), names.index(b))]


def test_nothing_in_common() -> None:
    rows = {"A": (0, [PHONE]), "B": (0, [("phone", "14200000002")])}
    assert whys(rows, "A", "B") == [Apart.NOTHING]


def test_a_hub_says_how_many_clues_and_its_cap() -> None:
    rows: Told = {f"C{n}": (n, [HUB]) for n in range(6)}
    linked = linked_of(rows)
    (reason,) = why_apart(linked, 0, 1)
    assert (reason.why, reason.clues_of, reason.cap) == (Apart.HUB, 6, 4)


def test_what_only_supports() -> None:
    rows = {"A": (0, [("outlet", "W1"), PHONE]), "B": (0, [("outlet", "W1")])}
    assert whys(rows, "A", "B") == [Apart.SUPPORT]


def test_too_long_a_silence_and_no_time() -> None:
    rows = {
        "A": (0, [PHONE]), "B": (1, [PHONE]), "X": (4000, [PHONE]), "U": (None, [PHONE]),
    }  # fmt: skip
    assert whys(rows, "A", "X") == [Apart.SILENCE]
    assert whys(rows, "U", "X") == [Apart.UNDATED]


def test_almost_equal_and_not_enough_besides() -> None:
    rows = {"A": (0, [PHONE]), "B": (0, [("phone", "15400000002")])}
    linked = linked_of(rows)
    (reason,) = why_apart(linked, 0, 1)
    assert (reason.why, reason.millibits, reason.least) == (Apart.NEAR, 6000, 9000)
    assert {reason.entity, reason.other} == {0, 1}


def test_judgements() -> None:
    rows = {"A": (0, [PHONE]), "B": (1, [PHONE])}
    reject = judged(1, Verb.REJECT, clues=("A",), others=("B",))
    assert whys(rows, "A", "B", reject) == [Apart.JUDGED]
    suppress = judged(1, Verb.SUPPRESS, things=("phone-1",))
    assert whys(rows, "A", "B", suppress) == [Apart.JUDGED]
    never = judged(1, Verb.NEVER, clues=("A",), others=("B",))
    assert Apart.NEVER in whys(rows, "A", "B", never)


def bridged() -> Told:
    """Two rings of four clues; one telephone alone leads from the one to the other."""
    rows: Told = {}
    for ring, start in (("A", 0), ("B", 1)):
        for n in range(4):
            things = [("device", f"{ring}DEV"), ("account", f"{ring}600100{n // 2}")]
            rows[f"{ring}{n}"] = (start + 2 * n, things)
    for clue in ("A1", "B1"):
        day, things = rows[clue]
        rows[clue] = (day, [*things, PHONE])  # type: ignore[list-item]
    return rows


def test_a_cut_tells_the_sizes_of_both_sides_from_any_clue_of_them() -> None:
    linked = linked_of(bridged())
    assert [len(series) for series in linked] == [4, 4]
    names = list(linked.clues.clues["clue"])
    for pair in (("A1", "B1"), ("A0", "B3")):
        (reason,) = why_apart(linked, *(names.index(clue) for clue in pair))
        assert (reason.why, reason.lesser, reason.greater) == (Apart.CUT, 4, 4)


def test_what_is_around_a_series() -> None:
    rows = bridged()
    for n in range(5):
        rows[f"H{n}"] = (n, [HUB])
    day, things = rows["A0"]
    rows["A0"] = (day, [*things, HUB])  # type: ignore[list-item]
    series = linked_of(rows)[0]
    around = misses_around(series)
    assert Apart.CUT in {reason.why for reason in around}
    members = set(series.members["clue"])
    assert all(one.clues[0] in members and one.clues[1] not in members for one in around)
    assert hubs_met(series).select("clues", "cap", "here").rows() == [(6, 4, 1)]
