"""Rules exchanged while parcels are being decided: no decision lost, none made by half a change.

A process that decides for days holds a `LiveRulebook` and asks it for the matcher of the moment.
A matcher is never changed, so a decision under way ends by the rules that it began with, and says
which they were. New rules take over only when all of this went well: the files were still while
they were read, they have no fault, and every rule's own cases come out right.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from rescreen.engine.cases import run_cases
from rescreen.engine.matcher import Matcher
from rescreen.engine.rulebook import Rulebook
from rescreen.errors import InputError, RescreenError
from rescreen.rulebook.layers import LayeredFiles, default_rules_path
from rescreen.rulebook.load import parse_rules

__all__ = ["LiveRulebook", "Reload"]

#: A copy of many files takes a while; what was written less than this ago may still go on.
SETTLED_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Reload:
    """What a look at the files came to. `state` is "same", "taken", "unsettled" (they are being
    written: look again) or "refused" (`message` says why; the rules before stay in force)."""

    state: str
    rulebook: str
    message: str = ""


class LiveRulebook:
    """The rules of a folder (default: the shipped packs) for a day, exchanged as a whole by `reload`; safe to use from threads.

    Raises what loading raises where the folder can't be used to begin with.
    """

    def __init__(
        self,
        path: str | Path | None = None,
        on: Callable[[], date] = date.today,
        settings: Mapping[str, str | float | int] | None = None,
        *,
        settled_seconds: float = SETTLED_SECONDS,
    ) -> None:
        self._path = Path(path) if path else default_rules_path()
        self._on, self._settings = on, settings
        self._settled = settled_seconds
        self._reloading = Lock()
        files = LayeredFiles.of(self._path)
        self._files = files
        self._rulebook = Rulebook(parse_rules(files))
        self._matcher = self._rulebook.compile(on(), settings)

    @property
    def matcher(self) -> Matcher:
        """The matcher of this moment: take it once for a decision, or for a whole manifest."""
        return self._matcher

    def reload(self) -> Reload:
        """Look at the files, and at the day, and take over what is new. Never raises for bad
        rules; one look at a time, and others wait for it."""
        with self._reloading:
            try:
                return self._looked()
            except (RescreenError, OSError) as error:
                return Reload("refused", self._matcher.rulebook_hash, str(error))

    def _looked(self) -> Reload:
        files = LayeredFiles.of(self._path)
        day = self._on()
        if _told(files) == _told(self._files):
            if day != self._matcher.day:
                self._matcher = self._rulebook.compile(day, self._settings)
                return Reload("taken", self._matcher.rulebook_hash)
            return Reload("same", self._matcher.rulebook_hash)
        if not self._still(files):
            return Reload("unsettled", self._matcher.rulebook_hash)
        rulebook = Rulebook(parse_rules(files))
        self._prove(rulebook)
        matcher = rulebook.compile(day, self._settings)
        # One assignment: whoever asks sees the rules before or the rules after.
        self._files, self._rulebook, self._matcher = files, rulebook, matcher
        return Reload("taken", matcher.rulebook_hash)

    def _still(self, files: LayeredFiles) -> bool:
        """Whether nothing was written a moment ago, or while it was read."""
        # When the file itself last changed here: times of writing are copied along with files.
        times = [
            (layer.root / name).stat().st_ctime for layer in files.layers for name in layer.contents
        ]
        lying = time.time() - max(times, default=0.0) >= self._settled
        return lying and _told(LayeredFiles.of(self._path)) == _told(files)

    @staticmethod
    def _prove(rulebook: Rulebook) -> None:
        _, failed = run_cases(rulebook.ruleset)
        if failed:
            first = failed[0]
            raise InputError(
                f"{len(failed)} 个用例不符，第一个在 {first.where}（{first.rule.id} {first.case.name}）；"
                "先用 rescreen check 查清。",
                f"{len(failed)} cases fail, the first at {first.where}: run rescreen check first.",
            )


def _told(files: LayeredFiles) -> tuple[object, ...]:
    """What files say; two errors of one kind are alike."""
    contents = [
        (layer.root, name, content if isinstance(content, bytes) else str(content))
        for layer in files.layers
        for name, content in layer.contents.items()
    ]
    return (*contents, *files.faults)
