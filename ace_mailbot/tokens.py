"""Tokens: how a reply proves which of our letters it answers.

A token is 12 letters of base32 from an HMAC of the letter's key under the secret in `data/`. It
stands in the letter's Message-ID and visibly in its body, so that a reply carries it home whatever
the mail program keeps.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

_IN_MESSAGE_ID = re.compile(r"\.([a-z2-7]{12})@", re.IGNORECASE)
_IN_BODY = re.compile(r"/([a-z2-7]{4})-([a-z2-7]{4})-([a-z2-7]{4})\b", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"\+([a-z2-7]{12})@", re.IGNORECASE)


def mint(secret: bytes, key: str) -> str:
    """The token of the letter with *key*: the same each time, guessable by nobody."""
    digest = hmac.new(secret, key.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:12]


def message_id(token: str, reference: str | None, domain: str) -> str:
    """A Message-ID without angle brackets, such as `ace-003.k7m2p9qd4xab@funder.example`."""
    return f"{(reference or 'programme').lower()}.{token}@{domain}"


def visible(token: str, label: str) -> str:
    """The token as it stands in a letter's body, such as `ACE-003/k7m2-p9qd-4xab`."""
    return f"{label}/{token[:4]}-{token[4:8]}-{token[8:]}"


def in_message_ids(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Tokens in Message-IDs (no brackets), in their order."""
    return tuple(m[1].lower() for i in ids if (m := _IN_MESSAGE_ID.search(i)))


def in_body(text: str) -> tuple[str, ...]:
    """Tokens that stand visibly in *text*, in their order."""
    return tuple("".join(m.groups()).lower() for m in _IN_BODY.finditer(text))


def in_address(email: str) -> tuple[str, ...]:
    """The token of a plus address, such as ace+k7m2p9qd4xab@funder.example."""
    return tuple(m[1].lower() for m in _IN_ADDRESS.finditer(email))
