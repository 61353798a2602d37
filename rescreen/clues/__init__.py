"""Clues (线索) and the things that they mention, read from files and from flagged parcels."""

from rescreen.clues.kinds import KIND_TYPE, KINDS, NAMES, EntityKind, Part
from rescreen.clues.model import Clues

__all__ = ["KINDS", "KIND_TYPE", "NAMES", "Clues", "EntityKind", "Part"]
