"""Facts: the vocabulary of rules, and how each is computed from a parcel."""

from rescreen.facts.compute import families_of, frame_facts, record_facts
from rescreen.facts.display import MISSING, display, display_series
from rescreen.facts.fact import Fact
from rescreen.facts.family import Context, Family
from rescreen.facts.vocabulary import FACTS, Vocabulary, resolve_name

__all__ = [
    "FACTS",
    "MISSING",
    "Context",
    "Fact",
    "Family",
    "Vocabulary",
    "display",
    "display_series",
    "families_of",
    "frame_facts",
    "record_facts",
    "resolve_name",
]
