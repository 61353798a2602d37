"""Columns of kinds and roles in integers: what the few words in them name."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.clues.coding import code_few
from rescreen.clues.kinds import NAMES
from rescreen.clues.words import kind_of, role_of

__all__ = ["NO_KIND", "code_kinds", "code_roles"]

NO_KIND = 255


def code_kinds(
    words: pl.Series,
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int16], list[str]]:
    """Kind of each row, the role that its word tells, and the roles."""
    codes, distinct = code_few(words)
    found = [kind_of(word) if word else None for word in distinct]
    roles = sorted({one.role for one in found if one is not None and one.role})
    numbers = {role: number for number, role in enumerate(roles)}
    kinds = [NAMES.index(one.kind) if one is not None else NO_KIND for one in found]
    told = [numbers.get(one.role, -1) if one is not None else -1 for one in found]
    return np.array(kinds, np.uint8)[codes], np.array(told, np.int16)[codes], roles


def code_roles(
    words: pl.Series, told: npt.NDArray[np.int16], roles: list[str]
) -> npt.NDArray[np.int16]:
    """What the column of roles says goes before what the kind's word says. Adds to `roles`."""
    codes, distinct = code_few(words)
    said = [role_of(word) if word else "" for word in distinct]
    roles += sorted({role for role in said if role} - set(roles))
    numbers = {role: number for number, role in enumerate(roles)}
    own = np.array([numbers.get(role, -1) for role in said], np.int16)[codes]
    return np.where(own >= 0, own, told)
