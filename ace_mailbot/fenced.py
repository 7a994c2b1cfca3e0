"""The program inside the fence: reads one file after the other, each in a fork with limits.

Started by `ace_mailbot.fence` and by nothing else. Requests come on standard input from the bot
itself, so they may be pickles; answers leave as JSON.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import select
import signal
import struct
import sys
import time
from dataclasses import fields
from math import ceil
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from ace_mailbot.fence import READY, REQUEST
from ace_mailbot.model import Contents
from ace_mailbot.reading.attachments import open_attachment

_LENGTH = struct.Struct(">Q")
_LARGEST_ANSWER = 4 * 1024 * 1024


def main() -> None:
    megabytes = int(sys.argv[1])
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    while (request := _request(sys.stdin.buffer)) is not None:
        answer = _in_a_child(request, megabytes)
        sys.stdout.buffer.write(_LENGTH.pack(len(answer)) + answer)
        sys.stdout.buffer.flush()


class _Request(NamedTuple):
    """For how many *seconds* a file may be read, what is said *about* it, and its bytes."""

    seconds: float
    about: bytes
    data: bytes


def _request(pipe: BinaryIO) -> _Request | None:
    head = pipe.read(REQUEST.size)
    if len(head) < REQUEST.size:
        return None
    seconds, about, data = REQUEST.unpack(head)
    return _Request(seconds, pipe.read(about), pipe.read(data))


def _in_a_child(request: _Request, megabytes: int) -> bytes:
    """The child's JSON; empty when it crashed, ran too long or said too much."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        _work(request, write_end, megabytes)
    os.close(write_end)
    try:
        return _collected(read_end, time.monotonic() + request.seconds)
    finally:
        os.close(read_end)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _collected(pipe: int, deadline: float) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
        piece = os.read(pipe, 1 << 20)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        size += len(piece)
        if size > _LARGEST_ANSWER:
            return b""
    return b""


def _work(request: _Request, pipe: int, megabytes: int) -> None:
    """In the child: read the file, write the answer, leave. Never returns."""
    status = 1
    try:
        _limit(request.seconds, megabytes)
        filename, kind, form, key = pickle.loads(request.about)  # noqa: S301 - from the bot itself
        contents = open_attachment(filename, kind, request.data, form, key)
        answer = json.dumps(_plain(contents)).encode()
        while answer:
            answer = answer[os.write(pipe, answer) :]
        status = 0
    finally:
        # No clean-up of the keeper's state may run twice: leave at once, whatever was raised.
        os._exit(status)


def _plain(contents: Contents) -> dict[str, Any]:
    """*contents* for JSON; of the files inside, what they are called and what they hold."""
    return {
        **{f.name: getattr(contents, f.name) for f in fields(contents)},
        "inside": [
            {"filename": a.filename, "type": a.content_type, "within": a.within}
            | {"contents": _plain(a.contents)}
            for a in contents.inside
            if a.contents
        ],
    }


def _limit(seconds: float, megabytes: int) -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if sys.platform == "linux" else 0
    in_use = pages * resource.getpagesize()
    limits = (
        (resource.RLIMIT_AS, in_use + megabytes * 1024 * 1024),
        (resource.RLIMIT_CPU, ceil(seconds)),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 8),
        (resource.RLIMIT_CORE, 0),
    )
    for which, most in limits:
        resource.setrlimit(which, (most, most))


if __name__ == "__main__":
    main()
