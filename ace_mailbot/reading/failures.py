"""Whom a delivery report names, and which of our letters it brings back.

Fields of RFC 3464 first, then what mail systems write in plain words, then the returned letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ace_mailbot.reading import addresses, headers
from ace_mailbot.reading.mime import Body

Headers = Mapping[str, tuple[str, ...]]

_FIELD = r"^[ \t]*(?:{})[ \t]*:[ \t]*(?:[\w-]+[ \t]*;)?[ \t]*<?[ \t]*([^\s<>;]+@[^\s<>;,]+)"
# The address as we wrote it comes first.
_RECIPIENTS = tuple(
    re.compile(_FIELD.format(name), re.IGNORECASE | re.MULTILINE)
    for name in ("original-recipient", "final-recipient")
)
_COMPLAINED = re.compile(
    _FIELD.format("original-rcpt-to|removal-recipient|final-recipient"),
    re.IGNORECASE | re.MULTILINE,
)
ACTION = re.compile(r"^[ \t]*action[ \t]*:[ \t]*([\w-]+)", re.IGNORECASE | re.MULTILINE)
_SUCCESS = ("relayed", "delivered", "expanded")
_GROUP = re.compile(r"\n[ \t]*\r?\n")
_ORIGINAL = re.compile(
    r"^\s*(?:[->_=*#]{2,}.{0,20}(?:original|unsent|returned|copy|text|header|undelivered|body"
    r"|start|included|transcript of mess|forwarded).*|"
    r".{0,60}(?:original (?:message|mail)|copy of (?:the|your) message|message (?:header|text"
    r"|begins|follows|contents)|"
    r"headers? of the (?:original|message)|first \d+ (?:lines|bytes|characters)"
    r"|undelivered (?:message|mail)|returned message|"
    r"unsent message|body of (?:the|your) message|text of your message|your message (?:begins"
    r"|reads|was|text)).{0,60}:?\s*-*|received:\s+(?:from|by)\b.*|return-path:.*|message-id:.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_ANNOUNCED = re.compile(
    r"(?:following|these|below|listed)\b[^\n]{0,40}\b(?:recipient|address|user|mailbox|destination)"
    r"|did not reach|could not be (?:delivered|sent) to|not (?:be )?delivered to|failed recipient"
    r"|couldn['’]t be delivered to|folgende[nr]? (?:empf|adress)|destinataires? suivant"
    r"|siguientes? destinatari|seguent[ei] destinatari|seguintes? destinat|volgende (?:ontvanger"
    r"|adres|geadresseerde)|nast[eę]puj[aą]c|следующ",
    re.IGNORECASE,
)
_X400 = re.compile(r"\bSMTP=", re.IGNORECASE)  # how old Exchange writes an internet address
_NEVER_FAILED = re.compile(
    r"^(?:mailer-daemon|postmaster|abuse|support|help|helpdesk|noc|webmaster|hostmaster|root"
    r"|mail-?admin|microsoftexchange\w*)@|\.(?:png|jpg|gif)$",
    re.IGNORECASE,
)
_ID_LIKE = re.compile(r"^(?:[^@]{30,}|\d{8,}[.\w-]*|.*[$=!].*)@", re.IGNORECASE)
_OPENS = re.compile(
    r"^[\s>*\"'(]*(?:(?:rcpt to|recipient|mailbox|user|address|for|to|an|à|para)\s*:?\s*)?"
    r"<?[^\s<>@:]+@[^\s<>@]+",
    re.IGNORECASE,
)
_BARE_NAMES = re.compile(
    r"following (?:recipient|address"
    r"|user)[^:]{0,160}:\s*\n((?:[ \t]+[a-z0-9][\w.+-]{1,63}[ \t]*(?:\n|$))+)"
    r"\s*(?:\n|$)",
    re.IGNORECASE,
)
_EXPANDED = re.compile(
    r"^\s*\((?:expanded|generated|forwarded) from:?\s*<?([^\s<>)]+@[^\s<>)]+)", re.IGNORECASE
)
_RETURNED_ID = re.compile(
    r"^[ \t>]*(?:original-)?message-id:\s*(<[^>\s]+>)", re.IGNORECASE | re.MULTILINE
)
_RETURNED_LETTERS = 20_000  # of a letter that came back, looked at


def recipients(headers: Headers, body: Body, own: frozenset[str], sender: str) -> tuple[str, ...]:
    """The addresses that the report is about, lower case.

    *own* are those the report came to: what bounced was sent from there, so they never failed.
    """
    for found in _ways(headers, body, own, sender):
        if named := tuple(dict.fromkeys(e for e in found if e not in own)):
            return named
    return ()


def _ways(headers: Headers, body: Body, own: frozenset[str], sender: str) -> Iterator[list[str]]:
    """What each source names, the surest first."""
    yield [e for v in headers.get("x-failed-recipients", ()) for e in addresses.emails_in(v)]
    yield _from_reports(body.reports)
    yield [m.lower().strip("<>.") for notice in body.notices for m in _COMPLAINED.findall(notice)]
    # A gateway may wrap a report in a report, or leave its fields in the text.
    yield _from_reports((body.text, *body.returned))
    yield _from_bare_names(body.text, sender)
    yield _from_words(body.text, own)
    yield [e for value in headers.get("subject", ()) for e in _candidates(value, own)]
    yield _from_returned(body)


def _from_reports(reports: tuple[str, ...]) -> list[str]:
    """The recipient of each group whose Action is no success."""
    found: list[str] = []
    for report in reports:
        for group in _GROUP.split(report) if "ecipient" in report else ():
            action = ACTION.search(group)
            if action and action[1].lower() in _SUCCESS:
                continue
            # An alias may have led on to an address that we don't know: both are named.
            matches = (pattern.search(group) for pattern in _RECIPIENTS)
            found += [m[1].lower().strip("<>.") for m in matches if m]
    return found


def _from_words(text: str, own: frozenset[str]) -> list[str]:
    """Addresses in the explanation, which stands above the returned message."""
    cut = _ORIGINAL.search(text, 1)
    explanation = text[:6000]
    if cut and _candidates(text[: cut.start()], own):
        explanation = text[: cut.start()]
    if announced := _ANNOUNCED.search(explanation):
        # Where the announcement leads to nobody, somebody was named before it.
        below = explanation[announced.start() :]
        explanation = below if _candidates(below, own) else explanation
    lines = explanation.split("\n")
    strong: list[str] = []
    for line in lines:
        if _OPENS.match(line):
            strong += _candidates(line, own)[: _most(line)]
        elif strong and (expanded := _EXPANDED.match(line)):
            strong.append(expanded[1].lower())
    return strong or _candidates(explanation, own)


def _most(line: str) -> int:
    """How many addresses at a line's beginning failed: "a@x, b@x" is two, "a@x via b@x" one."""
    return 9 if re.match(r"^[\s<]*[^\s<>@,;]+@[^\s<>@,;]+>?\s*[,;]", line) else 1


def _candidates(text: str, own: frozenset[str]) -> list[str]:
    return [
        e
        for e in addresses.emails_in(_X400.sub(" ", text))
        if e not in own and not _NEVER_FAILED.search(e) and not _ID_LIKE.match(e)
    ]


def _from_bare_names(text: str, sender: str) -> list[str]:
    """AOL names its members without a domain, which is the sender's own."""
    listed = _BARE_NAMES.search(text)
    if not listed or "@" not in sender:
        return []
    return [f"{name}@{sender.partition('@')[2]}".lower() for name in listed[1].split()]


def _from_returned(body: Body) -> list[str]:
    """To: of the message that came back, when the report names nobody."""
    for returned in body.returned:
        match = re.search(
            r"^to:(.*(?:\n[ \t].*)*)", returned[:_RETURNED_LETTERS], re.IGNORECASE | re.MULTILINE
        )
        if match:
            return list(addresses.emails_in(match[1]))
    return []


def returned_ids(body: Body) -> tuple[str, ...]:
    """Message-IDs of the letters that a report is about, surest first, without brackets."""
    sources = (*body.returned, *body.notices, *body.reports, body.text)
    found = (m for s in sources for m in _RETURNED_ID.findall(s[:_RETURNED_LETTERS]))
    return tuple(dict.fromkeys(i for match in found for i in headers.message_ids(match)))
