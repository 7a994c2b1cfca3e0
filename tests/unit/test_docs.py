"""The project's pages say what is true: links, files, commands and make targets exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ace_mailbot.cli import main

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def code(page: Path) -> str:
    """All that *page* shows as code, a piece a line."""
    pieces = re.findall(r"```\w*\n(.*?)```|`([^`\n]+)`", page.read_text(), re.DOTALL)
    return "\n".join(block or inline for block, inline in pieces)


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[\w-]+)?\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


@each_page
def test_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:^|[= \d])make ([a-z][\w-]*)", code(page), re.MULTILINE))
    assert named - targets == set()


@each_page
def test_commands_exist(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    known = set(re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE))
    named = set(re.findall(r"\bace-mailbot (?:--config \S+ )?([a-z]+)", code(page)))
    assert named - known == set()


@each_page
def test_files_exist(page: Path) -> None:
    named = re.findall(r"^((?:ace_mailbot|tests|templates|docs)/[\w./-]+)$", code(page), re.M)
    assert [name for name in named if not (ROOT / name).exists()] == []
