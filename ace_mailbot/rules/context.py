"""What every rule is handed beside the message: the config, the state and the time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ace_mailbot.config import Config
from ace_mailbot.model import (
    Address,
    Application,
    Letter,
    SentLetter,
    Stage,
    State,
    number_of,
)


@dataclass(frozen=True, slots=True)
class Context:
    """*now* is aware; an empty state is what `explain` classifies with.

    *begun* is the reference that the message began, where that is known from a letter in Sent.
    """

    config: Config
    now: datetime
    state: State = field(default_factory=State)
    begun: str = ""

    def letter_answered(self, tokens: tuple[str, ...]) -> SentLetter | None:
        """The letter of ours that a message with these tokens answers: the strongest known."""
        return next((self.state.letters[t] for t in tokens if t in self.state.letters), None)

    def owed(self, letter: Letter) -> bool:
        """Whether *letter* has been queued, now or ever."""
        return letter.key(self.config.programme.key) in self.state.keys

    def due(self, application: Application) -> datetime:
        """When its form must have come: its own extension, else the close."""
        return application.due_at or self.config.programme.closes

    def is_staff(self, email: str) -> bool:
        people = self.config.people
        return email in {people.organiser.email, people.approver.email}

    def next_reference(self) -> str:
        """The reference after the last one allotted, such as ACE-008."""
        if self.begun and self.begun not in self.state.applications:
            return self.begun
        numbers = (number_of(reference) for reference in self.state.applications)
        last = max(self.state.season.last_forgotten, *numbers, 0)
        return f"{self.config.programme.key}-{last + 1:03d}"

    def with_pack(self) -> tuple[Application, ...]:
        """The applications still in the running that have had their pack."""
        out = {Stage.ASKED, Stage.QUEUED, Stage.WITHDRAWN, Stage.LAPSED}
        return tuple(
            a for a in self.state.applications.values() if a.pack_at and a.stage not in out
        )


def addresses(application: Application) -> tuple[tuple[Address, ...], tuple[Address, ...]]:
    """Whom a letter about *application* goes to, and who gets a copy.

    While the lead's address isn't known, those who wrote for them get the letter itself.
    """
    to = [application.lead]
    if "lead" in application.asked:  # until they say who leads, everyone who offered hears
        to += application.eoi.co_leads
    known = {p.email for p in to}
    cc = [p.address for p in application.contacts if p.email and p.email not in known]
    known_to = tuple(p.address for p in to if p.email)
    return (known_to, tuple(cc)) if known_to else (tuple(cc), ())
