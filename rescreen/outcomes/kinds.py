"""What a screening can find, and how much each finding counts.

Contraband is found in one parcel of millions. What is found on the way there, and far more often, a
violation, an identity that is wrong, a declaration that doesn't match, tells which rules look in the
right direction. How much each counts is the site's to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from rescreen.errors import UsageError

__all__ = ["USUAL_VALUES", "Outcome", "outcome_values", "outcome_words"]


class Outcome(StrEnum):
    """In rising order of gravity: of several for one parcel the last counts."""

    NOTHING = "nothing"
    VIOLATION = "violation"
    IDENTITY = "identity"
    DECLARATION = "declaration"
    CONTRABAND = "contraband"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Outcome.NOTHING: "无发现",
    Outcome.VIOLATION: "违规",
    Outcome.IDENTITY: "身份异常",
    Outcome.DECLARATION: "申报不符",
    Outcome.CONTRABAND: "违禁品",
}
#: Words that records use beside value and label.
_ALSO = {
    "无": Outcome.NOTHING,
    "通过": Outcome.NOTHING,
    "identity anomaly": Outcome.IDENTITY,
    "declaration mismatch": Outcome.DECLARATION,
    "毒品": Outcome.CONTRABAND,
    "禁寄物品": Outcome.CONTRABAND,
}
#: Between nothing (0) and contraband (1).
USUAL_VALUES: Mapping[Outcome, float] = MappingProxyType(
    {
        Outcome.NOTHING: 0.0,
        Outcome.VIOLATION: 0.2,
        Outcome.IDENTITY: 0.3,
        Outcome.DECLARATION: 0.4,
        Outcome.CONTRABAND: 1.0,
    }
)


def outcome_words() -> dict[str, Outcome]:
    """Every word that stands for an outcome."""
    words = {word: one for one in Outcome for word in (one.value, one.label)}
    return words | _ALSO


def outcome_values(changed: Mapping[str, float]) -> dict[Outcome, float]:
    """The usual values with a site's own. Raises UsageError for an unknown outcome, or a value that
    isn't between 0 and 1."""
    values, words = dict(USUAL_VALUES), outcome_words()
    for word, value in changed.items():
        if word not in words:
            raise UsageError(
                f"没有叫 {word} 的查验结果；可用：{'、'.join(one.value for one in Outcome)}。",
                f"There is no outcome {word}; there are: {', '.join(Outcome)}.",
            )
        if not 0 <= value <= 1:
            raise UsageError(
                f"查验结果 {word} 的分量应在 0 到 1 之间，不能是 {value:g}。",
                f"The outcome {word} counts between 0 and 1, not {value:g}.",
            )
        values[words[word]] = value
    return values
