"""Texts as YAML scalars, as people write them."""

from __future__ import annotations

import json
import re

__all__ = ["yaml_scalar"]

_PLAIN = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff\w（）、；]*|[a-z]+_[a-z_]+")

#: What YAML doesn't take as it is, or folds.
_ODD = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def yaml_scalar(text: str) -> str:
    """Plain where YAML can't read it as anything else; else in quotes, JSON's being YAML's too."""
    if _PLAIN.fullmatch(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
