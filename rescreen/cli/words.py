"""Option values that are several words."""

from __future__ import annotations

import click

__all__ = ["split_words"]


def split_words(
    ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]
) -> tuple[str, ...]:
    """Words parted by commas."""
    return tuple(word.strip() for text in texts for word in text.split(",") if word.strip())
