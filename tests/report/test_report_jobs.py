"""A worker process that is gone is told of as such, whenever it went."""

from __future__ import annotations

from multiprocessing import Pipe

import pytest

from rescreen.errors import InputError, RescreenError
from rescreen.report.jobs import Crew


def test_a_worker_that_died_idle_is_told_of() -> None:
    ours, theirs = Pipe()
    theirs.close()
    with pytest.raises(RescreenError, match="打分进程意外结束"):
        Crew(object, [ours]).do("look", ["part"], lambda rows: None)


def test_a_worker_that_failed_before_its_first_task_says_why() -> None:
    ours, theirs = Pipe()
    theirs.send(("failed", ("坏了", "broken")))
    theirs.close()
    with pytest.raises(InputError, match="坏了"):
        Crew(object, [ours]).do("look", ["part"], lambda rows: None)
