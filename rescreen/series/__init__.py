"""Case series (系列案): clues that belong together, what holds them, and what people decided."""

from rescreen.series.build import link_clues
from rescreen.series.judgements import Judgement, Verb, read_log
from rescreen.series.linked import CaseSeries, Linked

__all__ = ["CaseSeries", "Judgement", "Linked", "Verb", "link_clues", "read_log"]
