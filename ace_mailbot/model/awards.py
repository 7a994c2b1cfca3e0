"""An award on its way: from the letter to the money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back and may be the signed memorandum; a person looks at it."""

    message: str  # Message.id
    at: datetime
    filename: str


@dataclass(frozen=True, slots=True)
class Award:
    """What has been done about the award of an application; None means not yet.

    It begins when the award letter is released. All but *returned* are the organiser's word.
    """

    reference: str
    told_at: datetime
    returned: tuple[Returned, ...] = ()
    signed_at: datetime | None = None  # somebody looked at what came back
    verified_at: datetime | None = None  # the finance contact, off email
    paid_on: date | None = None  # local to the programme

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
        )
