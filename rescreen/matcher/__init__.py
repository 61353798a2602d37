"""Programs run: over frames, and over one record."""

from rescreen.matcher.batch import BatchMatcher
from rescreen.matcher.hits import RowHits
from rescreen.matcher.single import SingleMatcher, combine_one

__all__ = ["BatchMatcher", "RowHits", "SingleMatcher", "combine_one"]
