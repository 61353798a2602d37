"""Where the frames of a run are kept: in the output folder, or with the executors until the end."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["Store"]


class Store:
    """A context. `written` are the folders that hold a whole frame each."""

    def __init__(self, session: SparkSession, folder: str | None) -> None:
        self.session, self.folder = session, folder.rstrip("/") if folder else None
        self.written: list[str] = []
        self._held: list[DataFrame] = []

    def keep(self, name: str, frame: DataFrame) -> DataFrame:
        """The same frame, computed once: what reads it again doesn't run the rules again."""
        if self.folder is None:
            return self.hold(frame)
        path = f"{self.folder}/{name}"
        frame.write.mode("overwrite").parquet(path)
        self.written.append(path)
        return self.session.read.schema(frame.schema).parquet(path)

    def write_text(self, name: str, text: str) -> None:
        """A small file beside the frames, under its name only when it is whole."""
        if self.folder is None:
            return
        pending = self._path(f"_{name}.part")
        system = pending.getFileSystem(self._conf())
        stream = system.create(pending, True)
        stream.write(bytearray(text.encode()))
        stream.close()
        self.remove(name)
        system.rename(pending, self._path(name))
        self.written.append(f"{self.folder}/{name}")

    def remove(self, name: str) -> None:
        """Such a file of an earlier run."""
        if self.folder is not None:
            path = self._path(name)
            path.getFileSystem(self._conf()).delete(path, False)

    def _path(self, name: str) -> Any:
        return self.session._jvm.org.apache.hadoop.fs.Path(f"{self.folder}/{name}")

    def _conf(self) -> Any:
        return self.session._jsc.hadoopConfiguration()

    def hold(self, frame: DataFrame) -> DataFrame:
        """The same frame, computed once and kept on the executors' disks until the end."""
        from pyspark import StorageLevel

        self._held.append(frame.persist(StorageLevel.DISK_ONLY))
        return self._held[-1]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for frame in self._held:
            frame.unpersist()
