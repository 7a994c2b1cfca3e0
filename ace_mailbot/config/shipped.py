"""Where the files that come with ace-mailbot lie: config.toml and templates/."""

from __future__ import annotations

from pathlib import Path


def shipped_folder() -> Path:
    """The folder with the shipped config.toml and templates/.

    A wheel carries them inside the package; in a checkout they stand at its root, where people
    look for them and edit them.
    """
    package = Path(__file__).resolve().parent.parent
    in_wheel = package / "shipped"
    return in_wheel if in_wheel.is_dir() else package.parent
