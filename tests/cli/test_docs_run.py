"""What the documentation shows is what happens: its commands, its output, its Python."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from docs_blocks import PAGES, ROOT, Block, blocks, rerun_page, steady, workplace

from rescreen.cli.app import COMMANDS, app
from rescreen.cli.localized import command_at

CONSOLE = [block for page in PAGES for block in blocks(page, "console")]
PYTHON = [block for page in PAGES for block in blocks(page, "python")]
SHELL = [block for page in PAGES for block in blocks(page, "sh")]


@pytest.mark.parametrize("page", PAGES)
def test_console_examples_print_what_they_show(page: str, tmp_path: Path) -> None:
    for block, printed in rerun_page(page, tmp_path):
        assert steady(printed) == steady(block.body), block.name


@pytest.mark.parametrize("block", PYTHON, ids=lambda block: block.name)
def test_python_examples_run(block: Block, tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-c", block.body],
        cwd=workplace(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr


@pytest.mark.parametrize("page", PAGES)
def test_commands_named_in_a_page_exist_with_their_options(page: str) -> None:
    lines = [line for block in blocks(page, "sh") for line in block.body.splitlines()]
    commands = [shlex.split(line, comments=True) for line in lines if line.startswith("rescreen ")]
    for _, *words in commands:
        if words[0] in COMMANDS:
            command_at(words[0], f"{words[0]}_command").make_context(
                words[0], words[1:], resilient_parsing=True
            )
        else:
            app.make_context("rescreen", words, resilient_parsing=True)


@pytest.mark.parametrize("page", PAGES)
def test_make_targets_named_in_a_page_exist(page: str) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = re.findall(r"\bmake ([a-z][\w-]*)", (ROOT / page).read_text(encoding="utf-8"))
    assert set(named) <= targets


@pytest.mark.parametrize("page", PAGES)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    missing = [link for link in links if not ((ROOT / page).parent / link).exists()]
    assert missing == []


def test_both_readmes_show_the_same_commands() -> None:
    english, chinese = ([b.body for b in blocks(p, "sh")] for p in PAGES[:2])
    assert english == chinese
    assert CONSOLE
    assert PYTHON
    assert SHELL
