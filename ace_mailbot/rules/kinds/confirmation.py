"""An answer to something that a letter of ours asked: a senior leader's word, a missing detail ...

Each letter that asks has its handler here, by the letter's obligation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ace_mailbot.model import (
    Application,
    Basis,
    Decision,
    Intent,
    Kind,
    Message,
    Person,
    SeniorAnswer,
    Stage,
)
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.kinds import people
from ace_mailbot.rules.kinds.eoi import begin, new_application
from ace_mailbot.rules.kinds.unclear import doubt
from ace_mailbot.rules.kinds.withdrawal import withdraw
from ace_mailbot.rules.letters import about, answer

KIND = Kind.CONFIRMATION

Handler = Callable[[Application, Message, Context], Decision | None]


def claims(message: Message, context: Context) -> str | None:
    if not context.state.applications:
        return _claims_unseen(message)
    application, handler = _asked(message, context)
    if application and handler and handler(application, message, context):
        return f"It answers what we asked about {application.reference}."
    return None


def decide(message: Message, context: Context) -> Decision:
    application, handler = _asked(message, context)
    decision = application and handler and handler(application, message, context)
    assert decision, "claimed without an answer"
    return replace(decision, kind=KIND)


def _claims_unseen(message: Message) -> str | None:
    """What `explain` can tell without knowing what we asked: a plain yes or no, in a reply."""
    answers = {Intent.YES, Intent.NO, Intent.REPLACES, Intent.SEPARATE} & set(message.intents)
    if (message.reference or message.tokens or message.in_reply_to) and answers:
        said = message.intents[sorted(answers)[0]]
        return f"It answers one of our letters: “{said}”"
    return None


def _handler(obligation: str) -> Handler:
    """Reminders say in their obligation how many days before the deadline they stand."""
    return _HANDLERS.get(re.sub(r"-\d+$", "", obligation), _details)


def _asked(message: Message, context: Context) -> tuple[Application | None, Handler | None]:
    letter = context.letter_answered(message.tokens)
    if letter and letter.reference and letter.reference in context.state.applications:
        return (
            context.state.applications[letter.reference],
            _handler(letter.obligation),
        )
    senior = [
        a
        for a in context.state.applications.values()
        if a.senior and a.senior.email == message.sender_email
    ]
    if len(senior) == 1:
        return senior[0], _senior_without_token
    theirs = context.state.of(message.sender_email)
    return (theirs[0], _details) if len(theirs) == 1 else (None, None)


# --- the senior leader ---------------------------------------------------------------------------


def _senior(application: Application, message: Message, context: Context) -> Decision | None:
    senior = application.senior
    if not senior or senior.email != message.sender_email:
        reason = f"Somebody else answered for the senior leader of {application.reference}."
        return doubt(message, context, reason, KIND)
    said = {Intent.YES, Intent.NO} & set(message.intents)
    if len(said) != 1:
        reason = f"The senior leader of {application.reference} said neither yes nor no plainly."
        return None if Intent.QUESTION in message.intents else doubt(message, context, reason, KIND)
    confirmed = Intent.YES in said
    changed = replace(
        application,
        senior_answer=SeniorAnswer.CONFIRMED if confirmed else SeniorAnswer.DECLINED,
        senior_words=message.reply_text.strip(),
    )
    letters = answer(
        message,
        "senior-answer",
        reference=application.reference,
        values={"confirmed": confirmed},
        automatic=False,
    )
    if not confirmed:
        letters += (about(changed, "senior-declined", message.id),)
    return Decision(
        f"{application.reference}: the senior leader {'confirms' if confirmed else 'declines'}.",
        reference=application.reference,
        changes=(changed,),
        letters=letters,
    )


def _senior_without_token(
    application: Application, message: Message, context: Context
) -> Decision | None:
    """They wrote anew instead of replying: their address may be forged, so ask for a reply."""
    if not {Intent.YES, Intent.NO} & set(message.intents) or message.answers:
        return None
    return Decision(
        f"{application.reference}: its senior leader wrote anew and is asked to reply.",
        reference=application.reference,
        letters=answer(message, "senior-reminder", reference=application.reference),
    )


# --- who leads, who is copied --------------------------------------------------------------------


def _new_lead(application: Application, message: Message, context: Context) -> Decision | None:
    if message.sender_email != application.lead.email or not application.new_lead:
        return None
    if Intent.YES in message.intents:
        return people.change_lead(application, application.new_lead, message.id, message)
    return _refused(replace(application, new_lead=None), message)


def _new_contact(application: Application, message: Message, context: Context) -> Decision | None:
    if message.sender_email != application.lead.email or not application.new_contact:
        return None
    if Intent.YES in message.intents:
        return people.add_contact(application, application.new_contact, message.id, message)
    return _refused(replace(application, new_contact=None), message)


def _refused(application: Application, message: Message) -> Decision | None:
    if Intent.NO not in message.intents:
        return None
    return Decision(
        f"{application.reference}: its lead says no to somebody new.",
        reference=application.reference,
        changes=(application,),
        letters=answer(
            message,
            "details-updated",
            reference=application.reference,
            values={"changed": [("People", "nothing has changed")]},
        ),
    )


# --- expressions of interest ---------------------------------------------------------------------


def _quoted(application: Application, message: Message, context: Context) -> Decision | None:
    """The writer of an EOI that somebody else quoted says whether they want to apply."""
    if message.sender_email != application.lead.email or application.stage is not Stage.ASKED:
        return None
    if Intent.NO in message.intents or Intent.WITHDRAW in message.intents:
        return withdraw(application, context, message.id, application.lead, message)
    if Intent.YES not in message.intents:
        return None
    lead = _merged(application.lead, message.writer)
    asked = tuple(c for c in application.asked if not (c == "phone" and lead.phone))
    sure = replace(
        application,
        lead=lead,
        lead_confirmed=True,
        asked=asked,
        received_at=message.received_at,
    )
    return begin(sure, message, context)


def _duplicate(application: Application, message: Message, context: Context) -> Decision | None:
    eoi = application.second_eoi
    if not eoi or not application.is_of(message.sender_email):
        return _details(application, message, context)
    said = {Intent.REPLACES, Intent.SEPARATE} & set(message.intents)
    if len(said) != 1:
        return None
    first = replace(application, second_eoi=None, second_eoi_message="", second_eoi_at=None)
    if Intent.SEPARATE in said:
        return _separate(first, application, message, context)
    changed = replace(
        first,
        eoi=eoi,
        title=eoi.title or first.title,
        footprint=eoi.footprint or first.footprint,
        footprint_basis=eoi.footprint_basis if eoi.footprint else first.footprint_basis,
    )
    return Decision(
        f"{changed.reference}: the second expression of interest replaces the first.",
        reference=changed.reference,
        changes=(changed,),
        letters=answer(
            message,
            "details-updated",
            reference=changed.reference,
            values={"changed": [("Expression of interest", "your second one replaces the first")]},
        ),
    )


def _separate(
    first: Application, offered: Application, message: Message, context: Context
) -> Decision:
    eoi = offered.second_eoi
    assert eoi and offered.second_eoi_at
    fresh = replace(
        new_application(context.next_reference(), eoi, _merged(first.lead, eoi.lead), message),
        eoi_message=offered.second_eoi_message,
        received_at=offered.second_eoi_at,
    )
    begun = begin(fresh, message, context)
    return replace(begun, changes=(first, *begun.changes))


# --- missing or doubtful details -----------------------------------------------------------------


def _details(application: Application, message: Message, context: Context) -> Decision | None:
    """A phone number, a footprint, who leads: whatever of it we asked for and they now say."""
    if not application.is_of(message.sender_email) or message.answers:
        return None
    changed, said = _footprint(application, message, context)
    changed, more = _phone(changed, message)
    said += more
    changed, more = _who_leads(changed, message)
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


def _merged(known: Person, said: Person) -> Person:
    """*known* with the gaps filled from what they now say of themselves."""
    return Person(
        name=known.name or said.name,
        email=known.email or said.email,
        role=known.role or said.role,
        organisation=known.organisation or said.organisation,
        phone=known.phone or said.phone,
    )


_HANDLERS: dict[str, Handler] = {
    "senior-request": _senior,
    "senior-reminder": _senior,
    "lead-change-asked": _new_lead,
    "contact-asked": _new_contact,
    "eoi-quoted": _quoted,
    "duplicate": _duplicate,
}
