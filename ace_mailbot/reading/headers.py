"""Header lines to values: unfolded, decoded and split. Addresses are in addresses.py."""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import Message as Part
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from ace_mailbot.reading import charsets

_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_PARAMETER = re.compile(r';\s*([\w!#$%&\'*+.^`|~-]{1,80}?)\s*=\s*("(?:[^"\\]|\\.)*"|[^;"]*)')
_CONTINUED = re.compile(r"^([^*]+)(?:\*(\d{1,3}))?(\*)?$")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,500})>")
_LONGEST = 256 * 1024  # a header above this is a defect; the rest of it is not looked at


def raw(part: Part) -> dict[str, tuple[str, ...]]:
    """Every header of *part* by lower-case name, decoded, in the order they stood."""
    found: dict[str, list[str]] = {}
    for name, value in part.raw_items():
        found.setdefault(name.lower(), []).append(text(str(value)))
    return {name: tuple(values) for name, values in found.items()}


def text(value: str) -> str:
    """A header's value as a person reads it: unfolded, encoded words and raw bytes decoded."""
    value = value[:_LONGEST]
    if not value.isascii():
        value = charsets.decode(value.encode("utf-8", "surrogateescape"))
    if "\n" in value or "\r" in value:
        value = _FOLD.sub(" ", value)
    value = value.strip()
    return _words(value) if "=?" in value else value


def _words(value: str) -> str:
    value = _BETWEEN_WORDS.sub(r"\1", value)
    pieces: list[str] = []
    pending, charset, end = b"", "", 0
    for match in _ENCODED_WORD.finditer(value):
        # A character may be cut in two by adjacent words of one charset: join before decoding.
        if match.start() != end or match[1].lower() != charset:
            pieces += [charsets.decode(pending, charset), value[end : match.start()]]
            pending = b""
        charset, end = match[1].lower(), match.end()
        pending += _word(match[2], match[3])
    pieces += [charsets.decode(pending, charset.split("*")[0]), value[end:]]
    return "".join(pieces)


def _word(encoding: str, body: str) -> bytes:
    data = body.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return binascii.a2b_qp(data.replace(b" ", b"_"), header=True)
    return base64(data)


def base64(data: bytes) -> bytes:
    """Base64 decoded as far as it goes, without complaint about what does not belong in it."""
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    if len(kept) % 4 == 1:
        kept = kept[:-1]
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """The main value (lower case) and the parameters of a Content-Type or -Disposition."""
    main = value.split(";", 1)[0].strip().lower()
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for match in _PARAMETER.finditer(value[:20000]):
        name = _CONTINUED.match(match[1].lower())
        if name is not None:
            number = int(name[2] or 0)
            pieces.setdefault(name[1], {})[number] = (_unquote(match[2]), bool(name[3]))
    return main, {name: _joined(parts) for name, parts in pieces.items()}


def _unquote(value: str) -> str:
    value = value.strip()
    if value.startswith('"'):
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    return value


def _joined(parts: Mapping[int, tuple[str, bool]]) -> str:
    """RFC 2231: numbered pieces, percent-encoded where starred, the charset in the first."""
    ordered = [parts[number] for number in sorted(parts)]
    if not any(starred for _, starred in ordered):
        return text("".join(value for value, _ in ordered))
    first = ordered[0][0].split("'", 2)
    charset = first[0] if len(first) == 3 else ""
    values = [(first[-1], ordered[0][1]), *ordered[1:]]
    data = b"".join(
        unquote_to_bytes(value) if starred else value.encode("utf-8", "surrogateescape")
        for value, starred in values
    )
    return charsets.decode(data, charset)


def message_ids(value: str) -> tuple[str, ...]:
    """The Message-IDs of a References or In-Reply-To header, without angle brackets."""
    return tuple(_MESSAGE_ID.findall(value[:100_000]))


def date(value: str) -> datetime | None:
    """The moment a Date header claims, in UTC; None when it makes no sense."""
    try:
        moment = parsedate_to_datetime(value[:200])
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
