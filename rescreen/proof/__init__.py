"""Rules proved: what can never fire, always fires, or makes no difference beside another rule."""

from rescreen.proof.conflicts import conflicts
from rescreen.proof.finding import Example, Finding, Proof
from rescreen.proof.prove import prove
from rescreen.proof.prover import Prover
from rescreen.proof.solver import has_solver

__all__ = ["Example", "Finding", "Proof", "Prover", "conflicts", "has_solver", "prove"]
