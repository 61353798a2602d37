"""JSON Schemas of the files that people write, for editors that complete and check as one types.

Generated from the same tables that loading reads; `python -m rescreen.rulebook.schema DIR` writes
them, with the aggregate facts that the folder declares. A test holds the shipped ones current.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from rescreen.facts import Fact, Vocabulary
from rescreen.parcel import FIELDS, Kind
from rescreen.rulebook.aggregate import EACH, LEVELS, MEASURES, Of, vocabulary_of
from rescreen.rulebook.amend import CHANGE_KEYS, EXEMPTION_KEYS
from rescreen.rulebook.lists import LIST_KINDS
from rescreen.rulebook.load import read_rules
from rescreen.rulebook.model import Lane, OnMissing
from rescreen.rulebook.operators import Operator, Takes, operators_of
from rescreen.rulebook.rules import SEVERITIES, WRITTEN_MODES

__all__ = ["SCHEMAS", "list_schema", "pack_schema", "rule_schema", "write_schemas"]

Json = dict[str, Any]
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Json = {"type": "string"}
_NUMBER: Json = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^\\$"}]}


def _object(properties: Json, required: tuple[str, ...] = ()) -> Json:
    found: Json = {"type": "object", "additionalProperties": False, "properties": properties}
    return found | ({"required": list(required)} if required else {})


def _one_or_list(item: Json) -> Json:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}


def _operand(fact: Fact, op: Operator) -> Json:
    members = [word for member in fact.members for word in dict.fromkeys(member)]
    value: Json = {"enum": members} if members else _TEXT
    match op.takes:
        case Takes.YES_NO:
            return {"type": "boolean"}
        case Takes.NUMBER:
            return _NUMBER
        case Takes.SPAN:
            return {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}
        case Takes.LIST | Takes.MOMENT:
            return _TEXT
        case Takes.CODES:
            return _one_or_list({"type": "string", "pattern": "^[0-9]{6}$"})
        case Takes.WORDS:
            return _one_or_list(_TEXT)
        case Takes.MEMBERS | Takes.VALUES:
            return _one_or_list(value)
        case Takes.VALUE:
            if fact.kind is Kind.FLAG:
                return {"type": "boolean"}
            return _NUMBER if fact.kind in (Kind.NUMBER, Kind.INTEGER) else value


def _test(fact: Fact) -> Json:
    operators = {
        op.name: {"description": op.label, **_operand(fact, op)} for op in operators_of(fact.kind)
    }
    return {"description": f"{fact.label}: {fact.doc}", "minProperties": 1, **_object(operators)}


def _condition(vocabulary: Vocabulary) -> Json:
    below: Json = {"$ref": "#/$defs/condition"}
    many: Json = {"type": "array", "items": below, "minItems": 1}
    words: Json = {"all": many, "any": many, "not": below, "use": _TEXT}
    for fact in vocabulary.facts.values():
        for word in dict.fromkeys((fact.name, fact.label)):
            words[word] = {"$ref": f"#/$defs/fact_{fact.name}"}
    return {"minProperties": 1, "maxProperties": 1, **_object(words)}


def _value_of(kind: Kind) -> Json:
    types = {
        Kind.FLAG: ["boolean", "null"],
        Kind.NUMBER: ["number", "null"],
        Kind.INTEGER: ["integer", "null"],
    }
    return {"type": types.get(kind, ["string", "null"])}


def _case() -> Json:
    fields = {
        word: {"description": field.doc, **_value_of(field.kind)}
        for field in FIELDS.values()
        for word in dict.fromkeys((field.name, field.label))
    }
    earlier = _object(fields | {"times": {"type": "integer", "minimum": 1}})
    before = {"type": "array", "items": earlier}
    properties = {"name": _TEXT, "on": _TEXT, "parcel": _object(fields), "before": before}
    return _object(properties, ("parcel",))


def _rule() -> Json:
    some: Json = {"type": "array", "items": {"$ref": "#/$defs/case"}}
    cases = _object({"hits": some, "near_misses": some, "unknown": some})
    return _object(
        {
            "id": {"type": "string", "pattern": "^[A-Z]{2,4}-[0-9]{2,6}$"},
            "name": _TEXT,
            "basis": _TEXT,
            "reason": _TEXT,
            "note": _TEXT,
            "when": {"$ref": "#/$defs/condition"},
            "lane": {"enum": [word for lane in Lane for word in (lane.value, lane.label)]},
            "prefers": _TEXT,
            "weight": {"type": "integer", "minimum": 0, "maximum": 100},
            "severity": {"enum": list(SEVERITIES)},
            "on_missing": {"enum": [policy.value for policy in OnMissing]},
            "valid": _object({"from": _TEXT, "to": _TEXT}),
            "only_when": {"type": "object", "additionalProperties": _TEXT},
            "mode": {"enum": list(WRITTEN_MODES)},
            "cases": cases,
        },
        ("id", "name", "basis", "reason", "when", "lane", "weight"),
    )


def _exemption(rule: Json) -> Json:
    """An exemption has some of a rule's keys, the rules that it covers, and an end."""
    own: Json = {
        "covers": {"anyOf": [{"const": "all"}, {"type": "array", "items": _TEXT, "minItems": 1}]},
        "valid": _object({"from": _TEXT, "to": _TEXT}, ("to",)),
    }
    keys = {key: own.get(key, rule["properties"].get(key)) for key in EXEMPTION_KEYS}
    return _object(keys, ("id", "name", "basis", "reason", "when", "valid"))


def _change(rule: Json) -> Json:
    own: Json = {"rule": _TEXT, "also_when": rule["properties"]["when"], "off": {"const": True}}
    keys = {key: own.get(key, rule["properties"].get(key)) for key in CHANGE_KEYS}
    return _object(keys, ("rule",))


def _aggregate() -> Json:
    below: Json = {"$ref": "#/$defs/condition"}
    takes: dict[Of, Json] = {
        Of.NOTHING: {"const": True},
        Of.VALUE: _TEXT,
        Of.NUMBER: _TEXT,
        Of.PLACE: _TEXT,
        Of.CONDITION: below,
    }
    measures = {
        one.name: {"description": f"{one.label}: {one.doc}", **takes[one.of]}
        for one in MEASURES.values()
    }
    levels = [word for pair in LEVELS.items() for word in pair]
    properties = {
        **dict.fromkeys(("label", "label_en", "doc", "at"), _TEXT),
        **measures,
        "by": _one_or_list(_TEXT),
        "within": {"type": "string", "pattern": "^[1-9][0-9]{0,6}[smhd]$"},
        "level": {"enum": levels},
        "each": {"enum": [word for pair in EACH.items() for word in pair]},
        "beyond": {"type": "integer", "minimum": 1},
        "where": below,
    }
    one_of = [{"required": [name]} for name in MEASURES]
    return {**_object(properties, ("label", "by")), "oneOf": one_of}


def rule_schema(vocabulary: Vocabulary) -> Json:
    """The schema of a rule file, in a folder with these facts."""
    facts = {f"fact_{fact.name}": _test(fact) for fact in vocabulary.facts.values()}
    rule = _rule()
    kinds = {"rule": rule, "exemption": _exemption(rule), "change": _change(rule)}
    return {
        "$schema": _DRAFT,
        "title": "rescreen rules",
        **_object(
            {
                "facts": {
                    "type": "object",
                    "propertyNames": {"pattern": "^[a-z][a-z0-9_]{2,63}$"},
                    "additionalProperties": {"$ref": "#/$defs/aggregate"},
                },
                "conditions": {
                    "type": "object",
                    "additionalProperties": {"$ref": "#/$defs/condition"},
                },
                **{
                    f"{kind}s": {"type": "array", "items": {"$ref": f"#/$defs/{kind}"}}
                    for kind in kinds
                },
            }
        ),
        "$defs": {
            "condition": _condition(vocabulary),
            "aggregate": _aggregate(),
            **kinds,
            "case": _case(),
            **facts,
        },
    }


def list_schema(vocabulary: Vocabulary) -> Json:
    """The schema of a list file."""
    keys = ("code", "word", "value", "name", "from", "to", "note")
    entry = {"anyOf": [_TEXT, _object(dict.fromkeys(keys, _TEXT))]}
    ended = ("code", "word", "value", "from", "reason", "note")
    end = _object(dict.fromkeys(ended, _TEXT), ("reason",))
    texts = dict.fromkeys(("list", "name", "basis", "doc"), _TEXT)
    properties = {
        **texts,
        "kind": {"enum": list(LIST_KINDS)},
        "extends": {"type": "boolean"},
        "entries": {"type": "array", "items": entry},
        "remove": {"type": "array", "items": end},
    }
    whole = {"required": ["name", "entries"]}
    added = {"required": ["extends"], "properties": {"extends": {"const": True}}}
    return {
        "$schema": _DRAFT,
        "title": "rescreen list",
        **_object(properties, ("list", "kind")),
        "anyOf": [whole, added],
    }


def pack_schema(vocabulary: Vocabulary) -> Json:
    """The schema of pack.yaml."""
    setting = _object(
        {
            "label": _TEXT,
            "doc": _TEXT,
            "value": {"type": ["string", "number"]},
            "choices": {"type": "object", "additionalProperties": _TEXT},
        },
        ("label", "value"),
    )
    # A setting of a pack below: only its value, and why.
    anew = _object({"value": {"type": ["string", "number"]}, "reason": _TEXT}, ("value", "reason"))
    texts = dict.fromkeys(("pack", "name", "version", "doc"), _TEXT)
    settings: Json = {"type": "object", "additionalProperties": {"anyOf": [setting, anew]}}
    below = _one_or_list({"anyOf": [_TEXT, _object({"path": _TEXT, "version": _TEXT}, ("path",))]})
    return {
        "$schema": _DRAFT,
        "title": "rescreen pack",
        **_object({**texts, "extends": below, "settings": settings}),
    }


SCHEMAS = {
    "rule.schema.json": rule_schema,
    "list.schema.json": list_schema,
    "pack.schema.json": pack_schema,
}


def write_schemas(folder: Path) -> None:
    """Write every schema into a rules folder. Raises as `read_rules`."""
    vocabulary = vocabulary_of(read_rules(folder))
    for name, schema in SCHEMAS.items():
        text = json.dumps(schema(vocabulary), ensure_ascii=False, indent=1) + "\n"
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
