"""The bytes of one mail to a Message. Nothing in them can make this raise."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from email.message import Message as Part
from functools import cache

from ace_mailbot import tokens
from ace_mailbot.config import Config
from ace_mailbot.model import Address, Attachment, Delivery, Message, Nature, RawMessage
from ace_mailbot.reading import (
    addresses,
    automation,
    bank,
    failures,
    headers,
    links,
    mime,
    reply,
    returning,
    sealed,
)
from ace_mailbot.reading.automation import Verdict
from ace_mailbot.reading.mime import Body

MOST_RECIPIENTS = 200
_FEW_WORDS = 150  # a wrapper's; who writes more has written to us
_ASKS = re.compile(r"\?(?:\s|$)")
_REPLY_PREFIX = re.compile(
    r"^\s*(?:re|fwd?|aw|wg|sv|vs|tr|rv|antw|r|i)\s*(?:\[\d+\])?\s*:\s*", re.I
)


def read(raw: RawMessage, config: Config) -> Message:
    """Everything that the bytes of *raw* and the config say about the message.

    Attachments are not opened here; `understand` completes the reading once they are.
    """
    message = bare(raw)
    try:
        return _read(raw, config, message)
    except Exception as problem:
        # Whatever bytes do to the parsers ends here: an unreadable mail is parked, never lost.
        sentence = f"It could not be taken apart ({type(problem).__name__})."
        return replace(
            message,
            defects=(sentence,),
            nature=Nature.UNREADABLE,
            may_answer=False,
            signs=(sentence,),
        )


def bare(raw: RawMessage) -> Message:
    """What can be said of a message without looking into it: its names, its arrival, its size."""
    digest = raw.sha256 or hashlib.sha256(raw.data).hexdigest()
    letters = base64.b32encode(bytes.fromhex(digest[:10])).decode()[:6]
    return Message(
        id=f"M-{letters}",
        sha256=digest,
        received_at=raw.received_at,
        size=len(raw.data),
    )


def _read(raw: RawMessage, config: Config, bare: Message) -> Message:
    part = mime.parse(raw.data)
    head = headers.raw(part)
    body = mime.body(part, len(raw.data))
    message = _addressed(bare, head)
    own = Address(config.mailbox.address.lower(), config.mailbox.sender_name)
    defects = _defects(message, body, part)
    text = bank.black_out(body.text)
    words = reply.trim(text, answers_within=not _is_staff(message, config))
    verdict = automation.judge(head, body, words, message.subject, message.sender, own)
    unreadable = bool(defects)
    message = replace(
        message,
        text=text,
        reply_text=words,
        attachments=body.attachments,
        unread=_unopened(words, body),
        defects=defects,
        nature=Nature.UNREADABLE if unreadable else verdict.nature,
        may_answer=verdict.may_answer,
        signs=defects + verdict.signs,
    )
    message = _reported(message, body, verdict, config)
    answered, named = _tokens(message), reference(message, config.programme.key)
    return replace(message, tokens=answered, reference=named) if answered or named else message


def _is_staff(message: Message, config: Config) -> bool:
    """Whether its sender gives orders or scores: lines of our letter must not be read as theirs."""
    people = config.people
    named = (people.organiser, people.second_approver, people.operations, people.safeguarding)
    staff = {a.email for a in (*named, *(m.address for m in people.panel)) if a}
    return message.sender_email in staff


def _unopened(words: str, body: Body) -> tuple[str, ...]:
    """What to tell a sender whose mail leads to something that we do not open."""
    few = len(words.split()) < _FEW_WORDS and not _ASKS.search(words)
    away = sealed.LEADS_AWAY if body.sealed and few else ""
    return tuple(filter(None, (links.sentence(words, body.linked), away)))


def _reported(message: Message, body: Body, verdict: Verdict, config: Config) -> Message:
    """What a machine reports: whom a letter didn't reach, which letter, when somebody is back."""
    if verdict.nature not in (Nature.BOUNCE, Nature.AUTO_REPLY):
        return message
    returned = failures.returned_ids(body)
    message = replace(message, in_reply_to=tuple(dict.fromkeys((*returned, *message.in_reply_to))))
    if verdict.nature is Nature.AUTO_REPLY:
        today = message.received_at.astimezone(config.programme.zone).date()
        return replace(message, back_on=returning.back_on(message.text, today))
    own = frozenset({config.mailbox.address.lower(), *(a.email for a in message.to)})
    arrived = verdict.delivery is Delivery.DELIVERED
    failed = (
        () if arrived else failures.recipients(message.headers, body, own, message.sender_email)
    )
    return replace(message, delivery=verdict.delivery, failed_recipients=failed)


def _addressed(message: Message, head: Mapping[str, tuple[str, ...]]) -> Message:
    """*message* with what its headers say."""
    senders = _all(head, "from")
    reply_to = _all(head, "reply-to")
    subject = re.sub(r"\s+", " ", _first(head, "subject")).strip()
    ids = headers.message_ids(_first(head, "message-id"))
    answered = headers.message_ids(_first(head, "in-reply-to"))
    references = headers.message_ids(_first(head, "references"))
    return replace(
        message,
        headers=head,
        message_id=ids[0] if ids else _first(head, "message-id").strip("<> ")[:500],
        subject=subject[:1000],
        sender=senders[0] if senders else None,
        senders=len(addresses.all_in(head.get("from", ()))),
        reply_to=reply_to[0] if reply_to else None,
        to=_all(head, "to"),
        cc=_all(head, "cc"),
        sent_at=headers.date(_first(head, "date")) if "date" in head else None,
        in_reply_to=tuple(dict.fromkeys((*answered, *reversed(references)))),
    )


def _all(head: Mapping[str, tuple[str, ...]], name: str) -> tuple[Address, ...]:
    return tuple(a for value in head.get(name, ()) for a in addresses.parse(value))


def _first(head: Mapping[str, tuple[str, ...]], name: str) -> str:
    values = head.get(name, ())
    return values[0] if values else ""


def _defects(message: Message, body: Body, part: Part) -> tuple[str, ...]:
    found = list(body.defects)
    if not (
        {"from", "to", "date", "subject", "message-id", "received", "return-path"}
        & set(message.headers)
    ):
        found.append("It has none of an email's headers.")
    recipients = len(message.to) + len(message.cc)
    if recipients > MOST_RECIPIENTS:
        found.append(f"It is addressed to {recipients} people.")
    real = [a for a in body.attachments if not a.inline]
    if not found and not body.text.strip() and not real and not body.reports:
        found.append("It is empty: no text and no attachment.")
    return tuple(dict.fromkeys(found))


def _tokens(message: Message) -> tuple[str, ...]:
    """Tokens of our letters that it answers, strongest evidence first."""
    recipients = (*message.to, *message.cc)
    delivered = " ".join(
        message.headers.get("delivered-to", ()) + message.headers.get("x-original-to", ())
    )
    found = (
        *(t for a in recipients for t in tokens.in_address(a.email)),
        *tokens.in_address(delivered),
        *tokens.in_message_ids(message.in_reply_to),
        *tokens.in_body(message.text),
    )
    return tuple(dict.fromkeys(found))


def reference(message: Message, key: str) -> str | None:
    """The application's reference: of the letter it answers, else its subject, else its text."""
    pattern, begins = _reference_of(key), f"{key.lower()}-"
    for answered in message.in_reply_to:
        if tokens.in_message_ids((answered,)) and (match := pattern.search(answered)):
            return f"{key}-{match[1]}"
    for place in (message.subject, message.reply_text, message.text):
        if begins in place.lower() and (match := pattern.search(place)):
            return f"{key}-{match[1]}"
    return None


@cache
def _reference_of(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(key)}-(\d{{3,5}})(?!\d)", re.IGNORECASE)


def opened(message: Message, attachments: tuple[Attachment, ...]) -> Message:
    """*message* with its attachments as the fenced reader left them, and the files inside them.

    Bank details are taken out of what was read.
    """
    if not attachments:
        return message
    unpacked = (x for a in attachments for x in (a, *(a.contents.inside if a.contents else ())))
    return replace(message, attachments=tuple(map(_without_bank_details, unpacked)))


def _without_bank_details(attachment: Attachment) -> Attachment:
    contents = attachment.contents
    if contents is None:
        return attachment
    answers = {tag: bank.black_out(text) for tag, text in contents.answers.items()}
    cleaned = replace(contents, text=bank.black_out(contents.text), answers=answers)
    return replace(attachment, contents=cleaned)


def plain_subject(subject: str) -> str:
    """*subject* without Re:, Fwd: and the like."""
    while match := _REPLY_PREFIX.match(subject):
        subject = subject[match.end() :]
    return subject.strip()
