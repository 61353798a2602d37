"""docs/series.md shows the weights that are in use, and its settings can be read."""

from __future__ import annotations

import re
from pathlib import Path

from rescreen.links import DEFAULTS, LinkSettings, load_settings
from rescreen.links.reference import weights_table

PAGE = Path(__file__).parents[2] / "docs" / "series.md"


def test_the_table_of_weights_is_current() -> None:
    assert weights_table() in PAGE.read_text("utf-8"), "run: python -m rescreen.links.reference"


def test_the_numbers_of_the_text_are_the_settings() -> None:
    text, settings = " ".join(PAGE.read_text("utf-8").split()), LinkSettings()
    for told in (
        f"{settings.population:,} parcels (`population`)",
        f"adds {settings.hub_most:g} bits at most",
        f"adds {settings.rhythm:g} bit.",
        f"reaches {settings.near_least:g} bits (`near_least`)",
        f"more than {settings.block} values (`block`)",
    ):
        assert told in text


def test_the_example_of_linking_from_python_runs() -> None:
    section = PAGE.read_text("utf-8").partition("## From Python")[2]
    example = section.partition("```python\n")[2].partition("```")[0]
    assert "link_clues" in example
    exec(compile(example, PAGE.name, "exec"), {})


def test_the_example_of_settings_is_read(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    file = tmp_path / "links.yaml"
    file.write_text(example, encoding="utf-8")
    found = load_settings(file)
    assert (found.least, found.kinds["phone"].cap, found.kinds["outlet"].most) == (6.0, 50, 3.0)
    assert found.kinds["vehicle"] == DEFAULTS["vehicle"]
