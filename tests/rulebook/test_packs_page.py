"""docs/packs.md is true: its folders load, prove themselves, and do what the page says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from rescreen.engine import load_rulebook, run_cases
from rescreen.rulebook import default_rules_path
from rescreen.rulebook.amend import CHANGE_KEYS, EXEMPTION_KEYS

PAGE = (Path(__file__).parents[2] / "docs/packs.md").read_text("utf-8")
DAY = date(2021, 9, 22)


def test_the_page_is_a_rulebook(tmp_path: Path) -> None:
    for example in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL):
        path = tmp_path / example.splitlines()[0].removeprefix("# ")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example, "utf-8")
    rulebook = load_rulebook(tmp_path / "site")
    count, failed = run_cases(rulebook.ruleset)
    assert count > 150
    assert failed == []
    matcher = rulebook.compile(DAY)
    plain = load_rulebook(default_rules_path()).compile(DAY)
    parcel = {"waybill_no": "SY1", "accept_division": "530100", "item": "退热贴"}
    assert plain.decide(parcel).lane == "rescreen"
    decision = matcher.decide({**parcel, "agreement_customer": True, "weight_kg": 4.0})
    assert decision.lane == "pass"
    assert "KO-01@EX-01" in decision.exempted
    assert decision.shadow == ("SH-01",)
    assert matcher.decide({**parcel, "agreement_customer": False}).lane == "rescreen"


def test_every_key_is_told() -> None:
    for key in (*CHANGE_KEYS, *EXEMPTION_KEYS):
        told = f"`{key}`" in PAGE or f"`{key}:" in PAGE or f"    {key}: " in PAGE
        assert told or key in ("note", "id"), key


def test_the_code_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(code, "docs/packs.md", "exec"), {})
