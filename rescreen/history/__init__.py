"""What earlier manifests held, kept for the windows of aggregate facts."""

from rescreen.history.copies import one_each
from rescreen.history.store import KEPT_DAYS, History, Remembered

__all__ = ["KEPT_DAYS", "History", "Remembered", "one_each"]
