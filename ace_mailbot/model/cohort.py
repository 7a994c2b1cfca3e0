"""What the cohort comes together for, and who says that they will come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Attendance(StrEnum):
    """The values are those of PARTSTAT (RFC 5545, 3.2.12)."""

    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """A calendar's REPLY to an invitation of ours (RFC 5546, 3.2.3)."""

    uid: str
    attendance: Attendance
    sequence: int = 0  # of the invitation that it answers
    stamp: datetime | None = None  # DTSTAMP: the later of two answers counts


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody's latest answer to the latest invitation."""

    email: str
    attendance: Attendance
    at: datetime  # when it was given, as far as its calendar says; else when it arrived


@dataclass(frozen=True, slots=True)
class Gathering:
    """A masterclass, workshop or gathering. *sequence* counts its versions from 0."""

    key: str
    title: str
    starts: datetime
    ends: datetime
    place: str = ""
    sequence: int = 0
    cancelled: bool = False
    reason: str = ""  # why it was cancelled
    configured: str = ""  # how the config had it when this was last taken from there; "" if never
    answers: tuple[Coming, ...] = ()

    def of(self, email: str) -> Coming | None:
        return next((c for c in self.answers if c.email == email), None)

    def coming(self, attendance: Attendance) -> tuple[str, ...]:
        return tuple(c.email for c in self.answers if c.attendance is attendance)
