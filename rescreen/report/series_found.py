"""The series that somebody names: by its id; what else a name may mean is told."""

from __future__ import annotations

from rescreen.casebook.kept import Kept
from rescreen.errors import UsageError
from rescreen.report.series_case import Case
from rescreen.series.linked import CaseSeries

__all__ = ["find_series"]


def find_series(case: Case, name: str) -> CaseSeries:
    """Raises UsageError where there is none of this id: it was merged, or is a clue's."""
    linked = case.linked
    if name in linked.ids:
        return linked.find(name)
    heir = _merged_into(case, name)
    if heir:
        raise UsageError(
            f"系列 {name} 已并入 {heir}；请改用 {heir}。",
            f"Series {name} was merged into {heir}: ask for {heir}.",
        )
    rows = (linked.clues.clues["clue"] == name.removeprefix("clue:")).arg_true()
    if len(rows):
        raise _is_a_clue(name, linked.series_name(int(rows[0])))
    return linked.find(name)


def _merged_into(case: Case, name: str) -> str:
    """The series that is there now, over as many mergers as there were; nothing where there is none."""
    changes = Kept(case.folder).changes().drop_nulls("from")
    into = dict(changes.select("from", "series").iter_rows())  # the last of a name's mergers
    seen = {name}
    while name in into and name not in case.linked.ids:
        name = into[name]
        if name in seen:
            return ""
        seen.add(name)
    return name if len(seen) > 1 and name in case.linked.ids else ""


def _is_a_clue(name: str, series: str) -> UsageError:
    if not series:
        return UsageError(
            f"{name} 是线索，不在任何系列里。", f"{name} is a clue, and in no series."
        )
    return UsageError(
        f"{name} 是线索，属于系列 {series}；请改用 {series}。",
        f"{name} is a clue, of series {series}: ask for {series}.",
    )
