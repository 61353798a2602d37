"""Texts as XML can hold them."""

from __future__ import annotations

import re

__all__ = ["xml_text"]

#: What XML 1.0 can't hold in any form: one such letter makes a file unreadable.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """The text without control characters and halves of letters."""
    return _NOT_XML.sub("", text)
