"""`check`: whether a season could run on this config, and what it would send when."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ace_mailbot import season_calendar
from ace_mailbot.config import Config
from ace_mailbot.mailboxes import BACKENDS
from ace_mailbot.model import ConfigError
from ace_mailbot.writing.writer import Writer

# Letters are only tried here, never sent: any secret will do.
_NO_SECRET = bytes(32)


def check(config: Config) -> Iterator[str]:
    """Yield what there is to tell, line by line; the season's calendar comes last.

    Raises ConfigError for what an edit of the config or the templates mends, Unreachable for a
    mailbox that doesn't answer.
    """
    _check_database(config)
    if problems := Writer(config, _NO_SECRET).check():
        raise ConfigError(*problems)
    yield f"{config.path}: understood, {len(config.form.questions)} questions in the form"
    yield f"templates: all render ({_templates(config)})"
    yield f"mailbox: {_mailbox(config)}"
    if config.mailbox.backend in ("maildir", "imap") and config.mailbox.smtp is None:
        yield "note: without [mailbox.smtp] letters are filed in Sent, and none leaves"
    if config.people.safeguarding is None:
        yield "note: without people.safeguarding nobody but the organiser hears of such words"
    for warning in season_calendar.warnings(config):
        yield f"warning: {warning}"
    yield ""
    yield f"{config.programme.name}: what is sent, times in {config.programme.zone.key}"
    yield from season_calendar.lines(config)
    yield "Until the close, each expression of interest gets its pack in the cycle that reads it."
    if config.sending.mode == "hold":
        yield 'sending.mode is "hold": every letter waits for the organiser.'


def _check_database(config: Config) -> None:
    """The database's folder is there, or could be made; it isn't made here."""
    folder = config.database.parent
    nearest = next(p for p in (folder, *folder.parents) if p.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise ConfigError(
            f"{config.path}: store.database is {config.database}; "
            f"expected a path in a folder that can be written, which {nearest} can't"
        )


def _templates(config: Config) -> str:
    own = [p for p in config.templates.rglob("*") if p.is_file()]
    return (
        f"{len(own)} files of your own in {_short(config.templates)}" if own else "the shipped ones"
    )


def _mailbox(config: Config) -> str:
    mailbox = BACKENDS[config.mailbox.backend](config)
    try:
        count = len(mailbox.listing())
    finally:
        mailbox.close()
    place = _short(config.mailbox.maildir_path) if config.mailbox.backend == "maildir" else ""
    return f"{config.mailbox.backend} {place} answers, {count} waiting".replace("  ", " ")


def _short(path: Path) -> str:
    """*path* from here, where that is shorter to read."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
