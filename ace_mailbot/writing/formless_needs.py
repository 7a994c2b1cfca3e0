"""Those without a form when time was up whom no clock may judge: the organiser settles them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ace_mailbot.config import Config
from ace_mailbot.model import Application, Stage, State
from ace_mailbot.writing.need import Need, called


def without_form(state: State, config: Config, now: datetime) -> Iterator[Need]:
    """Each of them, and why it isn't told that time is up."""
    if state.season.released_at:
        return
    for a in state.applications.values():
        due = a.due_at or config.programme.closes
        if a.stage is Stage.INVITED and due < now and (why := _why(a, due, state)):
            yield Need(f"{called(a)} {why}", (f"extend {a.reference} to DATE because ...",))


def _why(a: Application, due: datetime, state: State) -> str:
    if a.pack_at is not None and a.pack_at > due:
        return "asked in time and had its pack after the deadline."
    if waiting := len(state.waiting(a)):
        mail = "a message of its people waits" if waiting == 1 else f"{waiting} messages wait"
        return (
            f"brought no form that we could read, but {mail} in Parked and may hold it. They are"
            " not told that time is up until you give them time or dismiss it."
        )
    return ""
