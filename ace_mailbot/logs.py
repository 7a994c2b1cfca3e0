"""Logs for whoever runs the bot: one line an event, `key=value`, on stderr.

They say what was done to which message, and hold neither texts of mails nor secrets: an exception
is logged by its type and place, since its words may quote what it choked on.
"""

from __future__ import annotations

import json
import logging
import time
import traceback
from pathlib import Path
from types import TracebackType
from typing import TextIO

_OURS = Path(__file__).resolve().parent
_LONGEST = 200  # characters of a value
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class OneLine(logging.Formatter):
    """`2021-07-06T08:12:04Z INFO engine sent key=ACE/... attempts=1`; extras become the keys."""

    def format(self, record: logging.LogRecord) -> str:
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        name = record.name.removeprefix("ace_mailbot.")
        extras = {k: v for k, v in vars(record).items() if k not in _STANDARD}
        if record.exc_info and record.exc_info[1]:
            extras["error"] = place(record.exc_info[1])
        said = [f"{key}={_value(value)}" for key, value in extras.items()]
        return " ".join(
            [when, record.levelname, name, " ".join(record.getMessage().split()), *said]
        )


def set_up(stream: TextIO, level: int = logging.INFO) -> None:
    """Send what the bot logs to *stream*, and of others' only warnings."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(OneLine())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("ace_mailbot").setLevel(level)
    # It warns of each tick that a long cycle swallowed, which is what coalescing is for.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def place(error: BaseException) -> str:
    """`KeyError at engine.py:42`: the type, and the innermost line of ours."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if Path(f.filename).resolve().is_relative_to(_OURS)]
    if not ours:
        return type(error).__name__
    path = Path(ours[-1].filename).resolve().relative_to(_OURS)
    return f"{type(error).__name__} at {path.as_posix()}:{ours[-1].lineno}"


def _value(value: object) -> str:
    text = str(value)
    text = text if len(text) <= _LONGEST else text[:_LONGEST] + "..."
    plain = text and not any(c.isspace() or c in '="' or not c.isprintable() for c in text)
    return text if plain else json.dumps(text, ensure_ascii=False)
