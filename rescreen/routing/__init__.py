"""Lanes: from hits to where a parcel goes."""

from rescreen.routing.lanes import LANES, LETTER, Assignment, Router

__all__ = ["LANES", "LETTER", "Assignment", "Router"]
