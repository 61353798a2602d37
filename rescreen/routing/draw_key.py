"""The secret behind the random draw, and the key of one day made of it.

The secret is a file that the site keeps; it is never shown and never written elsewhere. A day's key
is derived from it, so that who has to repeat one day's draw needs no more than that day's key. What
is recorded is a key's id: a digest that tells keys apart and leads back to none.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2s, sha256
from pathlib import Path

from rescreen.errors import UsageError
from rescreen.history.put import settle
from rescreen.routing.keyed import KEY_BYTES

__all__ = ["DrawKey", "check_no_key_file", "make_key_file", "read_key_file"]

_LEAST = 16
_OTHERS = 0o077  # what anybody but the owner may do with the file


@dataclass(frozen=True, slots=True)
class DrawKey:
    """The key of one day's draw; `id` may be shown, `secret` not."""

    day: date
    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits."""
        return blake2s(b"rescreen key id", key=self.secret, digest_size=8).hexdigest()


def read_key_file(path: Path, day: date) -> DrawKey:
    """The day's key. Raises UsageError for a file that isn't there, is short, or is open to others."""
    if not path.is_file():
        raise UsageError(
            f"没有抽查密钥文件 {path}；用 --new-key 生成一个。",
            f"There is no key file {path}; --new-key makes one.",
        )
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        raise UsageError(
            f"抽查密钥文件 {path} 别人也能读；请执行 chmod 600 {path}。",
            f"Others can read the key file {path}; run: chmod 600 {path}",
        )
    content = path.read_bytes().strip()
    if len(content) < _LEAST:
        raise UsageError(
            f"抽查密钥太短：{path} 至少要有 {_LEAST} 个字节。",
            f"The draw's key is too short: {path} needs {_LEAST} bytes or more.",
        )
    master = sha256(content).digest()
    secret = blake2s(f"rescreen draw {day}".encode(), key=master, digest_size=KEY_BYTES)
    return DrawKey(day, secret.digest())


def check_no_key_file(path: Path) -> None:
    """Raises UsageError where a file is already."""
    if path.exists():
        raise _there(path)


def make_key_file(path: Path) -> None:
    """Write a new secret that only its owner can read: whole or not at all.

    Raises UsageError where a file is already.
    """
    check_no_key_file(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        _put(part, path)
    finally:
        part.unlink(missing_ok=True)
    settle(path.parent)


def _put(part: Path, path: Path) -> None:
    """Under its name, unless another process has just made one."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise _there(path) from None
    except OSError:  # a disk without links
        check_no_key_file(path)
        part.replace(path)


def _there(path: Path) -> UsageError:
    return UsageError(
        f"密钥文件 {path} 已经存在，不会覆盖；去掉 --new-key 就用它。",
        f"The key file {path} is there already and is kept; leave out --new-key to use it.",
    )
