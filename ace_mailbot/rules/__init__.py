"""What a message, or the time, brings about. Pure: meaning, state and now in, a Decision out."""

from __future__ import annotations

import re
from dataclasses import replace

from ace_mailbot.config import Config
from ace_mailbot.model import (
    Award,
    Decision,
    Disposition,
    Intent,
    Kind,
    Letter,
    Message,
    Nature,
    Question,
)
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.kinds import KINDS, KindOfMessage, form, question
from ace_mailbot.rules.letters import answer, to_staff
from ace_mailbot.rules.together import together

_REQUEST = re.compile(
    r"\b(?:please|(?:can|could|may) (?:i|we|you)|i (?:need|require)"
    r"|(?:questions?|quer(?:y|ies))\s*[:,–-]|(?:a|one|some|two|few) (?:quick )?questions?"
    r"|wonder(?:ed|ing)?|is there an?|eligible|allowed)\b",
    re.IGNORECASE,
)
_MAY_BRING = {Kind.EOI, Kind.FORM, Kind.QUESTION, Kind.CONFIRMATION}
_ALSO_ASKS = {Kind.EOI, Kind.FORM, Kind.CONFIRMATION, Kind.WITHDRAWAL, Kind.QUESTION}


def classify(message: Message, config: Config) -> tuple[Kind, str]:
    """What *message* is for and why, as far as it tells by itself."""
    kind, why = _claimed(message, Context(config, message.received_at))
    return kind.KIND, why


def decide(message: Message, context: Context) -> Decision:
    """What *message* brings about, whatever it is."""
    if message.twin and not message.rescued:
        reason = f"It is the very same message, byte for byte, as {message.twin}."
        return Decision(reason, classify(message, context.config)[0], Disposition.LEFT)
    kind, why = _claimed(message, context)
    if Intent.NHS_NUMBER in message.intents and not message.rescued and not _is_report(message):
        decision = _nhs_number(message, kind.KIND)
    else:
        decision = kind.decide(message, context)
        decision = _asks_too(message, decision, context)
        decision = _brings_unread(message, decision, context)
    return replace(
        decision,
        why=(why, *decision.why),
        letters=(*_safeguarding(message, context), *decision.letters, *_bank_details(message)),
    )


def _claimed(message: Message, context: Context) -> tuple[KindOfMessage, str]:
    for kind in KINDS:
        if why := kind.claims(message, context):
            return kind, why
    raise AssertionError("the last kind claims every message")


def _asks_too(message: Message, decision: Decision, context: Context) -> Decision:
    """What a message asks beside what it does is passed on, an adjustment above all."""
    passed_on = any(isinstance(change, Question) for change in decision.changes)
    if decision.kind not in _ALSO_ASKS or passed_on or not message.sender:
        return decision
    asks = [Intent.ADJUSTMENT]
    # What is parked, a person reads whole; and a form in the text is all questions.
    if decision.disposition is Disposition.ACTED and message.form_source != form.IN_BODY:
        asks.append(Intent.QUESTION)
    if any(i in message.intents and not _is_of_the_project(message, i) for i in asks):
        return together(decision, question.decide(message, context))
    return decision


def _brings_unread(message: Message, decision: Decision, context: Context) -> Decision:
    """What could not be read is told to its sender and the organiser, whatever else was done."""
    if message.unread and decision.disposition is Disposition.LEFT and _is_machine(message):
        # A scanner's mail is a machine's, and may be a form all the same.
        if not context.state.of(message.sender_email):
            return decision
        reason = f"{decision.reason} But it brought a file: {' '.join(message.unread)}"
        return replace(decision, reason=reason, disposition=Disposition.PARKED)
    handled = decision.kind in _MAY_BRING and decision.disposition is Disposition.ACTED
    # A memorandum that came back or a learning report is for people to read, and they are told.
    for_people = any(isinstance(change, Award) for change in decision.changes)
    if not message.unread or not handled or for_people or message.nature is not Nature.PERSON:
        return decision
    problems = {"problems": list(message.unread)}
    values = {
        **problems,
        "message_from": message.sender,
        "subject": message.subject,
        "received_at": message.received_at,
        "message_ref": message.id,
        "handled": decision.reason,
    }
    letters = (
        to_staff(context, "file-unread", message.id, reference=decision.reference, values=values),
        *answer(message, "form-unread", reference=decision.reference, values=problems),
    )
    return replace(
        decision,
        why=(*decision.why, *message.unread),
        letters=(*decision.letters, *letters),
    )


def _is_machine(message: Message) -> bool:
    return message.nature in (Nature.AUTO_REPLY, Nature.LIST)


def _is_of_the_project(message: Message, intent: Intent) -> bool:
    """Whether its sentence only describes the work: a project for deaf people asks for nothing."""
    sentence = " ".join(message.intents[intent].split())
    described = " ".join(message.eoi.summary.split()) if message.eoi else ""
    return sentence in described and not _REQUEST.search(sentence)


def _is_report(message: Message) -> bool:
    """Whether a mail system wrote it: ten digits are a queue's there, and nobody is quoted."""
    return message.nature in {Nature.BOUNCE, Nature.OWN}


def _nhs_number(message: Message, kind: Kind) -> Decision:
    """A patient's number goes to a human, and is never quoted."""
    machine = message.nature is not Nature.PERSON
    return Decision(
        "It holds an NHS number, so only a person may handle it.",
        kind,
        Disposition.PARKED,
        letters=() if machine else answer(message, "nhs-number"),
    )


def _bank_details(message: Message) -> tuple[Letter, ...]:
    """Whoever sent bank details is told that they were taken out, and how to send them instead."""
    told = Intent.BANK_DETAILS in message.intents and message.nature is Nature.PERSON
    return answer(message, "bank-details") if told else ()


def _safeguarding(message: Message, context: Context) -> tuple[Letter, ...]:
    """Words of concern for somebody's safety go at once to the person named for that."""
    person = context.config.people.safeguarding
    if (
        Intent.SAFEGUARDING not in message.intents
        or not person
        or message.nature is not Nature.PERSON
    ):
        return ()
    values = {
        "message_from": message.sender,
        "subject": message.subject,
        "received_at": message.received_at,
        "text": message.reply_text,
        "message_ref": message.id,
    }
    letter = Letter(
        to=(person,),
        obligation="safeguarding",
        version=message.id,
        template="safeguarding",
        values=values,
        internal=True,
    )
    return (letter,)
