"""Evidence between clues: what a shared or almost shared value is worth, hubs, near matches."""

from rescreen.links.hubs import HUBS, EntityWeights, clue_counts, hubs, weigh_entities, weights_of
from rescreen.links.near import CORRECTED, NEAR, SKIPPED, NearValues, near_values
from rescreen.links.settings import DEFAULTS, LinkSettings, Weights
from rescreen.links.weights import days_of, decayed, kind_codes, kind_table, value_millibits

__all__ = [
    "CORRECTED",
    "DEFAULTS",
    "HUBS",
    "NEAR",
    "SKIPPED",
    "EntityWeights",
    "LinkSettings",
    "NearValues",
    "Weights",
    "clue_counts",
    "days_of",
    "decayed",
    "hubs",
    "kind_codes",
    "kind_table",
    "near_values",
    "value_millibits",
    "weigh_entities",
    "weights_of",
]
