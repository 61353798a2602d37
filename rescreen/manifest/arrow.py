"""A column of texts out of views and buffers, by Arrow's C data interface.

Polars takes arrays from any object with `__arrow_c_array__`, and calls the function that such an
array brings along when it lets go of it: at any time, on any thread, with or without Python's lock
and with an exception on its way. No function written in Python may stand there. So Polars is made the
owner first (a series made of an array of NumPy's shares its memory); it exports what it owns, and
what is handed back is the same array, of the same owner, under another type.
"""

from __future__ import annotations

import ctypes

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["series_of"]


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
        ("buffers", ctypes.c_void_p),
        ("children", ctypes.c_void_p),
        ("dictionary", ctypes.c_void_p),
        ("release", ctypes.c_void_p),
        ("private_data", ctypes.c_void_p),
    )


_RELEASE = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_GET = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class _Stream(ctypes.Structure):
    _fields_ = (
        ("get_schema", _GET),
        ("get_next", _GET),
        ("get_last_error", ctypes.c_void_p),
        ("release", ctypes.c_void_p),
        ("private_data", ctypes.c_void_p),
    )


_new_capsule = ctypes.pythonapi.PyCapsule_New
_new_capsule.restype = ctypes.py_object
_new_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
_pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
_pointer_of.restype = ctypes.c_void_p
_pointer_of.argtypes = [ctypes.py_object, ctypes.c_char_p]


class _Exported:
    """What Polars tells of a series of one chunk, to be handed back once."""

    def __init__(self, series: pl.Series) -> None:
        capsule = series.__arrow_c_stream__()
        at = _pointer_of(capsule, b"arrow_array_stream")
        stream = _Stream.from_address(at)
        self.schema, self.array = _Schema(), _Array()
        failed = stream.get_schema(at, ctypes.addressof(self.schema))
        failed = failed or stream.get_next(at, ctypes.addressof(self.array))
        if failed:
            raise MemoryError("Polars did not export a column")

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        # Polars moves both structures out at once, while this object holds their memory.
        return (
            _new_capsule(ctypes.addressof(self.schema), b"arrow_schema", None),
            _new_capsule(ctypes.addressof(self.array), b"arrow_array", None),
        )

    def release(self) -> None:
        """Let go of what was not handed back."""
        for structure in (self.schema, self.array):
            if structure.release:
                _RELEASE(structure.release)(ctypes.addressof(structure))


def series_of(
    kind: pl.String | pl.Binary,
    views: pl.Series,
    buffers: list[pl.Series],
    valid: npt.NDArray[np.bool_] | None = None,
) -> pl.Series:
    """A series by its views (four 32-bit numbers each) into buffers of bytes.

    Nothing is copied. The views must be right: they are not looked at.
    """
    nulls = 0 if valid is None else int(valid.size - np.count_nonzero(valid))
    sizes = pl.Series([len(buffer) for buffer in buffers], dtype=pl.Int64)
    parts = [views, *buffers, sizes]
    if valid is not None and nulls:
        parts.insert(0, pl.Series(np.packbits(valid, bitorder="little")))
    places = [part.to_numpy(allow_copy=False).ctypes.data for part in parts]
    pointers = (ctypes.c_void_p * (len(buffers) + 3))(*([] if nulls else [None]), *places)
    rows = pl.DataFrame([part.implode().alias(str(at)) for at, part in enumerate(parts)])
    owner, typed = _Exported(rows.to_struct()), _Exported(pl.Series([None], dtype=kind))
    array = owner.array
    array.length, array.null_count, array.offset = len(views) // 4, nulls, 0
    array.n_buffers, array.buffers = len(pointers), ctypes.addressof(pointers)
    array.n_children, array.children = 0, None
    owner.array, typed.array = typed.array, array
    try:
        return pl.Series(typed)
    finally:
        owner.release()
        typed.release()
