"""What a store derives from what came in: integers that are memory-mapped, and a few small frames.

State can always be made again from segments and logs; it is, where it is missing or of another version.
Each is a folder of its own that appears whole; `current.json` names the one in force, and what it was
derived from.
"""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.casebook.index import EMPTY_INDEX, Index, seeds_of
from rescreen.casebook.mentions import Lists, Mentions, no_mentions
from rescreen.casebook.ruled import ruled_data, ruled_of
from rescreen.history.put import put, settle
from rescreen.links.near import NEAR, SKIPPED
from rescreen.links.near_links import NEAR_LINKS
from rescreen.links.weights import Codes, Ints
from rescreen.series.forest import Words
from rescreen.series.ruled import NOTHING_RULED, Ruled

__all__ = ["TAKEN", "VERSION", "Basis", "State", "States"]

VERSION = 2
#: What `Polars.hash` gives may change with its version.
_MADE_BY = f"{VERSION}, polars {pl.__version__}"
_MANIFEST = "current.json"
#: Pairs of clue and vertex that cuts and judgements took away. `sort`: 0 an episode of value `a`, 1 the
#: near match and 2 the joining of clues `a` and `b` (`no`: by which judgement). `cut`: the number of the cut,
#: from 0, -1: a judgement did it. `never`: the judgement that refused a joining, 0: none.
TAKEN = pl.Schema(
    {
        "clue": pl.UInt32(),
        "sort": pl.UInt8(),
        "a": pl.UInt32(),
        "b": pl.UInt32(),
        "no": pl.UInt32(),
        "cut": pl.Int64(),
        "lesser": pl.UInt32(),
        "greater": pl.UInt32(),
        "never": pl.UInt32(),
    }
)
_FRAMES = {"near_values": NEAR, "skipped": SKIPPED, "near": NEAR_LINKS, "taken": TAKEN}
_ARRAYS = ("times", "keys", "gone", "kinds", "coarse", "fine", "strength")


Labels = npt.NDArray[np.int32]


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """What a state was derived from: how many segments and records of both logs, and the settings.
    `turn`: which seeds its hashes have."""

    segments: int = 0
    judgements: int = 0
    removals: int = 0
    settings: dict[str, Any] = {}
    near: bool = True
    turn: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """By clue: `times` (microseconds, UNDATED: none), `keys` (see `clue_keys`), `gone` (removed),
    `coarse` and `fine` (the first clue of what may hang together, and of the series), `strength`. By
    thing: `kinds`."""

    basis: Basis = field(default_factory=Basis)
    run: int = 0
    seeds: tuple[int, ...] = ()
    times: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    keys: Words = field(default_factory=lambda: np.zeros(0, np.uint64))
    gone: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    kinds: Codes = field(default_factory=lambda: np.zeros(0, np.uint8))
    coarse: Labels = field(default_factory=lambda: np.zeros(0, np.int32))
    fine: Labels = field(default_factory=lambda: np.zeros(0, np.int32))
    strength: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    mentions: Mentions = field(default_factory=no_mentions)
    clue_index: Index = EMPTY_INDEX
    thing_index: Index = EMPTY_INDEX
    ruled: Ruled = NOTHING_RULED
    waiting: tuple[int, ...] = ()
    near_values: pl.DataFrame = field(default_factory=NEAR.to_frame)
    skipped: pl.DataFrame = field(default_factory=SKIPPED.to_frame)
    near: pl.DataFrame = field(default_factory=NEAR_LINKS.to_frame)
    taken: pl.DataFrame = field(default_factory=TAKEN.to_frame)

    def __len__(self) -> int:
        return len(self.times)


class _Manifest(msgspec.Struct, frozen=True, kw_only=True):
    made_by: str
    folder: str
    run: int
    basis: Basis
    ruled: dict[str, Any]
    waiting: tuple[int, ...]


class States:
    """The states in a folder: the one in force, and leftovers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, state: State) -> None:
        """Put in force; the one before stays for whoever is reading it."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{state.run:06d}-{secrets.token_hex(4)}"
        part = self.folder / f".{name}.part"
        part.mkdir(mode=0o700)
        _save(part, state)
        part.rename(self.folder / name)
        settle(self.folder)
        before = self._manifest()
        manifest = _Manifest(
            made_by=_MADE_BY, folder=name, run=state.run, basis=state.basis,
            ruled=ruled_data(state.ruled), waiting=state.waiting,
        )  # fmt: skip
        put(self.folder / _MANIFEST, msgspec.json.encode(manifest))
        kept = {name, before.folder if before else "", _MANIFEST}
        for path in self.folder.iterdir():
            if path.name not in kept and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)

    def read(self, key: bytes) -> State | None:
        """The one in force, of a store with this key; None where there is none that this version can read."""
        manifest = self._manifest()
        folder = self.folder / manifest.folder if manifest else self.folder
        if manifest is None or manifest.made_by != _MADE_BY or not folder.is_dir():
            return None
        try:
            return _load(folder, manifest, seeds_of(key, manifest.basis.turn))
        except (OSError, ValueError, pl.exceptions.PolarsError):
            return None

    def _manifest(self) -> _Manifest | None:
        file = self.folder / _MANIFEST
        try:
            return msgspec.json.decode(file.read_bytes(), type=_Manifest)
        except (OSError, msgspec.MsgspecError):
            return None


def _arrays(state: State) -> dict[str, npt.NDArray[Any]]:
    lists = {"holders": state.mentions.holders, "things": state.mentions.things}
    indexes = {"clue": state.clue_index, "thing": state.thing_index}
    return (
        {name: getattr(state, name) for name in _ARRAYS}
        | {f"{name}_starts": one.starts for name, one in lists.items()}
        | {f"{name}_items": one.items for name, one in lists.items()}
        | {f"{name}_index_{part}": getattr(one, part) for name, one in indexes.items()
           for part in ("one", "two", "number")}
    )  # fmt: skip


def _save(folder: Path, state: State) -> None:
    for name, array in _arrays(state).items():
        file = folder / f"{name}.npy"
        np.save(file, array, allow_pickle=False)
        handle = os.open(file, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    for name in _FRAMES:
        content = BytesIO()
        getattr(state, name).write_parquet(content)
        put(folder / f"{name}.parquet", content.getvalue())
    settle(folder)


def _load(folder: Path, manifest: _Manifest, seeds: tuple[int, ...]) -> State:
    def mapped(name: str) -> npt.NDArray[Any]:
        file = folder / f"{name}.npy"
        try:
            array: npt.NDArray[Any] = np.load(file, mmap_mode="r", allow_pickle=False)
        except ValueError:  # nothing can't be mapped
            array = np.load(file, allow_pickle=False)
        return array

    def lists(name: str) -> Lists:
        return Lists(mapped(f"{name}_starts"), mapped(f"{name}_items"))

    def index(name: str) -> Index:
        return Index(*(mapped(f"{name}_index_{part}") for part in ("one", "two", "number")))

    arrays: dict[str, Any] = {name: mapped(name) for name in _ARRAYS}
    frames: dict[str, Any] = {
        name: pl.read_parquet(folder / f"{name}.parquet", glob=False) for name in _FRAMES
    }
    return State(
        basis=manifest.basis,
        run=manifest.run,
        seeds=seeds,
        mentions=Mentions(lists("holders"), lists("things")),
        clue_index=index("clue"),
        thing_index=index("thing"),
        ruled=ruled_of(manifest.ruled),
        waiting=manifest.waiting,
        **arrays,
        **frames,
    )
