"""Errors of reading a manifest; `en` holds the same sentence in English."""

from __future__ import annotations

from rescreen.errors import InputError, NotAManifestError

__all__ = ["AmbiguousHeadingError", "ManifestError", "NoManifestError"]


class ManifestError(InputError):
    """A file that cannot be read at all."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.en = en


class NoManifestError(NotAManifestError):
    """A readable file in which no manifest is found. `why`: what the file is instead, where that is
    all that is wrong, for readers of other tables."""

    def __init__(self, zh: str, en: str, why: tuple[str, str] = ("", "")) -> None:
        super().__init__(zh)
        self.en, self.why = en, why


class AmbiguousHeadingError(ManifestError):
    """A heading that a needed field hangs on and that neither values nor neighbours settle."""
