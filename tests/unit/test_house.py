"""The house's own rules, read off its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "ace_mailbot"

PURE = {"reading", "rules", "writing"}
EDGE = {
    "brakes",
    "catching_up",
    "copies",
    "rebuilding",
    "store",
    "mailboxes",
    "fence",
    "fenced",
    "engine",
    "house",
    "receiving",
    "recording",
    "forgetting",
    "ledger",
    "personal",
    "retention",
    "steps",
    "instance",
    "stopping",
    "alarms",
    "pulse",
    "notify",
    "delivery",
    "reports",
    "daemon",
    "checking",
    "explaining",
    "rehearsal",
    "cli",
}
# Who may import whom, beside themselves and model, config and tokens, which everyone may.
MAY_IMPORT = {
    "model": set(),
    "tokens": set(),
    "config": {"model"},
    "reading": set(),
    "rules": set(),
    "writing": set(),
    "store": set(),
    "mailboxes": set(),
}


def _modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield parts[0], path


def _imports(path: Path) -> set[str]:
    """The parts of the package that the module at *path* imports, wherever in it that stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            base = node.module
            found |= {f"{base}.{a.name}" for a in node.names} if base == "ace_mailbot" else {base}
    return {name.split(".")[1] for name in found if name.startswith("ace_mailbot.")}


@pytest.mark.parametrize("part", sorted(MAY_IMPORT))
def test_imports_point_down(part: str) -> None:
    common = {"model", "config", "tokens"} if part not in {"model", "tokens", "config"} else set()
    allowed = MAY_IMPORT[part] | common | {part}
    wrong = {
        f"{path.relative_to(PACKAGE)} imports {sorted(bad)}"
        for name, path in _modules()
        if name == part and (bad := _imports(path) - allowed)
    }
    assert not wrong


def test_the_pure_side_and_the_edge_side_never_meet() -> None:
    wrong = {
        str(path.relative_to(PACKAGE))
        for name, path in _modules()
        if name in PURE and _imports(path) & EDGE
    }
    assert not wrong


def test_only_the_command_line_reads_the_clock_the_environment_and_argv() -> None:
    names = {"datetime.now", "datetime.utcnow", "time.time", "os.environ", "sys.argv", "date.today"}
    found = {
        f"{path.relative_to(PACKAGE)}: {ast.unparse(node)}"
        for _, path in _modules()
        if path.name not in {"cli.py", "fenced.py"}  # both are programs of their own
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in names
    }
    assert not found
