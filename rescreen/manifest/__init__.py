"""Files ⇄ parcels: formats, encodings, headings, rejected rows."""

from rescreen.manifest.duplicates import waybill_hashes
from rescreen.manifest.errors import AmbiguousHeadingError, ManifestError, NoManifestError
from rescreen.manifest.mapping import HeadingUse
from rescreen.manifest.reader import (
    REASONS,
    REJECTED_SCHEMA,
    Manifest,
    ManifestReader,
    open_manifest,
    read_manifest,
    write_rejected,
)

__all__ = [
    "REASONS",
    "REJECTED_SCHEMA",
    "AmbiguousHeadingError",
    "HeadingUse",
    "Manifest",
    "ManifestError",
    "ManifestReader",
    "NoManifestError",
    "open_manifest",
    "read_manifest",
    "waybill_hashes",
    "write_rejected",
]
