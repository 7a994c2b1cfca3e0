"""How sure we are of a sender: what the receiving mail server vouched for.

Only the topmost Authentication-Results header counts, and only when the configured server wrote it:
anything below it, or by another name, may have come with the message.
"""

from __future__ import annotations

import re

from ace_mailbot.config import Config
from ace_mailbot.model import Message

_RESULT = re.compile(r"\b(dmarc|spf|dkim)\s*=\s*(\w+)([^;]*)", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:header\.from|header\.d|header\.i|smtp\.mailfrom)\s*=\s*(\S+)", re.I)


def vouched(message: Message, config: Config) -> bool:
    """Whether the configured server passed this message as really from its From address."""
    if not message.sender or message.senders != 1 or not config.mailbox.authserv_id:
        return False
    headers = message.headers.get("authentication-results", ())
    if not headers or _authserv_id(headers[0]) != config.mailbox.authserv_id.lower():
        return False
    domain = message.sender.email.rpartition("@")[2]
    return any(
        result.lower() == "pass" and _aligned(method.lower(), properties, domain)
        for method, result, properties in _RESULT.findall(_without_comments(headers[0]))
    )


def _authserv_id(header: str) -> str:
    return re.split(r"[;\s]", header.strip(), maxsplit=1)[0].lower()


def _without_comments(header: str) -> str:
    return re.sub(r"\([^()]*\)", " ", header)


def _aligned(method: str, properties: str, domain: str) -> bool:
    """DMARC is aligned by its nature; SPF and DKIM must name the From domain or its parent."""
    named = [_domain_of(value) for value in _DOMAIN.findall(properties)]
    if method == "dmarc":
        return not named or domain in named
    return any(n == domain or (domain.endswith("." + n) and "." in n) for n in named)


def _domain_of(value: str) -> str:
    return value.strip('"<>;,').rpartition("@")[2].lower()
