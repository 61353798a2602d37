"""Sets of addresses with known answers: real ones, and ones made from the table of divisions."""

from __future__ import annotations

import csv
from pathlib import Path

from rescreen.places import Divisions, divisions
from rescreen.places.patterns import patterns
from rescreen.places.resolve import Codes

KEY_ORIGINS = (
    "510100 440100 441300 450200 450100 350800 330600 420100 120111 530500 533100 530100 530900"
    " 532600 530800 532800"
).split()
ROADS = ("昆明路", "成都路", "广州大道", "武汉街", "绍兴路", "柳州路")
TRAPS = """
广州大道中12号 成都路33号 青岛市市南区成都路1号 武汉市江岸区昆明湖街道 柳州螺丝粉店 柳州螺蛳粉 普洱中学
昭通市盐津县普洱镇普洱中学 成都中医药大学峨眉学院 上海市黄浦区成都北路 天津市河西区昆明路 武汉路18号
南宁路5号 绍兴黄酒专卖 云南白药大药房 北京东路 上海市南京东路 杭州市保山路 昆明小区 成都小吃 广州酒家
武汉热干面 长沙市成都火锅 贵阳市云岩区昆明巷 普洱茶专卖店 西安市雁塔区昆明池 重庆市江北区龙岩路 保山社区
文山镇 佛山市南海区广州路 大连市沙河口区成都街 郑州市金水区武汉小面馆 沈阳市铁西区昆明湖街9号
厦门武汉大厦 临沧新村 南宁老友粉 天津市武清区保山道 上海市绍兴路 北京市朝阳区南宁大厦 长春市南关区绍兴街
成都银行重庆分行 武汉钢铁集团襄阳分公司 普洱生茶 普洱古树茶饼 绍兴花雕酒 保山小粒咖啡 文山三七粉 昆明鲜花饼
柳州酸笋 惠州梅菜 武汉精武鸭脖 成都冷锅串串 德宏咖啡 临沧滇红 西双版纳风情餐厅 龙岩洞
文山会海图书 惠州街 哈尔滨市道外区南宁街 青岛市市北区保山支路
""".split()
PLACELESS = """
样本甲乙 连衣裙 运动鞋套装 数据线三条装 合同文件 张保山 王文山 刘昆明 赵成都 陈武汉 某某商贸有限公司 快乐宠物店
中心小学后门 人民医院 第一中学 幸福里小区3栋 时代广场A座 阳光花园二期 开发区工业园 高新区软件园 解放路88号
中山路100号 建设大道 滨江路1号 和平街 新华书店 朝阳小区 五金机电 日用百货 洗衣液两瓶装 宠物粮大袋 老街坊面馆
""".split()


def is_key(codes: Codes) -> list[bool]:
    table = divisions()
    listed = {table.index(code) for code in KEY_ORIGINS}
    return [
        index >= 0 and not listed.isdisjoint(table.chain(int(index))) for index in codes.division
    ]


def real() -> list[dict[str, str]]:
    text = (Path(__file__).parent / "data/addresses.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def names_its_place(row: dict[str, str]) -> bool:
    """Whether a full name in the text means a place in the labelled prefecture and in no other."""
    table = divisions()
    prefecture = row["prefecture"]
    wanted = table.index(prefecture)
    for pattern in patterns():
        if pattern.full and pattern.text in row["address"]:
            meant = {int(table.prefecture_index[index]) for index in pattern.meanings}
            if meant == {wanted}:
                return True
    return False


def old_names(table: Divisions) -> list[tuple[str, int]]:
    """Names that are gone and lead to one prefecture of today."""
    today = {row.name for row in table.rows if row.to_year is None}
    found = []
    for row in table.rows:
        if row.to_year is None or row.level == "province" or row.name in today or len(row.name) < 3:
            continue
        meant = {int(table.prefecture_index[table.index(code)]) for code in table.find(row.name)}
        if len(meant) == 1:
            found.append((row.name, meant.pop()))
    return found


def present(table: Divisions, form: str) -> list[tuple[str, int]]:
    """Every county of today, written in one form, with a road named after another city."""
    found = []
    for index, code in enumerate(table.codes):
        if not table.is_county[index] or code[2:4] == "90":
            continue
        province, name = table.names[table.province_index[index]], table.names[index]
        prefecture = table.names[table.prefecture_index[index]]
        prefecture = "" if prefecture == province else prefecture
        short = province[:3] if province[:2] in ("黑龙", "内蒙") else province[:2]
        text = {
            "full": province + prefecture + name,
            "without province": (prefecture or province) + name,
            "short": short + prefecture.removesuffix("市") + name,
            "county alone": name if len(table.find(name)) == 1 else "",
        }[form]
        if text:
            found.append(
                (text + ROADS[index % len(ROADS)] + "8号", int(table.prefecture_index[index]))
            )
    return found
