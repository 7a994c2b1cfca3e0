"""Delivery reports: that a message is one, and which addresses it says failed.

RFC 3464 reports first, then what mail systems write in plain words, old Exchange included.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ace_mailbot.reading import addresses
from ace_mailbot.reading.mime import Body

Headers = Mapping[str, tuple[str, ...]]

_RECIPIENT = re.compile(
    r"^\s*(?:final|original)-recipient\s*:\s*(?:[\w-]+\s*;)?\s*<?\s*([^\s<>;]+@[^\s<>;,]+)",
    re.IGNORECASE | re.MULTILINE,
)
_ACTION = re.compile(r"^\s*action\s*:\s*([\w-]+)", re.IGNORECASE | re.MULTILINE)
_MACHINE = re.compile(
    r"^(?:mailer-?daemon|mail-?daemon|postmaster|postmast|mdaemon|microsoftexchange[0-9a-f]+|"
    r"mail(?:er)?\.?delivery|exchange|bounces?|mailadmin|mail-?router|smtp|mmdf|double-?bounce"
    r"|uucp)\b",
    re.IGNORECASE,
)
_MACHINE_NAME = re.compile(
    r"mail(?:er)?[ -]?deli?very|delivery (?:sub)?system|mailer[ -]?daemon|postmaster"
    r"|system administrator|mail administrator|"
    r"internet mail (?:delivery|service)|mail system|message (?:router|delivery)|mail gateway",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver(?:ed|able)|un-?deliverable|delivery (?:status )?(?:notification|report)|"
    r"(?:mail|message|e-?mail)?\s*deliver[yi]\w* (?:has )?(?:failed|failure|problem|error|delayed"
    r"|notification|attempt|report|warning)|"
    r"returned? (?:mail|e-?mail|message|to sender)|(?:mail|message) (?:has been "
    r"|was )?(?:returned|rejected|not delivered)|"
    r"failure (?:notice|delivery|notification)|fail(?:ed|ure) (?:mail|delivery|in delivery"
    r"|of delivery)|failed mail|"
    r"(?:mail|message|e-?mail) (?:could|can) ?not be delivered|non[- ]?(?:remis|recapitat"
    r"|entregad|deliver)|"
    r"mail (?:system )?(?:error|failure|delivery)|nondeliverable|not delivered"
    r"|could not be delivered|"
    r"user unknown|unknown user|unzustellbar|zustellung|nicht zugestellt|non distribuable|"
    r"échec|no se (?:puede|pudo|ha podido) entregar|mancata consegna|onbestelbaar"
    r"|niet (?:worden )?bezorgd|"
    r"не доставлено|недоставл|bounce|message status - undeliverable|warning: (?:could not send"
    r"|message)|"
    r"mail transaction failed|address(?:ee)? (?:unknown|no longer)|delayed mail|rejected mail"
    r"|returned to sender",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:could|can|was|were|has|have|did|is|been)\s*(?:not|n['’]t|un)\s*(?:be|been|reach"
    r"|able to be)?\s*(?:able to )?(?:be )?"
    r"(?:deliver|reach|sent|forward)|"
    r"unable to (?:deliver|forward|relay|reach)|undeliver(?:ed|able)|delivery (?:to the following"
    r"|failed|has failed|attempt|error|status|failure)|"
    r"permanent (?:fatal )?error|permanent failure|fatal error|following (?:address|recipient"
    r"|user)|"
    r"(?:user|recipient|address|mailbox|account|host|domain)\b.{0,40}\b(?:unknown|not found"
    r"|unavailable|does ?n[o']t exist|"
    r"not exist|inactive|disabled|not listed|rejected|suspended|over quota|is full|no longer)|"
    r"(?:unknown|invalid|no such|bad|unrouteable|nonexistent) (?:user|recipient|address|mailbox"
    r"|local|host|domain)|"
    r"this is the qmail|this message was created automatically by (?:the )?mail"
    r"|mail delivery (?:system|subsystem)|"
    r"\b5\d\d[ -]\d\.\d\.\d|\b5\.\d\.\d{1,2}\b|\b55[0-4][ :-]|over (?:its|their) (?:disk )?quota"
    r"|quota exceeded|returned (?:mail|message|to)|"
    r"mail box space|message (?:delayed|bounced)|your mail (?:cannot|could not)"
    r"|no longer (?:active|valid|in use|accepting)|"
    r"could not (?:be )?(?:deliver|send)|will be retried|still (?:trying|undelivered)",
    re.IGNORECASE | re.DOTALL,
)
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
    r"|did not reach|could not be (?:delivered|sent) to|not (?:be )?delivered to|failed recipient",
    re.IGNORECASE,
)
_X400 = re.compile(r"\bSMTP=", re.IGNORECASE)  # how old Exchange writes an internet address
_NEVER_FAILED = re.compile(
    r"^(?:mailer-daemon|postmaster|abuse|support|help|helpdesk|noc|webmaster|hostmaster|root)@"
    r"|\.(?:png|jpg|gif)$",
    re.IGNORECASE,
)
_ID_LIKE = re.compile(r"^(?:[^@]{30,}|\d{8,}[.\w-]*|.*[$=!].*)@", re.IGNORECASE)
_TEMPORARY_ONLY = {"delayed", "relayed", "delivered", "expanded"}


def signs(headers: Headers, body: Body, subject: str, sender: str, name: str) -> tuple[str, ...]:
    """Why this is a delivery report; empty when it isn't one."""
    kind = headers.get("content-type", ("",))[0].lower()
    if "delivery-status" in kind and "multipart/report" in kind:
        return ("It is a delivery report (RFC 3464).",)
    if body.reports:
        return ("It holds a delivery status.",)
    if "x-failed-recipients" in headers:
        return ("It has an X-Failed-Recipients header.",)
    if "disposition-notification" in kind:
        return ()
    found = []
    if _is_machine(headers, sender, name):
        found.append("It comes from a mail system.")
    if _SUBJECT.search(subject):
        found.append("Its subject says that mail was not delivered.")
    if not found:
        return ()  # words alone never make a report, see _enough
    if _BODY.search(body.text[:4000]) or (body.returned and not body.text.strip()):
        found.append("Its text says that mail was not delivered.")
    return tuple(found) if _enough(found, headers, body) else ()


def _is_machine(headers: Headers, sender: str, name: str) -> bool:
    local = sender.partition("@")[0]
    return bool(_MACHINE.match(local) or _MACHINE_NAME.search(name)) or (
        bool(headers.get("from")) and not sender and "<>" in headers["from"][0]
    )


def _enough(found: list[str], headers: Headers, body: Body) -> bool:
    """Two signs of three, and never the words alone when a person answers us."""
    if len(found) == 3:
        return True
    null_path = any(value.strip() == "<>" for value in headers.get("return-path", ()))
    from_system = "It comes from a mail system." in found
    if len(found) == 2:
        # A person may complain that "your message was not delivered": a reply is no report.
        return from_system or null_path or "in-reply-to" not in headers
    return len(found) == 1 and (null_path or bool(body.returned)) and from_system


def failed_recipients(headers: Headers, body: Body, own: frozenset[str]) -> tuple[str, ...]:
    """The addresses that mail did not reach, lower case.

    *own* are those the report came to: what bounced was sent from there, so they never failed.
    """
    found = _from_headers(headers) or _from_reports(body.reports)
    if not found:
        found = _from_words(body.text, own)
    if not found:
        found = _from_returned(body)
    return tuple(dict.fromkeys(e for e in found if e not in own))


def _from_headers(headers: Headers) -> list[str]:
    values = headers.get("x-failed-recipients", ())
    return [e for value in values for e in addresses.emails_in(value)]


def _from_reports(reports: tuple[str, ...]) -> list[str]:
    """Final-Recipient of each group whose Action is not plainly a success."""
    found: list[str] = []
    for report in reports:
        for group in re.split(r"\n[ \t]*\r?\n", report):
            action = _ACTION.search(group)
            if action and action[1].lower() in _TEMPORARY_ONLY - {"delayed"}:
                continue
            match = _RECIPIENT.search(group)
            if match:
                found.append(match[1].lower().strip("<>."))
    return found


def _from_words(text: str, own: frozenset[str]) -> list[str]:
    """Addresses in the explanation, which stands above the returned message."""
    cut = _ORIGINAL.search(text, 1)
    explanation = text[: cut.start()] if cut and _has_candidate(text[: cut.start()], own) else text
    if not cut:
        explanation = text[:6000]
    if announced := _ANNOUNCED.search(explanation):
        explanation = explanation[announced.start() :]
    lines = explanation.split("\n")
    strong = [e for line in lines if _opens_with_address(line) for e in _candidates(line, own)[:1]]
    return strong or _candidates(explanation, own)


def _has_candidate(text: str, own: frozenset[str]) -> bool:
    return bool(_candidates(text, own))


def _opens_with_address(line: str) -> bool:
    return bool(
        re.match(
            r"^[\s>*\"'(]*(?:(?:rcpt to|recipient|mailbox|user|address"
            r"|for)\s*:?\s*)?<?[^\s<>@:]+@[^\s<>@]+",
            line,
            re.I,
        )
    )


def _candidates(text: str, own: frozenset[str]) -> list[str]:
    return [
        e
        for e in addresses.emails_in(_X400.sub(" ", text))
        if e not in own and not _NEVER_FAILED.search(e) and not _ID_LIKE.match(e)
    ]


def _from_returned(body: Body) -> list[str]:
    """To: of the message that came back, when the report names nobody."""
    for returned in body.returned:
        match = re.search(r"^to:(.*(?:\n[ \t].*)*)", returned[:20000], re.IGNORECASE | re.MULTILINE)
        if match:
            return list(addresses.emails_in(match[1]))
    return []
