"""Made-up letters to the projects that have an award, one or more for each template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from ace_mailbot.config import Config
from ace_mailbot.model import Application, Gathering, Said


def letters(config: Config, known: Application) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """A template and its values, twice where what is known makes a difference."""
    starts = config.programme.decisions + timedelta(days=44, hours=1)
    first = Gathering(
        "masterclass-1",
        "Masterclass 1: safe-to-fail experiments",
        starts,
        starts + timedelta(hours=2),
        "The Wesley, 81 Euston Street, London",
    )
    moved = replace(first, sequence=1)
    called_off = replace(first, sequence=2, cancelled=True, reason="The speaker is ill.")
    guest = known.lead.address
    text = "We tried one joint visit a week.\n\nIt saved two visits for most people."
    report = Said("M-KKKKKK", config.awards.learning_due, text, "Learning.docx")
    due = {"due": config.awards.learning_due}
    others = [(known, True), (known, False)]
    yield "introduction", {"others": others, "asked": True, "joined": False}
    yield "introduction", {"others": others[:1], "asked": False, "joined": True}
    yield "check-in", {"quarter": "Q3"}
    yield "coaching", {"month": config.awards.starts, "number": 1}
    yield "learning-asked", {**due, "last": False}
    yield "learning-reminder", {**due, "last": True}
    yield "learning-shared", {"project": known, "report": report}
    yield "event", {"gathering": first, "guest": guest}
    yield "event", {"gathering": moved, "guest": guest}
    yield "event-cancelled", {"gathering": called_off, "guest": guest}
    yield "noted", {"what": "you will come to “Masterclass 1”", "ask": "May we share it?"}
    yield (
        "support-offer",
        {
            "offer": "Two hours with a facilitator.",
            "asked_for": "Help with users.",
            "owner": "Joan",
        },
    )
