"""What is told of a run's input: what aggregate facts were taken over, and which rows are left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rescreen.facts import FACTS
from rescreen.report.texts import Words

if TYPE_CHECKING:
    from rescreen.engine import Looked

__all__ = ["looked_lines", "some_names"]

#: Names that one line tells; all of them are in the output's JSON.
_MOST_NAMES = 10


def looked_lines(looked: Looked | None, say: Words, *, added: bool = True) -> Iterator[str]:
    """Over what windows were taken; `added` tells whether the history got the manifest, too."""
    if looked is None:
        return
    over_history = "score.over_history" if added else "score.over_history_only"
    over = over_history if looked.history else "score.over_manifest"
    yield say(over, n=len(looked.aggregates))
    if looked.lacking:
        names = [FACTS[name].title(say.lang) for name in looked.lacking]
        yield say("score.history_lacking", names=some_names(names, say))


def some_names(names: Sequence[str], say: Words) -> str:
    """The first names."""
    more = ["..."] if len(names) > _MOST_NAMES else []
    return say.join([*names[:_MOST_NAMES], *more])
