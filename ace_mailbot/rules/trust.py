"""How sure we are of a sender: what the receiving mail server vouched for.

Only the topmost Authentication-Results header counts, and only when the configured server wrote it:
anything below it, or by another name, may have come with the message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ace_mailbot.config import Config
from ace_mailbot.model import Message

_RESULT = re.compile(r"\s*(dmarc|spf|dkim)\s*=\s*(\w+)(.*)", re.IGNORECASE | re.DOTALL)
_DOMAIN = re.compile(r"(?:header\.from|header\.d|header\.i|smtp\.mailfrom)\s*=\s*(\S+)", re.I)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_COMMENT = re.compile(r"\([^()]*\)")


def vouched(message: Message, config: Config) -> bool:
    """Whether the configured server passed this message as really from its From address."""
    if not message.sender or message.senders != 1:
        return False
    domain = message.sender.email.rpartition("@")[2]
    return _is_internal(message, domain, config) or _is_authenticated(message, domain, config)


def _is_internal(message: Message, domain: str, config: Config) -> bool:
    """Exchange's own mark on mail between colleagues.

    Exchange takes this header off whatever comes from outside; other servers hand it on, so it
    counts only where the mailbox is read from Exchange itself.
    """
    marks = message.headers.get("x-ms-exchange-organization-authas", ())
    own = config.mailbox.address.rpartition("@")[2]
    on_exchange = config.mailbox.backend in {"exchange", "graph"}
    return on_exchange and domain == own and [m.strip().lower() for m in marks] == ["internal"]


def _is_authenticated(message: Message, domain: str, config: Config) -> bool:
    headers = message.headers.get("authentication-results", ())
    if not headers:
        return False
    results = list(_results(headers[0], config))
    if any(method == "dmarc" and result == "fail" for method, result, _ in results):
        return False
    return any(
        result == "pass" and _aligned(method, properties, domain)
        for method, result, properties in results
    )


def _results(header: str, config: Config) -> Iterator[tuple[str, str, str]]:
    """Method, result and properties of each result in *header*; none where it isn't our server's.

    Quoted strings and comments go first: a sender chooses what stands in them.
    """
    bare = _without_comments(_QUOTED.sub("", header))
    name, *rest = bare.split(";")
    server = config.mailbox.authserv_id.lower()
    if server:
        parts = rest if name.lower().split()[:1] == [server] else []
    elif config.mailbox.backend == "graph" and _RESULT.fullmatch(name):
        parts = [name, *rest]  # Microsoft 365 puts no server's name before its results
    else:
        parts = []
    for part in parts:
        if match := _RESULT.fullmatch(part):
            yield match[1].lower(), match[2].lower(), match[3]


def _without_comments(header: str) -> str:
    while (without := _COMMENT.sub(" ", header)) != header:
        header = without
    return header


def _aligned(method: str, properties: str, domain: str) -> bool:
    """DMARC is aligned by its nature; SPF and DKIM must name the From domain or its parent."""
    named = [_domain_of(value) for value in _DOMAIN.findall(properties)]
    if method == "dmarc":
        return not named or domain in named
    return any(n == domain or (domain.endswith("." + n) and "." in n) for n in named)


def _domain_of(value: str) -> str:
    return value.strip("<>,").rpartition("@")[2].lower()
