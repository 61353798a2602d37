"""Aggregate facts answered: parcels as events, and what their windows hold.

One meaning, two executors, as for rules: `Aggregates` for a frame, `Windows` for one parcel at a
time. The arithmetic is that of `rescreen.windows`, which knows nothing of parcels.
"""

from rescreen.aggregates.answers import Aggregates
from rescreen.aggregates.events import WAYBILL, event_schema
from rescreen.aggregates.groups import Group, groups_of
from rescreen.aggregates.live import Windows
from rescreen.aggregates.spilled import Spill
from rescreen.aggregates.tokens import KeyedTokens, PassingTokens, Tokens

__all__ = [
    "WAYBILL",
    "Aggregates",
    "Group",
    "KeyedTokens",
    "PassingTokens",
    "Spill",
    "Tokens",
    "Windows",
    "event_schema",
    "groups_of",
]
