"""A Spark session for a run, what it needs, and what its errors mean."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rescreen.cluster.errors import ClusterError
from rescreen.cluster.remote import MARK

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["BATCH_ROWS", "spark_session"]

#: Rows of an Arrow batch: the slice that the kernel takes on one machine.
BATCH_ROWS = 262_144
_LOOPBACK = re.compile(r"local|spark://(127\.|localhost|\[::1\])")
#: Whatever the site's Spark is set to, these make the answer that of one machine.
_ALWAYS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
}
#: What a site may set otherwise in spark-defaults.conf.
_DEFAULTS = {
    "spark.app.name": "rescreen",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH_ROWS),
    "spark.executorEnv.POLARS_MAX_THREADS": "1",
}
#: On this machine alone: an address that always is there, and no web page.
_HERE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
}


@contextmanager
def spark_session(master: str) -> Iterator[SparkSession]:
    """A session on a master, stopped at the end. Raises ClusterError for all that can be mended."""
    _check_needs()
    session = None
    try:
        session = _start(master)
        yield session
    except Exception as error:
        told = _told(error, master)
        if told is None:
            raise
        raise told from None
    finally:
        if session is not None:
            session.stop()


def _check_needs() -> None:
    lacking = [name for name in ("pyspark", "pyarrow", "pandas") if find_spec(name) is None]
    if lacking:
        raise ClusterError(
            f"没有安装 {'、'.join(lacking)}；在 Spark 上运行要先 pip install 'rescreen[spark]'。",
            f"{', '.join(lacking)} not installed: pip install 'rescreen[spark]' to run on Spark.",
        )
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java") or (home and Path(home, "bin", "java").exists())):
        raise _no_java()


def _no_java() -> ClusterError:
    return ClusterError(
        "没有可用的 Java 17 或更新版本；Debian 上可 apt-get install openjdk-17-jre-headless。",
        "no Java 17 or newer: on Debian, apt-get install openjdk-17-jre-headless.",
    )


def _start(master: str) -> SparkSession:
    from pyspark import SparkConf, SparkContext
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_SUBMIT_OPTS", f"-Dlog4j2.configurationFile={_quiet_logging()}")
    if _LOOPBACK.match(master):
        # Spark's own default is whichever python3 comes first on the path.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    # Starts Java first: only then does SparkConf know what spark-defaults.conf says.
    SparkContext._ensure_initialized()
    conf = SparkConf().setMaster(master)
    for name, value in _wishes(master).items():
        conf.setIfMissing(name, value)
    for name, value in _ALWAYS.items():
        conf.set(name, value)
    conf.set("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower())
    return SparkSession.builder.config(conf=conf).getOrCreate()


def _wishes(master: str) -> dict[str, str]:
    wishes = dict(_DEFAULTS)
    if _LOOPBACK.match(master):
        wishes |= _HERE
    return wishes


def _quiet_logging() -> str:
    return (Path(__file__).parent / "log4j2.properties").as_uri()


def _told(error: Exception, master: str) -> ClusterError | None:
    """An error of Spark's as a sentence; None for what isn't Spark's."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    if not isinstance(error, PySparkException | Py4JError):
        return None
    text = str(error)
    ours = re.search(rf"{MARK} (\w+) ?([^\n]*)", text)
    if ours:
        return _of_executor(ours.group(1), ours.group(2).split())
    return _of_spark(text, error, master)


def _of_executor(kind: str, words: list[str]) -> ClusterError:
    match kind, words:
        case "missing", [name, *_]:
            return ClusterError(
                f"执行器的 Python 里没有 {name}；请在每台执行器上安装同一版本的 rescreen，"
                "或随作业分发（见 docs/scale.md）。",
                f"the executors' Python has no {name}: install the same rescreen on every"
                " executor, or ship it with the job (see docs/scale.md).",
            )
        case "version", [name, here, there]:
            return ClusterError(
                f"执行器上的 {name} 是 {there}，本机是 {here}；两边版本必须相同。",
                f"the executors have {name} {there}, this machine {here}: they must be the same.",
            )
    kind_of_error = words[0] if words else ""
    return ClusterError(
        f"执行器出错（{kind_of_error}）。", f"an executor failed ({kind_of_error})."
    )


def _of_spark(text: str, error: Exception, master: str) -> ClusterError:
    if "JAVA_GATEWAY_EXITED" in text or "UnsupportedClassVersion" in text:
        return _no_java()
    if "PYTHON_VERSION_MISMATCH" in text:
        return ClusterError(
            "执行器的 Python 版本与本机不同；请用 PYSPARK_PYTHON 指定同一版本。",
            "the executors' Python is of another version: name the same one in PYSPARK_PYTHON.",
        )
    if "stopped SparkContext" in text or "Could not parse Master URL" in text:
        return ClusterError(
            f"连不上 Spark：{master}。请核对地址，以及 master 是否在运行。",
            f"cannot reach Spark at {master}: check the address, and that the master runs.",
        )
    kind = _kind(error, text)
    return ClusterError(f"Spark 作业失败（{kind}）。", f"the Spark job failed ({kind}).")


def _kind(error: Any, text: str) -> str:
    """Spark's name of the error: its text may quote values."""
    condition = getattr(error, "getCondition", lambda: None)()
    java = re.search(r"\b(?:[a-z]\w*\.)+([A-Z]\w*(?:Exception|Error))", text)
    return condition or (java.group(1) if java else type(error).__name__)
