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
    """A readable file in which no manifest is found."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.en = en


class AmbiguousHeadingError(ManifestError):
    """A heading that a needed field hangs on and that neither values nor neighbours settle."""
