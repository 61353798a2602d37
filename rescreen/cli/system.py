"""What the operating system refused, in the session's language."""

from __future__ import annotations

import errno

from rescreen.report.texts import Words

__all__ = ["system_text"]

_KNOWN = frozenset(
    {
        errno.ENOENT, errno.EEXIST, errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOTDIR,
        errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.ENAMETOOLONG, errno.EMFILE, errno.ENOTEMPTY,
        errno.EBUSY, errno.EIO, errno.ELOOP,
    }
)  # fmt: skip


def system_text(error: OSError, say: Words) -> str:
    """Of an error that people seldom meet, what the system itself says."""
    if error.errno in _KNOWN:
        return say(f"system.{errno.errorcode[error.errno]}")
    return error.strerror or type(error).__name__
