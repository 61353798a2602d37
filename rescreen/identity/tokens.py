"""Keyed tokens: equal values give equal tokens, and nobody without the key can tell the value.

BLAKE2b, keyed (RFC 7693), 128 bits, in hexadecimal. Masked, missing and virtual values get none:
they must never be taken for the same person (domain fact 7).
"""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

import polars as pl

from rescreen.errors import UsageError
from rescreen.identity.alike import identifying
from rescreen.parcel import Personal

__all__ = ["KEY_VARIABLE", "read_key", "token", "tokens"]

KEY_VARIABLE = "RESCREEN_TOKEN_KEY_FILE"
_LEAST_KEY, _MOST_KEY = 16, 64


def read_key(path: Path | None = None) -> bytes:
    """The site's key from a file (default: the file that RESCREEN_TOKEN_KEY_FILE names).

    Raises UsageError where there is none, or where it is shorter than 16 bytes.
    """
    named = path or (Path(os.environ[KEY_VARIABLE]) if KEY_VARIABLE in os.environ else None)
    if named is None or not named.is_file():
        raise UsageError(f"没有令牌密钥：请把密钥文件的路径写入环境变量 {KEY_VARIABLE}。")
    key = named.read_bytes().strip()[:_MOST_KEY]
    if len(key) < _LEAST_KEY:
        raise UsageError(f"令牌密钥太短：{named.name} 至少要有 {_LEAST_KEY} 个字节。")
    return key


def token(kind: Personal, value: str | None, key: bytes) -> str | None:
    """The token of one phone or ID number; None where it identifies nobody."""
    normal = identifying(kind, value)
    if normal is None:
        return None
    return blake2b(f"{kind.value}:{normal}".encode(), digest_size=16, key=key).hexdigest()


def tokens(kind: Personal, values: pl.Series, key: bytes) -> pl.Series:
    """Tokens of a column; each distinct value is hashed once."""
    distinct = values.unique()
    found = pl.Series([token(kind, value, key) for value in distinct], dtype=pl.String)
    table = pl.DataFrame({"value": distinct, "token": found})
    joined = (
        values.alias("value")
        .to_frame()
        .join(table, on="value", how="left", nulls_equal=True, maintain_order="left")
    )
    return joined["token"]
