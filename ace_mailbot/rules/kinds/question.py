"""A question or a request for an adjustment: passed to the organiser, who answers by replying."""

from __future__ import annotations

import re

from ace_mailbot.model import Decision, Intent, Kind, Message, Question
from ace_mailbot.rules.belongs import belongs
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.letters import answer, to_staff

KIND = Kind.QUESTION

_OWN_MATTERS = re.compile(
    r"\b(my|our)\s+(\w+\s+){0,2}(application|form|proposal|bid|eoi|expression|project|deadline)\b",
    re.IGNORECASE,
)


def claims(message: Message, context: Context) -> str | None:
    if message.eoi and message.eoi.summary:
        return None  # an application comes first; `rules.decide` passes on what it asks
    for intent in (Intent.ADJUSTMENT, Intent.QUESTION):
        if intent in message.intents:
            return f"It asks something: “{message.intents[intent]}”"
    return None


def decide(message: Message, context: Context) -> Decision:
    question = _question(message, context)
    asked = to_staff(
        context,
        "question-asked",
        message.id,
        reference=question.reference,
        values={"question": question},
    )
    told = answer(
        message, "question-received", reference=question.reference, values={"question": question}
    )
    urgent = "An urgent, private request" if question.urgent else "A question"
    return Decision(
        f"{urgent} is with the organiser.",
        KIND,
        reference=question.reference,
        changes=(question,),
        letters=(asked, *told),
    )


def _question(message: Message, context: Context) -> Question:
    programme = context.config.programme
    application = belongs(message, context).application
    urgent = Intent.ADJUSTMENT in message.intents
    own = bool(application and _OWN_MATTERS.search(message.reply_text))
    closed = (
        programme.questions_close is not None and message.received_at > programme.questions_close
    )
    sender = message.sender
    # What the panel asks is never for applicants to see.
    on_panel = any(m.address.email == message.sender_email for m in context.config.people.panel)
    assert sender, "a question needs somebody to answer"
    return Question(
        id="Q" + message.id[1:],
        asker=sender,
        reference=application.reference if application else None,
        text=message.reply_text.strip(),
        asked_at=message.received_at,
        message=message.id,
        message_id=message.message_id,
        private=urgent or own or closed or on_panel,
        urgent=urgent,
    )
