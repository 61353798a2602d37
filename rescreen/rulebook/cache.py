"""Rule sets that were read before, by the content of their files: reading 10,000 rules takes
seconds, having read them tenths of a second.

An entry's name is the hash of everything that decides what reading gives: names and bytes of the
folder's files, and this package's version and own code. So nothing is ever out of date; what no
longer fits isn't found. Only a rule set without a fault is kept. An entry that is broken, or was
written by somebody else, is passed over and written anew; where nothing can be written, nothing is.

RESCREEN_CACHE names another folder, or is "off".
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from msgspec import MsgspecError

from rescreen.rulebook.collector import collector_paused
from rescreen.rulebook.layers import LayeredFiles
from rescreen.rulebook.load import parse_rules
from rescreen.rulebook.model import RuleSet
from rescreen.rulebook.stored import pack, unpack

__all__ = ["cache_folder", "cached_rules"]

#: Folders with less in them are read in a tenth of a second or so: not worth a file.
LEAST_BYTES = 1 << 18
#: The oldest go first. A hundred thousand rules take some 60 MB.
MOST_ENTRIES, MOST_BYTES = 16, 1 << 29
_SUFFIX = ".rules"
#: Names of entries, and of what a stopped process left: no other file of the folder is touched.
_ENTRIES, _UNFINISHED = "[0-9a-f]" * 64 + _SUFFIX, ".rescreen-*.part"
_STALE_SECONDS = 3_600
#: Rooms whose code and data decide what a rule file means.
_ROOMS = ("rulebook", "facts", "parcel", "places")


def cached_rules(path: Path) -> RuleSet:
    """The rules of a folder, read only if they were not before. Raises as `read_rules`."""
    files = LayeredFiles.of(path)
    folder = cache_folder(os.environ)
    if folder is None or not _worth_it(files) or _inside(folder, path):
        return parse_rules(files)
    key = _key(files)
    entry = folder / f"{key}{_SUFFIX}"
    found = _read(entry, key, path)
    if found is None:
        found = parse_rules(files)
        # What can't be kept is read again the next time; that is no reason to fail.
        with suppress(OSError, ValueError, OverflowError, TypeError, MsgspecError):
            _write(entry, key, found)
    return found


def cache_folder(environ: Mapping[str, str]) -> Path | None:
    """Where entries are kept, None where they aren't."""
    chosen = environ.get("RESCREEN_CACHE", "")
    if chosen:
        return None if chosen.lower() == "off" else Path(chosen)
    base = environ.get("XDG_CACHE_HOME") or environ.get("LOCALAPPDATA")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "rescreen" / "rulebooks"
    except RuntimeError:  # a user without a home
        return None


def _worth_it(files: LayeredFiles) -> bool:
    every = [one for layer in files.layers for one in layer.contents.values()]
    contents = [one for one in every if isinstance(one, bytes)]
    good = not files.faults and len(contents) == len(every)  # an unreadable file is a fault
    return good and sum(map(len, contents)) >= LEAST_BYTES


def _inside(folder: Path, root: Path) -> bool:
    return folder.resolve().is_relative_to(root.resolve())


def _key(files: LayeredFiles) -> str:
    digest = sha256(_reader(Path(__file__).parent.parent).encode())
    for layer in files.layers:
        # A layer below stands somewhere, and its files are named from the folder on top.
        digest.update(f"\0{os.path.relpath(layer.root, files.root)}\0".encode())
        for name, content in layer.contents.items():
            assert isinstance(content, bytes)
            digest.update(f"\0{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


@cache
def _reader(package: Path) -> str:
    """What reads: the version, and the code itself, for a checkout's changes between versions."""
    digest = sha256((package / "__init__.py").read_bytes())  # which tells the version
    for room in _ROOMS:
        for file in sorted((package / room).rglob("*")):
            if file.suffix in (".py", ".csv", ".txt"):
                digest.update(f"\0{room}/{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def _seal(key: str, data: bytes) -> bytes:
    digest = sha256(key.encode())
    digest.update(data)
    return digest.digest()


def _read(entry: Path, key: str, root: Path) -> RuleSet | None:
    try:
        with entry.open("rb") as file:
            if not _is_ours(os.fstat(file.fileno())):
                return None
            seal, data = file.read(sha256().digest_size), file.read()
        if seal != _seal(key, data):
            return None
        with collector_paused():
            found = unpack(data, root)
        with suppress(OSError):  # a disk that can only be read
            os.utime(entry)  # used last, removed last
    except (OSError, MsgspecError, LookupError, ValueError):
        return None
    return found


def _is_ours(status: os.stat_result) -> bool:
    """Written by this user, and by no one else since: an entry stands in for the rule files."""
    if not hasattr(os, "getuid"):
        return True
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _write(entry: Path, key: str, ruleset: RuleSet) -> None:
    """Written beside and renamed, so that other processes see all of it or nothing."""
    data = pack(ruleset)
    folder = entry.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = NamedTemporaryFile(dir=folder, prefix=".rescreen-", suffix=".part", delete=False)  # noqa: SIM115
    try:
        with part:
            part.write(_seal(key, data))
            part.write(data)
        os.replace(part.name, entry)
    except OSError:
        Path(part.name).unlink(missing_ok=True)
        raise
    _prune(folder)


def _prune(folder: Path) -> None:
    """Remove the entries beyond the limits, and what stopped processes left unfinished."""
    entries = [(file.stat(), file) for file in folder.glob(_ENTRIES)]
    kept = size = 0
    for status, file in sorted(entries, key=lambda one: -one[0].st_mtime_ns):
        kept, size = kept + 1, size + status.st_size
        if kept > 1 and (kept > MOST_ENTRIES or size > MOST_BYTES):
            file.unlink(missing_ok=True)
    for file in folder.glob(_UNFINISHED):
        if file.stat().st_mtime < time.time() - _STALE_SECONDS:
            file.unlink(missing_ok=True)
