"""One application, from the first email to the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ace_mailbot.model.arriving import Basis, Eoi
from ace_mailbot.model.people import Person


class Stage(StrEnum):
    """Where an application stands. Legal moves between stages are `rules.stages.MOVES`."""

    ASKED = "asked"  # somebody quoted an EOI; its writer is asked whether they want to apply
    QUEUED = "queued"  # EOI before the opening; the pack waits for it
    INVITED = "invited"  # the pack is out, no form yet
    INCOMPLETE = "incomplete"  # a form came with something missing
    SUBMITTED = "submitted"  # a form came complete, or was admitted as it stands
    LATE = "late"  # EOI or form after the close: the organiser rules
    LAPSED = "lapsed"  # the close came without a form
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"  # decided, not yet told
    RESERVED = "reserved"
    DECLINED = "declined"
    AWARDED = "awarded"  # told
    ON_RESERVE = "on reserve"
    UNSUCCESSFUL = "unsuccessful"


class SeniorAnswer(StrEnum):
    NONE = "none"  # not asked yet
    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WAIVED = "waived"  # the organiser admitted it unconfirmed


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a form that its lead should mend. *sentence* says it kindly and whole.

    *blocking* findings make a form incomplete; the others only inform.
    """

    question: str
    sentence: str
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class FormVersion:
    """A form as it came. All versions are kept; the newest that was on time counts."""

    version: int
    message: str  # Message.id
    received_at: datetime
    source: str  # the file's name, or "the message itself"
    answers: Mapping[str, str]
    findings: tuple[Finding, ...] = ()

    @property
    def complete(self) -> bool:
        return not any(f.blocking for f in self.findings)


@dataclass(frozen=True, slots=True)
class Application:
    """One application, from the first email to the outcome."""

    reference: str
    stage: Stage
    eoi: Eoi
    eoi_message: str  # Message.id of the EOI
    received_at: datetime  # of the EOI
    lead: Person
    lead_confirmed: bool = True  # False while somebody else named the lead
    contacts: tuple[Person, ...] = ()  # copied on everything
    footprint: str | None = None
    footprint_basis: Basis = Basis.UNKNOWN
    title: str = ""
    asked: tuple[str, ...] = ()  # what we asked and still wait for: footprint phone lead ...
    pack_at: datetime | None = None  # when the pack was owed
    due_at: datetime | None = None  # an extension of its own; None means programme.closes
    due_reason: str = ""
    forms: tuple[FormVersion, ...] = ()
    submitted_at: datetime | None = None
    senior: Person | None = None
    senior_answer: SeniorAnswer = SeniorAnswer.NONE
    senior_words: str = ""
    senior_back_on: date | None = None  # the day on which their out-of-office says they return
    admitted: str = ""  # the organiser's reason for taking an incomplete form to the panel
    decision_reason: str = ""
    decided_at: datetime | None = None
    told_at: datetime | None = None
    late_form: FormVersion | None = None  # came after the due time; the organiser rules on it
    pack_held: str = ""  # why the pack waits for the organiser's word ("" when it doesn't)
    second_eoi: Eoi | None = None  # came later and looks alike: asked whether it replaces the first
    second_eoi_message: str = ""
    second_eoi_at: datetime | None = None
    new_lead: Person | None = None  # proposed; waits for the present lead or the organiser
    new_contact: Person | None = None  # proposed; waits for the lead
    place: str = ""  # the footprint whose place it takes, where that isn't its own
    place_reason: str = ""  # why; on record, never in a letter
    feedback: Mapping[str, str] = field(default_factory=dict)  # the organiser's own words
    freed_at: datetime | None = None  # when it gave back a place that it had

    @property
    def takes_place_in(self) -> str | None:
        """The footprint whose places it counts against."""
        return self.place or self.footprint

    @property
    def form(self) -> FormVersion | None:
        return self.forms[-1] if self.forms else None

    @property
    def senior_agrees(self) -> bool:
        """Whether the senior leader's word stands in the way of nothing."""
        return self.senior_answer in {SeniorAnswer.CONFIRMED, SeniorAnswer.WAIVED}

    @property
    def people(self) -> tuple[Person, ...]:
        """Those who may hear and change things about it: the lead first, then contacts."""
        return (self.lead, *self.contacts)

    def is_of(self, email: str) -> bool:
        return any(p.email == email for p in self.people)


def number_of(reference: str) -> int:
    """3 for ACE-003."""
    return int(reference.rpartition("-")[2])
