"""A new lead or a second contact is named.

A change of lead needs the lead's own word. From alone can be forged, so unless the message answers
a letter of ours or our mail server vouches for it, the lead is asked by a mail back.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ace_mailbot.model import Application, Decision, Intent, Kind, Letter, Message, Person
from ace_mailbot.rules.belongs import belongs
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.kinds.unclear import doubt
from ace_mailbot.rules.letters import about, answer
from ace_mailbot.rules.trust import vouched

KIND = Kind.QUESTION  # the interface has no kind of its own for it

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_NAME = re.compile(r"((?:[A-Z][\w'’-]+)(?:\s+(?:[A-Z][\w'’-]+|de|van|von|al|bin|el)){1,3})")


def claims(message: Message, context: Context) -> str | None:
    if message.eoi and message.eoi.summary:
        return None
    wanted = {Intent.CHANGE_LEAD, Intent.ADD_CONTACT} & set(message.intents)
    asks_only = Intent.QUESTION in message.intents or Intent.CHANGE_LEAD not in wanted
    if not wanted or (asks_only and not named_person(message)):
        return None
    return f"It names somebody new: “{message.intents[sorted(wanted)[-1]]}”"


def decide(message: Message, context: Context) -> Decision:
    application = belongs(message, context).application
    person = named_person(message)
    if not application or not person:
        return doubt(message, context, "It names a new lead or contact, not clearly enough.", KIND)
    new_lead = Intent.CHANGE_LEAD in message.intents
    if not is_the_leads_word(message, application, context):
        return _ask_the_lead(application, person, new_lead, message)
    change = change_lead if new_lead else add_contact
    return change(application, person, message.id, message)


def is_the_leads_word(message: Message, application: Application, context: Context) -> bool:
    """Whether the lead surely wrote it: it answers a letter of ours, or the server vouches."""
    return message.sender_email == application.lead.email and (
        context.letter_answered(message.tokens) is not None or vouched(message, context.config)
    )


def change_lead(
    application: Application, new: Person, version: str, replying_to: Message | None = None
) -> Decision:
    """Make *new* the lead; both leads are told."""
    old = application.lead
    contacts = tuple(p for p in application.contacts if p.email != new.email)
    changed = replace(application, lead=new, lead_confirmed=True, contacts=contacts, new_lead=None)
    values = {"old": old, "new": new}
    letter = about(changed, "lead-changed", version, replying_to=replying_to, values=values)
    both = replace(letter, to=(new.address, old.address))
    return Decision(
        f"{changed.reference} has a new lead.",
        KIND,
        reference=changed.reference,
        changes=(changed,),
        letters=(both,),
    )


def add_contact(
    application: Application, person: Person, version: str, replying_to: Message | None = None
) -> Decision:
    """Copy *person* on everything from now on."""
    if application.is_of(person.email):
        return Decision("They are a contact already.", KIND, reference=application.reference)
    changed = replace(application, contacts=(*application.contacts, person), new_contact=None)
    values = {"person": person}
    letter = about(changed, "contact-added", version, replying_to=replying_to, values=values)
    return Decision(
        f"{changed.reference} has another contact.",
        KIND,
        reference=changed.reference,
        changes=(changed,),
        letters=(letter,),
    )


def named_person(message: Message) -> Person | None:
    """The one person with an address whom the new text, else the copies, name beside the writer."""
    found = [
        Person(name=_name_before(message.reply_text[: m.start()]), email=m[0].lower().rstrip("."))
        for m in _EMAIL.finditer(message.reply_text)
        if m[0].lower().rstrip(".") != message.sender_email
    ]
    if not found:
        copied = (a for a in message.cc if a.email != message.sender_email)
        found = [Person(name=a.name, email=a.email) for a in copied if a.name in message.reply_text]
    emails = {p.email for p in found}
    return found[0] if len(emails) == 1 else None


def _name_before(text: str) -> str:
    """The last name-like words in the sentence that leads up to an address."""
    near = re.split(r"[.!?]\s", text[-120:])[-1]
    names = _NAME.findall(near)
    return str(names[-1]) if names else ""


def _ask_the_lead(
    application: Application, person: Person, new_lead: bool, message: Message
) -> Decision:
    template = "lead-change-asked" if new_lead else "contact-asked"
    changed = (
        replace(application, new_lead=person)
        if new_lead
        else replace(application, new_contact=person)
    )
    letter = Letter(
        to=(application.lead.address,),
        obligation=template,
        version=message.id,
        template=template,
        reference=application.reference,
        values={"new": person, "by": message.sender},
        automatic=True,
    )
    told: tuple[Letter, ...] = ()
    if message.sender_email != application.lead.email:
        told = answer(
            message,
            "request-passed",
            reference=application.reference,
            values={"what": "your message about the people on this application"},
        )
    return Decision(
        f"{application.reference}: its lead is asked to confirm somebody new.",
        KIND,
        reference=application.reference,
        changes=(changed,),
        letters=(letter, *told),
    )
