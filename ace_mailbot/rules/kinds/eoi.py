"""Somebody expresses interest: an application begins, and its pack goes within the same cycle."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from difflib import SequenceMatcher

from ace_mailbot.model import Application, Basis, Decision, Eoi, Kind, Message, Person, Stage
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.kinds.pack_again import sent_again
from ace_mailbot.rules.letters import about, answer, pack

KIND = Kind.EOI

# Two summaries as alike as this are taken for the same project, and the writer is asked.
_ALIKE = 0.6

# So many may send one text: colleagues who agreed on it, each from their own address.
_COLLEAGUES = 3


def claims(message: Message, context: Context) -> str | None:
    if not message.eoi:
        return None
    where = f" It was read from {message.eoi.source}." if message.eoi.source else ""
    return "It expresses interest in applying." + where


def decide(message: Message, context: Context) -> Decision:
    eoi = message.eoi
    assert eoi, "claimed without an EOI"
    lead = _lead(eoi, message)
    if eoi.quoted:
        return _ask_its_writer(message, context, eoi)
    theirs = _of_lead(lead, context)
    for application in theirs:
        if application.stage is Stage.ASKED:
            return begin(_renewed(application, eoi, message), message, context)
        if "projects" in application.asked and eoi.projects == 1 and eoi.summary:
            return _further(application, eoi, lead, message, context)
        if _same_project(application, eoi):
            return _again(application, eoi, message, context)
    return begin(new_application(context.next_reference(), eoi, lead, message), message, context)


def _of_lead(lead: Person, context: Context) -> list[Application]:
    """What the lead leads already; somebody whose address we don't know is known by name."""
    if lead.email:
        found = list(context.state.of(lead.email))
    else:
        everyone = context.state.applications.values()
        found = [a for a in everyone if not a.lead.email and a.lead.name == lead.name]
    return [a for a in found if a.stage is not Stage.WITHDRAWN]


def _further(
    known: Application, eoi: Eoi, lead: Person, message: Message, context: Context
) -> Decision:
    """One of several projects that an earlier email announced, now by itself as we asked."""
    fresh = new_application(context.next_reference(), eoi, lead, message)
    left = tuple(c for c in known.asked if c != "projects")
    begun = begin(fresh, message, context)
    return replace(begun, changes=(replace(known, asked=left), *begun.changes))


def new_application(reference: str, eoi: Eoi, lead: Person, message: Message) -> Application:
    """The application that *eoi* begins; `begin` gives it its stage."""
    contact = (eoi.contact,) if eoi.contact else ()
    return Application(
        reference=reference,
        stage=Stage.INVITED,
        eoi=eoi,
        eoi_message=message.id,
        received_at=message.received_at,
        lead=lead,
        lead_confirmed=not eoi.contact,
        contacts=contact,
        footprint=eoi.footprint,
        footprint_basis=eoi.footprint_basis,
        title=eoi.title,
        asked=to_ask(eoi, lead),
    )


def begin(application: Application, message: Message, context: Context) -> Decision:
    """Set *application* going as the time of arrival says: queued, packed or held as late."""
    programme = context.config.programme
    if not message.may_answer:
        why = "It shows signs of an automatic sender: " + " ".join(message.signs)
        return _held_back(application, why)
    if repeated := _repeated(application, context):
        return _held_back(application, f"{repeated} others sent the same text within a day.")
    if application.received_at > programme.closes:
        stage, letter = Stage.LATE, about(application, "late-eoi", message.id, replying_to=message)
        reason = f"{application.reference}: an expression of interest came after the close."
    elif context.now < programme.opens:
        stage = Stage.QUEUED
        letter = about(application, "received-early", message.id, replying_to=message)
        reason = f"{application.reference} is confirmed; its pack goes at the opening."
    else:
        stage = Stage.INVITED
        application = replace(application, pack_at=context.now)
        letter = pack(context, application, message.id, replying_to=message)
        reason = f"{application.reference} has its pack."
    changed = replace(application, stage=stage)
    return Decision(
        reason, KIND, reference=application.reference, changes=(changed,), letters=(letter,)
    )


def to_ask(eoi: Eoi, lead: Person) -> tuple[str, ...]:
    """What is missing or doubtful in an EOI, as codes that the pack's template puts into words."""
    codes = {
        "email": not lead.email,
        "confirm-lead": bool(eoi.contact),
        "lead": bool(eoi.co_leads),
        "summary": not eoi.summary,
        "projects": eoi.projects > 1,
        "footprint": eoi.footprint_basis is Basis.UNKNOWN,
        "phone": not lead.phone,
    }
    return tuple(code for code, missing in codes.items() if missing)


def _lead(eoi: Eoi, message: Message) -> Person:
    """The lead as described, with the sender's address unless somebody wrote on their behalf."""
    if eoi.lead.email or eoi.contact or eoi.quoted:
        return eoi.lead
    return replace(eoi.lead, email=message.sender_email)


def _held_back(application: Application, why: str) -> Decision:
    held = replace(application, stage=Stage.QUEUED, pack_held=why)
    reason = f"{application.reference} waits for the organiser: its sender may be a machine."
    return Decision(reason, KIND, reference=held.reference, changes=(held,))


def _repeated(application: Application, context: Context) -> int:
    """How many others sent the very same text within a day; 0 for as few as colleagues may be."""
    words = application.eoi.summary.split()
    same = sum(
        1
        for a in context.state.applications.values()
        if a.lead.email != application.lead.email
        and application.received_at - a.received_at < timedelta(days=1)
        and words
        and a.eoi.summary.split() == words
    )
    return same if same > _COLLEAGUES else 0


def _ask_its_writer(message: Message, context: Context, eoi: Eoi) -> Decision:
    """Somebody quoted an EOI that its writer never sent us: ask that writer, and nobody else."""
    if not eoi.lead.email or context.state.of(eoi.lead.email):
        return Decision("It quotes somebody whom we know already.", KIND)
    fresh = new_application(context.next_reference(), eoi, eoi.lead, message)
    asked = replace(fresh, stage=Stage.ASKED, lead_confirmed=False)
    letter = about(asked, "eoi-quoted", message.id, values={"by": message.sender})
    return Decision(
        f"{asked.reference}: whoever wrote what it quotes is asked if they want to apply.",
        KIND,
        reference=asked.reference,
        changes=(asked,),
        letters=(replace(letter, automatic=True),) if message.may_answer else (),
    )


def _renewed(application: Application, eoi: Eoi, message: Message) -> Application:
    """An application that waited for its writer's word, now that they wrote themselves."""
    return new_application(application.reference, eoi, _lead(eoi, message), message)


def _same_project(application: Application, eoi: Eoi) -> bool:
    if not eoi.summary or not application.eoi.summary:
        return True
    if eoi.title and application.title and eoi.title.lower() == application.title.lower():
        return True
    old, new = application.eoi.summary.lower().split(), eoi.summary.lower().split()
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= _ALIKE


def _again(application: Application, eoi: Eoi, message: Message, context: Context) -> Decision:
    """The same person again: the pack once more if that is all they want, else ask."""
    if not eoi.summary and application.stage in {Stage.INVITED, Stage.INCOMPLETE, Stage.SUBMITTED}:
        return sent_again(application, message, context)
    if eoi.summary and not application.eoi.summary:
        return _completed(application, eoi, message)
    offered = replace(
        application,
        second_eoi=eoi,
        second_eoi_message=message.id,
        second_eoi_at=message.received_at,
    )
    return Decision(
        f"{application.reference}: its lead wrote again; asked whether that replaces the first.",
        KIND,
        reference=application.reference,
        changes=(offered,),
        letters=answer(
            message, "duplicate", reference=application.reference, values={"earlier": application}
        ),
    )


def _completed(application: Application, eoi: Eoi, message: Message) -> Decision:
    """The first email named no project; now they say what it is."""
    changed = replace(
        application,
        eoi=replace(eoi, lead=application.eoi.lead),
        title=application.title or eoi.title,
        footprint=application.footprint or eoi.footprint,
        footprint_basis=application.footprint_basis
        if application.footprint
        else eoi.footprint_basis,
        asked=tuple(c for c in application.asked if c in to_ask(eoi, application.lead)),
    )
    return Decision(
        f"{application.reference}: its lead now says what the project is.",
        KIND,
        reference=application.reference,
        changes=(changed,),
        letters=answer(
            message,
            "details-updated",
            reference=application.reference,
            values={"changed": [("Project", eoi.summary)]},
        ),
    )
