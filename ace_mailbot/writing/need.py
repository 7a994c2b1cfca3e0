"""One thing that waits for the organiser."""

from __future__ import annotations

from dataclasses import dataclass

from ace_mailbot.model import Application


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for the organiser, and the lines that would settle it."""

    sentence: str
    reply: tuple[str, ...] = ()


def called(a: Application) -> str:
    """What an application is called among its organisers."""
    return f"{a.reference} {a.title}".strip() if a.title else f"{a.reference} ({a.lead.name})"
