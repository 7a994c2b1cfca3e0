"""Whom an award concerns, and the letters to each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ace_mailbot.model import (
    Address,
    Application,
    Attachment,
    Award,
    Decision,
    Letter,
    Message,
    Person,
    Stage,
)
from ace_mailbot.rules.context import Context


def awarded(context: Context) -> Iterator[tuple[Application, Award]]:
    """Every award that stands, with its application, in the order of their references."""
    for reference, award in sorted(context.state.awards.items()):
        application = context.state.applications.get(reference)
        if application and application.stage is Stage.AWARDED:
            yield application, award


def team(application: Application) -> tuple[Person, ...]:
    """Its lead, its contacts and its senior leader."""
    senior = application.senior
    return (*application.people, *((senior,) if senior and senior.email else ()))


def said(application: Application, tag: str) -> str:
    """What its form answers under *tag*; "" where it doesn't."""
    return application.form.answers.get(tag, "").strip() if application.form else ""


def asked_for(application: Application) -> str:
    """The help that its form asks for."""
    return said(application, "E1")


def document(message: Message) -> Attachment | None:
    """The document that came with it, the largest where there are several."""
    files = [a for a in message.attachments if not a.inline and a.content_type != "text/calendar"]
    return max(files, key=lambda a: len(a.data), default=None)


def to_one(
    person: Address,
    template: str,
    version: str,
    *,
    reference: str | None = None,
    values: Mapping[str, Any] | None = None,
    documents: tuple[str, ...] = (),
    obligation: str = "",
    replying_to: Message | None = None,
) -> Letter:
    """A letter to one person alone."""
    return Letter(
        to=(person,),
        obligation=obligation or template,
        version=version,
        template=template,
        reference=reference,
        values=values or {},
        documents=documents,
        answers=replying_to.message_id if replying_to else None,
        thread=tuple(reversed(replying_to.in_reply_to)) if replying_to else (),
    )


def once(letter: Letter, reason: str, context: Context) -> Iterator[Decision]:
    """Owe *letter*, unless it was owed before or there is nobody to have it."""
    if letter.to and not context.owed(letter):
        yield Decision(reason, reference=letter.reference, letters=(letter,))
