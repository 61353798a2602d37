"""Settings as YAML: what is written is read back, and every fault is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rescreen.errors import InputError, RulebookError
from rescreen.links import DEFAULTS, LinkSettings, Weights, load_settings, write_settings
from rescreen.links.settings_file import settings_text

WEIGHTS = st.builds(
    Weights,
    m=st.floats(1e-9, 1),
    most=st.floats(0, 64),
    cap=st.none() | st.integers(1, 10**6),
    half_life=st.floats(0.001, 1e6),
    near=st.floats(0, 64),
)
SETTINGS = st.builds(
    LinkSettings,
    population=st.integers(1, 10**12),
    least=st.floats(0, 1000),
    ways=st.integers(0, 2),
    kinds=st.fixed_dictionaries(dict.fromkeys(DEFAULTS, WEIGHTS)),
)


@given(SETTINGS)
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, settings: LinkSettings
) -> None:
    file = tmp_path_factory.mktemp("links") / "links.yaml"
    write_settings(settings, file)
    assert load_settings(file) == settings


def test_what_a_file_doesnt_name_stays_at_its_default(tmp_path: Path) -> None:
    file = tmp_path / "links.yaml"
    file.write_text("least: 9\nkinds:\n  phone: {cap: null, most: 12}\n", encoding="utf-8")
    found = load_settings(file)
    assert (found.least, found.kinds["phone"]) == (9.0, Weights(0.5, 12.0, None, 365.0, 6.0))
    assert found.kinds["outlet"] == DEFAULTS["outlet"]


def test_an_empty_file_is_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "links.yaml"
    file.write_text("# nothing yet\n", encoding="utf-8")
    assert load_settings(file) == LinkSettings()


def test_all_faults_are_told_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "links.yaml"
    text = "population: many\nleats: 3\nkinds:\n  phone: {m: 1.5}\n  fone: {m: 0.5}\n  outlet: {cap: 0}\n"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        load_settings(file)
    told = [(fault.line, fault.path) for fault in caught.value.faults]
    assert told == [
        (1, "population"),
        (2, "leats"),
        (4, "kinds.phone.m"),
        (5, "kinds.fone"),
        (6, "kinds.outlet.cap"),
    ]
    assert "phone" in str(caught.value.faults[3])  # did you mean


@pytest.mark.parametrize("text", ["kinds: [phone", "- a list", "kinds: 7"])
def test_what_is_no_such_file_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "links.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RulebookError):
        load_settings(file)


def test_no_file_and_nowhere_to_write(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有设置文件"):
        load_settings(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="写不了"):
        write_settings(LinkSettings(), tmp_path)


def test_the_text_names_every_kind_once() -> None:
    text = settings_text(LinkSettings())
    assert all(text.count(f"\n  {kind}: {{") == 1 for kind in DEFAULTS)
