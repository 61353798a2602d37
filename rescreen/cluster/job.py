"""What an executor is told: the rules, and which column of its files is which field.

The job travels as bytes beside the versions that made them, so that an executor with another
rescreen or another Polars is found out before it unpickles or, worse, decides anything.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.metadata import version

import polars as pl

from rescreen import __version__
from rescreen.aggregates import (
    Aggregates,
    Group,
    PassingTokens,
    Tokens,
    event_schema,
    groups_of,
)
from rescreen.aggregates.questions import Question
from rescreen.cluster.lists import as_numbers
from rescreen.engine import Matcher
from rescreen.facts import Context
from rescreen.manifest.mapping import Plan
from rescreen.program import Program

__all__ = ["VERSIONS", "Job", "Shipment", "answer_column", "matcher_of", "pack", "unpack"]

#: Versions, the digest of the bytes, the bytes. Builtin types only: any rescreen can read them.
Shipment = tuple[dict[str, str], str, bytes]
#: What must be the same on the driver and the executors for the same answer, bit for bit.
VERSIONS = {"rescreen": __version__, "polars": version("polars")}


@dataclass(frozen=True)
class Job:
    """`plans` by number of the layout, `files` and their `layouts` by number of the file; `fields`
    are those read.

    Events of aggregate facts hold the facts `held`, `tokens` for personal values; each group of
    aggregates has so many `partitions`.
    """

    program: Program
    context: Context
    plans: tuple[Plan, ...]
    files: tuple[str, ...]
    layouts: tuple[int, ...]
    fields: frozenset[str]
    held: frozenset[str] = frozenset()
    tokens: Tokens = field(default_factory=PassingTokens)
    partitions: int = 1

    @cached_property
    def aggregates(self) -> Aggregates:
        return Aggregates(self.program.aggregates, self.context)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Those that can be answered: an aggregate of an absent fact is left out."""
        asked = self.aggregates.questions
        return tuple(one for one in asked if self.held >= set(one.bound.needed))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        return groups_of(self.questions)

    @cached_property
    def numbers(self) -> pl.Schema:
        """The columns of numbers that events are on the way."""
        return as_numbers(self.aggregates.numeric(self.questions, self._no_events)).schema

    @cached_property
    def answers(self) -> pl.Schema:
        """Columns of answers, by `answer_column`."""
        found = self.aggregates.answer(self._no_events)
        names = [one.bound.aggregate.name for one in self.questions]
        return pl.Schema({answer_column(name): found[name].dtype for name in names})

    @property
    def _no_events(self) -> pl.DataFrame:
        return event_schema(self.aggregates.facts).to_frame()


def answer_column(aggregate: str) -> str:
    """The column of an aggregate's answers: no fact and no place is called so."""
    return f"answer {aggregate}"


def pack(job: Job) -> Shipment:
    body = pickle.dumps(job)
    return VERSIONS, sha256(body).hexdigest(), body


@lru_cache(maxsize=2)
def unpack(digest: str, body: bytes) -> Job:
    """The job; unpickled once in a process, which runs many tasks of it."""
    job: Job = pickle.loads(body)
    return job


@lru_cache(maxsize=2)
def matcher_of(digest: str, body: bytes) -> Matcher:
    """The job's rules made ready; once in a process."""
    job = unpack(digest, body)
    return Matcher(job.program, job.context)
