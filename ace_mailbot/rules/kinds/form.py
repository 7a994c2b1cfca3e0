"""An application form comes back: kept whatever its state, read back in one receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ace_mailbot.model import (
    Application,
    Basis,
    Decision,
    Disposition,
    Eoi,
    FormVersion,
    Kind,
    Letter,
    Message,
    Nature,
    Person,
    SeniorAnswer,
    Stage,
)
from ace_mailbot.rules import formcheck, forms_sent
from ace_mailbot.rules.belongs import belongs
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.forms_sent import FormSent
from ace_mailbot.rules.kinds import people
from ace_mailbot.rules.kinds.eoi import new_application, to_ask
from ace_mailbot.rules.kinds.unclear import doubt
from ace_mailbot.rules.letters import about
from ace_mailbot.rules.panel.letters import PAPERS
from ace_mailbot.rules.together import together

KIND = Kind.FORM

IN_BODY = "the message itself"  # Message.form_source of a form that was pasted

_OPEN = {Stage.ASKED, Stage.QUEUED, Stage.INVITED, Stage.INCOMPLETE, Stage.SUBMITTED, Stage.LATE}
_OPEN |= {Stage.LAPSED, Stage.ACCEPTED, Stage.RESERVED, Stage.DECLINED}


def claims(message: Message, context: Context) -> str | None:
    if message.nature is Nature.OWN or message.nature is Nature.BOUNCE:
        return None
    if not forms_sent.touched(message.answers):
        return None
    pasted = message.form_source == IN_BODY
    if pasted and (message.nature is not Nature.PERSON or _only_quotes_us(message)):
        return None
    letter = context.letter_answered(message.tokens)
    if pasted and letter and letter.obligation in PAPERS:
        return None  # a panel member quotes the application that they were sent to read
    return f"A form with {len(message.answers)} answers was read from {message.form_source}."


def decide(message: Message, context: Context) -> Decision:
    sent = forms_sent.in_files(message)
    if len(sent) > 1:
        return _several(message, sent, context)
    return _one(message, sent[0].reference if sent else "", context)


def _several(message: Message, sent: tuple[FormSent, ...], context: Context) -> Decision:
    """Each form to the application that it names, if its writer is on all of them."""
    theirs = {a.reference for a in context.state.of(message.sender_email)}
    named = {form.reference for form in sent}
    files = " and ".join(form.source for form in sent)
    reason = f"Its files hold {len(sent)} different forms: {files}. Which counts is not sure."
    if len(named) < len(sent) or not named <= theirs:
        return doubt(message, context, reason, KIND)
    decisions = [
        _one(
            replace(
                message,
                answers=form.answers,
                form_source=form.source,
                reference=form.reference,
                tokens=(),  # they are those of one of the applications
            ),
            form.reference,
            context,
        )
        for form in sent
    ]
    if any(decision.disposition is Disposition.PARKED for decision in decisions):
        return doubt(message, context, reason, KIND)
    return together(*decisions)


def _one(message: Message, printed: str, context: Context) -> Decision:
    """One form; *printed* is the reference that stands in it ("" for none)."""
    where = belongs(message, context)
    application = where.application
    known = context.state.applications
    if printed and known and printed not in known:
        reason = f"The form is of {printed}, which is no application of this season."
        return doubt(message, context, reason, KIND)
    if application and printed and printed != application.reference:
        reason = (
            f"The form is of {printed}, but it came as an answer about {application.reference}."
        )
        return doubt(message, context, reason, KIND)
    if not application and not where.guesses and not message.reference:
        application = _from_form(message, context)
    if not application:
        return doubt(message, context, "A form came, but whose is not sure.", KIND)
    if application.stage not in _OPEN:
        reason = f"A form came for {application.reference}, which is {application.stage}."
        return doubt(message, context, reason, KIND)
    version = _version(message, application, context)
    if message.received_at > context.due(application):
        return _late(application, version, message)
    return take_in(application, version, message, context)


def take_in(
    application: Application, version: FormVersion, message: Message | None, context: Context
) -> Decision:
    """A form that counts. *message* is None when the organiser's extension lets an older one in."""
    newer = application.form is not None
    stage = Stage.SUBMITTED if version.complete else Stage.INCOMPLETE
    first = application.submitted_at or version.received_at
    changed = replace(
        _details(application, version.answers, context),
        stage=stage,
        forms=(*application.forms, version),
        submitted_at=first if version.complete else application.submitted_at,
        decision_reason="",
        decided_at=None,
    )
    changed, asked = _ask_senior(changed, version)
    changed, added, lead_asked = _second_contact(changed, version, message, context)
    receipt = about(
        changed,
        "receipt",
        version.message,
        replying_to=message,
        values={"version": version, "newer": newer, "added": added},
    )
    answerable = message is None or message.may_answer
    state = "complete" if version.complete else "not complete"
    return Decision(
        f"{changed.reference}: form {version.version} came, {state}.",
        KIND,
        reference=changed.reference,
        changes=(changed,),
        letters=((receipt,) if answerable else ()) + asked + lead_asked,
    )


def _version(message: Message, application: Application, context: Context) -> FormVersion:
    number = len(application.forms) + 1
    findings = formcheck.check(message.answers, context.config)
    return FormVersion(
        number, message.id, message.received_at, message.form_source, message.answers, findings
    )


def _late(application: Application, version: FormVersion, message: Message) -> Decision:
    stage = application.stage
    if stage in {Stage.INVITED, Stage.LAPSED, Stage.QUEUED}:
        stage = Stage.LATE
    held = replace(application, stage=stage, late_form=version)
    letter = about(held, "late-form", message.id, replying_to=message, values={"version": version})
    return Decision(
        f"{held.reference}: a form came after its deadline; the organiser rules on it.",
        KIND,
        reference=held.reference,
        changes=(held,),
        letters=(letter,) if message.may_answer else (),
    )


def _details(application: Application, answers: Mapping[str, str], context: Context) -> Application:
    """What the form says about the project and the lead, over what the EOI said."""
    footprint = formcheck.footprint(answers.get(formcheck.FOOTPRINT, ""), context.config.programme)
    said = formcheck.person(answers, formcheck.LEAD)
    lead = application.lead
    if not said.email or said.email == lead.email:
        lead = Person(*(new or old for new, old in zip(_fields(said), _fields(lead), strict=True)))
    return replace(
        application,
        title=answers.get(formcheck.TITLE, "").strip() or application.title,
        footprint=footprint or application.footprint,
        footprint_basis=Basis.STATED if footprint else application.footprint_basis,
        lead=lead,
        asked=tuple(c for c in application.asked if c in {"lead", "confirm-lead"}),
    )


def _fields(p: Person) -> tuple[str, ...]:
    return (p.name, p.email, p.role, p.organisation, p.phone)


def _ask_senior(
    application: Application, version: FormVersion
) -> tuple[Application, tuple[Letter, ...]]:
    """Ask the senior leader that the form names, unless that very person was asked before."""
    senior = formcheck.person(version.answers, formcheck.SENIOR)
    known = application.senior
    if not senior.email or (known and known.email == senior.email):
        return application, ()
    changed = replace(
        application,
        senior=senior,
        senior_answer=SeniorAnswer.ASKED,
        senior_words="",
        senior_back_on=None,
    )
    letter = Letter(
        to=(senior.address,),
        obligation="senior-request",
        version=version.message,
        template="senior-request",
        reference=application.reference,
    )
    return changed, (letter,)


def _second_contact(
    application: Application, version: FormVersion, message: Message | None, context: Context
) -> tuple[Application, Person | None, tuple[Letter, ...]]:
    """Copy the second contact that the form names from now on, at once where it is the lead's word.

    Gives the application, whoever was added, and the letter that asks the lead where it is not.
    """
    second = formcheck.person(version.answers, formcheck.SECOND)
    known = (*application.people, application.new_contact)
    if not second.email or any(p and p.email == second.email for p in known):
        return application, None, ()
    if message and people.is_the_leads_word(message, application, context):
        contacts = (*application.contacts, second)
        return replace(application, contacts=contacts), second, ()
    letter = about(
        replace(application, contacts=()),
        "contact-asked",
        version.message,
        values={"new": second, "by": message.sender if message else application.lead.address},
    )
    return replace(application, new_contact=second), None, (letter,)


def _from_form(message: Message, context: Context) -> Application:
    """An application that begins with its form: somebody was handed one, and nobody loses out."""
    said = formcheck.person(message.answers, formcheck.LEAD)
    sender = Person(name=message.sender.name if message.sender else "", email=message.sender_email)
    lead = said if said.email else replace(said, email=sender.email, name=said.name or sender.name)
    eoi = Eoi(
        lead=lead,
        summary=message.answers.get(formcheck.SUMMARY, ""),
        title=message.answers.get(formcheck.TITLE, ""),
        contact=None if lead.email == sender.email else sender,
        source=f"the form in {message.form_source}",
    )
    fresh = new_application(context.next_reference(), eoi, lead, message)
    asked = tuple(c for c in to_ask(eoi, lead) if c == "confirm-lead")
    return replace(fresh, asked=asked, pack_at=context.now)


def _only_quotes_us(message: Message) -> bool:
    """Whether the answers stand only in what the sender quotes, as our own receipt gives them."""
    fresh = " ".join(message.reply_text.split())
    typed = (" ".join(text.split())[:40] for text in message.answers.values())
    return bool(message.tokens) and not any(start and start in fresh for start in typed)
