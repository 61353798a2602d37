"""Settings as plain data, so that a store remembers what it goes by."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from types import MappingProxyType
from typing import Any

from rescreen.links import LinkSettings, Weights

__all__ = ["settings_data", "settings_of"]


def settings_data(settings: LinkSettings) -> dict[str, Any]:
    data = {one.name: getattr(settings, one.name) for one in fields(settings)}
    return {**data, "kinds": {kind: asdict(weights) for kind, weights in settings.kinds.items()}}


def settings_of(data: dict[str, Any]) -> LinkSettings:
    if not data:
        return LinkSettings()
    kinds = {kind: Weights(**weights) for kind, weights in data["kinds"].items()}
    rest = {name: value for name, value in data.items() if name != "kinds"}
    return replace(LinkSettings(), **rest, kinds=MappingProxyType(kinds))
