"""`rebuild`: the database made again, from the mailbox alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ace_mailbot import engine
from ace_mailbot.catching_up import Found
from ace_mailbot.config import Config
from ace_mailbot.house import open_house
from ace_mailbot.model import ConfigError
from ace_mailbot.secret import read_or_make_secret


def rebuild(config: Config, into: Path, now: datetime, *, secret: bytes | None = None) -> Found:
    """Make a new database at *into*. Sends nothing and changes nothing in the mailbox.

    Raises ConfigError where *into* exists, Unreachable where the mailbox can't be read whole; then
    there is no database at *into*.
    """
    if into.exists():
        raise ConfigError(f"--into is {into}, which exists; expected a file that doesn't")
    secret = secret or read_or_make_secret(config.database.with_name("secret"))
    try:
        with open_house(replace(config, database=into), secret=secret) as house:
            return engine.catch_up(house, now)
    except BaseException:
        for path in into.parent.glob(f"{into.name}*"):
            path.unlink()
        raise
