"""Programs run: over frames, and over one record."""

from rescreen.matcher.batch import BatchMatcher
from rescreen.matcher.hits import RowHits, Rows
from rescreen.matcher.one_rule import RuleAsker
from rescreen.matcher.single import SingleMatcher, combine_one
from rescreen.matcher.truth import Bits, Truth, rows_of, unpack
from rescreen.matcher.writing import write_predicates

__all__ = [
    "BatchMatcher",
    "Bits",
    "RowHits",
    "Rows",
    "RuleAsker",
    "SingleMatcher",
    "Truth",
    "combine_one",
    "rows_of",
    "unpack",
    "write_predicates",
]
