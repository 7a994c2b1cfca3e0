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

    *listed* are the applications whose conflicts they were asked about, *cleared* those of them
    that their answer covers. *conflicts* maps a reference to what the member declared about it.
    """

    email: str
    invited_at: datetime  # when they were last sent a list
    listed: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    declared_at: datetime | None = None  # None: they have not answered yet
    conflicts: Mapping[str, str] = field(default_factory=dict)
    away_at: datetime | None = None  # when their out-of-office last said so; None: they are here
    away_until: date | None = None  # the day on which it says they return

    @property
    def waits(self) -> bool:
        """Whether a list still waits for their answer."""
        return not set(self.listed) <= set(self.cleared)

    def may_read(self, reference: str) -> bool:
        """Whether they declared about this application, and no conflict."""
        return reference in self.cleared and reference not in self.conflicts


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
    form: int = 0  # Assessment.form when it came


@dataclass(frozen=True, slots=True)
class Assessment:
    """One member's reading of one application. Its *id* is "ACE-003/member@funder.example".

    All scorings are kept; the newest counts. *ended* says why it counts no more ("" while it
    does): a conflict, or that the organiser gave it to somebody else. *replacement* is the member
    who is proposed in place of one that is late or away ("" for nobody).
    """

    id: str
    reference: str
    member: str  # Reviewer.email
    assigned_at: datetime
    scorings: tuple[Scoring, ...] = ()
    ended: str = ""
    chased_at: datetime | None = None
    late: str = ""  # why a replacement is proposed, as a sentence
    replacement: str = ""  # Reviewer.email
    form: int = 0  # FormVersion.version of the paper that they have; 0: not known
    seen_at: datetime | None = None  # when they were first shown what others gave it

    @property
    def scoring(self) -> Scoring | None:
        """The scoring that counts; None while none came, or once the assessment has ended."""
        return self.scorings[-1] if self.scorings and not self.ended else None

    @property
    def scored_older(self) -> bool:
        """Whether the scoring that counts was given to an older form than they have now."""
        return self.scoring is not None and 0 < self.scoring.form < self.form
