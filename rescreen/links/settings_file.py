"""Settings of linking as a YAML file: read with every fault and its line, written with what it means.

What a file doesn't name stays at its default, so that a site's file holds what differs and no more.
"""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import yaml

from rescreen.errors import InputError, RulebookError
from rescreen.links.settings import DEFAULTS, LinkSettings, Weights
from rescreen.routing.site_values import number, whole
from rescreen.rulebook.files import read_file, text_of
from rescreen.rulebook.source import Source, Spot

__all__ = ["load_settings", "settings_text", "write_settings"]

_WHOLE = {
    "population": (1, 10**12),
    "block": (2, 100_000),
    "side": (1, 1_000_000),
    "ways": (0, 2),
}
_BITS = {"least": (0, 1000), "near_least": (0, 1000), "hub_most": (0, 64), "rhythm": (0, 64)}
_OF_A_KIND = {"m": (1e-9, 1), "most": (0, 64), "half_life": (0.001, 1_000_000), "near": (0, 64)}
_MOST_CAP = 2**31
_HEAD = """\
# What linking clues goes by: docs/series.md, "weights".
# m: how often two clues of one series share a value of the kind. most, near: bits.
# cap: with more clues a value is a hub and links nothing (null: never). half_life: days.
"""


def load_settings(path: str | Path) -> LinkSettings:
    """Raises InputError where there is no such file, RulebookError with all its faults."""
    file = Path(path)
    if not file.is_file():
        raise InputError(f"没有设置文件 {file}。", f"There is no settings file {file}.")
    source = Source(file)
    found = LinkSettings()
    text = text_of(read_file(file), source)
    try:
        spot = source.open(text) if text else None
        found = found if spot is None else _settings(spot)
    except yaml.YAMLError as error:
        source.broken(error)
    if source.faults:
        raise RulebookError(sorted(source.faults, key=lambda fault: fault.line))
    return found


def _settings(spot: Spot) -> LinkSettings:
    parts = spot.mapping([field.name for field in fields(LinkSettings)])
    known: dict[str, Any] = {
        name: whole(parts[name], *_WHOLE[name]) for name in _WHOLE if name in parts
    }
    known |= {name: number(parts[name], *_BITS[name]) for name in _BITS if name in parts}
    kinds = dict(DEFAULTS)
    if "kinds" in parts:
        for kind, below in parts["kinds"].mapping(list(DEFAULTS)).items():
            kinds[kind] = _weights(below, DEFAULTS[kind])
    return replace(LinkSettings(), **known, kinds=kinds)


def _weights(spot: Spot, default: Weights) -> Weights:
    parts = spot.mapping([*_OF_A_KIND, "cap"])
    known: dict[str, Any] = {
        name: number(parts[name], *_OF_A_KIND[name]) for name in _OF_A_KIND if name in parts
    }
    if "cap" in parts:
        none = parts["cap"].is_scalar and parts["cap"].value() is None
        known["cap"] = None if none else whole(parts["cap"], 1, _MOST_CAP, 1)
    return replace(default, **known)


def settings_text(settings: LinkSettings) -> str:
    """The settings as YAML that `load_settings` reads back as they are."""
    lines = [f"{name}: {_text(getattr(settings, name))}" for name in (*_WHOLE, *_BITS)]
    lines += ["kinds:"]
    for kind, weights in settings.kinds.items():
        cap = "null" if weights.cap is None else weights.cap
        numbers = {name: _text(getattr(weights, name)) for name in _OF_A_KIND}
        told = ", ".join(f"{name}: {value}" for name, value in {**numbers, "cap": cap}.items())
        lines.append(f"  {kind}: {{{told}}}")
    return _HEAD + "\n".join(lines) + "\n"


def _text(value: float) -> str:
    """1e-09 is a text to YAML 1.1, 1.0e-09 a number."""
    text = repr(value)
    return text if "." in text else text.replace("e", ".0e")


def write_settings(settings: LinkSettings, path: str | Path) -> None:
    """Raises InputError where nothing can be written there."""
    try:
        Path(path).write_text(settings_text(settings), encoding="utf-8")
    except OSError as error:
        name = type(error).__name__
        raise InputError(f"写不了 {path}：{name}。", f"Can't write {path}: {name}.") from error
