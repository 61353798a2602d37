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

__all__ = [
    "AFTER",
    "BEFORE",
    "Bytes",
    "Places",
    "TextColumns",
    "first_bytes",
    "is_utf8",
    "views_at",
]

#: Zeros that a block needs around it: a view is a window that begins with four bytes of length, a
#: copied text a window of 32 bytes.
BEFORE, AFTER = 16, 32
#: Bytes of a text that stand in its view.
_INLINE = 12

Bytes = npt.NDArray[np.uint8]
#: Where something stands in a block.
Places = npt.NDArray[np.int32]
Views = npt.NDArray[np.void]


def _masks() -> npt.NDArray[np.complex128]:
    """By length, which bytes of a view belong to the text; the last entry: four, and a place."""
    masks = np.zeros((_INLINE + 2, 16), np.uint8)
    for length in range(_INLINE + 1):
        masks[length, 4 : 4 + length] = 255
    masks[_INLINE + 1, 4:8] = 255
    return masks.view(np.complex128).ravel()  # of 16 bytes, and taken fast


_MASKS = _masks()


def _windows(block: Bytes, width: int) -> npt.NDArray[np.void]:
    """The `width` bytes from every place of the block."""
    return np.ndarray(block.size - width + 1, f"V{width}", block, strides=(1,))


def views_at(block: Bytes, starts: Places, lengths: Places) -> Views:
    """Views of texts in a block, which is their buffer 0."""
    views = _windows(block, 16)[starts - 4].view(np.uint32).reshape(-1, 4)
    views &= _MASKS.take(np.minimum(lengths, _INLINE + 1)).view(np.uint32).reshape(-1, 4)
    views[:, 0] = lengths
    # The mask left a zero where a long text has its place.
    place = views[:, 3]
    place |= (starts * (lengths > _INLINE)).view(np.uint32)
    return views.view("V16").ravel()


def first_bytes(views: Views) -> Bytes:
    """The first byte of each text; 0 where one is empty."""
    return views.view(np.uint8)[4::16].copy()


class TextColumns:
    """The columns of a block in the making; null where a text is empty. All must be UTF-8.

    Texts of the columns `together` are copied to a place of their own, where they fit `AFTER`.
    """

    def __init__(self, block: Bytes, rows: int, columns: int, together: list[int]) -> None:
        self._block = block
        self._views = np.empty((columns, rows), "V16")
        self._copied = {column: np.zeros((rows, AFTER), np.uint8) for column in together}

    def put(self, at: int, views: Views) -> None:
        """Set the rows from `at` on: a row of views each."""
        rows = slice(at, at + len(views))
        self._views[:, rows] = views.T
        for column, copied in self._copied.items():
            self._gather(self._views[column, rows].view(np.uint32).reshape(-1, 4), copied, rows)

    def _gather(self, views: npt.NDArray[np.uint32], copied: Bytes, rows: slice) -> None:
        long = np.flatnonzero(views[:, 0] > _INLINE)
        windows = _windows(self._block, AFTER)[views[long, 3]]
        copied[rows.start + long] = windows.view(np.uint8).reshape(-1, AFTER)
        # Those that don't fit stay in the block, which becomes buffer 1.
        fits = views[long, 0] <= AFTER
        views[long, 2] = ~fits
        views[long[fits], 3] = AFTER * (rows.start + long[fits])

    def series(self) -> list[pl.Series]:
        return [self._series(column) for column in range(len(self._views))]

    def _series(self, column: int) -> pl.Series:
        parts, buffers = self._views[column].view(np.uint32).reshape(-1, 4), [self._block]
        if column in self._copied:
            # Such a column may outlive the block by far: it shares nothing that it needn't.
            parts, buffers = parts.copy(), [self._copied[column].reshape(-1)]
            buffers += [self._block] if (parts[:, 0] > AFTER).any() else []
        return pl.Series("", _StringViews(b"vu", parts, buffers, parts[:, 0] > 0))


def is_utf8(block: Bytes, stop: int) -> bool:
    """Whether a block's bytes are whole UTF-8: many times as fast as decoding them."""
    # One view of all, with the zeros in front: longer than what stands in a view itself.
    view = np.array([[stop, 0, 0, 0]], np.uint32)
    try:
        pl.Series("", _StringViews(b"vz", view, [block])).cast(pl.String)
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
    """Views, their validity and the buffers they point into, as Arrow's C data interface."""

    def __init__(
        self,
        kind: bytes,
        views: npt.NDArray[np.uint32],
        buffers: list[Bytes],
        valid: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        length = len(views)
        nulls = 0 if valid is None else length - int(np.count_nonzero(valid))
        bits = np.packbits(valid, bitorder="little") if valid is not None and nulls else None
        sizes = np.array([buffer.size for buffer in buffers], np.int64)
        every = (bits, views, *buffers, sizes)
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
