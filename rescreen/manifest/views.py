"""Texts that stand in a block of lines → columns of Polars, without parsing.

A text of Polars is a view of 16 bytes: its length, then either all of it (up to 12 bytes) or its
first 4 bytes, the number of a buffer and where in that buffer it begins (Arrow's string view). With
the fields' bounds known, NumPy makes the views of a block faster than a CSV parser copies the texts
out. Texts stay where they stand in the block, which lives as long as one of them; a column that is
parsed right away is better copied together, because in its lines each text costs a cache miss.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.manifest.arrow import series_of

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


def windows(block: Bytes, width: int) -> npt.NDArray[np.void]:
    """The `width` bytes from every place of the block."""
    return np.ndarray(block.size - width + 1, f"V{width}", block, strides=(1,))


def views_at(block: Bytes, starts: Places, lengths: Places) -> Views:
    """Views of texts in a block, which is their buffer 0."""
    views = windows(block, 16)[starts - 4].view(np.uint32).reshape(-1, 4)
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

    def __init__(self, block: pl.Series, rows: int, columns: int, together: list[int]) -> None:
        self._owner, self._block = block, block.to_numpy()
        self._views = np.empty((columns, rows), "V16")
        self._valid = np.empty((columns, rows), np.bool_)
        self._copied = {column: np.zeros((rows, AFTER), np.uint8) for column in together}

    def put(self, at: int, views: Views, some: npt.NDArray[np.bool_]) -> None:
        """Set the rows from `at` on: a row of views each, and which texts aren't empty."""
        rows = slice(at, at + len(views))
        self._views[:, rows], self._valid[:, rows] = views.T, some.T
        for column, copied in self._copied.items():
            self._gather(self._views[column, rows].view(np.uint32).reshape(-1, 4), copied, rows)

    def _gather(self, views: npt.NDArray[np.uint32], copied: Bytes, rows: slice) -> None:
        lengths = views[:, 0]
        around = windows(self._block, AFTER)
        if lengths.min(initial=AFTER) > _INLINE and lengths.max(initial=0) <= AFTER:
            # The usual, several times as fast as picking out: 0 is the buffer's number already.
            copied[rows] = around[views[:, 3]].view(np.uint8).reshape(-1, AFTER)
            views[:, 3] = np.arange(AFTER * rows.start, AFTER * rows.stop, AFTER)
            return
        long = np.flatnonzero(lengths > _INLINE)
        copied[rows.start + long] = around[views[long, 3]].view(np.uint8).reshape(-1, AFTER)
        # Those that don't fit stay in the block, which becomes buffer 1.
        fits = lengths[long] <= AFTER
        views[long, 2] = ~fits
        views[long[fits], 3] = AFTER * (rows.start + long[fits])

    def series(self) -> list[pl.Series]:
        rows = self._views.shape[1]
        every = _texts(self._views.reshape(-1), [self._owner], self._valid.reshape(-1))
        columns = [every.slice(at * rows, rows) for at in range(len(self._views))]
        for column, copied in self._copied.items():
            # Such a column may outlive the block by far: it shares nothing that it needn't.
            views = self._views[column]
            far = (views.view(np.uint32)[::4] > AFTER).any()
            own = pl.Series(copied.reshape(-1))
            buffers = [own, self._owner] if far else [own]
            columns[column] = _texts(views, buffers, self._valid[column])
        return columns


def _texts(views: Views, buffers: list[pl.Series], valid: npt.NDArray[np.bool_]) -> pl.Series:
    return series_of(pl.String(), pl.Series(views.view(np.uint32)), buffers, valid)


def is_utf8(block: pl.Series) -> bool:
    """Whether a block is whole UTF-8: many times as fast as decoding it."""
    # One view of all, with the zeros around it: longer than what stands in a view itself.
    view = pl.Series([len(block), 0, 0, 0], dtype=pl.UInt32)
    try:
        series_of(pl.Binary(), view, [block]).cast(pl.String)
    except pl.exceptions.ComputeError:
        return False
    return True
