"""Made-up letters, one or more for each template, to try the templates with.

A new template needs its sample here: `check` then knows which values it may use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from ace_mailbot.config import Config
from ace_mailbot.model import (
    Address,
    Application,
    Attachment,
    Basis,
    Disposition,
    Eoi,
    Feedback,
    Filed,
    Finding,
    FormVersion,
    Kind,
    Letter,
    Person,
    Question,
    QuestionStage,
    Returned,
    SeniorAnswer,
    Stage,
    State,
)
from ace_mailbot.writing import sample_cohort, sample_panel, sample_papers
from ace_mailbot.writing.digest import Digest, Standing
from ace_mailbot.writing.need import Need

AMARA = Person(
    "Amara Okafor",
    "amara.okafor@trust.example",
    "Head of falls prevention",
    "Brent Community Trust",
    "07700 900123",
)
DENISE = Person("Denise Hall", "denise.hall@trust.example")
TARIQ = Person("Tariq Aziz", "tariq.aziz@charity.example")
SENIOR = Person("Helen Brody", "helen.brody@trust.example", "Medical director", AMARA.organisation)
_SUMMARY = "Older people fall at home.\n\nNobody joins up what happens next."
_UNREAD = (
    "We could not read the file form.jpg: it is a picture or a scan. Please send it as a Word "
    "(.docx) or OpenDocument (.odt) file, or paste your answers into an email."
)
_ASKED = ("footprint", "phone", "lead", "confirm-lead", "organisation", "summary", "email")


def full(config: Config) -> Application:
    """An application of which everything is known, decided included."""
    programme = config.programme
    footprint = programme.footprints[0].key
    eoi = Eoi(AMARA, _SUMMARY, "Steady on your feet", footprint, Basis.STATED, source="EOI.docx")
    return Application(
        reference=f"{programme.key}-001",
        stage=Stage.SUBMITTED,
        eoi=eoi,
        eoi_message="M-AAAAAA",
        received_at=programme.opens,
        lead=AMARA,
        contacts=(DENISE,),
        footprint=footprint,
        footprint_basis=Basis.STATED,
        title="Steady on your feet",
        pack_at=programme.opens,
        due_at=programme.closes + timedelta(days=7),
        due_reason="The lead was ill.",
        forms=(form(config, programme.closes - timedelta(days=1)),),
        submitted_at=programme.closes - timedelta(days=1),
        senior=SENIOR,
        senior_answer=SeniorAnswer.ASKED,
        decision_reason="The experiment is small enough to fail safely.",
    )


def bare(config: Config) -> Application:
    """An application of which next to nothing is known, so that we ask about everything."""
    lead = Person("", AMARA.email)
    areas = config.programme.footprints[0].areas[:2]
    eoi = Eoi(lead, "", areas=areas, co_leads=(TARIQ,), contact=DENISE, languages=("es", "en"))
    return Application(
        reference=f"{config.programme.key}-002",
        stage=Stage.INVITED,
        eoi=eoi,
        eoi_message="M-BBBBBB",
        received_at=config.programme.opens,
        lead=lead,
        lead_confirmed=False,
        footprint_basis=Basis.SUGGESTED,
        asked=_ASKED,
    )


def form(config: Config, received_at: datetime) -> FormVersion:
    """A form with an answer for every control but the last, and something to mend."""
    tags = [tag for question in config.form.questions for tag in question.tags]
    answers = {tag: f"Answer to {tag}." for tag in tags[:-1]}
    answers |= {q.key: "18500" for q in config.form.questions if q.kind == "money"}
    findings = (
        Finding("D3", "The budget does not add up to the amount requested."),
        Finding("A1", "The title is 2 words over the limit.", blocking=False),
    )
    return FormVersion(2, "M-CCCCCC", received_at, "ACE form.docx", answers, findings)


def question(config: Config) -> Question:
    return Question(
        id="Q-DDDDDD",
        asker=Address("helen.brody@hospice.example", "Helen Brody"),
        reference=None,
        text="Can a hospice lead?\n\nAnd may we pay for travel?",
        asked_at=config.programme.opens,
        message="M-DDDDDD",
        stage=QuestionStage.ANSWERED,
        answer="Yes, any agency can lead.",
        number=1,
        answered_at=config.programme.opens,
    )


def state(config: Config) -> State:
    worded = replace(question(config), id="Q-EEEEEE", number=2, wording="Who can lead?")
    questions = {q.id: q for q in (question(config), worded)}
    return State({a.reference: a for a in (full(config), bare(config))}, questions)


def letters(config: Config) -> Iterator[Letter]:
    """A letter for each template, twice where what is known makes a difference."""
    known, unknown, programme = full(config), bare(config), config.programme
    for template, values in _of_applications(config, known).items():
        yield _letter(template, values, known.reference)
    for template, told in (*_of_awards(config).items(), *sample_cohort.letters(config, known)):
        yield _letter(template, told, known.reference)
    for template in ("pack", "received-early", "late-eoi"):
        yield _letter(template, {"early": True, "contact": DENISE}, unknown.reference)
    for template, values in _of_nobody(config).items():
        yield _letter(template, values, None)
    for template, values in _internal(config).items():
        yield _letter(template, values, None)
    yield _letter("question-asked", {"question": question(config), "application": known}, None)
    yield _letter("outcome-declined", {"feedback": Feedback()}, known.reference)
    given_back = replace(known, freed_at=programme.decisions, told_at=programme.decisions)
    yield _letter("withdrawn", {"by": None, "application": given_back}, known.reference)
    place = {"footprint": programme.footprints[0], "freed": [known], "left": 1}
    yield _letter("place-free", {**place, "reserves": (known,), "elsewhere": ()}, None)
    yield _letter("place-free", {**place, "reserves": (), "elsewhere": (known,)}, None)
    for template, told in sample_papers.letters(config, known):
        yield _letter(template, told, known.reference if template in sample_papers.OF_ONE else None)


def _of_awards(config: Config) -> Mapping[str, dict[str, Any]]:
    decisions, filename = config.programme.decisions, "Memorandum signed.pdf"
    shown = {
        "came": Returned("M-7QKABC", decisions, filename, AMARA.email, "Our memorandum"),
        "others": ["Letter.pdf"],
        "kept_back": "it holds bank details",
        "returned": Attachment(filename, "application/pdf", b"%PDF-1.4"),
    }
    return {
        "award-senior": {},
        "award-finance": {},
        "mou-received": {"filename": filename},
        "mou-shown": {"filename": filename, **shown},
        "mou-chase": {"due": decisions},
        "mou-signed": {},
        "award-paid": {"paid_on": decisions, "amount": "20000"},
    }


def _letter(template: str, values: Mapping[str, Any], reference: str | None) -> Letter:
    return Letter((AMARA.address,), template, "1", template, reference, values=values)


def _of_applications(config: Config, known: Application) -> dict[str, dict[str, Any]]:
    version, due = known.forms[0], config.programme.closes
    complete = replace(version, findings=())
    return {
        "pack": {"early": False, "contact": None},
        "received-early": {},
        "late-eoi": {},
        "eoi-quoted": {"by": DENISE.address},
        "duplicate": {"earlier": known},
        "receipt": {"version": version, "newer": True, "added": DENISE},
        "late-form": {"version": complete},
        "form-unread": {"problems": [_UNREAD]},
        "file-unread": {
            "message_from": AMARA.address,
            "subject": "Our form",
            "received_at": config.programme.opens,
            "message_ref": "M-FFFFFF",
            "handled": "A question is with the organiser.",
            "problems": [_UNREAD],
        },
        "senior-request": {},
        "senior-reminder": {},
        "senior-answer": {"confirmed": True},
        "senior-declined": {},
        "withdrawn": {"by": DENISE},
        "lead-changed": {"old": AMARA, "new": TARIQ},
        "lead-change-asked": {"new": TARIQ, "by": DENISE.address},
        "contact-asked": {"new": TARIQ, "by": DENISE.address},
        "request-passed": {"what": "your message about the people on this application"},
        "contact-added": {"person": DENISE},
        "details-updated": {"changed": [("Phone", "07700 900124")]},
        "reminder": {"days_left": 2, "due": due, "missing": ["C4 has no answer."]},
        "extended": {"due": due, "reason": "The lead was ill."},
        "lapsed": {},
        "unclear": {"advice": ""},
        "unreadable": {"reason": "The attachment is encrypted."},
        "nhs-number": {},
        "answer-private": {"question": question(config)},
        "outcome-accepted": {
            "feedback": sample_panel.feedback(config),
            "memorandum_days": 14,
        },
        "outcome-reserved": {"feedback": sample_panel.feedback(config)},
        "outcome-declined": {"feedback": sample_panel.feedback(config)},
        "reserve-ended": {},
    }


def _of_nobody(config: Config) -> dict[str, dict[str, Any]]:
    asked = question(config)
    return {
        "question-received": {"question": asked},
        "answer": {"question": asked},
    }


def _internal(config: Config) -> dict[str, dict[str, Any]]:
    asked, known = question(config), full(config)
    shown = {"application": known, "outcome": "accept", "subject": "Outcome", "text": "Dear Amara"}
    slots = [{"footprint": config.programme.footprints[0], "accepted": 1, "slots": 2}]
    return {
        "question-asked": {"question": replace(asked, private=True, urgent=True)},
        "answer-check": {"question": asked, "draft": "Noted.", "reasons": ["It is very short."]},
        "safeguarding": {
            "message_from": AMARA.address,
            "subject": "Help",
            "received_at": config.programme.opens,
            "text": "Somebody is in danger.",
            "message_ref": "M-FFFFFF",
        },
        "orders": {
            "done": [("accept 1", "ACE-001 is accepted.")],
            "not_done": [("acept 2", "I did not understand this.", ["accept ACE-002"])],
        },
        "bank-details": {},
        "no-more-answers": {"who": "the people at council.example", "most": 40},
        "another-instance": {
            "count": 2,
            "latest": {
                "subject": "[ACE-001] Your ACE application form",
                "composed_at": config.programme.opens,
            },
            "organiser": AMARA.address,
        },
        "sending-stopped": {"most": 60, "organiser": AMARA.address},
        "orders-confirm": {"lines": ["accept ACE-001"]},
        "preview": {
            "version": 1,
            "outcomes": [shown],
            "board": slots,
            "approver": AMARA.address,
            "may_approve": True,
        },
        "approved": {"by": AMARA.address, "count": 3, "release_at": config.programme.decisions},
        "digest": {"digest": _digest(config)},
        **_of_the_panel(config),
    }


def _of_the_panel(config: Config) -> dict[str, dict[str, Any]]:
    known, unknown = full(config), bare(config)
    meeting = sample_panel.meeting(config, (known, replace(unknown, stage=Stage.SUBMITTED)))
    place = {"footprint": config.programme.footprints[0], "freed": [known], "left": 1}
    return {
        "meeting-pack": {
            "meeting": meeting,
            "board": meeting.board,
            "applications": {a.reference: a for a in meeting.applications},
            "fundable_from": config.panel_rules.fundable_from,
            "undecided": True,
            "changes": ("Joan Price corrected ACE-001: C4 2, now 3.",),
        },
        "feedback-draft": {"drafts": [(known, sample_panel.feedback(config))]},
        "place-free": {**place, "reserves": (known, unknown), "elsewhere": ()},
    }


def _digest(config: Config) -> Digest:
    opens, footprint = config.programme.opens, config.programme.footprints[0].name
    parked = Filed(
        id="M-GGGGGG",
        sender="lee.chan@council.example",
        subject="Our project",
        received_at=opens,
        kind=Kind.UNCLEAR,
        disposition=Disposition.PARKED,
        reason="We could not tell what it is for.",
    )
    machine = replace(parked, id="M-HHHHHH", kind=Kind.LIST, reason="It came through a list.")
    return Digest(
        needs=(Need("ACE-004 came late.", ("extend ACE-004 to DATE because ...",)),),
        days_left=12,
        stages=(("invited", 3), ("submitted", 1)),
        footprints=(Standing(footprint, applications=4, submitted=1, accepted=1, slots=2),),
        sent=(("pack", 3),),
        parked=(parked,),
        machines=(machine,),
        doubts=("We do not know whether a reminder left.",),
        accounting="5 held = 5 stored = 3 acted on + 1 parked + 1 left alone",
    )
