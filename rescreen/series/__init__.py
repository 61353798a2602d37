"""Case series (系列案): clues that belong together, what holds them, and what people decided."""

from rescreen.series.build import link_clues
from rescreen.series.judgements import Judgement, Verb, read_log
from rescreen.series.linked import CaseSeries, Linked
from rescreen.series.quality import Scores, pair_scores

__all__ = [
    "CaseSeries",
    "Judgement",
    "Linked",
    "Scores",
    "Verb",
    "link_clues",
    "pair_scores",
    "read_log",
]
