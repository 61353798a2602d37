"""`rescreen series`: the series that a store of clues holds, and questions to them, each a command below."""

from __future__ import annotations

from rescreen.cli.localized import LocalGroup, command
from rescreen.cli.session import Session

__all__ = ["series_command"]

#: Commands below, each with its module of this package and its name there.
_BELOW = {
    "list": ("series_list", "list_command"),
    "changes": ("series_changes", "changes_command"),
    "show": ("series_ask", "show_command"),
    "why": ("series_why", "why_command"),
    "path": ("series_why", "path_command"),
    "expand": ("series_ask", "expand_command"),
    "who": ("series_ask", "who_command"),
    "routes": ("series_ask", "routes_command"),
    "timeline": ("series_ask", "timeline_command"),
    "near": ("series_ask", "near_command"),
    "parts": ("series_ask", "parts_command"),
    "export": ("series_export", "export_command"),
    "dossier": ("series_dossier", "dossier_command"),
    "confirm": ("series_judge", "confirm_command"),
    "reject": ("series_judge", "reject_command"),
    "never": ("series_judge", "never_command"),
    "merge": ("series_judge", "merge_command"),
    "split": ("series_judge", "split_command"),
    "lift": ("series_judge", "lift_command"),
    "suppress": ("series_judge", "suppress_command"),
    "withdraw": ("series_judge", "withdraw_command"),
    "log": ("series_judge", "log_command"),
}


class _SeriesGroup(LocalGroup):
    words = "series."
    below = _BELOW


@command("series", _SeriesGroup)
def series_command(session: Session) -> None:
    """Series of a store of clues."""
