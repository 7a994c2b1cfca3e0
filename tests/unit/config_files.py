"""What the tests of the config share: the shipped file, changed and loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from ace_mailbot.config import (
    Config,
    load,
    shipped_folder,
)
from ace_mailbot.model import ConfigError

EXAMPLE = (shipped_folder() / "config.toml").read_text(encoding="utf-8")

IMAP = """
[mailbox.imap]
host = "imap.funder.example"
user = "ace@funder.example"
password_env = "ACE_IMAP_PASSWORD"
"""


def loaded(folder: Path, text: str, environ: dict[str, str] | None = None) -> Config:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, environ or {})


def problems(folder: Path, text: str, environ: dict[str, str] | None = None) -> list[str]:
    """What `load` says of *text*, a line each, without the file's folder."""
    with pytest.raises(ConfigError) as caught:
        loaded(folder, text, environ)
    return [line.replace(f"{folder}/", "") for line in caught.value.problems]


def changed(old: str, new: str) -> str:
    """The shipped config with *old*, which stands there, made *new*."""
    assert old in EXAMPLE
    return EXAMPLE.replace(old, new, 1)
