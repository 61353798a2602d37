"""Which list ids a folder of rules, and the folders that it stands on, have already."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import yaml

from rescreen.errors import UsageError
from rescreen.rulebook.files import PACK, RuleFiles, text_of
from rescreen.rulebook.layers import LayeredFiles
from rescreen.rulebook.source import Source

__all__ = ["check_new_list", "list_ids"]


def list_ids(folder: Path) -> Mapping[str, Path]:
    """By id the file; what can't be read is left to the loader to tell."""
    found: dict[str, Path] = {}
    for layer in LayeredFiles.of(folder).layers:
        for name in layer.lists:
            found |= dict.fromkeys(_id_in(layer, name), layer.root / name)
    return found


def _id_in(layer: RuleFiles, name: str) -> list[str]:
    source = Source(layer.root / name)
    with suppress(yaml.YAMLError):
        text = text_of(layer.contents[name], source)
        spot = source.open(text) if text is not None else None
        if spot is not None and spot.is_mapping:
            parts = spot.mapping()
            return [parts["list"].text()] if "list" in parts else []
    return []


def check_new_list(output: Path, list_id: str) -> None:
    """Raises UsageError where a list file is to stand in a folder of rules that has that id."""
    folder = output.parent.parent
    if output.parent.name != "lists" or not (folder / PACK).is_file():
        return
    file = list_ids(folder).get(list_id)
    if file is not None:
        raise UsageError(
            f"名单 {list_id} 已在 {file}；请用 --id 换一个编号，或在下层名单上写 extends: true。",
            f"The list {list_id} is in {file} already: give another id by --id, or extend the list of"
            " the pack below (extends: true).",
        )
