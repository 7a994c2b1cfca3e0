"""What an applicant hears of the panel's view: no names, no notes, no raw evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Band(StrEnum):
    """A criterion's mean score in the words of the scale."""

    NOT_SHOWN = "not shown"
    EMERGING = "emerging"
    SOLID = "solid"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion's part. *words* are the organiser's own; "" leaves it to the template, which
    may use what makes a *solid* and a *strong* answer."""

    key: str
    title: str
    solid: str
    strong: str
    band: Band | None  # None: nobody scored it, and the words stand alone
    words: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """*strengths* and *improvements* are what members wrote for the applicant, or one line each
    that the organiser wrote instead."""

    reasons: tuple[Reason, ...] = ()
    strengths: tuple[str, ...] = ()
    improvements: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.reasons or self.strengths or self.improvements)
