"""Frames as Spark takes them: the names of types in its words, and Arrow's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["arrow_table", "ddl"]

_NAMES: dict[Any, str] = {
    pl.Int32: "int",
    pl.Int64: "bigint",
    pl.Float64: "double",
    pl.Boolean: "boolean",
    pl.String: "string",
    pl.Binary: "binary",
}


def ddl(schema: pl.Schema) -> str:
    """A schema as Spark writes it."""
    return ", ".join(f"`{name}` {_name(kind)}" for name, kind in schema.items())


def _name(kind: Any) -> str:
    if isinstance(kind, pl.List):
        return f"array<{_name(kind.inner)}>"
    return _NAMES[kind.base_type()]


def arrow_table(frame: pl.DataFrame) -> pa.Table:
    """With texts and lists of 32-bit offsets."""
    import pyarrow as pa

    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    return table.cast(pa.schema([(name, _arrow(kind)) for name, kind in frame.schema.items()]))


def _arrow(kind: Any) -> Any:
    import pyarrow as pa

    if isinstance(kind, pl.List):
        return pa.list_(_arrow(kind.inner))
    kinds: dict[Any, Any] = {
        pl.Int32: pa.int32(),
        pl.Int64: pa.int64(),
        pl.Float64: pa.float64(),
        pl.Boolean: pa.bool_(),
        pl.String: pa.string(),
        pl.Binary: pa.binary(),
    }
    return kinds[kind.base_type()]
