"""Names of persons: what shows that one is not a full real name.

Sources: 邮件快件实名收寄管理办法 (a name must be the ID's name); GB/T 41833 for how names are masked.
"""

from __future__ import annotations

import re
from unicodedata import normalize

import numpy as np
import numpy.typing as npt
import polars as pl

from rescreen.identity.faults import NAME_FAULTS

__all__ = ["check_name", "check_names_column"]

_BIT = {name: 1 << bit for bit, name in enumerate(NAME_FAULTS)}

#: Stand in for a name on a form.
PLACEHOLDERS = (
    "测试 无名 无名氏 匿名 不详 未知 佚名 客户 用户 顾客 本人 收件人 寄件人 发件人 联系人 代收 前台 门卫 保安 "
    "先生 女士 小姐 同志 老板 老师 快递 快递员 驿站 网点 某人 甲方 乙方 张三 李四 王五 赵六 姓名 名字 签收 同事 "
    "朋友 亲 亲爱的 店主 店长 掌柜 卖家 买家 仓库 售后 退货 客服 管理员 工作人员 ABC TEST XXX AAA".split()
)
_TITLE = (
    r"^.{1,3}(?:先生|女士|小姐|太太|同志|老板|老师|师傅|经理|总|主任|医生|大夫|阿姨|大姐|大哥|哥|姐|叔|"
    r"局长|处长|科长|店长|会计|律师)$"
)
_MASK = r"[*＊●■×○某]|[Xx]{2,}"
_BLANKS = r"\s+"
_HAN = "[㐀-䶿一-鿿〇]"
_SHAPE = rf"^(?:{_HAN}{{2,8}}|{_HAN}{{1,15}}(?:·{_HAN}{{1,15}}){{1,4}}|[A-Z][A-Z ,.'\-]{{1,60}})$"
_MISSING_WORDS = ("", "无", "NULL", "NONE", "NAN", "N/A", "NA", "空", "-", "/")

_TITLE_RE, _MASK_RE, _BLANKS_RE, _SHAPE_RE = map(re.compile, (_TITLE, _MASK, _BLANKS, _SHAPE))
_DIGIT_RE = re.compile("[0-9]")
_PLACEHOLDERS = frozenset(PLACEHOLDERS)
_DOTS = str.maketrans({"•": "·", "・": "·", "‧": "·", "∙": "·", "．": "·"})


def check_names_column(names: pl.Series) -> npt.NDArray[np.uint16]:
    """Faults of a column of names as bits; each distinct name is looked at once.

    Names repeat a great deal (a shop's sender, common names), and a look costs about 1 µs; what is
    paid a row is one hash.
    """
    distinct = names.unique()
    faults = pl.Series([check_name(name) for name in distinct], dtype=pl.UInt16)
    answers = pl.DataFrame({"name": distinct, "faults": faults})
    joined = (
        names.alias("name")
        .to_frame()
        .join(answers, on="name", how="left", nulls_equal=True, maintain_order="left")
    )
    return joined["faults"].to_numpy()


def check_name(name: str | None) -> int:
    """Faults of one name as bits."""
    clean = normalize("NFKC", (name or "").translate(_DOTS)).strip().upper()
    bare = _BLANKS_RE.sub("", clean)
    if bare in _MISSING_WORDS:
        return _BIT["missing"]
    if _MASK_RE.search(bare):
        return _BIT["masked"]
    if bare in _PLACEHOLDERS:
        return _BIT["placeholder"]
    if _TITLE_RE.match(bare):
        return _BIT["title"]
    if _DIGIT_RE.search(bare):
        return _BIT["digits"]
    if len(bare) == 1:
        return _BIT["single"]
    return 0 if _SHAPE_RE.match(bare) or _SHAPE_RE.match(clean) else _BIT["shape"]
