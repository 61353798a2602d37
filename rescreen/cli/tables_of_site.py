"""Outlet tables given on the command line, beside those of the rules folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rescreen.engine import Rulebook
from rescreen.errors import RulebookError
from rescreen.rulebook.digest import content_hash
from rescreen.rulebook.files import read_file, text_of
from rescreen.rulebook.lists import read_outlets
from rescreen.rulebook.source import Source

__all__ = ["with_outlets"]


def with_outlets(rulebook: Rulebook, paths: Sequence[Path]) -> Rulebook:
    """The rulebook with further outlets; its hash covers them, for they decide origins.

    A later table outranks an earlier one, and all of them the folder's own. Raises RulebookError
    with every fault of every table.
    """
    sources = [Source(path) for path in paths]
    outlets = dict(rulebook.ruleset.outlets)
    for path, source in zip(paths, sources, strict=True):
        text = text_of(read_file(path), source)
        outlets |= read_outlets(text, source) if text is not None else {}
    faults = [fault for source in sources for fault in source.faults]
    if faults:
        raise RulebookError(faults)
    return Rulebook(content_hash(replace(rulebook.ruleset, outlets=outlets)))
