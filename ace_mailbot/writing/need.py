"""One thing that waits for the organiser."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for the organiser, and the lines that would settle it."""

    sentence: str
    reply: tuple[str, ...] = ()
