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
from pathlib import Path
from typing import IO

from ace_mailbot.config import Form
from ace_mailbot.model import Attachment, Contents, Unreachable

SECONDS = 10.0  # of elapsed time for one file
LARGEST_ANSWER = 4 * 1024 * 1024  # bytes of JSON
_GRACE_SECONDS = 3.0  # the keeper has this long to kill its child and say so
_START_SECONDS = 30.0  # for the keeper to import the readers on a slow machine
READY = b"ready to read"  # what the keeper says once it has loaded its readers
_LENGTH = struct.Struct(">Q")
_RETURN = (
    "Please send it as a Word (.docx) or OpenDocument (.odt) file, "
    "or paste your answers into an email."
)


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

    def open(self, attachment: Attachment, form: Form, programme_key: str) -> Contents:
        """What stands in *attachment*; a sentence for its sender when it can't be read.

        Raises Unreachable when the reader itself can't be started on this machine.
        """
        request = pickle.dumps(
            (attachment.filename, attachment.content_type, attachment.data, form, programme_key)
        )
        try:
            answer = self._ask(request)
        except (OSError, EOFError):
            self._stop()
            answer = b""
        return _contents(answer, attachment.filename)

    def close(self) -> None:
        """End the keeper; the fence may still be used again and starts another."""
        self._stop()

    def _ask(self, request: bytes) -> bytes:
        keeper = self._keeper
        if keeper is None or keeper.poll() is not None:
            keeper = self._start()
        assert keeper.stdin is not None and keeper.stdout is not None
        deadline = time.monotonic() + self._seconds + _GRACE_SECONDS
        keeper.stdin.write(_LENGTH.pack(len(request)))
        keeper.stdin.write(request)
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
            [self._python, "-m", "ace_mailbot.fenced", str(self._seconds), str(self._megabytes)],
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


def _contents(answer: bytes, filename: str) -> Contents:
    """The answer as Contents. It comes from beside untrusted bytes: nothing in it is assumed."""
    try:
        found = json.loads(answer)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        name = filename[:80] or "that you attached"
        return Contents(problem=f"We could not read the file {name}. {_RETURN}")
    return Contents(
        text=_text(found, "text"),
        answers=_pairs(found, "answers"),
        scoring=_pairs(found, "scoring"),
        reference=_text(found, "reference"),
        problem=_text(found, "problem"),
    )


def _text(found: Mapping[str, object], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""


def _pairs(found: Mapping[str, object], name: str) -> Mapping[str, str]:
    value = found.get(name)
    pairs = value.items() if isinstance(value, dict) else ()
    return {k: v for k, v in pairs if isinstance(k, str) and isinstance(v, str)}
