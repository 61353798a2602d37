"""The JSON Schema of lanes.yaml, for editors that complete and check as one types.

`python -m rescreen.routing.site_schema rules/site` writes it; a test holds the shipped one current.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from rescreen.parcel import FIELDS, Kind
from rescreen.routing.site_file import LEAST_OFFICERS, OPENERS
from rescreen.routing.site_lanes import Action, Need, Why

__all__ = ["SCHEMA_NAME", "lanes_schema"]

Json = dict[str, Any]
SCHEMA_NAME = "lanes.schema.json"
_TEXT: Json = {"type": "string"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_SHARE: Json = {"type": "number", "minimum": 0, "maximum": 1}


def _object(properties: Json, required: tuple[str, ...] = ()) -> Json:
    found: Json = {"type": "object", "additionalProperties": False, "properties": properties}
    return found | ({"required": list(required)} if required else {})


def _words(*members: Need | Why | Action) -> list[str]:
    return [word for member in members for word in (member.value, member.label)]


def _lane() -> Json:
    officers = {"type": "integer", "minimum": LEAST_OFFICERS}
    by_shift: Json = {"type": "object", "additionalProperties": _COUNT}
    hour = "^([0-9]|1[0-9]|2[0-3])$"
    authority = {"who": {"enum": list(OPENERS)}, "officers": officers, "approval": {"const": True}}
    return _object(
        {
            **dict.fromkeys(("id", "name", "name_en", "note"), _TEXT),
            "serves": {"enum": _words(*Need)},
            "seconds": {"type": "number", "exclusiveMinimum": 0},
            "posts": {"anyOf": [_COUNT, by_shift]},
            "hours": {**by_shift, "propertyNames": {"pattern": hour}},
            "cost": {"type": "number", "minimum": 0},
            "authority": _object(authority, tuple(authority)),
            "checks_identity": {"type": "boolean"},
        },
        ("id", "name", "serves"),
    )


def _policy() -> Json:
    kept = {"enum": _words(Action.HOLD, Action.ESCALATE)}
    ways = _words(Why.MANDATORY, Why.SCORE, Why.DRAW)
    return _object(
        {"wait_hours": _COUNT, "fill_from": _COUNT, "overflow": _object(dict.fromkeys(ways, kept))}
    )


def _draw() -> Json:
    texts: Json = {"type": "array", "items": _TEXT}
    share: Json = {"rate": _SHARE, "minimum": _COUNT}
    criteria = {"origins": texts, "origin_list": _TEXT, "piece_types": texts}
    stratum = _object({"id": _TEXT, **share, **criteria}, ("id", "rate"))
    strata: Json = {"type": "array", "items": stratum}
    return _object({"reserve": _SHARE, "strata": strata, "rest": _object(share)})


def lanes_schema() -> Json:
    """The schema of lanes.yaml."""
    times = [info for info in FIELDS.values() if info.kind is Kind.TIME]
    words = [word for info in times for word in (info.label, info.name)]
    shift = _object({"from": _COUNT, "to": _COUNT}, ("from", "to"))
    screened = _words(Need.RESCREEN, Need.OPEN, Need.REPORT)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "rescreen lanes",
        **_object(
            {
                "name": _TEXT,
                "doc": _TEXT,
                "arrival": _object({"field": {"enum": words}, "minutes": {"type": "integer"}}),
                "shifts": {"type": "object", "additionalProperties": shift},
                "lanes": {"type": "array", "items": _lane(), "minItems": 1},
                "needs": _object(dict.fromkeys(screened, _policy())),
                "draw": _draw(),
            },
            ("lanes",),
        ),
    }


if __name__ == "__main__":
    schema = json.dumps(lanes_schema(), ensure_ascii=False, indent=1) + "\n"
    (Path(sys.argv[1]) / SCHEMA_NAME).write_text(schema, "utf-8")
