"""YAML text as nodes with their places, composed from PyYAML's events while they are read.

A streamed file's outermost mapping and the lists right below it are composed part by part: one
rule's nodes are gone before the next one's are made. Measured on 10,000 rules (nine megabytes, a million
events): 1.0 s of CPU for the events, 1.2 s so, 2.0 s for the nodes of `yaml.compose` and what
resolving every tag takes, and ten times as much where Python's cyclic garbage collector looks at
all of them again and again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

import yaml

__all__ = ["Group", "Node", "Scalar", "compose", "place_of"]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: Levels of nesting; nothing that means anything to a rulebook comes near.
_DEEPEST = 100
_STARTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)

#: A scalar is PyYAML's own event: `value`, `start_mark`, `tag`, `implicit`.
Scalar = yaml.ScalarEvent


class Group:
    """A mapping, its keys and values in turn, or a list; streamed parts can be iterated once."""

    __slots__ = ("is_mapping", "parts", "start_mark")

    def __init__(self, start: yaml.Event, parts: Iterable[Node]) -> None:
        self.is_mapping = type(start) is yaml.MappingStartEvent
        self.start_mark = start.start_mark
        self.parts = parts


Node = Scalar | Group


def place_of(node: Node) -> tuple[int, int]:
    """Line and column, from 1."""
    mark = cast("yaml.Mark", node.start_mark)
    return mark.line + 1, mark.column + 1


def compose(text: str, *, streamed: bool) -> Node | None:
    """The one document of a text, None where it is empty. Raises yaml.YAMLError.

    If it is streamed, also while its parts are iterated. They must be read in their order: going on
    to the next one drops what is left of the last.
    """
    return _Composer(text).document(streamed=streamed)


class _Composer:
    def __init__(self, text: str) -> None:
        self._next: Callable[[], Any] = _Loader(text).get_event
        self._anchors: dict[str, Node] = {}

    def document(self, *, streamed: bool) -> Node | None:
        self._next()  # the stream's start
        if type(self._next()) is yaml.StreamEndEvent:
            return None
        start = self._next()
        if streamed and type(start) in _STARTS:
            return Group(start, self._outermost())
        node = self._whole(start)
        self._end()
        return node

    def _outermost(self) -> Iterator[Node]:
        while type(event := self._next()) not in _ENDS:
            if type(event) is not yaml.SequenceStartEvent or event.anchor is not None:
                yield self._whole(event)
                continue
            parts = self._below()
            yield Group(event, parts)
            for _ in parts:  # what the reader left
                pass
        self._end()

    def _below(self) -> Iterator[Node]:
        while type(event := self._next()) not in _ENDS:
            yield self._whole(event)

    def _whole(self, event: Any) -> Node:
        """The node that an event begins, with all below it."""
        found: list[Node] = []
        above: list[tuple[list[Node], yaml.Event]] = []
        parts, following, scalar = found, self._next, Scalar
        while True:
            kind = type(event)
            if kind is scalar:
                parts.append(event)
                if event.anchor is not None:
                    self._name(event, event)
            elif kind in _STARTS:
                below: list[Node] = []
                parts.append(Group(event, below))
                above.append((parts, event))
                parts = below
                if len(above) > _DEEPEST:
                    raise _error("too many levels of nesting", event)
            elif kind is yaml.AliasEvent:
                parts.append(self._named(event))
            else:
                parts, start = above.pop()
                # Only now: an alias inside of what it names would have no end.
                self._name(start, parts[-1])
            if not above:
                return found[0]
            event = following()

    def _name(self, event: Any, node: Node) -> None:
        if event.anchor is None:
            return
        if event.anchor in self._anchors:
            raise _error(f"found duplicate anchor {event.anchor!r}", event)
        self._anchors[event.anchor] = node

    def _named(self, event: yaml.AliasEvent) -> Node:
        if event.anchor not in self._anchors:
            raise _error(f"found undefined alias {event.anchor!r}", event)
        return self._anchors[event.anchor]

    def _end(self) -> None:
        self._next()  # the document's end
        if type(event := self._next()) is not yaml.StreamEndEvent:
            raise _error("expected a single document, but found another", event)


def _error(problem: str, event: yaml.Event) -> yaml.YAMLError:
    mark = cast("yaml.Mark", event.start_mark)
    return yaml.composer.ComposerError(None, None, problem, mark)
