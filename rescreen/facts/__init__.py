"""Facts: the vocabulary of rules, and how each is computed from a parcel."""

from rescreen.facts.fact import Fact
from rescreen.facts.vocabulary import FACTS, resolve_name

__all__ = ["FACTS", "Fact", "resolve_name"]
