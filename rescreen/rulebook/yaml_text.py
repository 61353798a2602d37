"""Texts as YAML scalars, as people write them."""

from __future__ import annotations

import json
import re

__all__ = ["yaml_scalar"]

_PLAIN = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff\w（）、；]*|[a-z]+_[a-z_]+")


def yaml_scalar(text: str) -> str:
    """Plain where YAML can't read it as anything else; else in quotes, JSON's being YAML's too."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
