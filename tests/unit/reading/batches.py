"""What autoresponders and people write, in the batches in which it was written.

A batch was written in one go: how well rules that were made without it tell it is how well they
tell mail that nobody has seen yet.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_SUBJECT = re.compile(r"\[ACE-0(?!03)\d\d\]")  # the later batches of notes.toml each have one
# The headers that tell, as each program sets them.
PRODUCTS: dict[str, dict[str, str]] = {
    "none": {},
    "exchange": {"Auto_Submitted": "auto-generated", "X_Auto_Response_Suppress": "All"},
    "gmail": {"Auto_Submitted": "auto-replied", "Precedence": "bulk", "X_Autoreply": "yes"},
    "zendesk": {"Auto_Submitted": "auto-generated", "X_Mailer": "Zendesk Mailer"},
    "freshdesk": {"Auto_Submitted": "auto-replied"},
    "jira": {"Auto_Submitted": "auto-generated", "Precedence": "bulk"},
}
QUOTED = """

On Mon, 5 Jul 2021 at 09:00, ACE <ace@funder.example> wrote:
> Dear colleague
> The application pack is attached. Please send the form by 20 August.
> The ACE team"""


@dataclass(frozen=True)
class Batch:
    """Words alone: no headers, no subjects, nothing quoted."""

    name: str
    machines: tuple[str, ...]
    people: tuple[str, ...]


def held(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text("utf-8"))


def batches() -> list[Batch]:
    notes = held("notes.toml")
    names = dict.fromkeys(_name(subject) for subject, _ in notes["notes"] + notes["people"])
    found = [Batch(name, _of(name, notes["notes"]), _of(name, notes["people"])) for name in names]
    for path in sorted((HERE / "automatic").glob("*.toml")):
        batch = held(f"automatic/{path.name}")
        found.append(Batch(path.stem, _words(batch["machines"]), _words(batch["people"])))
    ordinary = [item for group in held("phrasings.toml").values() for item in group.values()]
    found.append(Batch("phrasings", (), _words([text for texts in ordinary for text in texts])))
    return found


def _name(subject: str) -> str:
    tag = _SUBJECT.search(subject)
    return tag[0] if tag else "notes"


def _of(name: str, notes: list[list[str]]) -> tuple[str, ...]:
    return tuple(text for subject, text in notes if _name(subject) == name)


def _words(items: list[Any]) -> tuple[str, ...]:
    return tuple(item if isinstance(item, str) else item[-1] for item in items)
