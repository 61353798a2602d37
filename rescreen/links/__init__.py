"""Evidence between clues: what a shared or almost shared value is worth, hubs, near matches."""

from rescreen.links.evidence import Evidence, evidence_of_pairs, pair_evidence, score
from rescreen.links.hubs import HUBS, EntityWeights, clue_counts, hubs, weigh_entities, weights_of
from rescreen.links.near import CORRECTED, NEAR, SKIPPED, NearValues, near_values
from rescreen.links.near_links import NEAR_LINKS, near_decided
from rescreen.links.pieces import BEHAVIOUR, PIECES, pieces, score_pairs
from rescreen.links.settings import DEFAULTS, LinkSettings, Weights
from rescreen.links.weighing import Weighing, weighing
from rescreen.links.weights import days_of, decayed, kind_codes, kind_table, value_millibits

__all__ = [
    "BEHAVIOUR",
    "CORRECTED",
    "DEFAULTS",
    "HUBS",
    "NEAR",
    "NEAR_LINKS",
    "PIECES",
    "SKIPPED",
    "EntityWeights",
    "Evidence",
    "LinkSettings",
    "NearValues",
    "Weighing",
    "Weights",
    "clue_counts",
    "days_of",
    "decayed",
    "evidence_of_pairs",
    "hubs",
    "kind_codes",
    "kind_table",
    "near_decided",
    "near_values",
    "pair_evidence",
    "pieces",
    "score",
    "score_pairs",
    "value_millibits",
    "weigh_entities",
    "weighing",
    "weights_of",
]
