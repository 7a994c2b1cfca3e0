"""The panel: who reads what, and what they made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Recommendation(StrEnum):
    FUND = "fund"
    FUND_IF = "fund if"
    DO_NOT_FUND = "do not fund"


class Confidence(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A panel member in this season; *email* is how config's [[people.panel]] knows them.

    *conflicts* maps an application's reference to what the member declared about it.
    """

    email: str
    invited_at: datetime
    declared_at: datetime | None = None  # None: they have not answered yet
    conflicts: Mapping[str, str] = field(default_factory=dict)
    away_until: date | None = None  # their out-of-office said so; local to the programme


@dataclass(frozen=True, slots=True)
class Score:
    value: int  # 0 not shown, 1 emerging, 2 solid, 3 strong
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Scoring:
    """One answer of a member about one application, as it came; never changed."""

    message: str  # Message.id
    received_at: datetime
    source: str  # the file's name, or "the message itself"
    conflict: str = ""  # declared here: nothing else in it counts then
    scores: Mapping[str, Score] = field(default_factory=dict)  # by criterion key
    strength: str = ""  # for the applicant
    improvement: str = ""  # for the applicant
    recommendation: Recommendation | None = None
    condition: str = ""  # what follows "fund if"
    confidence: Confidence | None = None
    questions: str = ""  # for the meeting
    private_note: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """One member's reading of one application. Its *id* is "ACE-003/member@funder.example".

    All scorings are kept; the newest counts. *ended* says why it counts no more ("" while it
    does): a conflict, or that the organiser gave it to somebody else.
    """

    id: str
    reference: str
    member: str  # Reviewer.email
    assigned_at: datetime
    scorings: tuple[Scoring, ...] = ()
    ended: str = ""

    @property
    def scoring(self) -> Scoring | None:
        """The scoring that counts; None while none came, or once the assessment has ended."""
        return self.scorings[-1] if self.scorings and not self.ended else None
