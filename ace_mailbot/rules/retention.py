"""How long records are kept: which class each belongs to, and what has run out. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ace_mailbot.config import Config
from ace_mailbot.model import Application, Question, Stage, State

# The organiser reads of it in the digest for so long before anything is forgotten.
NOTICE = timedelta(days=14)

_BEFORE_A_FORM = {Stage.ASKED, Stage.QUEUED, Stage.INVITED, Stage.LAPSED}


def class_of(application: Application) -> str:
    """The class of records, a key of config's [retention]."""
    if application.stage in {Stage.ACCEPTED, Stage.AWARDED}:
        return "awarded"
    if application.stage is Stage.WITHDRAWN:
        return "withdrawn"
    return "lapsed" if application.stage in _BEFORE_A_FORM else "unsuccessful"


def kept_until(kind: str, since: datetime, config: Config) -> datetime:
    """When records of *kind* run out: counted from the decisions, or from *since* if later."""
    start = max(config.programme.decisions, since)
    return start + timedelta(days=config.retention_days(kind))


def run_out(kind: str, by: datetime, state: State, config: Config) -> tuple[str, ...]:
    """What of *kind* has run out by *by*: references of applications, or ids of questions."""
    found = _questions(state) if kind == "questions" else _applications(kind, state, config)
    return tuple(name for name, since in found if kept_until(kind, since, config) <= by)


def _applications(kind: str, state: State, config: Config) -> Iterator[tuple[str, datetime]]:
    for a in state.applications.values():
        held = {a.reference, *(p.email for p in a.people)} & set(config.legal_hold)
        if class_of(a) == kind and not held and a.lead.email:
            yield a.reference, a.told_at or a.received_at


def _questions(state: State) -> Iterator[tuple[str, datetime]]:
    for question in state.questions.values():
        if question.asker.email and _is_of_nobody(question, state):
            yield question.id, question.asked_at


def _is_of_nobody(question: Question, state: State) -> bool:
    """Whether it isn't kept with an application that is still on record."""
    application = state.applications.get(question.reference or "")
    return application is None or not application.lead.email
