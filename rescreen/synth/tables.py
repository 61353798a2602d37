"""What invented manifests are made of: shares of places and goods, pools of invented words.

Shares of parcels by city are rounded estimates from public yearbooks and the postal regulator's
monthly figures (2021 to 2024); the sixteen key origins come to about 15 % (domain fact 4). Names
are put together from characters that make no real names; roads, companies and outlets are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rescreen.places import divisions

__all__ = ["ENTERPRISES", "GIVEN", "ITEMS", "ROADS", "SURNAMES", "Item", "origins"]

#: Prefecture (or district) → share of parcels sent, in per cent.
CITY_SHARES = {
    "440100": 9.0, "330700": 9.6, "440300": 5.6, "330100": 3.4, "310000": 3.2, "441900": 2.9,
    "440500": 2.6, "320500": 2.5, "350500": 2.3, "110000": 2.0, "510100": 1.6, "420100": 1.3,
    "130100": 2.1, "130600": 1.4, "430100": 1.3, "410100": 1.5, "331000": 1.5, "330300": 1.4,
    "330200": 1.5, "330600": 0.8, "370200": 0.9, "370100": 0.8, "371300": 1.4, "500000": 1.2,
    "440600": 1.6, "441300": 0.6, "445200": 2.8, "445100": 0.7, "320100": 1.1, "320200": 0.9,
    "321300": 0.9, "340100": 1.0, "350100": 0.7, "350200": 0.8, "360100": 0.8, "610100": 0.9,
    "530100": 0.5, "450100": 0.5, "450200": 0.2, "350800": 0.1, "210100": 0.6, "230100": 0.5,
    "220100": 0.4, "120000": 1.0, "520100": 0.4, "140100": 0.4, "150100": 0.2, "620100": 0.2,
    "530500": 0.05, "533100": 0.06, "530900": 0.04, "532600": 0.05, "530800": 0.05, "532800": 0.06,
}  # fmt: skip
#: Of 天津's parcels, the share from 西青区.
XIQING = 0.15
#: What is left is spread over all other prefectures.
ENTERPRISES = ("样本速运", "样本邮政", "样本快递", "样本物流", "样本极送")
ENTERPRISE_SHARES = (0.3, 0.1, 0.3, 0.2, 0.1)
SURNAMES = tuple("样本例甲乙丙丁戊己庚")
GIVEN = tuple("一二三四甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳")
ROADS = (
    "样例路",
    "示范大道",
    "演示街",
    "虚构路",
    "试验二路",
    "假想巷",
    "成都路",
    "广州大道",
    "昆明街",
)
COMPOUNDS = ("样本花园", "示例大厦", "虚构小区", "演示工业园", "试验村")
COMPANIES = ("样本商贸有限公司", "示例服饰店", "虚构电子厂", "演示食品行")


@dataclass(frozen=True, slots=True)
class Item:
    """A kind of goods: typical weight (kg, median), value (yuan, median) and share."""

    name: str
    category: str
    weight: float
    value: float
    share: float


ITEMS = (
    Item("连衣裙", "服装", 0.4, 90, 14),
    Item("运动鞋", "鞋帽", 1.1, 160, 9),
    Item("手机壳", "数码", 0.15, 25, 8),
    Item("洗衣液", "日化", 2.2, 35, 6),
    Item("纸巾", "日化", 1.8, 30, 6),
    Item("儿童玩具", "玩具", 0.8, 60, 7),
    Item("图书", "图书", 0.9, 55, 5),
    Item("坚果零食", "食品", 1.2, 60, 8),
    Item("普洱茶饼", "食品", 0.5, 180, 1),
    Item("鲜花饼", "食品", 0.8, 45, 2),
    Item("水果", "生鲜", 4.5, 50, 6),
    Item("护肤品", "美妆", 0.4, 150, 6),
    Item("数据线", "数码", 0.1, 20, 5),
    Item("螺丝刀套装", "五金", 1.0, 70, 3),
    Item("床上四件套", "家纺", 2.5, 180, 4),
    Item("合同文件", "文件", 0.2, 0, 2),
    Item("玉石手镯", "工艺品", 0.3, 800, 0.6),
    Item("保温杯", "家居", 0.5, 70, 4),
    Item("宠物粮", "宠物", 3.0, 120, 3),
    Item("汽车坐垫", "汽车用品", 3.5, 220, 1),
)
VAGUE = ("日用品", "配件", "样品", "其他", "物品")


@lru_cache(maxsize=1)
def origins() -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """Dense indices of the counties (or undivided prefectures) parcels come from, and shares."""
    table = divisions()
    places = [n for n in range(len(table)) if table.is_county[n] or _undivided(n)]
    share_of: dict[int, float] = {}
    by_prefecture: dict[str, list[int]] = {}
    for place in places:
        by_prefecture.setdefault(table.codes[table.prefecture_index[place]], []).append(place)
    others = [code for code in by_prefecture if code not in CITY_SHARES and code[:2] < "71"]
    left = (100 - sum(CITY_SHARES.values())) / len(others)
    for code, inside in by_prefecture.items():
        share = CITY_SHARES.get(code, left if code in others else 0.0)
        for place in inside:
            share_of[place] = share / len(inside)
    _weigh_xiqing(share_of, by_prefecture["120000"])
    kept = np.array([place for place in places if share_of[place] > 0], np.int32)
    shares = np.array([share_of[int(place)] for place in kept])
    return kept, shares / shares.sum()


def _undivided(index: int) -> bool:
    """A prefecture without counties of its own (东莞市, 中山市)."""
    table = divisions()
    code = table.codes[index]
    return code.endswith("00") and code[2:4] not in ("00", "90") and index not in _parents()


@lru_cache(maxsize=1)
def _parents() -> frozenset[int]:
    return frozenset(divisions().parents.tolist())


def _weigh_xiqing(share_of: dict[int, float], tianjin: list[int]) -> None:
    xiqing = divisions().index("120111")
    for place in tianjin:
        part = XIQING if place == xiqing else (1 - XIQING) / (len(tianjin) - 1)
        share_of[place] = CITY_SHARES["120000"] * part
