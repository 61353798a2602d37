"""The files of a manifest, wherever Spark's file systems keep them, and the footer of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rescreen.manifest import ManifestError, NoManifestError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["Footer", "SourceFile", "footers_of", "list_files"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file by number, in the order of the manifest; `uri` as Spark's `_metadata` spells it."""

    number: int
    name: str
    uri: str
    address: str

    @property
    def pattern(self) -> str:
        """The address as Spark's reader wants it: a pattern that means this file alone.

        Its option not to read patterns gives every file once for each name with a mark in it.
        """
        return re.sub(r"([\[\]{}*?\\])", r"\\\1", self.address)


@dataclass(frozen=True, slots=True)
class Footer:
    """A file's columns as Parquet writes them out, and how many rows it has."""

    schema: str
    rows: int


def list_files(session: SparkSession, path: str) -> list[SourceFile]:
    """A file, a folder's files or a pattern's, by name; hidden ones and `_SUCCESS` are left out.

    Raises ManifestError where there is nothing.
    """
    found = sorted(_paths(session, path), key=lambda one: str(one.toString()))
    if not found:
        raise ManifestError(f"没有 {path}，或其中没有文件。", f"no {path}, or no files in it.")
    names = [str(one.getName()) for one in found]
    # The name tells a file among the rejected rows, so that it must be one's own.
    alone = len(set(names)) == len(names)
    return [
        SourceFile(number, name if alone else str(one.toString()), _uri(one), str(one.toString()))
        for number, (name, one) in enumerate(zip(names, found, strict=True))
    ]


def _paths(session: SparkSession, path: str) -> list[Any]:
    jvm, conf = _java(session)
    start = jvm.org.apache.hadoop.fs.Path(path)
    system = start.getFileSystem(conf)
    named = [system.getFileStatus(start)] if system.exists(start) else system.globStatus(start)
    found = []
    for status in named or []:
        if status.isFile():
            found.append(status.getPath())
            continue
        inside = [one for one in system.listStatus(status.getPath()) if one.isFile()]
        found += [p for one in inside if str((p := one.getPath()).getName())[0] not in "._"]
    return found


def _uri(path: Any) -> str:
    return re.sub(r"^file:/+", "file:/", str(path.toUri().toString()))


def footers_of(session: SparkSession, files: Sequence[SourceFile]) -> list[Footer]:
    """Each file's footer, read side by side.

    Raises NoManifestError for a file that is no Parquet.
    """
    from py4j.protocol import Py4JJavaError

    jvm, conf = _java(session)
    statuses = jvm.java.util.ArrayList()
    for file in files:
        path = jvm.org.apache.hadoop.fs.Path(file.address)
        statuses.add(path.getFileSystem(conf).getFileStatus(path))
    reader = jvm.org.apache.parquet.hadoop.ParquetFileReader
    try:
        footers = reader.readAllFootersInParallel(conf, statuses, False)
    except Py4JJavaError:
        name = files[0].name if len(files) == 1 else "…"
        raise NoManifestError(
            f"{name} 不是 Parquet 文件；在 Spark 上只读 Parquet，其他格式请在一台机器上打分。",
            f"{name} is no Parquet: only Parquet is read on Spark; score others on one machine.",
        ) from None
    found = {_uri(one.getFile()): _footer(one.getParquetMetadata()) for one in footers}
    return [found[file.uri] for file in files]


def _footer(metadata: Any) -> Footer:
    schema = str(metadata.getFileMetaData().getSchema().toString())
    return Footer(schema, sum(int(block.getRowCount()) for block in metadata.getBlocks()))


def _java(session: SparkSession) -> tuple[Any, Any]:
    return session._jvm, session._jsc.hadoopConfiguration()
