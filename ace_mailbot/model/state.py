"""All that the rules may look at, and how it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ace_mailbot.model.applications import Application
from ace_mailbot.model.awards import Award
from ace_mailbot.model.cohort import Gathering
from ace_mailbot.model.filed import Filed, SentLetter, Undelivered
from ace_mailbot.model.panel import Assessment, Reviewer
from ace_mailbot.model.season import Pending, Question, Season


@dataclass(frozen=True)
class State:
    """All that the rules may look at: a fold over the messages, the dates and the config."""

    applications: Mapping[str, Application] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    pending: Mapping[str, Pending] = field(default_factory=dict)
    letters: Mapping[str, SentLetter] = field(default_factory=dict)  # by token
    keys: frozenset[str] = frozenset()  # of every letter ever queued
    parked: Mapping[str, Filed] = field(default_factory=dict)  # still waiting for the organiser
    undelivered: Mapping[str, Undelivered] = field(default_factory=dict)  # by id
    reviewers: Mapping[str, Reviewer] = field(default_factory=dict)  # by email
    assessments: Mapping[str, Assessment] = field(default_factory=dict)  # by id
    awards: Mapping[str, Award] = field(default_factory=dict)  # by reference
    gatherings: Mapping[str, Gathering] = field(default_factory=dict)  # by key
    season: Season = field(default_factory=Season)

    def of(self, email: str) -> tuple[Application, ...]:
        """The applications that *email* is lead or contact of, oldest first."""
        return tuple(a for a in self.applications.values() if a.is_of(email))

    def waiting(self, application: Application) -> tuple[Filed, ...]:
        """What is parked of its people's mail: it may be the form that nobody could read yet.

        Of those on several applications it may be any one's, unless it was found out whose.
        """
        return tuple(
            filed
            for filed in self.parked.values()
            if filed.reference in (None, application.reference) and application.is_of(filed.sender)
        )


Change = (
    Application
    | Question
    | Pending
    | Reviewer
    | Assessment
    | Award
    | Gathering
    | Undelivered
    | Season
)

# Where the state keeps each noun: the name of its mapping, and the attribute that it is known by.
KEPT: Mapping[type, tuple[str, str]] = {
    Application: ("applications", "reference"),
    Question: ("questions", "id"),
    Pending: ("pending", "id"),
    Undelivered: ("undelivered", "id"),
    Reviewer: ("reviewers", "email"),
    Assessment: ("assessments", "id"),
    Award: ("awards", "reference"),
    Gathering: ("gatherings", "key"),
}


def evolve(state: State, changes: Iterable[Change]) -> State:
    """The state after *changes*, each replacing what it names."""
    changed: dict[str, Any] = {}
    for change in changes:
        if isinstance(change, Season):
            changed["season"] = change
            continue
        name, key = KEPT[type(change)]
        nouns = changed.setdefault(name, dict(getattr(state, name)))
        nouns[getattr(change, key)] = change
    return replace(state, **changed)
