"""The catalogue: both languages say every text, with the same values filled in."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from string import Formatter

import pytest

from rescreen import report
from rescreen.report.catalogue import CATALOGUE
from rescreen.report.texts import Words


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", CATALOGUE)
def test_both_languages_fill_in_the_same_values(key: str) -> None:
    chinese, english = CATALOGUE[key]
    assert chinese
    assert english
    assert fields(chinese) == fields(english)


@pytest.mark.parametrize("key", CATALOGUE)
def test_english_texts_hold_no_chinese(key: str) -> None:
    assert not [letter for letter in CATALOGUE[key][1] if "\u2e80" <= letter <= "\uffef"]


@pytest.mark.parametrize(
    "key", [key for key in CATALOGUE if key.startswith(("lane.", "score.", "check.", "place."))]
)
def test_table_texts_have_letters_of_sure_width_only(key: str) -> None:
    """Letters of ambiguous width shift a row where the terminal thinks otherwise."""
    doubtful = {letter for letter in "".join(CATALOGUE[key]) if _ambiguous(letter)}
    assert not doubtful - set("“”")  # only in sentences that stand on a line of their own


def _ambiguous(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) == "A"


def test_words_fill_in_values_in_the_chosen_language() -> None:
    assert Words("zh")("lane.rescreen") == "二次安检"
    assert Words("en")("score.counts", read=3, scored=2, rejected=1).startswith("3 rows read")


def test_a_text_that_does_not_exist_is_an_error_not_a_blank() -> None:
    with pytest.raises(KeyError):
        Words()("score.nothing")
    assert Words().get("score.nothing", "x") == "x"


def test_no_key_has_two_texts() -> None:
    """Catalogues are joined: of two texts of one key the one that comes first is never told."""
    keys = Counter(key for topic in _topics() for key in topic)
    assert [key for key, count in keys.items() if count > 1] == []


def _topics() -> Iterator[dict[str, object]]:
    for module in iter_modules(report.__path__):
        if module.name.startswith("catalogue_"):
            yield import_module(f"rescreen.report.{module.name}").CATALOGUE
