"""The MAPI properties that .msg and winmail.dat share: a mail's text, a file's name and bytes."""

from __future__ import annotations

from collections.abc import Mapping

from ace_mailbot.model import Unreadable
from ace_mailbot.reading import charsets, html, mime
from ace_mailbot.reading.enclosed import packed_rtf
from ace_mailbot.reading.enclosed.holding import Enclosed
from ace_mailbot.reading.forms import rtf

# By id: a name, and what it holds. Ids are those of [MS-OXPROPS].
BODY, PACKED_RTF, HTML = 0x1000, 0x1009, 0x1013
DATA, SHORT_NAME, LONG_NAME, DISPLAY_NAME, TYPE = 0x3701, 0x3704, 0x3707, 0x3001, 0x370E
WANTED = frozenset({BODY, PACKED_RTF, HTML, DATA, SHORT_NAME, LONG_NAME, DISPLAY_NAME, TYPE})

UNICODE, EIGHT_BIT = 0x001F, 0x001E

Properties = Mapping[int, str | bytes]


def text(found: Properties) -> str:
    """A mail's own text: as it is, else of its HTML, else of its Rich Text."""
    if isinstance(plain := found.get(BODY), str) and plain.strip():
        return mime.normal(plain)
    if source := found.get(HTML):
        told = source if isinstance(source, str) else charsets.decode(source)
        return mime.normal(html.to_text(told))
    packed = found.get(PACKED_RTF)
    if isinstance(packed, bytes):
        try:
            return rtf.read(packed_rtf.unpacked(packed)).text
        except Unreadable:
            return ""  # the files beside it may be read all the same
    return ""


def file(found: Properties) -> Enclosed | None:
    data = found.get(DATA)
    if not isinstance(data, bytes):
        return None
    names = (found.get(name) for name in (LONG_NAME, SHORT_NAME, DISPLAY_NAME))
    name = next((n for n in names if isinstance(n, str) and n), "unnamed file")
    kind = found.get(TYPE, "")
    return Enclosed(name, kind.lower() if isinstance(kind, str) else "", data)


def string(data: bytes, kind: int) -> str:
    told = data.decode("utf-16-le", "replace") if kind == UNICODE else charsets.decode(data)
    return told.rstrip("\0")
