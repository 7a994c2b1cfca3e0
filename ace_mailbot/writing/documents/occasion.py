"""What a document is made for: an application, or none, at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ace_mailbot.model import Application
from ace_mailbot.writing.mime import File

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"


@dataclass(frozen=True, slots=True)
class Occasion:
    application: Application | None
    now: datetime
    values: Mapping[str, Any] = field(default_factory=dict)  # the letter's own

    def named(self, title: str, programme: str) -> str:
        """A file name that starts with the reference, or with the programme where there is none."""
        return f"{self.application.reference if self.application else programme} {title}"


Build = Callable[[Occasion], File]
