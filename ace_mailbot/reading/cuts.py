"""Large base64 bodies, cut out before a message is taken apart, and put back where they are wanted.

The parser goes line by line through all that it is given: of a mail with a large file nearly all
its time, and several times the mail in memory, went into lines that mean nothing to it.
"""

from __future__ import annotations

import binascii
import io
import re
import secrets
import string
from collections.abc import Iterator
from dataclasses import dataclass

import pybase64

_LARGE = 32 * 1024
_CHUNK = 1 << 17
_MARK = f"cut-{secrets.token_hex(16)}-"
_ENCODING = re.compile(rb"^content-transfer-encoding:[ \t]*base64[ \t]*\r?$", re.I | re.MULTILINE)
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LONGEST_HEADERS = 64 * 1024
_BASE64 = (string.ascii_letters + string.digits + "+/=\r\n").encode()


@dataclass(frozen=True)
class Cuts:
    """*data* with some *spans* of it replaced by a *mark* and their number in `skeleton`.

    The mark is made by chance, so that no sender can write it.
    """

    data: bytes
    mark: str
    spans: tuple[tuple[int, int], ...]

    def skeleton(self) -> bytes:
        """What is left to be taken apart."""
        pieces, at = [], 0
        for number, (start, end) in enumerate(self.spans):
            pieces += [self.data[at:start], f"{self.mark}{number};".encode()]
            at = end
        return b"".join((*pieces, self.data[at:]))

    def decoded(self, payload: str) -> bytes | None:
        """The file behind a *payload* that is one cut; None where it isn't, or isn't base64."""
        match = re.fullmatch(rf"\s*{self.mark}(\d+);\s*", payload)
        if not match:
            return None
        start, end = self.spans[int(match[1])]
        try:
            return _decoded(self.data, start, end)
        except binascii.Error:
            return None

    def restored(self, payload: str) -> str:
        """*payload* as it was, to the letter."""

        def original(match: re.Match[str]) -> str:
            start, end = self.spans[int(match[1])]
            return self.data[start:end].decode("ascii")

        return re.sub(rf"{self.mark}(\d+);", original, payload)


def cut(data: bytes) -> Cuts:
    """Find what can be cut out of *data*; small messages are left whole."""
    spans = tuple(_spans(data)) if len(data) > _LARGE else ()
    mark = _MARK if spans else "-"
    return Cuts(data, mark, spans)


def _spans(data: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    while header := _ENCODING.search(data, at):
        at = header.end()
        blank = _BLANK_LINE.search(data, at - 1, at + _LONGEST_HEADERS)
        if blank is None:
            continue
        start = blank.end()
        # No base64 holds a dash, so there the part ends; its last line end stays.
        dash = data.find(b"-", start)
        end = len(data) if dash < 0 else dash - 1
        end -= data[end - 1 : end] == b"\r"
        if end - start > _LARGE and _is_base64(data, start, end):
            yield start, end
            at = end


def _decoded(data: bytes, start: int, end: int) -> bytes:
    """Piece by piece, for the whole without its line ends would be in memory once more."""
    file, rest = io.BytesIO(), b""
    for at in range(start, end, _CHUNK):
        letters = rest + data[at : min(at + _CHUNK, end)].replace(b"\r", b"").replace(b"\n", b"")
        whole = len(letters) // 4 * 4
        file.write(pybase64.b64decode(letters[:whole], validate=True))
        rest = letters[whole:]
    if rest:
        raise binascii.Error("its end is missing")
    return file.getvalue()


def _is_base64(data: bytes, start: int, end: int) -> bool:
    pieces = (data[at : min(at + _CHUNK, end)] for at in range(start, end, _CHUNK))
    return not any(piece.translate(None, _BASE64) for piece in pieces)
