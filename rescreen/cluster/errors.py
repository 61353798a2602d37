"""What can be wrong with a cluster; `en` holds the same sentence in English."""

from __future__ import annotations

from rescreen.errors import RescreenError

__all__ = ["ClusterError"]


class ClusterError(RescreenError):
    """Spark can't be used, or couldn't finish: says which part is missing and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.en = en
