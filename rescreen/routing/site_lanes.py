"""A site's lanes as data: posts, capacity by shift and hour, cost, authority; and the draw's rates.

The lane of a decision says what a parcel needs. Here stand the lanes that a sorting centre really
has: which need each serves, how many parcels an hour it takes, what a post costs, and by whose
authority parcels are opened there. Several lanes may serve one need (X-ray posts, the mobile
vehicle, dogs); they are filled in the order of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

__all__ = [
    "HOURS",
    "Action",
    "Arrival",
    "Authority",
    "Draw",
    "Need",
    "NeedPolicy",
    "SiteLane",
    "SiteLanes",
    "Stratum",
    "Why",
]

HOURS = 24


class Need(StrEnum):
    """What a parcel needs: the lanes of decisions, and the chute for what couldn't be decided."""

    PASS = "pass"
    RESCREEN = "rescreen"
    OPEN = "open"
    REPORT = "report"
    EXCEPTION = "exception"

    @property
    def label(self) -> str:
        return _NEED_LABELS[self]


_NEED_LABELS = {
    Need.PASS: "放行",
    Need.RESCREEN: "二次安检",
    Need.OPEN: "开箱验视",
    Need.REPORT: "立即报告",
    Need.EXCEPTION: "异常",
}


class Why(StrEnum):
    """Why a parcel was selected, in the order in which lanes are filled; or why it wasn't."""

    MANDATORY = "mandatory"  # a rule with a lane of its own fired
    SCORE = "score"
    DRAW = "draw"
    NOTHING = "nothing"
    UNSCORED = "unscored"  # no-read, rejected row, time-out
    NO_ARRIVAL = "no_arrival"

    @property
    def label(self) -> str:
        return _WHY_LABELS[self]


_WHY_LABELS = {
    Why.MANDATORY: "必查",
    Why.SCORE: "按分数",
    Why.DRAW: "随机抽查",
    Why.NOTHING: "无",
    Why.UNSCORED: "未能打分",
    Why.NO_ARRIVAL: "到达时间不明",
}


class Action(StrEnum):
    """What happens to the parcel. Only one that nothing speaks against passes."""

    PASS = "pass"
    SCREEN = "screen"
    HOLD = "hold"
    ESCALATE = "escalate"

    @property
    def label(self) -> str:
        return _ACTION_LABELS[self]


_ACTION_LABELS = {
    Action.PASS: "放行",
    Action.SCREEN: "查验",
    Action.HOLD: "暂存待查",
    Action.ESCALATE: "上报处置",
}


@dataclass(frozen=True, slots=True)
class Authority:
    """Who may open here, how many must be present, and whether an approval is wanted."""

    who: str
    officers: int
    approval: bool


@dataclass(frozen=True, slots=True)
class SiteLane:
    """One lane. `posts` are those of each hour of the day; a lane without `seconds` (a chute) takes
    whatever comes. `cost` is of one post for one hour."""

    id: str
    name: str
    name_en: str
    serves: Need
    seconds: float | None = None
    posts: tuple[int, ...] = ()
    cost: float = 0.0
    authority: Authority | None = None
    checks_identity: bool = False

    def capacity(self, hour: int) -> int | None:
        """Parcels in an hour of the day; None without limit."""
        return None if self.seconds is None else int(self.posts[hour] * 3600 / self.seconds)


@dataclass(frozen=True, slots=True)
class NeedPolicy:
    """`wait_hours`: how many hours after its own a parcel may be screened; `overflow`: what becomes
    of one that doesn't fit, by why it was selected; `fill_from`: the least score that is screened
    where there is room, though the rulebook's line is higher."""

    wait_hours: int = 2
    overflow: Mapping[Why, Action] = field(
        default_factory=lambda: {
            Why.MANDATORY: Action.ESCALATE,
            Why.SCORE: Action.HOLD,
            Why.DRAW: Action.HOLD,
        }
    )
    fill_from: int = 1


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the parcels with a rate of its own; it takes what every given criterion fits.

    `origins` are division codes, `origin_list` names a list of the rulebook, `piece_types` kinds of
    pieces. `minimum` parcels are drawn at least, where there are as many.
    """

    id: str
    rate: float
    minimum: int = 0
    origins: tuple[str, ...] = ()
    origin_list: str = ""
    piece_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draw:
    """The strata, the first that fits counts; `rest` is for all others. `reserve` is the share of
    all places that mandatory parcels leave which drawn ones may take before the filling by score;
    with 1 they all do, as far as there are places."""

    strata: tuple[Stratum, ...]
    rest: Stratum
    reserve: float = 0.01

    @property
    def all(self) -> tuple[Stratum, ...]:
        return (*self.strata, self.rest)


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a parcel is here: a field of the manifest, and the minutes of travel after it."""

    field: str = "departed_at"
    minutes: int = 0


@dataclass(frozen=True)
class SiteLanes:
    """A site's lanes as read from a file; `hash` names the content."""

    name: str
    lanes: tuple[SiteLane, ...]
    needs: Mapping[Need, NeedPolicy]
    draw: Draw
    arrival: Arrival = Arrival()
    hash: str = ""
    file: Path = Path()

    def serving(self, need: Need) -> tuple[SiteLane, ...]:
        """The lanes that serve a need, in the order in which they are filled."""
        return tuple(lane for lane in self.lanes if lane.serves is need)

    def capacities(self, need: Need) -> Iterator[int | None]:
        """Of each hour of the day what all lanes of a need take together; None without limit."""
        for hour in range(HOURS):
            each = [lane.capacity(hour) for lane in self.serving(need)]
            yield None if None in each else sum(one for one in each if one is not None)
