"""Explanations, effects of switches, summaries: what people are told about decisions."""

from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
from small_rulebook import PARCELS, small_rulebook

from rescreen.engine import LookBack, Rulebook, explain, score_manifest
from rescreen.report.conditions import list_names, test_in_words
from rescreen.report.effects import Effects
from rescreen.report.explanation import explanation_data, explanation_lines
from rescreen.report.outputs import Outputs
from rescreen.report.summary import merged, summary_data
from rescreen.report.texts import Words
from rescreen.report.undecided import undecided_rules
from rescreen.rulebook.model import Lane

NONE_REJECTED = pl.DataFrame({"line": [], "reason": []}, {"line": pl.Int64, "reason": pl.String})
CHUNK = (pl.DataFrame(PARCELS), NONE_REJECTED)
BOOK = small_rulebook()


def lines(number: int, lang: str = "zh", *, every: bool = False) -> list[str]:
    matcher = BOOK.compile()
    found = explain(matcher, PARCELS[number])
    lists = list_names(BOOK.ruleset, matcher.day)
    return list(explanation_lines(found, Words(lang), lists, every=every))


def test_an_explanation_begins_with_the_decision() -> None:
    assert lines(1)[0] == "运单 K-POWDER：开箱验视，80 分，命中 2 条规则"
    assert lines(1, "en")[0] == "Waybill K-POWDER: open and inspect, score 80, 2 rules fired"


def test_an_explanation_shows_conditions_with_values_and_names_of_lists() -> None:
    text = "\n".join(lines(1))
    assert "是 起始收寄点 位于 《重点方向》 (实际：云南省昆明市五华区)" in text
    assert "含有 粉末 (实际：白色粉末)" in text


def test_an_explanation_names_the_least_change() -> None:
    told = lines(3)
    assert told[-2].startswith("最少改变以下 1 项")
    assert "要不成立" in told[-1]
    assert lines(2)[-1] == "已经放行。"


def test_an_explanation_says_when_the_score_alone_or_a_letter_decided() -> None:
    matcher = BOOK.compile(settings={"scope": "all"})
    letter = explain(matcher, {**PARCELS[3], "piece_type": "信件"})
    assert letter.decision.lane.label == "二次安检"
    assert [t for t in explanation_lines(letter, Words("zh"), {}) if t.startswith("信件只有")]
    scores = [replace(rule, lane=Lane.PASS, weight=60) for rule in BOOK.ruleset.rules]
    by_score = Rulebook(replace(BOOK.ruleset, rules=tuple(scores))).compile()
    told = list(explanation_lines(explain(by_score, PARCELS[3]), Words("en"), {}))
    assert told[0].startswith("Waybill B-POWDER: re-screen, score 60")
    assert told[1].startswith("No rule asks for this lane by itself")
    assert not [line for line in lines(1) if line.startswith(("信件只有", "没有单独"))]


def test_only_rules_that_fired_are_shown_unless_all_are_asked_for() -> None:
    assert not [line for line in lines(0) if "IT-01" in line]
    assert [line for line in lines(0, every=True) if "[未命中] IT-01" in line]
    assert [line for line in lines(0, every=True) if "[数据缺失，无法判断] XR-01" in line]


def test_an_explanation_as_data_survives_json() -> None:
    data = json.loads(json.dumps(explanation_data(explain(BOOK.compile(), PARCELS[0]))))
    assert data["lane"] == "二次安检"
    assert [rule["rule"] for rule in data["rules"] if rule["fired"]] == ["OR-01"]
    assert data["release"][0]["fact"] == "origin"


def test_conditions_read_as_sentences_in_both_languages() -> None:
    zh, en = Words("zh"), Words("en")
    assert test_in_words("weight_kg", "gt", 1.5, zh, {}).endswith("大于 1.5kg")
    assert test_in_words("item", "present", False, zh, {}).endswith("未填写")
    assert test_in_words("item", "present", True, en, {}).endswith("is present")
    assert "等 6 项" in test_in_words("item", "contains_any", tuple("一二三四五六"), zh, {})
    assert "云南省" in test_in_words("origin", "within", ("530000",), zh, {})
    faults = test_in_words("sender_id_faults", "has_any", ("checksum",), zh, {})
    assert faults.endswith("有 校验码错误")


def test_the_effect_of_a_switch_is_what_the_other_choice_really_gives() -> None:
    matcher = BOOK.compile()
    effects = Effects(BOOK, matcher)
    summary = score_manifest(
        matcher, effects.watch([CHUNK, CHUNK], LookBack([matcher.aggregates])), Outputs(None)
    )
    [effect] = effects.found
    assert (effect.setting, effect.choice, effect.now, effect.other) == (
        "scope",
        "suspicious",
        "全部",
        "只查可疑",
    )
    other = BOOK.compile(settings={"scope": "suspicious"})
    assert summary.flagged == 6
    assert effect.flagged == score_manifest(other, [CHUNK, CHUNK], Outputs(None)).flagged == 4


def test_the_effect_is_not_tried_on_long_manifests() -> None:
    matcher = BOOK.compile()
    effects = Effects(BOOK, matcher, limit=5)
    score_manifest(
        matcher, effects.watch([CHUNK, CHUNK], LookBack([matcher.aggregates])), Outputs(None)
    )
    assert effects.found[0].flagged is None


def test_rules_that_a_manifest_cannot_answer_are_named() -> None:
    matcher = BOOK.compile()
    summary = score_manifest(matcher, [CHUNK], Outputs(None))
    assert summary.absent == ("xray_image",)
    assert undecided_rules(matcher, summary.absent) == ("XR-01",)
    assert undecided_rules(matcher, ()) == ()


def test_a_rule_with_another_way_to_be_true_is_decided() -> None:
    suspicious = BOOK.compile(settings={"scope": "suspicious"})
    assert undecided_rules(suspicious, ("item",)) == ("OR-02", "IT-01")


def test_summaries_of_several_manifests_add_up() -> None:
    matcher = BOOK.compile()
    one = score_manifest(matcher, [CHUNK], Outputs(None))
    both = merged([one, score_manifest(matcher, [CHUNK], Outputs(None))])
    assert (both.scored, both.flagged, both.rows_read) == (8, 6, 8)
    assert both.lanes["放行"] == 2 * one.lanes["放行"]
    assert both.origins["530100"] == (4, 4)
    assert one.origins["530100"] == (2, 2)


def test_a_summary_as_data_names_the_prefectures() -> None:
    data = summary_data(score_manifest(BOOK.compile(), [CHUNK], Outputs(None)))
    assert data["origins"]["530100"] == {"name": "云南省昆明市", "parcels": 2, "flagged": 2}
    assert data["rows_read"] == data["scored"] + data["rejected"] == 4
    assert json.loads(json.dumps(data)) == data
