"""Letters that more than one rule owes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ace_mailbot.model import Address, Application, Letter, Message
from ace_mailbot.rules.context import Context, addresses

PACK_DOCUMENTS = ("form-docx", "form-odt", "guidance", "calendar")


def about(
    application: Application,
    template: str,
    version: str,
    *,
    replying_to: Message | None = None,
    values: Mapping[str, Any] | None = None,
    documents: tuple[str, ...] = (),
    automatic: bool = False,
    decision: bool = False,
    obligation: str = "",
) -> Letter:
    """A letter to an application's people; *obligation* is the template's name unless said."""
    to, cc = addresses(application)
    return Letter(
        to=to,
        cc=cc,
        obligation=obligation or template,
        version=version,
        template=template,
        reference=application.reference,
        values=values or {},
        documents=documents,
        answers=replying_to.message_id if replying_to else None,
        thread=_thread(replying_to),
        automatic=automatic,
        decision=decision,
    )


def answer(
    message: Message,
    template: str,
    *,
    reference: str | None = None,
    values: Mapping[str, Any] | None = None,
    automatic: bool = True,
) -> tuple[Letter, ...]:
    """An answer to whoever wrote *message*; none where nobody can be answered."""
    if not message.sender or not message.may_answer:
        return ()
    return (
        Letter(
            to=(message.sender,),
            obligation=template,
            version=message.id,
            template=template,
            reference=reference,
            values=values or {},
            answers=message.message_id,
            thread=_thread(message),
            automatic=automatic,
        ),
    )


def to_staff(
    context: Context,
    template: str,
    version: str,
    *,
    to: Address | None = None,
    reference: str | None = None,
    values: Mapping[str, Any] | None = None,
    replying_to: Message | None = None,
) -> Letter:
    """A letter to the organiser, or to *to*: never held back, never capped."""
    return Letter(
        to=(to or context.config.people.organiser,),
        obligation=template,
        version=version,
        template=template,
        reference=reference,
        values=values or {},
        answers=replying_to.message_id if replying_to else None,
        thread=_thread(replying_to),
        internal=True,
    )


def pack(
    context: Context,
    application: Application,
    version: str,
    *,
    replying_to: Message | None = None,
    early: bool = False,
) -> Letter:
    """The application pack, with whatever we must ask. *early*: the EOI was confirmed before."""
    return about(
        application,
        "pack",
        version,
        replying_to=replying_to,
        values={"early": early, "contact": application.eoi.contact},
        documents=PACK_DOCUMENTS,
    )


def _thread(message: Message | None) -> tuple[str, ...]:
    return tuple(reversed(message.in_reply_to)) if message else ()
