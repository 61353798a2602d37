"""The option that all commands below `rescreen series` share: which store of clues."""

from __future__ import annotations

from typing import Any

import click

from rescreen.cli.lanes_options import PATH

__all__ = ["SERIES_VARIABLE", "series_dir"]

SERIES_VARIABLE = "RESCREEN_SERIES_DIR"


def series_dir(function: Any) -> Any:
    """Adds `folder`, the store that `rescreen link -o` wrote."""
    option = click.option(
        "-d", "--dir", "folder", type=PATH, envvar=SERIES_VARIABLE, default="series",
        help="option.series_dir",
    )  # fmt: skip
    return option(function)
