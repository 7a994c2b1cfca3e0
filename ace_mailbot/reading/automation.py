"""Who or what wrote a message: a person, a machine, a list, or we ourselves.

Whether we may answer is a second question: any sign of automation stops the answer, never the
work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ace_mailbot.model import Address, Delivery, Nature
from ace_mailbot.reading import automatic, bounces, quoting
from ace_mailbot.reading.mime import Body

Headers = Mapping[str, tuple[str, ...]]

# X-Autoreply, X-Auto-Response-..., Auto-Generated, X-Autorespond, X-HolidayReply and the like.
_AUTO_HEADER = re.compile(
    r"auto[-_]?(?:repl|respon|generat|submit)|holiday[-_]?reply"
    r"|machine[-_]?generated"
    r"|^(?:x-)?(?:vacation|out-?of-?office|ooo)\b",
)
_NOT_AUTO = ("x-auto-response-suppress", "auto-submitted", "x-fc-machinegenerated")
_AUTO_VALUES = (
    ("delivered-to", re.compile(r"^autoresponder$", re.I)),
    ("x-mailer", re.compile(r"vacation|autorespon|auto-?repl", re.I)),
    ("x-pobox-pass", re.compile(r"vacation", re.I)),
    ("preference", re.compile(r"auto[-_]reply", re.I)),
    ("precedence", re.compile(r"auto[-_]reply", re.I)),
    ("x-precedence", re.compile(r"auto[-_]reply", re.I)),
    ("x-post-messageclass", re.compile(r"autorespon|auto_reply", re.I)),
    ("x-fc-machinegenerated", re.compile(r"true", re.I)),
    ("feedback-id", re.compile(r"autorespon|auto-reply", re.I)),
)
_OF_RULES = ("x-ms-exchange-inbox-rules-loop", "x-ms-exchange-generated-message-source")
_OF_HELP_DESKS = (
    "x-rt-loop-prevention",
    "rt-ticket",
    "x-otrs-loop",
    "x-zendesk-ticket",
    "x-zammad-ticket",
    "x-freshdesk-ticket",
    "x-ticket-id",
    "x-glpi",
)
_LIST_HEADERS = (
    "list-id",
    "list-post",
    "list-help",
    "list-subscribe",
    "list-owner",
    "x-mailing-list",
    "mailing-list",
    "x-mailman-version",
    "x-beenthere",
    "x-loop",
)
_MARKETING_HEADERS = (
    "list-unsubscribe",
    "feedback-id",
    "x-campaign",
    "x-campaignid",
    "x-mc-user",
    "x-csa-complaints",
    "x-sg-eid",
    "x-mailgun-sid",
    "x-report-abuse",
)
_NO_REPLY = re.compile(
    r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|noreply.*|donotreply.*|no[-_.]?response|nobody"
    r"|null|unattended)$|^.*[-_.+](?:no-?reply|donotreply)$",
    re.I,
)
_MACHINE_SENDER = re.compile(
    r"^(?:(?:mailer|mail)-?daemon|postmaster|auto(?:reply|-?respond(?:er)?|mailer|matic|mated)?"
    r"|root|daemon|cron|notifications?|alerts?|newsletters?|bounces?|mailings?|marketing)$",
    re.I,
)


@dataclass(frozen=True)
class Verdict:
    nature: Nature
    may_answer: bool
    signs: tuple[str, ...]
    delivery: Delivery | None = None


def judge(
    headers: Headers, body: Body, words: str, subject: str, sender: Address | None, own: Address
) -> Verdict:
    """What wrote this, whether it may be answered, and the signs of either.

    *words* is the new text alone: what somebody quotes says nothing about them.
    """
    email, name = (sender.email, sender.name) if sender else ("", "")
    if _is_own(headers, email, own.email):
        return Verdict(Nature.OWN, False, ("We sent it ourselves.",))
    if report := bounces.report(headers, body, subject, email, name):
        return Verdict(Nature.BOUNCE, False, report.signs, report.delivery)
    if found := auto_reply_signs(headers, body, words, subject):
        return Verdict(Nature.AUTO_REPLY, False, found)
    if found := _list_signs(headers, words):
        return Verdict(Nature.LIST, False, found)
    found = _brakes(headers, email)
    return Verdict(Nature.PERSON, not found, found)


def _is_own(headers: Headers, email: str, own: str) -> bool:
    domain = own.partition("@")[2]
    ids = headers.get("message-id", ())
    pattern = rf"^\s*<[\w-]+\.[a-z2-7]{{12}}@{re.escape(domain)}>\s*$"
    return email == own or any(re.match(pattern, value, re.I) for value in ids)


def auto_reply_signs(headers: Headers, body: Body, words: str, subject: str) -> tuple[str, ...]:
    found: list[str] = []
    submitted = _first(headers, "auto-submitted").lower()
    if submitted and not submitted.startswith("no"):
        found.append(f"Its Auto-Submitted header says {submitted[:40]}.")
    found += [
        f"It has the header {name}."
        for name, values in headers.items()
        if _AUTO_HEADER.search(name) and name not in _NOT_AUTO and _true(values[0])
    ]
    found += [
        f"Its {name} header says that it is automatic."
        for name, pattern in _AUTO_VALUES
        if any(pattern.search(value) for value in headers.get(name, ()))
    ]
    if _is_receipt(headers) or automatic.is_receipt(subject, words):
        found.append("It is a read receipt.")
    listed = any(name in headers for name in _LIST_HEADERS)
    mass = "list-unsubscribe" in headers and "in-reply-to" not in headers
    if found or listed or mass:
        return tuple(found)  # a list's "do not reply" is no answer to us
    return _signs_in_words(headers, body, words, subject)


def _signs_in_words(headers: Headers, body: Body, words: str, subject: str) -> tuple[str, ...]:
    """Without a header that tells: what its subject and its new words say, weighed together."""
    answers = "in-reply-to" in headers or automatic.answers(subject)
    weight = automatic.of_subject(subject) + _suspect(headers, answers) - 2 * _brings_files(body)
    quotes = _quotes(body)
    text = words if quotes else body.text
    # An autoresponder hardly ever quotes below an introduction; people's programs do.
    if not (quotes and not weight):
        weight += automatic.of_words(text, unasked=not (answers or weight)) - 2 * quotes
    if weight < automatic.SURE:
        return ()
    told = ", ".join(f'"{piece}"' for piece in automatic.telling(text))
    return (
        "Its subject and words are those of an automatic reply" + (f": {told}." if told else "."),
    )


def _quotes(body: Body) -> bool:
    """Whether it quotes; a desk's "reply above this line" at the very top begins no quote."""
    return any(b.end > 1 for b in quoting.boundaries(body.text.lstrip().split("\n")))


def _brings_files(body: Body) -> bool:
    """Whether files come with it: no pictures of a signature, nor a letter that it returns."""
    kinds = {a.content_type.partition("/")[0] for a in body.attachments if not a.inline}
    return bool(kinds - {"image", "message", "text"})


def _true(value: str) -> bool:
    return bool(value) and value.strip().lower() not in ("no", "false", "0", "none")


def _is_receipt(headers: Headers) -> bool:
    kind = _first(headers, "content-type").lower()
    return "multipart/report" in kind and "disposition-notification" in kind


def _suspect(headers: Headers, answers: bool) -> int:
    """The weight of headers that persons' mail hardly ever carries, but that prove nothing."""
    precedence = _first(headers, "precedence").lower()
    null_path = any(v.strip() == "<>" for v in headers.get("return-path", ()))
    # Exchange marks what a rule sent: that somebody is away, or a person's mail passed on.
    by_rule = any(name in headers for name in _OF_RULES)
    listed = any(name in headers for name in _LIST_HEADERS)
    return (
        null_path
        + by_rule
        # In answer to a letter it is the mark of vacation programs, elsewhere of lists and shops.
        + (precedence in ("bulk", "junk") and answers) * (1 + (not listed))
        + any(name in headers for name in _OF_HELP_DESKS)
        + ("x-auto-response-suppress" in headers)
        + ("list-unsubscribe" in headers)
        + any(_NO_REPLY.match(_local_part(value)) is not None for value in headers.get("from", ()))
    )


def _local_part(sender: str) -> str:
    return sender.rpartition("<")[2].partition("@")[0].strip()


def _list_signs(headers: Headers, words: str) -> tuple[str, ...]:
    found = [f"It has the list header {name}." for name in _LIST_HEADERS if headers.get(name)]
    found += [f"It has the header {n} of bulk mail." for n in _MARKETING_HEADERS if headers.get(n)]
    precedence = _first(headers, "precedence").lower()
    if precedence in ("bulk", "list", "junk"):
        found.append(f"Its Precedence header says {precedence}.")
    if not found and _looks_like_marketing(words):
        found.append("It reads like marketing: it offers to unsubscribe.")
    return tuple(found)


def _looks_like_marketing(text: str) -> bool:
    end = text[-1500:].lower()
    return "unsubscribe" in end and (
        "view in browser" in text.lower() or "mailing list" in end or "click here" in end
    )


def _brakes(headers: Headers, email: str) -> tuple[str, ...]:
    """Signs that stop an answer, though a person may well have written the message."""
    found = []
    local = email.partition("@")[0]
    if not email:
        found.append("It names no sender to answer.")
    if _NO_REPLY.match(local):
        found.append("Its sender takes no replies.")
    elif _MACHINE_SENDER.match(local):
        found.append("Its sender is a machine's address.")
    suppress = _first(headers, "x-auto-response-suppress").lower()
    if re.search(r"\b(?:all|oof|autoreply)\b", suppress):
        found.append("Its X-Auto-Response-Suppress header asks for no automatic answer.")
    if any(v.strip() == "<>" for v in headers.get("return-path", ())):
        found.append("Its return path is empty.")
    return tuple(found)


def _first(headers: Headers, name: str) -> str:
    values = headers.get(name, ())
    return values[0].strip() if values else ""
