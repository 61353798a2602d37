"""The batch kernel on Spark: the same rules on the same rows, spread over a cluster.

Spark reads, distributes, repeats what was lost and commits the output; each executor runs the
kernel of one machine on the Arrow batches that it is handed. pyspark is imported on use only.
"""

from rescreen.cluster.errors import ClusterError
from rescreen.cluster.run import ClusterRun, score_on_spark
from rescreen.cluster.session import spark_session
from rescreen.cluster.source import SparkManifest
from rescreen.cluster.store import Store

__all__ = [
    "ClusterError",
    "ClusterRun",
    "SparkManifest",
    "Store",
    "score_on_spark",
    "spark_session",
]
