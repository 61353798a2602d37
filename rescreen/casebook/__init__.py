"""The casebook: a kept store of clues, what analysts decided on them, and who saw values in full."""

from rescreen.casebook.kept import Kept

__all__ = ["Kept"]
