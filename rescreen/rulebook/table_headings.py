"""What the columns of an official's list mean, whatever they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rescreen.errors import InputError
from rescreen.manifest.cells import Sheet
from rescreen.manifest.headings import normal_heading

__all__ = ["TABLE_KINDS", "Columns", "find_columns"]

_DATES = {
    "from": "起 起日 起始 开始 自 开始日期 起始日期 生效日期 启用日期 有效期起 有效期自 from start",
    "to": "止 止日 截止 结束 至 结束日期 截止日期 失效日期 停用日期 有效期止 有效期至 to end",
    "period": "有效期 有效期限 起止 起止日期 期限",
    "note": "备注 说明 note",
}
#: Meaning of a column → what it is called, for each kind of list.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "divisions": {
        "code": "代码 编码 区划代码 行政区划代码 区划编码 地区代码 code",
        "name": "名称 地名 地区 地区名称 区划 区划名称 行政区划 行政区划名称 重点方向 重点地区 收寄地"
                " 起始地 起始收寄点 地域 name",
        "province": "省 省份 省级 省市自治区 province",
        "city": "市 地市 地级市 市州 州市 city",
        "county": "县 区县 县区 县市区 区 county",
    },
    "keywords": {
        "word": "词 词语 关键词 关键字 名称 品名 物品 物品名称 暗语 说法 word keyword",
    },
    "values": {
        "value": "值 取值 内容 名称 代码 编码 编号 value",
        "name": "说明名称 含义 单位 企业名称 name",
    },
    "licences": {
        "licence": "许可证号 许可证编号 经营许可证号 快递业务经营许可证号 证号 编号 licence license",
        "enterprise": "企业 企业名称 寄递企业 寄递企业名称 快递企业 公司 公司名称 单位 单位名称 名称"
                      " enterprise",
        "areas": "许可地域 经营地域 许可范围 地域范围 许可经营地域 业务范围地域 地域 地区 区划代码 areas",
    },
}  # fmt: skip
#: One of these must be there.
_NEEDED = {
    "divisions": ("code", "name", "province", "city", "county"),
    "keywords": ("word",),
    "values": ("value",),
    "licences": ("licence",),
}
TABLE_KINDS = tuple(_WORDS)
#: Rows above the headings that may hold a title.
_TITLE_ROWS = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each meaning stands; `title` is what stands above the headings, `rows` what below."""

    places: Mapping[str, int]
    title: str
    rows: Sequence[tuple[int, list[str]]]
    unread: Sequence[str]

    def read(self, cells: Sequence[str], meaning: str) -> str:
        place = self.places.get(meaning, -1)
        return cells[place] if 0 <= place < len(cells) else ""


def find_columns(sheets: Sequence[Sheet], kind: str, file: str) -> Columns:
    """The likeliest sheet and row of headings. Raises InputError where none is known."""
    found = [columns for sheet in sheets for columns in _candidates(sheet, kind)]
    best = max(found, key=lambda columns: len(columns.places), default=None)
    if best is None:
        known = "、".join(_WORDS[kind][meaning].split()[0] for meaning in _NEEDED[kind])
        raise InputError(
            f"{file} 的前 {_TITLE_ROWS} 行没有认得的表头；{kind} 名单至少要有一栏：{known}。",
            f"{file}: no known headings in its first {_TITLE_ROWS} rows; needed: {known}.",
        )
    return best


def _candidates(sheet: Sheet, kind: str) -> list[Columns]:
    found = []
    for at, (_, cells) in enumerate(sheet.rows[:_TITLE_ROWS]):
        places = _places(cells, kind)
        if any(meaning in places for meaning in _NEEDED[kind]):
            title = next((cell for _, row in sheet.rows[:at] for cell in row if cell), "")
            unread = [cell for n, cell in enumerate(cells) if cell and n not in places.values()]
            found.append(Columns(places, title, sheet.rows[at + 1 :], unread))
    return found


def _places(cells: Sequence[str], kind: str) -> dict[str, int]:
    """The first column of each meaning; a word may mean several, and means the first that is free."""
    places: dict[str, int] = {}
    words = {**_WORDS[kind], **_DATES}
    for place, cell in enumerate(cells):
        heading = normal_heading(cell)
        for meaning, names in words.items():
            if heading and heading in names.split() and meaning not in places:
                places[meaning] = place
                break
    return places
