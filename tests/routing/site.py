"""A small site and invented parcels, for tests of the router."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import polars as pl

from rescreen.routing import PARCELS
from rescreen.routing.site_lanes import (
    Authority,
    Draw,
    Need,
    NeedPolicy,
    SiteLane,
    SiteLanes,
    Stratum,
)

START = datetime(2021, 9, 22, 6)


def site(
    posts: int = 2, draw: Draw | None = None, wait: int = 1, seconds: float = 360
) -> SiteLanes:
    """Ten parcels a post and hour; two lanes re-screen."""
    all_day = (posts,) * 24
    return SiteLanes(
        "小站",
        (
            SiteLane("pass", "放行口", "release", Need.PASS),
            SiteLane("xray", "机位", "X-ray", Need.RESCREEN, seconds, all_day, 45),
            SiteLane("dogs", "警犬", "dogs", Need.RESCREEN, seconds, (1,) * 24, 120),
            SiteLane("open", "开箱台", "bench", Need.OPEN, 1800, (1,) * 24, 120,
                     Authority("邮政管理部门", 2, True), checks_identity=True),
            SiteLane("report", "报告席", "desk", Need.REPORT),
            SiteLane("exception", "异常口", "exceptions", Need.EXCEPTION),
        ),
        {need: NeedPolicy(wait) for need in (Need.REPORT, Need.OPEN, Need.RESCREEN)},
        draw or Draw((), Stratum("其他", 0.05, 3), 0.01),
    )  # fmt: skip


def parcels(rows: int, seed: int = 0, hours: int = 4) -> pl.DataFrame:
    """Every need, some letters, some without a decision or an arrival."""
    rng = np.random.default_rng(seed)
    lanes = rng.choice(
        ["放行", "二次安检", "开箱验视", "立即报告", None], rows, p=[0.8, 0.16, 0.02, 0.01, 0.01]
    )
    score = rng.choice([0, 10, 30, 60, 80, 120], rows, p=[0.5, 0.2, 0.1, 0.1, 0.05, 0.05])
    minutes = rng.integers(0, 60 * hours, rows)
    arrives = [START + timedelta(minutes=int(one)) for one in minutes]
    unknown = rng.random(rows) < 0.02
    return pl.DataFrame(
        {
            "waybill_no": [f"P{seed:02d}{row:07d}" for row in range(rows)],
            "lane": lanes.tolist(),
            "score": score,
            "mandatory": (lanes != "放行") & (rng.random(rows) < 0.4),
            "origin": rng.choice(["533102", "110105", "120111", "120000", None], rows).tolist(),
            "piece_type": rng.choice(["信件", "包裹", None], rows, p=[0.1, 0.8, 0.1]).tolist(),
            "agreement_customer": rng.choice([True, False, None], rows).tolist(),
            "arrives": [
                None if lost else moment for lost, moment in zip(unknown, arrives, strict=True)
            ],
            "prefers": [None] * rows,
        },
        schema=PARCELS,
    )
