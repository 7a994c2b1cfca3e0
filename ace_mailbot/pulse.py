"""When a cycle last went well: a small file beside the database, so that looking on costs nothing.

It is no part of the books: whoever loses it has lost nothing.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ace_mailbot.config import Config


def beat(config: Config, now: datetime) -> None:
    """Write down that all was well at *now* (aware)."""
    path = _path(config)
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.write_text(now.isoformat(), encoding="ascii")
    unfinished.rename(path)


def last(config: Config) -> datetime | None:
    """The last good cycle; None where there was none yet."""
    try:
        return datetime.fromisoformat(_path(config).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None


def _path(config: Config) -> Path:
    return config.database.with_name("last-good-cycle")
