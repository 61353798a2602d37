"""The words of the user interface: Chinese first, English beside it, one line a text.

`Words("zh")("score.rows", read=3)` looks a text up and fills it in. A key that a language lacks
cannot be: each entry holds both, and a test goes through all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from rescreen.report.catalogue import CATALOGUE

__all__ = ["LANGUAGES", "Words"]

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """The catalogue in one language, "zh" or "en"."""

    lang: str = "zh"

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key`; KeyError for a key that isn't in the catalogue."""
        text = CATALOGUE[key][LANGUAGES.index(self.lang)]
        return text.format(**values) if values else text

    def get(self, key: str, default: str) -> str:
        """The text of `key`, or `default` where the catalogue has no such key."""
        return self(key) if key in CATALOGUE else default

    def join(self, parts: list[str]) -> str:
        """Parts as one enumeration."""
        return ("、" if self.lang == "zh" else ", ").join(parts)
