"""Shared helpers are importable from every test; no test writes into the user's cache."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))
os.environ["RESCREEN_CACHE"] = "off"
# A busy machine is slow, not wrong.
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")
