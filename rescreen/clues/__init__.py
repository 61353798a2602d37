"""Clues (线索) and the things that they mention, read from files and from flagged parcels."""

from rescreen.clues.kinds import KIND_TYPE, KINDS, NAMES, EntityKind, Part
from rescreen.clues.model import Clues
from rescreen.clues.parcels import clues_from_parcels
from rescreen.clues.read import read_clues

__all__ = [
    "KINDS",
    "KIND_TYPE",
    "NAMES",
    "Clues",
    "EntityKind",
    "Part",
    "clues_from_parcels",
    "read_clues",
]
