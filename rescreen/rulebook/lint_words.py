"""Keywords that never matter, because a shorter one inside of them is found first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from rescreen.rulebook.lint_model import Lint, line_of, lint_of
from rescreen.rulebook.model import All, AnyOf, Condition, NamedList, Not, RuleSet, Test

__all__ = ["swallowed", "swallowed_across"]

#: The lists whose words are looked for together, by id.
Together = frozenset[str]


def swallowed(listed: NamedList) -> Iterator[Lint]:
    """By another keyword of the same list."""
    words = {entry.value: entry for entry in listed.entries}
    lengths = _lengths(words)
    for entry in listed.entries:
        for other in _inside(entry.value, words, lengths):
            message = f"“{entry.value}”已被“{other}”包含，不起作用"
            en = f"“{entry.value}” has “{other}” inside: it does nothing", "Delete one"
            yield lint_of(listed, entry, "warning", message, "删去一个", *en)


def swallowed_across(ruleset: RuleSet, day: date) -> Iterator[Lint]:
    """By a keyword of other lists, in every place that asks for its own list."""
    places: dict[str, set[Together]] = {}
    for rule in ruleset.rules:
        for together in _places(rule.condition):
            for name in together:
                places.setdefault(name, set()).add(together)
    for name, found in places.items():
        if all(len(together) > 1 for together in found):
            others = frozenset.intersection(*found) - {name}
            yield from _by_others(ruleset, name, sorted(others), day)


def _by_others(ruleset: RuleSet, name: str, others: Iterable[str], day: date) -> Iterator[Lint]:
    listed = ruleset.lists[name]
    words = {
        entry.value: (other, entry)
        for other in others
        for entry in ruleset.lists[other].entries
        if entry.valid_on(day)
    }
    lengths = _lengths(words)
    own = {entry.value for entry in listed.entries}
    for entry in listed.entries:
        for word in _inside(entry.value, words, lengths) if entry.valid_on(day) else ():
            if word not in own:
                other, at = words[word]
                place = line_of(ruleset.lists[other], at, ruleset.lists[other].file)
                message = f"“{entry.value}”已被名单 {other} {place}的“{word}”包含"
                advice = "用到它的规则都一并用了那个名单；删去这个词"
                where = line_of(ruleset.lists[other], at, ruleset.lists[other].file, "line {}")
                en = f"“{entry.value}” has “{word}” of the list {other} inside ({where})"
                en_advice = "Delete it: all rules that use it use that list as well"
                yield lint_of(listed, entry, "warning", message, advice, en, en_advice)


def _places(condition: Condition) -> Iterator[Together]:
    """The lists of keywords that stand side by side: in one "any", of one fact."""
    match condition:
        case Test(_, "contains_list", operand):
            yield frozenset({str(operand)})
        case Not(part):
            yield from _places(part)
        case All(parts):
            for part in parts:
                yield from _places(part)
        case AnyOf(parts):
            by_fact: dict[str, set[str]] = {}
            for part in parts:
                if isinstance(part, Test) and part.op == "contains_list":
                    by_fact.setdefault(part.fact, set()).add(str(part.operand))
                else:
                    yield from _places(part)
            yield from (frozenset(names) for names in by_fact.values())


def _lengths(words: Iterable[str]) -> list[int]:
    return sorted({len(word) for word in words})


def _inside(word: str, words: Mapping[str, object], lengths: Iterable[int]) -> list[str]:
    """Other words inside of a word. By its pieces: a list has thousands, a word some ten."""
    pieces = {
        word[at : at + length]: None
        for length in lengths
        if length <= len(word)
        for at in range(len(word) - length + 1)
    }
    return [piece for piece in pieces if piece != word and piece in words]
