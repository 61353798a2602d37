"""A standalone cluster on loopback: a master and two workers, each a process of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

__all__ = ["Cluster", "standalone_cluster", "until"]

PATIENCE = 600.0


def until(true: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """Wait for something; its value."""
    end = time.monotonic() + patience
    while not (value := true()):
        assert time.monotonic() < end, f"no {what} in {patience:.0f} s"
        time.sleep(0.1)
    return value


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


class Cluster:
    """`start` it, use `url`, and `stop` it in any case."""

    def __init__(self, folder: Path) -> None:
        import pyspark

        self.folder = folder
        self.home = Path(pyspark.__file__).parent
        self.port = free_port()
        self.url = f"spark://127.0.0.1:{self.port}"
        self.master: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []

    def start(self, workers: int = 2) -> None:
        at = ("--host", "127.0.0.1", "--port", str(self.port), "--webui-port", "0")
        self.master = self._daemon("org.apache.spark.deploy.master.Master", "master", *at)
        until(lambda: "I have been elected leader" in self.log("master"), "master")
        for number in range(workers):
            self.workers.append(self._worker(number))
        for number in range(workers):
            name = f"worker-{number}"
            until(lambda name=name: "Successfully registered with master" in self.log(name), name)

    def _worker(self, number: int) -> subprocess.Popen[bytes]:
        name = f"worker-{number}"
        options = ("--host", "127.0.0.1", "--webui-port", "0", "--cores", "1", "--memory", "1g")
        folder = ("--work-dir", str(self.folder / name))
        kind = "org.apache.spark.deploy.worker.Worker"
        return self._daemon(kind, name, *options, *folder, self.url)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def _daemon(self, kind: str, name: str, *options: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [str(self.home / "bin/spark-class"), kind, *options],
                stdout=log,
                stderr=log,
                env=self._surroundings(),
                start_new_session=True,
            )

    def _surroundings(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SPARK_")}
        return {
            **kept,
            "SPARK_HOME": str(self.home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "256m",
            "PYSPARK_PYTHON": sys.executable,
        }

    def executors(self, number: int) -> list[int]:
        """Process ids of a worker's executors."""
        return _processes(f"spark://Worker@127.0.0.1:{self._worker_port(number)}")

    def _worker_port(self, number: int) -> str:
        found = re.search(r"Starting Spark worker 127\.0\.0\.1:(\d+)", self.log(f"worker-{number}"))
        assert found
        return found.group(1)

    def kill_worker(self, number: int) -> None:
        """As a machine dies: the worker and its executors at once, and no goodbye."""
        executors = self.executors(number)
        self.workers[number].send_signal(signal.SIGKILL)
        for process in executors:
            os.kill(process, signal.SIGKILL)

    def stop(self) -> None:
        alive = [process for process in (*self.workers, self.master) if process is not None]
        for number, _ in enumerate(self.workers):
            for process in self.executors(number):
                _end(process)
        for process in alive:
            process.terminate()
        for process in alive:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _end(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGTERM)


def _processes(argument: str) -> list[int]:
    """Processes that were started with this among their arguments."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if argument.encode() in (folder / "cmdline").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return found


@contextmanager
def standalone_cluster(folder: Path) -> Iterator[Cluster]:
    folder.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
