"""The compiled form of a rulebook; no input or output here."""

from rescreen.program.anchors import Anchored, anchor_facts, anchored_rules
from rescreen.program.compile import compile_program
from rescreen.program.program import BoundAggregate, CompiledRule, Node, Predicate, Program

__all__ = [
    "Anchored",
    "BoundAggregate",
    "CompiledRule",
    "Node",
    "Predicate",
    "Program",
    "anchor_facts",
    "anchored_rules",
    "compile_program",
]
