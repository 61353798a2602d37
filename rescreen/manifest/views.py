"""Texts that stand in a block of lines → columns of Polars, without parsing.

A text of Polars is a view of 16 bytes: its length, then either all of it (up to 12 bytes) or its
first 4 bytes, the number of a buffer and where in that buffer it begins (Arrow's string view). With
the fields' bounds known, NumPy makes the views of a block faster than a CSV parser copies the texts
out. Texts stay where they stand in the block, which lives as long as one of them; a column that is
parsed right away is better copied together, because in its lines each text costs a cache miss. The
array goes over by Arrow's C data interface, which Polars takes from any object with
`__arrow_c_array__`.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["AFTER", "BEFORE", "is_utf8", "texts_at", "texts_together"]

#: Zeros that a block needs around it: a view is a window that begins with four bytes of length, a
#: long text a window of up to 64 bytes.
BEFORE, AFTER = 16, 64
#: Bytes of a text that stand in its view.
_INLINE = 12

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
#: Views made in one go: what they are made of stays in the cache.
_STEP = 1 << 16


def _masks() -> npt.NDArray[np.void]:
    """By length, which bytes of a view belong to the text; the last entry: four, and a place."""
    masks = np.zeros((_INLINE + 2, 16), np.uint8)
    for length in range(_INLINE + 1):
        masks[length, 4 : 4 + length] = 255
    masks[_INLINE + 1, 4:8] = 255
    return masks.view("V16").ravel()


_MASKS = _masks()


def _windows(block: Bytes, width: int) -> npt.NDArray[np.void]:
    """The `width` bytes from every place of the block."""
    return np.ndarray(block.size - width + 1, f"V{width}", block, strides=(1,))


def texts_at(block: Bytes, starts: Ints, lengths: Ints) -> pl.Series:
    """The texts that begin at `starts`; null where one is empty. The block must be UTF-8."""
    views = np.empty((starts.size, 4), np.uint32)
    windows = _windows(block, 16)
    for at in range(0, starts.size, _STEP):
        step = slice(at, at + _STEP)
        _fill(views[step], windows, starts[step], lengths[step])
    return pl.Series("", _StringViews(b"vu", views, block, lengths > 0))


def _fill(
    views: npt.NDArray[np.uint32], windows: npt.NDArray[np.void], starts: Ints, lengths: Ints
) -> None:
    views[:] = windows[starts - 4].view(np.uint32).reshape(-1, 4)
    views &= _MASKS[np.minimum(lengths, _INLINE + 1)].view(np.uint32).reshape(-1, 4)
    views[:, 0] = lengths
    # The mask left a zero where a long text has its place.
    views[:, 3] |= (starts * (lengths > _INLINE)).astype(np.uint32)


def texts_together(block: Bytes, starts: Ints, lengths: Ints) -> pl.Series:
    """The same, with short texts copied to a place of their own."""
    width = int(lengths.max(initial=0))
    if width > AFTER:
        return texts_at(block, starts, lengths)
    copied = _windows(block, max(width, 1))[starts].view(np.uint8)
    places = np.arange(BEFORE, BEFORE + copied.size, max(width, 1))
    room = np.zeros(BEFORE, np.uint8), np.zeros(AFTER, np.uint8)
    return texts_at(np.concatenate([room[0], copied, room[1]]), places, lengths)


def is_utf8(block: Bytes, stop: int) -> bool:
    """Whether a block's bytes are whole UTF-8: many times as fast as decoding them."""
    # One view of all, with the zeros in front: longer than what stands in a view itself.
    view = np.array([[stop, 0, 0, 0]], np.uint32)
    try:
        pl.Series("", _StringViews(b"vz", view, block)).cast(pl.String)
    except pl.exceptions.ComputeError:
        return False
    return True


class _Schema(ctypes.Structure):
    _fields_ = (
        ("format", ctypes.c_char_p),
        ("name", ctypes.c_char_p),
        ("metadata", ctypes.c_char_p),
        ("flags", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("children", ctypes.c_void_p),
        ("dictionary", ctypes.c_void_p),
        ("release", ctypes.c_void_p),
        ("private_data", ctypes.c_void_p),
    )


class _Array(ctypes.Structure):
    _fields_ = (
        ("length", ctypes.c_int64),
        ("null_count", ctypes.c_int64),
        ("offset", ctypes.c_int64),
        ("n_buffers", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("buffers", ctypes.POINTER(ctypes.c_void_p)),
        ("children", ctypes.c_void_p),
        ("dictionary", ctypes.c_void_p),
        ("release", ctypes.c_void_p),
        ("private_data", ctypes.c_void_p),
    )


_NULLABLE = 2
_capsule = ctypes.pythonapi.PyCapsule_New
_capsule.restype = ctypes.py_object
_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
#: What Polars holds of ours, by number: an array's buffers until it lets go of them.
_held: dict[int, object] = {}
_numbers = itertools.count(1)


def _array_done(array: Any, held: dict[int, object] = _held) -> None:
    held.pop(array.contents.private_data, None)
    array.contents.release = None


def _schema_done(schema: Any) -> None:
    schema.contents.release = None


def _forever(structure: type[ctypes.Structure], done: Callable[[Any], None]) -> ctypes.c_void_p:
    """A C function's address; Polars may call it after this module is gone at exit."""
    callback = ctypes.CFUNCTYPE(None, ctypes.POINTER(structure))(done)
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(callback))
    return ctypes.cast(callback, ctypes.c_void_p)


_ARRAY_DONE, _SCHEMA_DONE = _forever(_Array, _array_done), _forever(_Schema, _schema_done)


class _StringViews:
    """Views, their validity and the block they point into, as Arrow's C data interface."""

    def __init__(
        self,
        kind: bytes,
        views: npt.NDArray[np.uint32],
        block: Bytes,
        valid: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        length = len(views)
        nulls = 0 if valid is None else length - int(np.count_nonzero(valid))
        bits = np.packbits(valid, bitorder="little") if valid is not None and nulls else None
        every = (bits, views, block, np.array([block.size], np.int64))
        places = [None if one is None else one.ctypes.data for one in every]
        pointers = (ctypes.c_void_p * len(every))(*places)
        number = next(_numbers)
        _held[number] = (every, pointers)
        self._schema = _Schema(kind, b"", None, _NULLABLE, 0, None, None, _SCHEMA_DONE, None)
        self._array = _Array(
            length, nulls, 0, len(every), 0, pointers, None, None, _ARRAY_DONE, number
        )  # fmt: skip

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        # Polars moves both structures out at once, while this object holds their memory.
        return (
            _capsule(ctypes.addressof(self._schema), b"arrow_schema", None),
            _capsule(ctypes.addressof(self._array), b"arrow_array", None),
        )
