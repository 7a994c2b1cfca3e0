"""Bytes to text, whatever the label says. Nothing here raises: wrong text beats no text."""

from __future__ import annotations

import codecs
from functools import lru_cache

# Python offers these as text encodings, but no mail program means them; punycode takes
# quadratic time, and utf_7 is handled like any other.
_NEVER = frozenset({"punycode", "idna", "undefined", "unicode_escape", "raw_unicode_escape"})

# What senders mean when they say the left: browsers and mail programs read it so too.
_MEANT = {"iso8859-1": "cp1252", "ascii": "utf-8", "iso8859-9": "cp1254", "gb2312": "gb18030"}


def decode(data: bytes, charset: str = "") -> str:
    """The text of *data*: by its *charset* if that fits, else UTF-8, else Windows-1252."""
    for name in (_codec(charset), "utf-8"):
        if name:
            try:
                return data.decode(name)
            except UnicodeError:
                continue
    return data.decode("cp1252", errors="replace")


@lru_cache(maxsize=256)
def _codec(charset: str) -> str:
    """The Python codec to try for *charset*, "" when there is none."""
    try:
        name = codecs.lookup(charset.strip().strip("\"'")).name
        # Only text codecs may pass: "base64" and "zip" are codecs too, but refuse real bytes.
        b"a".decode(name, "ignore")
    except (LookupError, ValueError):
        return ""
    return "" if name in _NEVER else _MEANT.get(name, name)
