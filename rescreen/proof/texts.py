"""Texts that stand for all others: whatever a rulebook asks of a text, one of these answers alike.

A text that isn't asked for by itself is told apart by its beginning and by the words in it. Words
parted by a mark that stands in no word hold nothing but themselves and the words inside of them; so
for every word there is a text that holds it and no more, and one text that holds all of them.
Without words the samples are exact: each text answers every test as one of them does. With words
they are exact for one test, or several of one kind joined; for others they are examples only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product

from rescreen.facts import Fact
from rescreen.parcel import Kind
from rescreen.program import Predicate, Program

__all__ = ["MARKS", "Joined", "Texts", "joined_texts", "mark_for"]

#: A beginning, and words that follow it.
Joined = tuple[str, tuple[str, ...]]
#: Marks that part words in a sample, the plainest that no word holds; all stay as they are in half
#: width and lower case.
MARKS = "·、；…※§¶\ue000"
_LONGEST_WORD = 40
#: Texts made of one rule's tests, and of all rules'.
_MOST_OF_RULE, MOST_JOINED = 8, 20_000


class Texts:
    """The samples of one fact's texts, and which of them each predicate holds for."""

    def __init__(
        self, fact: Fact, predicates: Sequence[Predicate], joined: Sequence[Joined], *, closed: bool
    ) -> None:
        asked = {op: _operands(predicates, op) for op in ("in", "starts_with", "contains_any")}
        self.words = asked["contains_any"]
        values = [*asked["in"], *_operands(predicates, "is")]
        everything = ""
        if closed:
            self.samples = [name for name, _ in fact.members]
        else:
            known = [name for name, _ in fact.members] if fact.kind is Kind.CATEGORY else []
            mark = mark_for([*values, *asked["starts_with"], *self.words])
            everything = mark + "".join(f"{word}{mark}" for word in self.words)
            made = _made(mark, asked["starts_with"], self.words, everything)
            made += [start + mark.join(["", *words, ""]) for start, words in joined[:MOST_JOINED]]
            self.samples = list(dict.fromkeys([*known, *values, *made]))
        self.exact = not self.words
        self._number = {text: number for number, text in enumerate(self.samples)}
        self._sorted = sorted(self.samples)
        self._holding = _holding(self.samples, self.words, everything)

    def mask(self, predicate: Predicate) -> int:
        """Bits of the samples for which the predicate holds."""
        words = [str(word) for word in predicate.operands]
        if predicate.op == "contains_any":
            return _joined(self._holding[word] for word in words)
        if predicate.op == "starts_with":
            return _bits(number for word in words for number in self._beginning(word))
        return _bits(self._number[word] for word in words if word in self._number)

    def _beginning(self, prefix: str) -> Iterator[int]:
        """Samples with a prefix stand together where all are sorted."""
        for text in self._sorted[bisect_left(self._sorted, prefix) :]:
            if not text.startswith(prefix):
                break
            yield self._number[text]


def joined_texts(program: Program) -> dict[str, list[Joined]]:
    """For rules that ask several things of one text, texts by fact that give them all of it.

    Without them a rule that wants two words would have no sample of its own.
    """
    found: dict[str, dict[Joined, None]] = {}
    for nodes in program.conjuncts:
        asked: dict[str, dict[Predicate, None]] = {}
        for node in nodes:
            if program.nodes[node].kind == "test":
                predicate = program.predicates[program.nodes[node].args[0]]
                if predicate.op in ("contains_any", "starts_with") and predicate.operands:
                    asked.setdefault(predicate.fact, {})[predicate] = None
        for fact, predicates in asked.items():
            if len(predicates) > 1:
                ends = islice(product((0, -1), repeat=len(predicates)), _MOST_OF_RULE)
                found.setdefault(fact, {}).update({_picked(predicates, one): None for one in ends})
    return {fact: list(texts) for fact, texts in found.items()}


def _picked(predicates: Iterable[Predicate], ends: Sequence[int]) -> Joined:
    """Of each predicate's words the first or the last."""
    chosen = [(one.op, str(one.operands[n])) for one, n in zip(predicates, ends, strict=True)]
    starts = [word for op, word in chosen if op == "starts_with"]
    words = [word for op, word in chosen if op == "contains_any"]
    return max(starts, key=len, default=""), tuple(dict.fromkeys(words))


def _operands(predicates: Sequence[Predicate], op: str) -> list[str]:
    found = {str(word): None for one in predicates if one.op == op for word in one.operands}
    return list(found)


def mark_for(texts: Iterable[str]) -> str:
    used = {letter for text in texts for letter in text}
    free = (chr(code) for code in range(0xE001, 0xF8FF))
    found: str = next(one for one in (*MARKS, *free) if one not in used)
    return found


def _made(mark: str, prefixes: Sequence[str], words: Sequence[str], everything: str) -> list[str]:
    made = [*(f"{mark}{word}{mark}" for word in words), *(prefix + mark for prefix in prefixes)]
    return [*made, mark, *(prefix + everything for prefix in ("", *prefixes))]


def _holding(samples: Sequence[str], words: Sequence[str], everything: str) -> dict[str, int]:
    """For each word the samples that hold it: found among each sample's pieces of words' lengths."""
    found = dict.fromkeys(words, 0)
    lengths = sorted({len(word) for word in words if len(word) <= _LONGEST_WORD})
    holding_all = 0
    for number, text in enumerate(samples):
        # As long as all words together, and one for each beginning: not to be cut into pieces.
        if text.endswith(everything):
            holding_all |= 1 << number
            continue
        pieces = {text[at : at + n] for n in lengths for at in range(len(text) - n + 1)}
        for word in pieces & found.keys():
            found[word] |= 1 << number
    for word in (word for word in words if len(word) > _LONGEST_WORD):
        found[word] = _bits(n for n, text in enumerate(samples) if word in text)
    return {word: mask | holding_all for word, mask in found.items()}


def _bits(numbers: Iterable[int]) -> int:
    return _joined(1 << number for number in numbers)


def _joined(masks: Iterable[int]) -> int:
    joined = 0
    for mask in masks:
        joined |= mask
    return joined
