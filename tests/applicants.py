"""What applicants write who are known by number alone: there are as many as anyone wants."""

from __future__ import annotations

import random
from collections.abc import Mapping

from ace_mailbot.rehearsal.mailmaker import Mail

_PLACES = ("Brent", "Newham", "Lambeth", "Sutton", "Camden", "Ealing", "Harrow and Barnet", "Leeds")


def eoi(rng: random.Random, number: int) -> Mail:
    place = rng.choice(_PLACES)
    phone = f"\n07700 900{number:03d}" if rng.random() < 0.7 else ""
    return Mail(
        f"Dear team,\n\nWe would like to express our interest in ACE. In {place} people wait too "
        f"long between services number {number}, and nobody joins them up. We want to change that "
        "together with the council and two charities.\n\n"
        f"Kind regards,\nLead Number{number}{phone}",
        f"Expression of interest: joining up services {number}",
    )


def form(rng: random.Random, number: int) -> Mail:
    answers: Mapping[str, str] = {
        "A1": f"Joining up services {number}",
        "A2": "North West London",
        "B3 name": "Sam Senior",
        "B3 email": f"senior{number}@agency{number}.example",
        "C1": "We want the same thing for the same people.",
        "C2": "The trust, the council and two charities.",
        "C4": "A weekly huddle that may fail.",
        "D2": str(rng.choice((8000, 20000, 25000))),
    }
    kept = [f"{key}: {text}" for key, text in answers.items() if rng.random() < 0.95]
    return Mail("Our answers:\n\n" + "\n".join(kept), f"ACE form {number}")
