"""An award on its way: from the letter to the money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back and may be the signed memorandum; a person looks at it."""

    message: str  # Message.id
    at: datetime
    filename: str
    sender: str = ""  # their address
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answered to a question of ours, in words or in a file ("" for none)."""

    message: str  # Message.id
    at: datetime
    text: str
    filename: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """What has been done about the award of an application; None means not yet.

    It begins when the award letter is released. Signed, verified, paid, and what is said of support
    are the organiser's word; the rest came from the award's own people.
    """

    reference: str
    told_at: datetime
    returned: tuple[Returned, ...] = ()
    signed_at: datetime | None = None  # somebody looked at what came back
    verified_at: datetime | None = None  # the finance contact, off email
    paid_on: date | None = None  # local to the programme
    introduce: bool | None = None  # by name and address to the other projects; None: not said
    introduced: tuple[str, ...] = ()  # the projects that its lead has read of
    owner: str = ""  # of the support that the form asks for, as the organiser named them
    offer: str = ""
    follow_up: str = ""
    check_ins: Mapping[str, Said] = field(default_factory=dict)  # by quarter: "Q3", "Q4"
    coaching: Mapping[str, Said] = field(default_factory=dict)  # by month: "2021-10"
    report: Said | None = None  # what the project learnt
    share: bool | None = None  # whether its writers agree that the cohort reads it
    stopped: tuple[str, ...] = ()  # addresses that want no more event invitations

    @property
    def steps(self) -> tuple[tuple[str, date | None], ...]:
        """The chase list, in its order: each step and when it was done, in UTC but for the last."""
        back = self.returned[-1].at if self.returned else None
        return (
            ("letter and memorandum sent", self.told_at),
            ("memorandum back", back),
            ("signed", self.signed_at),
            ("finance contact verified", self.verified_at),
            ("paid", self.paid_on),
            ("learning report", self.report.at if self.report else None),
        )
