"""rescreen: which inbound mail and parcels go to a second security screening (二次安检), and why.

The names below are the public interface and stay. Everything else is reached through its room.
They are looked up on first use, so that a command needs to import only what it runs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rescreen.engine import Decision, Matcher, Rulebook, load_rulebook
    from rescreen.identity import check_identities
    from rescreen.manifest import Manifest, read_manifest
    from rescreen.parcel import Parcel
    from rescreen.places import resolve_places
    from rescreen.series import CaseSeries, link_clues

__version__ = "0.1.0"

_ROOMS = {
    "CaseSeries": "series",
    "Decision": "engine",
    "Manifest": "manifest",
    "Matcher": "engine",
    "Parcel": "parcel",
    "Rulebook": "engine",
    "check_identities": "identity",
    "link_clues": "series",
    "load_rulebook": "engine",
    "read_manifest": "manifest",
    "resolve_places": "places",
}

__all__ = [
    "CaseSeries",
    "Decision",
    "Manifest",
    "Matcher",
    "Parcel",
    "Rulebook",
    "check_identities",
    "link_clues",
    "load_rulebook",
    "read_manifest",
    "resolve_places",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module 'rescreen' has no attribute {name!r}")
    return getattr(import_module(f"rescreen.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    """The names that stay, also before their first use: a shell completes them."""
    return sorted({*globals(), *__all__})
