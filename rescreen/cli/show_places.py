"""What `rescreen place` prints."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from rescreen.cli.tables import table
from rescreen.places import resolve_places
from rescreen.report.places import place_name
from rescreen.report.texts import Words

__all__ = ["place_rows", "place_table"]


def place_rows(texts: list[str]) -> list[dict[str, Any]]:
    """One mapping a text: the columns of `resolve_places`, the text, and the division's name."""
    found = resolve_places(texts).to_dicts()
    return [
        {"text": text, **row, "name": place_name(_narrowest(row))}
        for text, row in zip(texts, found, strict=True)
    ]


def _narrowest(row: dict[str, Any]) -> str:
    return str(row["county"] or row["prefecture"] or row["province"] or "")


def place_table(rows: list[dict[str, Any]], say: Words) -> Table:
    titles = [say(f"place.{key}") for key in ("text", "status", "division", "code", "evidence")]
    return table(
        titles,
        (
            (
                row["text"],
                say(f"place.{row['status']}"),
                row["name"],
                _narrowest(row),
                row["evidence"] or "",
            )
            for row in rows
        ),
    )
