"""The faults that an ID number, a phone or a name can have; their order is the order of bits."""

from __future__ import annotations

__all__ = ["ID_BITS", "ID_FAULTS", "NAME_FAULTS", "PHONE_FAULTS", "names_of"]

#: Names that stay; `region_period` is a weak signal.
ID_FAULTS = (
    "missing",
    "masked",
    "shape",
    "checksum",
    "birth_date",
    "region",
    "region_period",
)
PHONE_FAULTS = ("missing", "masked", "shape", "unassigned")
NAME_FAULTS = ("missing", "masked", "placeholder", "title", "digits", "single", "shape")

ID_BITS = {name: bit for bit, name in enumerate(ID_FAULTS)}


def names_of(faults: int, names: tuple[str, ...]) -> list[str]:
    """The names of the bits that are set."""
    return [name for bit, name in enumerate(names) if faults >> bit & 1]
