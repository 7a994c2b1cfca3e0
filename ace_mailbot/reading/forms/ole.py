"""The files inside an OLE compound file: what .doc, .msg and protected Office files are made of."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import olefile

from ace_mailbot.model import Unreadable

BEGINS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST = 40 * 1024 * 1024
MOST_STREAMS = 5000

# What olefile raises at sizes and places that can't be, beside its own errors (which are OSErrors).
_DAMAGE = (OSError, ValueError, TypeError, LookupError, OverflowError, RecursionError)


class Ole:
    """Streams by their paths, such as "WordDocument". Raises Unreadable for what is damaged."""

    def __init__(self, data: bytes) -> None:
        try:
            self._file = olefile.OleFileIO(BytesIO(data))
            paths = self._file.listdir(streams=True, storages=True)
        except _DAMAGE as problem:
            raise Unreadable("it is damaged") from problem
        if len(paths) > MOST_STREAMS:
            raise Unreadable("it has too many parts")
        self._paths = {"/".join(path): path for path in paths}

    def has(self, path: str) -> bool:
        return path in self._paths

    def below(self, path: str) -> Iterator[str]:
        """Names of what stands right in the storage *path*, "" for the whole file."""
        start = f"{path}/" if path else ""
        for name in self._paths:
            if name.startswith(start) and "/" not in name[len(start) :]:
                yield name[len(start) :]

    def read(self, path: str) -> bytes:
        if path not in self._paths:
            raise Unreadable("it is damaged")
        try:
            with self._file.openstream(self._paths[path]) as stream:
                data = bytes(stream.read(LARGEST + 1))
        except _DAMAGE as problem:
            raise Unreadable("it is damaged") from problem
        if len(data) > LARGEST:
            raise Unreadable("it expands to far more than it should hold")
        return data
