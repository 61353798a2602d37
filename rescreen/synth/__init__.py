"""Invented manifests of any size, deterministic by seed, with known answers."""

from rescreen.synth.faults import PLANTED
from rescreen.synth.parcels import Made, make_blocks, make_parcels
from rescreen.synth.rings import RING, RING_SIZE
from rescreen.synth.styles import STYLES
from rescreen.synth.write import Order, Written, write_manifest

__all__ = [
    "PLANTED",
    "RING",
    "RING_SIZE",
    "STYLES",
    "Made",
    "Order",
    "Written",
    "make_blocks",
    "make_parcels",
    "write_manifest",
]
