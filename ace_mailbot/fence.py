"""Opens attachments in a process of their own, so that no file can harm or stop the bot.

A keeper process (`ace_mailbot.fenced`) holds the readers ready and forks a child for each file,
with limits on memory, processor time, files and elapsed time. What comes back is bounded JSON,
never objects. Whatever happens in there, the answer is a `Contents`.
"""

from __future__ import annotations

import json
import os
import pickle
import select
import struct
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO

from ace_mailbot import reading
from ace_mailbot.config import Form
from ace_mailbot.model import Attachment, Contents, Unreachable
from ace_mailbot.reading import unread

SECONDS = 8.0  # of elapsed time for all the files of one message
MOST_FILES = 50  # opened in one message
LARGEST_ANSWER = 4 * 1024 * 1024  # bytes of JSON
_GRACE_SECONDS = 1.5  # the keeper has this long to kill its child and say so
_START_SECONDS = 30.0  # for the keeper to import the readers on a slow machine
READY = b"ready to read"  # what the keeper says once it has loaded its readers
# Seconds, and the lengths of what follows: what is said about a file, pickled, and its bytes.
REQUEST = struct.Struct(">dQQ")
_LENGTH = struct.Struct(">Q")
_TOO_MUCH = "it needs more time or memory than any form does"


class Fence:
    """Reads attachments behind limits, one at a time; may be kept for as long as one likes."""

    def __init__(
        self, seconds: float = SECONDS, megabytes: int = 512, python: str = sys.executable
    ) -> None:
        self._seconds = seconds
        self._megabytes = megabytes
        self._python = python
        self._keeper: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Fence:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def opened(
        self, attachments: tuple[Attachment, ...], form: Form, programme_key: str
    ) -> tuple[Attachment, ...]:
        """The *attachments* of one message, with the contents of those worth opening.

        They share the time that a message has. Raises Unreachable when the reader itself can't be
        started on this machine.
        """
        deadline = time.monotonic() + self._seconds
        wanted = [n for n, a in enumerate(attachments) if reading.worth_opening(a)][:MOST_FILES]
        found = list(attachments)
        for n in wanted:
            a = attachments[n]
            about = pickle.dumps((a.filename, a.content_type, form, programme_key))
            answer = self._answer(about, a.data, max(0.0, deadline - time.monotonic()))
            found[n] = replace(a, contents=_contents(answer, a))
        return tuple(found)

    def _answer(self, about: bytes, data: bytes, seconds: float) -> bytes:
        try:
            return self._ask(about, data, seconds)
        except (OSError, EOFError):
            self._stop()
            return b""

    def close(self) -> None:
        """End the keeper; the fence may still be used again and starts another."""
        self._stop()

    def _ask(self, about: bytes, data: bytes, seconds: float) -> bytes:
        """*data* goes as it is: inside the pickle it would be in memory once more."""
        keeper = self._keeper
        if keeper is None or keeper.poll() is not None:
            keeper = self._start()
        assert keeper.stdin is not None and keeper.stdout is not None
        deadline = time.monotonic() + seconds + _GRACE_SECONDS
        keeper.stdin.write(REQUEST.pack(seconds, len(about), len(data)))
        keeper.stdin.write(about)
        keeper.stdin.write(data)
        keeper.stdin.flush()
        (length,) = _LENGTH.unpack(_read(keeper.stdout, _LENGTH.size, deadline))
        if length > LARGEST_ANSWER:
            raise EOFError("the answer is too long")
        return _read(keeper.stdout, length, deadline)

    def _start(self) -> subprocess.Popen[bytes]:
        self._stop()
        # The environment is not handed on: it may hold secrets, and the fence needs none.
        paths = [str(Path(p).resolve()) for p in sys.path]
        self._keeper = subprocess.Popen(  # noqa: S603 - our own module, no words of a user
            [self._python, "-m", "ace_mailbot.fenced", str(self._megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(paths), "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        assert self._keeper.stdout is not None
        try:
            _read(self._keeper.stdout, len(READY), time.monotonic() + _START_SECONDS)
        except EOFError as e:
            # Our own trouble, and no file's fault: the message waits until this is mended.
            self._stop()
            raise Unreachable("the reader of attachments can't be started") from e
        return self._keeper

    def _stop(self) -> None:
        keeper, self._keeper = self._keeper, None
        if keeper is None:
            return
        keeper.kill()
        keeper.wait()
        for pipe in (keeper.stdin, keeper.stdout):
            if pipe is not None:
                _close(pipe)


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return  # the request that it still held can't be delivered any more


def _read(pipe: IO[bytes], count: int, deadline: float) -> bytes:
    """Exactly *count* bytes, or EOFError when the keeper is gone or out of time."""
    pieces: list[bytes] = []
    while count:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            raise EOFError("out of time")
        piece = os.read(pipe.fileno(), min(count, 1 << 20))
        if not piece:
            raise EOFError("the keeper is gone")
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def _contents(answer: bytes, attachment: Attachment) -> Contents:
    """The answer as Contents. It comes from beside untrusted bytes: nothing in it is assumed."""
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        return Contents(problem=unread.sentence(attachment.name, _TOO_MUCH))
    return _told(found)


def _told(found: Mapping[str, object]) -> Contents:
    inside = found.get("inside")
    files = [x for x in inside if isinstance(x, dict)] if isinstance(inside, list) else []
    return Contents(
        text=_text(found, "text"),
        answers=_pairs(found, "answers"),
        scoring=_pairs(found, "scoring"),
        reference=_text(found, "reference"),
        problem=_text(found, "problem"),
        inside=tuple(map(_file, files)),
    )


def _file(found: Mapping[str, object]) -> Attachment:
    contents = found.get("contents")
    return Attachment(
        _text(found, "filename"),
        _text(found, "type"),
        b"",
        contents=_told(contents) if isinstance(contents, dict) else Contents(),
        within=_text(found, "within"),
    )


def _text(found: Mapping[str, object], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""


def _pairs(found: Mapping[str, object], name: str) -> Mapping[str, str]:
    value = found.get(name)
    pairs = value.items() if isinstance(value, dict) else ()
    return {k: v for k, v in pairs if isinstance(k, str) and isinstance(v, str)}
