"""Evidence between clues: what a shared or almost shared value is worth, hubs, near matches."""

from rescreen.links.evidence import Evidence, evidence_of_pairs, pair_evidence, score
from rescreen.links.hubs import HUBS, EntityWeights, clue_counts, hubs, weigh_entities, weights_of
from rescreen.links.labels import LABELLED, Labelled, labelled_pairs
from rescreen.links.learn import LESSON, LinkLesson, Verdict, learn_weights
from rescreen.links.near import NEAR, SKIPPED, NearValues, near_values
from rescreen.links.near_links import NEAR_LINKS, near_decided
from rescreen.links.pieces import BEHAVIOUR, PIECES, pieces, score_pairs
from rescreen.links.settings import DEFAULTS, LinkSettings, Weights
from rescreen.links.settings_file import load_settings, write_settings
from rescreen.links.weighing import Weighing, weighing
from rescreen.links.weights import (
    days_of,
    decayed,
    kind_codes,
    kind_table,
    never_alone,
    value_millibits,
)
from rescreen.links.words import bits_text, hub_sentences, sentence, sentences

__all__ = [
    "BEHAVIOUR",
    "DEFAULTS",
    "HUBS",
    "LABELLED",
    "LESSON",
    "NEAR",
    "NEAR_LINKS",
    "PIECES",
    "SKIPPED",
    "EntityWeights",
    "Evidence",
    "Labelled",
    "LinkLesson",
    "LinkSettings",
    "NearValues",
    "Verdict",
    "Weighing",
    "Weights",
    "bits_text",
    "clue_counts",
    "days_of",
    "decayed",
    "evidence_of_pairs",
    "hub_sentences",
    "hubs",
    "kind_codes",
    "kind_table",
    "labelled_pairs",
    "learn_weights",
    "load_settings",
    "near_decided",
    "near_values",
    "never_alone",
    "pair_evidence",
    "pieces",
    "score",
    "score_pairs",
    "sentence",
    "sentences",
    "value_millibits",
    "weigh_entities",
    "weighing",
    "weights_of",
    "write_settings",
]
