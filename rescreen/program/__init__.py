"""The compiled form of a rulebook; no input or output here."""

from rescreen.program.compile import compile_program
from rescreen.program.program import CompiledRule, Node, Predicate, Program

__all__ = ["CompiledRule", "Node", "Predicate", "Program", "compile_program"]
