"""Invented manifests and clues of any size, deterministic by seed, with known answers."""

from rescreen.synth.clue_plans import PLANS, CluePlan, plan_with
from rescreen.synth.clues import MadeClues, make_clues
from rescreen.synth.faults import PLANTED
from rescreen.synth.parcels import Made, make_blocks, make_parcels
from rescreen.synth.rings import RING, RING_SIZE
from rescreen.synth.styles import STYLES
from rescreen.synth.write import Order, Written, write_manifest
from rescreen.synth.write_clues import ClueOrder, write_clues

__all__ = [
    "PLANS",
    "PLANTED",
    "RING",
    "RING_SIZE",
    "STYLES",
    "ClueOrder",
    "CluePlan",
    "Made",
    "MadeClues",
    "Order",
    "Written",
    "make_blocks",
    "make_clues",
    "make_parcels",
    "plan_with",
    "write_clues",
    "write_manifest",
]
