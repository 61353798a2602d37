"""Administrative divisions: codes, history, hierarchy; from an address to a division."""

from rescreen.places.centres import centres
from rescreen.places.divisions import MUNICIPALITIES, Divisions, divisions
from rescreen.places.frame import Place, code_series, index_series, resolve_place, resolve_places
from rescreen.places.resolve import Codes, Status, resolve_codes
from rescreen.places.single import OneCode, resolve_one

__all__ = [
    "MUNICIPALITIES",
    "Codes",
    "Divisions",
    "OneCode",
    "Place",
    "Status",
    "centres",
    "code_series",
    "divisions",
    "index_series",
    "resolve_codes",
    "resolve_one",
    "resolve_place",
    "resolve_places",
]
