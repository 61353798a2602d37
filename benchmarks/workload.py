"""The parcels and rules that speed is measured on; the same trees are rendered for every peer.

24 columns of raw values (nothing to be derived, nothing missing), so that every peer is asked the
same and can answer. Item names get a long tail, as people write them; synthetic ones have 23.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from functools import cache

import numpy as np
import polars as pl
import polars.selectors as cs

from rescreen.engine import Matcher, Rulebook
from rescreen.rulebook.model import All, AnyOf, Condition, Lane, Not, OnMissing, Rule, RuleSet, Test
from rescreen.synth import make_parcels

__all__ = ["COLUMNS", "DAY", "matcher_of", "pool_rules", "raw_parcels", "raw_rules", "sixty_rules"]

DAY = date(2021, 9, 22)
COLUMNS = ("piece_type", "agreement_customer", "enterprise", "outlet_code", "outlet_division",
           "accept_address", "accept_manner", "handover_place", "agent_posting", "sender_name",
           "sender_company", "sender_phone", "sender_id_no", "sender_address", "receiver_phone",
           "receiver_address", "destination_division", "item", "item_category", "weight_kg",
           "declared_value", "freight", "payment_method")  # fmt: skip
_TAILS = ("", " 2件", "（红）", "(大号)", " 新款", " A3", "-赠品", " 易碎", "×5", " 家用")
_BRANDS = ("", "样本牌", "虚构牌", "示例牌", "演示牌", "测试牌", "试验牌", "无牌", "旧", "二手")


def raw_parcels(rows: int, seed: int = 3) -> pl.DataFrame:
    """`rows` invented parcels of 24 columns without a null."""
    made = make_parcels(rows, seed).parcels.select("waybill_no", *COLUMNS)
    random = np.random.Generator(np.random.Philox(seed))
    affix = random.integers(0, len(_TAILS) * len(_BRANDS) * 20, rows)
    tails, brands = pl.Series(_TAILS), pl.Series(_BRANDS)
    item = (
        brands.gather(affix % 10)
        + made["item"].fill_null("其他")
        + tails.gather(affix // 10 % 10)
        + pl.Series(affix // 100).cast(pl.String)
    )
    texts = cs.string()
    return made.with_columns(item=item).with_columns(texts.fill_null(""))


def _t(fact: str, op: str, *operand: object) -> Test:
    many = op in ("in", "contains_any", "starts_with", "between", "has_any")
    return Test(fact, op, operand if many else operand[0])  # type: ignore[arg-type]


def _all(*parts: Condition) -> All:
    return All(parts)


def _any(*parts: Condition) -> AnyOf:
    return AnyOf(parts)


@cache
def _counties() -> dict[str, tuple[str, ...]]:
    """County codes of the parcels' outlets by prefecture."""
    found: dict[str, list[str]] = {}
    for code in sorted(make_parcels(200_000, 3).parcels["outlet_division"].unique().to_list()):
        found.setdefault(code[:4], []).append(code)
    return {key: tuple(codes) for key, codes in found.items()}


def _prefecture(*prefixes: str) -> tuple[str, ...]:
    return tuple(code for prefix in prefixes for code in _counties().get(prefix, ()))


def sixty_rules() -> RuleSet:
    """Sixty rules over 21 fields, of the kinds that the shipped packs have."""
    key = _prefecture("4401", "5101", "4201", "5301", "5331", "5328", "4503")
    far = _prefecture("6501", "6502", "6531", "2301", "2201", "1501", "6201")
    vague = ("日用品", "配件", "样品", "其他", "物品")
    powder = ("粉末", "结晶", "液体", "药片", "胶囊")
    carrier = ("茶饼", "玉石", "木雕", "工艺品", "蜂蜜")
    small, odd = _t("weight_kg", "le", 0.5), _t("accept_manner", "is", "非固定场所")
    is_key, is_vague = _t("outlet_division", "in", *key), _t("item", "contains_any", *vague)
    is_powder, is_carrier = (
        _t("item", "contains_any", *powder),
        _t("item", "contains_any", *carrier),
    )
    proxy, agreed = _t("agent_posting", "is", True), _t("agreement_customer", "is", True)
    virtual = _t("receiver_phone", "starts_with", "170", "171", "162", "165", "167")
    cod = _t("payment_method", "is", "到付")
    conditions: list[Condition] = [
        is_key, is_vague, is_powder, is_carrier, proxy, odd, small, Not(agreed), virtual,
        _t("weight_kg", "gt", 20.0), _t("declared_value", "gt", 3000.0),
        _all(is_key, small), _all(is_key, is_carrier), _all(is_key, is_vague), _all(is_key, odd),
        _all(is_key, proxy), _all(is_key, virtual), _all(is_key, Not(agreed), small),
        _all(small, is_vague), _all(small, is_powder), _all(odd, proxy), _all(odd, is_vague),
        _all(_t("declared_value", "le", 3.0), _t("freight", "gt", 0.0)),
        _all(_t("declared_value", "gt", 1000.0), small),
        _all(_t("freight", "gt", 30.0), _t("weight_kg", "lt", 1.0)),
        _all(_t("freight", "between", 15.0, 40.0), small), _all(cod, is_vague), _all(cod, small),
        _all(cod, is_key), _all(_t("piece_type", "is", "信件"), _t("weight_kg", "gt", 0.5)),
        _all(_t("piece_type", "in", "邮件", "信件"), is_powder),
        _all(_t("item", "contains_any", "文件", "合同"), _t("weight_kg", "gt", 2.0)),
        _t("handover_place", "contains_any", "路边", "车站", "停车场"),
        _all(_t("handover_place", "contains_any", "路边", "车站"), small),
        _all(_t("enterprise", "in", "样本极送", "样本物流"), cod),
        _all(_t("enterprise", "is", "样本极送"), is_key, small),
        _all(_t("item_category", "in", "药品", "保健品", "化工"), is_key),
        _all(_t("item_category", "in", "日化", "数码"), _t("weight_kg", "gt", 5.0)),
        _all(_t("item_category", "is", "其他"), _t("declared_value", "lt", 10.0)),
        _all(_t("item_category", "is", "食品"), _t("weight_kg", "between", 0.1, 0.3), is_key),
        _all(_t("sender_phone", "starts_with", "170", "171", "162"), Not(agreed)),
        _all(_t("sender_phone", "starts_with", "95013"), virtual),
        _all(_t("sender_phone", "is", ""), Not(agreed)),
        _all(_t("sender_id_no", "starts_with", "5331", "5328", "5309"), is_key),
        _all(_t("sender_id_no", "starts_with", "5331", "5328"), small, Not(agreed)),
        _all(_t("sender_company", "contains_any", "贸易", "商贸"), small, is_vague),
        _all(_t("sender_company", "is", ""), agreed),
        _all(_t("outlet_code", "in", "W5331031", "W5331021", "W5328011", "W4401061"), small),
        _all(_t("outlet_code", "starts_with", "W5331", "W5328"), Not(agreed)),
        _all(_t("accept_address", "contains_any", "停车场", "路边", "集贸市场"), odd),
        _all(_t("receiver_address", "contains_any", "快递柜", "驿站", "代收点"), is_key, small),
        _all(_t("receiver_address", "contains_any", "虚构小区"), is_key, is_vague),
        _all(_t("receiver_address", "contains_any", "酒店", "宾馆", "公寓"), cod),
        _all(_t("destination_division", "in", *far), is_key),
        _all(_t("destination_division", "in", *far), small, is_vague),
        _all(_t("destination_division", "in", *key), is_key, odd),
        _any(_all(is_powder, odd), _all(is_carrier, proxy), _all(is_key, cod, small)),
        _all(_any(is_powder, is_carrier), _any(odd, proxy, virtual)),
        _all(is_key, Not(_any(agreed, cod)), _any(is_vague, is_carrier)),
        _all(Not(_t("payment_method", "in", "寄付月结", "寄付现结")), is_key, virtual),
    ]  # fmt: skip
    assert len(conditions) == 60
    return _ruleset(conditions)


def raw_rules() -> RuleSet:
    """The sixty rules with every place resolved from an address and identities checked: the codes
    that the parcels bring along are to be left out of the frame."""
    conditions = [_from_text(rule.condition) for rule in sixty_rules().rules]
    faults = _t("sender_id_faults", "has_any", "checksum", "birth_date", "region")
    virtual = _t("sender_phone_kind", "in", "virtual", "masked")
    return _ruleset([*conditions[:-2], faults, _all(virtual, faults)])


def _from_text(condition: Condition) -> Condition:
    match condition:
        case All(parts):
            return All(tuple(map(_from_text, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(_from_text, parts)))
        case Not(part):
            return Not(_from_text(part))
        case Test("outlet_division", "in", codes):
            return Test("origin", "within", codes)
        case Test("destination_division", "in", codes):
            return Test("destination_place", "within", codes)
    return condition


def _pool() -> list[Condition]:
    """About 490 predicates, of the kinds above."""
    pick = random.Random(7)
    words = ("日用品", "配件", "样品", "物品", "粉末", "茶", "玉", "木雕", "工艺品", "蜂蜜", "衣", "鞋", "书",
             "文件", "食品", "药", "零件", "纸巾", "数据线", "化妆品", "红", "大号", "新款", "易碎", "赠品",
             "家用", "二手", "旧", "样本", "虚构", "示例", "演示", "测试", "试验")  # fmt: skip
    kinds = (
        "日化",
        "数码",
        "食品",
        "药品",
        "保健品",
        "化工",
        "其他",
        "服装",
        "文具",
        "图书",
        "五金",
        "玩具",
    )
    pool: dict[Condition, None] = {}
    while len(pool) < 120:
        pool[_t("item", "contains_any", *sorted(pick.sample(words, pick.randint(1, 5))))] = None
    while len(pool) < 170:
        pool[_t("item_category", "in", *sorted(pick.sample(kinds, pick.randint(1, 4))))] = None
    prefectures = sorted(_counties())
    while len(pool) < 270:
        far = _prefecture(*pick.sample(prefectures, pick.randint(1, 12)))
        pool[_t("destination_division", "in", *far)] = None
    for op in ("le", "gt"):
        pool |= {_t("weight_kg", op, round(0.1 * k, 1)): None for k in range(1, 40)}
        pool |= {_t("declared_value", op, float(5 * k * k)): None for k in range(1, 40)}
    pool |= {_t("freight", "between", float(low), low + 8.0): None for low in range(5, 35)}
    pool |= {_t("sender_phone", "starts_with", f"95013{n}"): None for n in range(30, 40)}
    pool |= {_t("receiver_phone", "starts_with", f"95013{n}"): None for n in range(50, 60)}
    pool |= {_t("enterprise", "is", name): None for name in ("样本速运", "样本极送", "样本物流")}
    pool |= {_t("payment_method", "is", name): None for name in ("到付", "寄付月结", "寄付现结")}
    pool |= {
        _t("accept_manner", "is", name): None for name in ("非固定场所", "网点交寄", "上门揽收")
    }
    pool |= {_t("agent_posting", "is", True): None, _t("agreement_customer", "is", True): None}
    pool |= {Not(_t("agreement_customer", "is", True)): None, _t("piece_type", "is", "信件"): None}
    return list(pool)


def pool_rules(count: int) -> RuleSet:
    """`count` rules: origin in a set, and one or two predicates of a shared pool."""
    pick = random.Random(11)
    pool, prefectures = _pool(), sorted(_counties())
    conditions: list[Condition] = []
    for _ in range(count):
        wide = _prefecture(*pick.sample(prefectures, pick.choice((1, 1, 2, 3))))
        origins = tuple(sorted(pick.sample(wide, max(1, len(wide) * 2 // 3))))
        conditions.append(
            _all(_t("outlet_division", "in", *origins), *pick.sample(pool, pick.choice((1, 2))))
        )
    return _ruleset(conditions)


def _ruleset(conditions: list[Condition]) -> RuleSet:
    return RuleSet(tuple(_rules(conditions)), {}, {}, hash=f"workload-{len(conditions)}")


#: Three of the parcel's values, as the shipped rules tell them.
_REASON = "{运单号} 收寄 {收寄网点区划代码}，{内件品名}，{重量} 千克"


def _rules(conditions: list[Condition]) -> Iterator[Rule]:
    for number, condition in enumerate(conditions):
        yield Rule(
            id=f"WL-{number:06d}", name="比较用规则", basis="比较", reason=_REASON,
            condition=condition, lane=Lane.PASS, weight=10, severity="low",
            on_missing=OnMissing.IGNORE, valid_from=None, valid_to=None,
        )  # fmt: skip


def matcher_of(ruleset: RuleSet) -> Matcher:
    return Rulebook(ruleset).compile(on=DAY)
