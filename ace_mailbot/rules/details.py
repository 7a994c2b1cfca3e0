"""Details that we asked for and a reply now gives: a phone number, a footprint, who leads."""

from __future__ import annotations

import re
from dataclasses import replace

from ace_mailbot.model import Application, Basis, Decision, Intent, Message, Person
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.letters import answer


def details(application: Application, message: Message, context: Context) -> Decision | None:
    """A phone number, a footprint, who leads: whatever of it we asked for and they now say."""
    if not application.is_of(message.sender_email) or message.answers:
        return None
    changed, said = _footprint(application, message, context)
    changed, more = _phone(changed, message)
    said += more
    changed, more = _who_leads(changed, message)
    said += more
    changed, more = _one_project(changed, message)
    said += more
    if not said:
        return None
    return Decision(
        f"{changed.reference}: " + "; ".join(f"{label}: {value}" for label, value in said) + ".",
        reference=changed.reference,
        changes=(changed,),
        letters=answer(
            message, "details-updated", reference=changed.reference, values={"changed": said}
        ),
    )


Said = list[tuple[str, str]]


def _footprint(
    application: Application, message: Message, context: Context
) -> tuple[Application, Said]:
    named = context.config.programme.footprint(message.footprint)
    asked = "footprint" in application.asked
    stated = message.footprint_basis is Basis.STATED
    if not named or named.key == application.footprint or not (asked or stated):
        return application, []
    changed = replace(
        application,
        footprint=named.key,
        footprint_basis=Basis.STATED,
        asked=_less(application, "footprint"),
    )
    return changed, [("Footprint", named.name)]


def _phone(application: Application, message: Message) -> tuple[Application, Said]:
    phone = message.writer.phone
    ours = message.sender_email == application.lead.email
    if "phone" not in application.asked or not phone or not ours:
        return application, []
    lead = replace(application.lead, phone=phone)
    return replace(application, lead=lead, asked=_less(application, "phone")), [("Phone", phone)]


# Not as our own letter says it, between quotes.
_ONE_PROJECT = re.compile(r"(?<![\"“])\b(?:one|1|a single|the same|just the one) project\b", re.I)


def _one_project(application: Application, message: Message) -> tuple[Application, Said]:
    """What looked like several projects is one, says its lead."""
    if "projects" not in application.asked or not _ONE_PROJECT.search(message.reply_text):
        return application, []
    return replace(application, asked=_less(application, "projects")), [("Projects", "1")]


def _who_leads(application: Application, message: Message) -> tuple[Application, Said]:
    yes = Intent.YES in message.intents
    if (
        "confirm-lead" in application.asked
        and message.sender_email == application.lead.email
        and yes
    ):
        changed = replace(
            application, lead_confirmed=True, asked=_less(application, "confirm-lead")
        )
        return changed, [("Project lead", application.lead.name)]
    if "lead" in application.asked and (lead := _named_lead(application, message)):
        others = (application.lead, *application.eoi.co_leads)
        contacts = tuple(p for p in others if p.email != lead.email)
        changed = replace(
            application,
            lead=lead,
            contacts=(*application.contacts, *contacts),
            asked=_less(application, "lead"),
        )
        return changed, [("Project lead", lead.name or lead.email)]
    return application, []


def _named_lead(application: Application, message: Message) -> Person | None:
    """Which of those who offered to lead the reply says will: "I", or one of them by name."""
    offered = (application.lead, *application.eoi.co_leads)
    if _I_LEAD.search(message.reply_text):
        return next((p for p in offered if p.email == message.sender_email), None)
    named = [p for p in offered if _says_leads(p, message.reply_text)]
    return named[0] if len(named) == 1 else None


_I_LEAD = re.compile(
    r"\b(?:i|i['’]ll|i['’]m|me) (?:will |am |is |to |can |happy to )*(?:the |be )*"
    r"(?:project )?lead\b",
    re.I,
)


def _says_leads(person: Person, text: str) -> bool:
    """Whether *text* has the person's name shortly before or after a word for leading."""
    parts = [re.escape(part) for part in person.name.split() if len(part) > 2]
    if not parts:
        return False
    name, lead = rf"\b(?:{'|'.join(parts)})\b", r"\blead(?:s|er|ing)?\b"
    near = r"[^.!?,;\n]{0,40}"
    if re.search(rf"{name}{near}{lead}|{lead}{near}{name}", text, re.I):
        return True
    # A bare name, as an answer to "who leads?", is an answer too.
    return bool(re.fullmatch(rf"(?:{name}[\s.!]*)+", text.strip(), re.I))


def _less(application: Application, code: str) -> tuple[str, ...]:
    return tuple(c for c in application.asked if c != code)


def merged(known: Person, said: Person) -> Person:
    """*known* with the gaps filled from what they now say of themselves."""
    return Person(
        name=known.name or said.name,
        email=known.email or said.email,
        role=known.role or said.role,
        organisation=known.organisation or said.organisation,
        phone=known.phone or said.phone,
    )
