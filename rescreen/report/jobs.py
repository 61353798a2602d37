"""Work on parts, one after the other in this process, or several at a time in processes of their own.

Each process is started anew (spawn): a fork would inherit Polars' locks without its threads. They
have a core's share of threads each. One whose starter is killed ends at once, so that the folder is
free for the next run.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Any

from rescreen.errors import InputError, RescreenError
from rescreen.report.lock import Held

__all__ = ["Crew", "Tell", "crew", "usual_jobs"]

#: Told the rows done since last time.
Tell = Callable[[int], None]
_THREADS = "POLARS_MAX_THREADS"
_GONE = 1
#: Two take about 1.3 GB. More are worth it where there are cores and 0.6 GB for each.
_USUAL = 2


def usual_jobs() -> int:
    return min(_USUAL, os.cpu_count() or 1)


class Crew:
    """Whoever does the work: `make` makes the worker, here and now or in each process."""

    def __init__(self, make: Callable[[], Any], others: Sequence[Connection] = ()) -> None:
        self._worker = None if others else make()
        self._others = others

    def do(self, what: str, tasks: Sequence[Any], tell: Tell) -> list[Any]:
        """Call the worker's method `what` for each task; the results, in the tasks' order.

        What is done when one fails stays done. The method takes the task and a `Tell`.
        """
        if not self._others:
            return [getattr(self._worker, what)(task, tell) for task in tasks]
        results: list[Any] = [None] * len(tasks)
        waiting = iter(enumerate(tasks))
        busy = {
            worker: _send(worker, what, numbered)
            for worker, numbered in zip(self._others, waiting, strict=False)
        }
        while busy:
            for worker in wait(list(busy)):
                assert isinstance(worker, Connection)
                kind, said = _hear(worker)
                if kind == "rows":
                    tell(said)
                    continue
                results[busy.pop(worker)] = said
                if (numbered := next(waiting, None)) is not None:
                    busy[worker] = _send(worker, what, numbered)
        return results


@contextmanager
def crew(make: Callable[[], Any], jobs: int, held: Held) -> Iterator[Crew]:
    """A crew of `jobs`; more than one need processes, and `make` then has to be picklable."""
    if jobs <= 1:
        yield Crew(make)
        return
    with _processes(make, jobs, held) as others:
        yield Crew(make, others)


def _send(worker: Connection, what: str, numbered: tuple[int, Any]) -> int:
    number, task = numbered
    try:
        worker.send((what, task))
    except (BrokenPipeError, ConnectionResetError):
        _hear(worker)  # it may have said why
        raise _ended() from None
    return number


def _hear(worker: Connection) -> tuple[str, Any]:
    try:
        kind, said = worker.recv()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise _ended() from None
    if kind == "failed":
        raise InputError(*said)
    return kind, said


def _ended() -> RescreenError:
    return RescreenError(
        "一个打分进程意外结束（可能内存不足）；已完成的分片都在。减小 --jobs，再运行同一命令即可继续。",
        "A scoring process ended unexpectedly (perhaps for want of memory). Finished parts are"
        " kept: run the same command again with fewer --jobs to go on.",
    )


@contextmanager
def _processes(make: Callable[[], Any], jobs: int, held: Held) -> Iterator[list[Connection]]:
    context = get_context("spawn")
    started = []
    threads = os.environ.get(_THREADS)
    os.environ[_THREADS] = threads or str(max(1, (os.cpu_count() or 1) // jobs))
    try:
        for _ in range(jobs):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, make, held), daemon=True)
            with _deaf_to_keyboard():
                process.start()
            theirs.close()
            started.append((process, ours))
        yield [ours for _, ours in started]
    finally:
        if threads is None:
            os.environ.pop(_THREADS, None)
        for _, ours in started:
            ours.close()
        for process, _ in started:
            process.join()


@contextmanager
def _deaf_to_keyboard() -> Iterator[None]:
    """What is started meanwhile never hears Ctrl-C, not even while it is importing: a terminal
    sends it to every process, and the one to answer is ours."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # starting it would undo the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(starter: Connection, make: Callable[[], Any], held: Held) -> None:
    """A worker's life: ends when the other end of its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_starter, daemon=True).start()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            worker = make()
            while True:
                what, task = starter.recv()
                done = getattr(worker, what)(task, lambda rows: starter.send(("rows", rows)))
                starter.send(("done", done))
        except RescreenError as error:
            starter.send(("failed", (str(error), error.en)))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise
        except OSError as error:
            text = f"{error.filename or ''}: {error.strerror or error}"
            starter.send(("failed", (text, text)))
        except Exception as error:
            # What an unforeseen error says may hold a person's data: tell its kind only.
            kind = type(error).__name__
            starter.send(("failed", (f"打分进程内部错误（{kind}）；用 --jobs 1 --debug 可看到出错位置。",
                                     f"Internal error ({kind}): --jobs 1 --debug shows where.")))  # fmt: skip


def _end_with_starter() -> None:
    """Half a part is nothing to keep, and nobody is left to hear of it."""
    if (starter := parent_process()) is not None:
        starter.join()
        os._exit(_GONE)
