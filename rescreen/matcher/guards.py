"""Which rows a dear predicate has to be asked on at all.

In "at the key origins AND weight below 0.5 kg AND the address contains …" the text is read only
where the rest may still be true: elsewhere the conjunction is false whatever the text says.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import reduce
from operator import and_

import numpy as np

from rescreen.matcher.truth import Bits, Truth
from rescreen.program import Node, Program

__all__ = ["needed_rows"]


def needed_rows(
    program: Program, truths: Mapping[int, Truth], dear: Collection[int], size: int
) -> dict[int, Bits]:
    """For each dear predicate the rows where some rule's answer can depend on it.

    `truths` are those of all other predicates, by number; `size` is the number of rows.
    """
    every = Truth.always(size).true
    open_nodes = _holding(program, dear)
    possible = _possible(program, truths, open_nodes)
    needed = {number: np.zeros_like(every) for number in open_nodes}
    for compiled in program.rules:
        if compiled.root in needed:
            needed[compiled.root] = every
    rows = {number: np.zeros_like(every) for number in dear}
    for number in sorted(open_nodes, reverse=True):  # wholes before their parts
        node = program.nodes[number]
        if node.kind == "test":
            rows[node.args[0]] |= needed[number]
            continue
        here = needed[number] & _guard(node, possible) if node.kind == "all" else needed[number]
        for part in node.args:
            if part in needed:
                needed[part] = needed[part] | here
    return rows


def _holding(program: Program, dear: Collection[int]) -> set[int]:
    """The nodes below which a dear predicate stands."""
    found: set[int] = set()
    for number, node in enumerate(program.nodes):
        if node.kind == "test":
            if node.args[0] in dear:
                found.add(number)
        elif not found.isdisjoint(node.args):
            found.add(number)
    return found


def _possible(
    program: Program, truths: Mapping[int, Truth], open_nodes: set[int]
) -> dict[int, Bits]:
    """Where each cheap conjunct beside a dear one may be true; tests only, whose answers are there."""
    found: dict[int, Bits] = {}
    for number in open_nodes:
        for part in program.nodes[number].args if program.nodes[number].kind == "all" else ():
            bits = _asked(program.nodes[part], program, truths)
            if part not in open_nodes and bits is not None:
                found[part] = bits
    return found


def _asked(node: Node, program: Program, truths: Mapping[int, Truth]) -> Bits | None:
    if node.kind == "test":
        return truths[node.args[0]].possible if node.args[0] in truths else None
    if node.kind == "not":
        below = program.nodes[node.args[0]]
        if below.kind == "test" and below.args[0] in truths:
            return (~truths[below.args[0]]).possible
    return None


def _guard(node: Node, possible: Mapping[int, Bits]) -> Bits | np.uint8:
    return reduce(and_, (possible[part] for part in node.args if part in possible), np.uint8(255))
