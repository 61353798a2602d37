"""Twenty rules of the packs, written four times: for us, for Polars, for Python, for zen-engine.

They read columns that every peer can read as they are (no place is resolved, no ID checked, nothing
is missing), so that the four are asked the same. Letters for the columns keep the lines short.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import zen

VAGUE = ("日用品", "配件", "样品", "其他", "物品")
POWDER = ("粉末", "结晶", "液体", "药片")
CARRIER = ("茶饼", "玉石", "木雕")
COLUMNS = ("outlet_division", "piece_type", "agreement_customer", "accept_manner", "agent_posting",
           "item", "weight_kg", "declared_value", "freight", "payment_method", "handover_place",
           "pieces", "sender_company", "enterprise")  # fmt: skip
c = pl.col
KEY = tuple(f"{code}" for code in (
    "440103 440104 440105 440106 440111 440112 440113 510104 510105 510106 510107 420102 420103"
    " 420106 420111 530102 530103 530111 533102 533103 532801 450103 450105 330602 120111"
).split())  # fmt: skip


def _any(column: str, words: tuple[str, ...]) -> pl.Expr:
    return c(column).str.contains_any(list(words))


def _zen_any(column: str, words: tuple[str, ...]) -> str:
    return "(" + " or ".join(f"contains({column}, '{word}')" for word in words) + ")"


def _zen_in(column: str, words: tuple[str, ...]) -> str:
    return f"{column} in [" + ", ".join(f"'{word}'" for word in words) + "]"


Py = Callable[[dict[str, Any]], bool]
#: YAML condition, Polars, Python, zen.
RULES: list[tuple[str, pl.Expr, Py, str]] = [
    ("{收寄网点区划代码: {in: [%s]}}" % ", ".join(f'"{k}"' for k in KEY), c("outlet_division").is_in(list(KEY)),
     lambda r: r["outlet_division"] in KEY_SET, _zen_in("outlet_division", KEY)),
    ("{内件品名: {contains_any: [%s]}}" % ", ".join(VAGUE), _any("item", VAGUE),
     lambda r: any(w in r["item"] for w in VAGUE), _zen_any("item", VAGUE)),
    ("{内件品名: {contains_any: [%s]}}" % ", ".join(POWDER), _any("item", POWDER),
     lambda r: any(w in r["item"] for w in POWDER), _zen_any("item", POWDER)),
    ("{内件品名: {contains_any: [%s]}}" % ", ".join(CARRIER), _any("item", CARRIER),
     lambda r: any(w in r["item"] for w in CARRIER), _zen_any("item", CARRIER)),
    ("{代人交寄: {is: true}}", c("agent_posting"), lambda r: r["agent_posting"], "agent_posting == true"),
    ("{收寄方式: {is: 非固定场所}}", c("accept_manner") == "非固定场所",
     lambda r: r["accept_manner"] == "非固定场所", "accept_manner == '非固定场所'"),
    ("{all: [{代人交寄: {is: true}}, {收寄方式: {is: 非固定场所}}]}",
     c("agent_posting") & (c("accept_manner") == "非固定场所"),
     lambda r: r["agent_posting"] and r["accept_manner"] == "非固定场所",
     "agent_posting == true and accept_manner == '非固定场所'"),
    ("{重量: {le: 0.5}}", c("weight_kg") <= 0.5, lambda r: r["weight_kg"] <= 0.5, "weight_kg <= 0.5"),
    ("{all: [{重量: {le: 0.5}}, {内件品名: {contains_any: [%s]}}]}" % ", ".join(VAGUE),
     (c("weight_kg") <= 0.5) & _any("item", VAGUE),
     lambda r: r["weight_kg"] <= 0.5 and any(w in r["item"] for w in VAGUE),
     "weight_kg <= 0.5 and " + _zen_any("item", VAGUE)),
    ("{all: [{声明价值: {le: 3}}, {运费: {gt: 0}}]}", (c("declared_value") <= 3) & (c("freight") > 0),
     lambda r: r["declared_value"] <= 3 and r["freight"] > 0, "declared_value <= 3 and freight > 0"),
    ("{all: [{付款方式: {is: 到付}}, {内件品名: {contains_any: [%s]}}]}" % ", ".join(VAGUE),
     (c("payment_method") == "到付") & _any("item", VAGUE),
     lambda r: r["payment_method"] == "到付" and any(w in r["item"] for w in VAGUE),
     "payment_method == '到付' and " + _zen_any("item", VAGUE)),
    ("{all: [{邮件种类: {is: 信件}}, {重量: {gt: 0.5}}]}", (c("piece_type") == "信件") & (c("weight_kg") > 0.5),
     lambda r: r["piece_type"] == "信件" and r["weight_kg"] > 0.5, "piece_type == '信件' and weight_kg > 0.5"),
    ("{all: [{内件品名: {in: [文件, 合同, 合同文件]}}, {重量: {gt: 2}}]}",
     c("item").is_in(["文件", "合同", "合同文件"]) & (c("weight_kg") > 2),
     lambda r: r["item"] in DOCS and r["weight_kg"] > 2,
     "item in ['文件', '合同', '合同文件'] and weight_kg > 2"),
    ("{交寄地点: {contains_any: [路边, 车站, 停车场]}}", _any("handover_place", ("路边", "车站", "停车场")),
     lambda r: any(w in r["handover_place"] for w in OPEN), _zen_any("handover_place", ("路边", "车站", "停车场"))),
    ("{not: {协议客户: {is: true}}}", ~c("agreement_customer"), lambda r: not r["agreement_customer"],
     "agreement_customer == false"),
    ("{all: [{收寄网点区划代码: {in: [%s]}}, {重量: {le: 0.5}}]}" % ", ".join(f'"{k}"' for k in KEY),
     c("outlet_division").is_in(list(KEY)) & (c("weight_kg") <= 0.5),
     lambda r: r["outlet_division"] in KEY_SET and r["weight_kg"] <= 0.5,
     _zen_in("outlet_division", KEY) + " and weight_kg <= 0.5"),
    ("{all: [{收寄网点区划代码: {in: [%s]}}, {内件品名: {contains_any: [%s]}}]}"
     % (", ".join(f'"{k}"' for k in KEY), ", ".join(CARRIER)),
     c("outlet_division").is_in(list(KEY)) & _any("item", CARRIER),
     lambda r: r["outlet_division"] in KEY_SET and any(w in r["item"] for w in CARRIER),
     _zen_in("outlet_division", KEY) + " and " + _zen_any("item", CARRIER)),
    ("{重量: {gt: 20}}", c("weight_kg") > 20, lambda r: r["weight_kg"] > 20, "weight_kg > 20"),
    ("{件数: {gt: 10}}", c("pieces") > 10, lambda r: r["pieces"] > 10, "pieces > 10"),
    ("{all: [{寄递企业: {in: [样本极送, 样本物流]}}, {付款方式: {is: 到付}}]}",
     c("enterprise").is_in(["样本极送", "样本物流"]) & (c("payment_method") == "到付"),
     lambda r: r["enterprise"] in FIRMS and r["payment_method"] == "到付",
     "enterprise in ['样本极送', '样本物流'] and payment_method == '到付'"),
]  # fmt: skip
KEY_SET, DOCS = frozenset(KEY), frozenset(("文件", "合同", "合同文件"))
OPEN, FIRMS = ("路边", "车站", "停车场"), frozenset(("样本极送", "样本物流"))


def rule_id(number: int) -> str:
    return f"PE-{number:02d}"


def write_rules(folder: Path) -> Path:
    """The twenty as a rules folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text("pack: peers\nname: 比较\nversion: '1'\n", "utf-8")
    lines = ["rules:"]
    for number, (condition, *_) in enumerate(RULES):
        lines += [f"  - id: {rule_id(number)}", "    name: 比较", "    basis: 比较", "    reason: 比较",
                  f"    when: {condition}", "    lane: rescreen", "    weight: 10",
                  "    on_missing: ignore"]  # fmt: skip
    (folder / "rules.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def polars_hits(parcels: pl.DataFrame) -> pl.DataFrame:
    """By hand: every rule an expression, one select, hits as (row, rule)."""
    fired = parcels.select(
        expression.alias(rule_id(n)) for n, (_, expression, _, _) in enumerate(RULES)
    )
    return pl.concat(
        pl.DataFrame({"row": fired[name].arg_true()}).with_columns(rule=pl.lit(name))
        for name in fired.columns
    )


def python_hits(record: dict[str, Any]) -> list[str]:
    return [rule_id(n) for n, (_, _, rule, _) in enumerate(RULES) if rule(record)]


def zen_decision() -> zen.ZenDecision:
    """zen-engine's best form here: one expression node with a key a rule."""
    expressions = [
        {"id": rule_id(n), "key": rule_id(n).replace("-", ""), "value": text}
        for n, (_, _, _, text) in enumerate(RULES)
    ]
    graph = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
            {"id": "rules", "type": "expressionNode", "name": "rules", "position": {"x": 1, "y": 0},
             "content": {"expressions": expressions}},
            {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
        ],
        "edges": [
            {"id": "a", "type": "edge", "sourceId": "in", "targetId": "rules"},
            {"id": "b", "type": "edge", "sourceId": "rules", "targetId": "out"},
        ],
    }  # fmt: skip
    return zen.ZenEngine().create_decision(json.dumps(graph))


def zen_hits(decision: zen.ZenDecision, record: dict[str, Any]) -> list[str]:
    result = decision.evaluate(record)["result"]
    return [rule_id(n) for n in range(len(RULES)) if result[rule_id(n).replace("-", "")]]
