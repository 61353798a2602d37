"""Lanes: from hits to where a parcel goes."""

from rescreen.routing.lanes import LANES, LETTER, Assignment, assign_one, assign_rows

__all__ = ["LANES", "LETTER", "Assignment", "assign_one", "assign_rows"]
