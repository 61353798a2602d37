"""Evidence between clues: what a shared or almost shared value is worth, hubs, near matches."""

from rescreen.links.settings import DEFAULTS, LinkSettings, Weights

__all__ = ["DEFAULTS", "LinkSettings", "Weights"]
