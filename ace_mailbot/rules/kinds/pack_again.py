"""One of an application's people asks for the pack that they had: it goes once more, at once."""

from __future__ import annotations

from dataclasses import replace

from ace_mailbot.model import Application, Decision, Intent, Kind, Message, Stage
from ace_mailbot.rules.belongs import belongs
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.letters import pack

KIND = Kind.EOI

_HAS_A_USE = {Stage.INVITED, Stage.INCOMPLETE, Stage.SUBMITTED}


def claims(message: Message, context: Context) -> str | None:
    asked = message.intents.get(Intent.PACK_AGAIN)
    other = (message.eoi and message.eoi.summary) or Intent.ADJUSTMENT in message.intents
    if not asked or other or message.unread or not _whose(message, context):
        return None
    return f"It asks for the pack again: “{asked}”"


def decide(message: Message, context: Context) -> Decision:
    application = _whose(message, context)
    assert application, "claimed without an application"
    return sent_again(application, message, context)


def sent_again(application: Application, message: Message, context: Context) -> Decision:
    """The pack once more, in answer to *message*."""
    letter = replace(pack(context, application, message.id, replying_to=message), automatic=True)
    return Decision(
        f"{application.reference} asked for its pack again.",
        KIND,
        reference=application.reference,
        letters=(letter,) if message.may_answer else (),
    )


def _whose(message: Message, context: Context) -> Application | None:
    """The application whose pack the writer had and can still use."""
    application = belongs(message, context).application
    if not application or not application.pack_at or application.stage not in _HAS_A_USE:
        return None
    return application if message.received_at <= context.due(application) else None
