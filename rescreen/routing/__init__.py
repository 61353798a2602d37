"""Lanes: from hits to what a parcel needs, and from there to the lanes that a site has."""

from rescreen.routing.assignments import (
    ASSIGNMENTS,
    LOAD,
    assignments,
    caught_score,
    load_of,
    overflow_of,
)
from rescreen.routing.draw import draw_from, strata_of
from rescreen.routing.draw_key import DrawKey, check_no_key_file, make_key_file, read_key_file
from rescreen.routing.keyed import keyed_numbers
from rescreen.routing.lanes import LANES, LETTER, Assignment, Router
from rescreen.routing.plan import PARCELS, Plan, plan_day
from rescreen.routing.preferences import check_preferences, preferences_of
from rescreen.routing.site_file import SITE_LANES, read_site_lanes
from rescreen.routing.site_lanes import Action, Need, SiteLane, SiteLanes, Stratum, Why
from rescreen.routing.standing import Settled, SettledOne, Standing, covers

__all__ = [
    "ASSIGNMENTS",
    "LANES",
    "LETTER",
    "LOAD",
    "PARCELS",
    "SITE_LANES",
    "Action",
    "Assignment",
    "DrawKey",
    "Need",
    "Plan",
    "Router",
    "Settled",
    "SettledOne",
    "SiteLane",
    "SiteLanes",
    "Standing",
    "Stratum",
    "Why",
    "assignments",
    "caught_score",
    "check_no_key_file",
    "check_preferences",
    "covers",
    "draw_from",
    "keyed_numbers",
    "load_of",
    "make_key_file",
    "overflow_of",
    "plan_day",
    "preferences_of",
    "read_key_file",
    "read_site_lanes",
    "strata_of",
]
