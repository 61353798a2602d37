"""Lanes: from hits to where a parcel goes."""

from rescreen.routing.lanes import LANES, LETTER, Assignment, Router
from rescreen.routing.standing import Settled, SettledOne, Standing, covers

__all__ = ["LANES", "LETTER", "Assignment", "Router", "Settled", "SettledOne", "Standing", "covers"]
