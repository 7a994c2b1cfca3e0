"""config.toml -> Config, checked whole: every problem is one line that names the key."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from ace_mailbot.model import Address


@dataclass(frozen=True)
class Footprint:
    key: str
    name: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Criterion:
    key: str
    title: str
    solid: str
    strong: str
    weight: float = 1


@dataclass(frozen=True)
class Programme:
    key: str
    name: str
    funder: str
    zone: ZoneInfo  # of time_zone
    opens: datetime  # aware, as are all times here
    closes: datetime
    decisions: datetime
    award_cap_pounds: int
    awards_per_footprint: int
    retention_days: int
    footprints: tuple[Footprint, ...]
    criteria: tuple[Criterion, ...]
    late: Literal["hold"] = "hold"
    questions_close: datetime | None = None
    reminders_days_before_close: tuple[int, ...] = (21, 7, 2)
    safeguarding_words: tuple[str, ...] = ()

    def footprint(self, key: str | None) -> Footprint | None:
        return next((f for f in self.footprints if f.key == key), None)


@dataclass(frozen=True)
class PanelMember:
    name: str
    address: Address
    footprints: tuple[str, ...] = ()


@dataclass(frozen=True)
class People:
    organiser: Address
    second_approver: Address | None = None
    safeguarding: Address | None = None
    operations: Address | None = None
    panel: tuple[PanelMember, ...] = ()

    @property
    def approver(self) -> Address:
        return self.second_approver or self.organiser


@dataclass(frozen=True)
class Mailbox:
    backend: Literal["maildir", "imap", "exchange", "graph"]
    address: str
    sender_name: str
    authserv_id: str = ""
    maildir_path: Path = Path("data/mail")


@dataclass(frozen=True)
class Schedule:
    poll_seconds: int = 30
    digest_at: time = time(8)
    digest_days: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri")
    reminders_at: time = time(9)
    bank_holidays: Literal["england", "none"] = "england"


@dataclass(frozen=True)
class Sending:
    mode: Literal["auto", "hold"] = "auto"
    per_minute: int = 25
    per_address_per_day: int = 10
    resend_after_seconds: int = 120
    plus_addressing: bool = False
    shared_domains: tuple[str, ...] = ("nhs.net", "gmail.com", "outlook.com")


@dataclass(frozen=True)
class FormPart:
    """A part of a question with its own control: tag `B1_name`, or `D3_1_item` in a table."""

    key: str
    label: str
    required: bool = True
    kind: Literal["text", "email", "phone", "money", "choice", "date"] = "text"
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormQuestion:
    """One question of the application form, as `templates/form.toml` puts it.

    *rows* above 0 makes it a table of *parts*. *words* is a limit, None for none. A question with
    no parts has one control, whose tag is its key.
    """

    key: str
    text: str
    section: str  # title of its section
    kind: Literal["text", "money", "choice", "footprint", "parts", "table", "email_reply"] = "text"
    required: bool = True
    words: int | None = None
    options: tuple[str, ...] = ()
    parts: tuple[FormPart, ...] = ()
    rows: int = 0
    hint: str = ""
    hidden_from_panel: bool = False

    @property
    def tags(self) -> tuple[str, ...]:
        """Every control tag it has, in reading order; empty for a question with no control."""
        if self.kind == "email_reply":
            return ()
        if self.rows:
            return tuple(
                f"{self.key}_{row}_{p.key}" for row in range(1, self.rows + 1) for p in self.parts
            )
        if self.parts:
            return tuple(f"{self.key}_{p.key}" for p in self.parts)
        return (self.key,)


@dataclass(frozen=True)
class Form:
    questions: tuple[FormQuestion, ...]

    def question(self, key: str) -> FormQuestion | None:
        return next((q for q in self.questions if q.key == key), None)


@dataclass(frozen=True)
class Config:
    path: Path  # of config.toml; relative paths in it are relative to its folder
    programme: Programme
    people: People
    mailbox: Mailbox
    form: Form
    schedule: Schedule = field(default_factory=Schedule)
    sending: Sending = field(default_factory=Sending)
    database: Path = Path("data/ace.db")
    templates: Path = Path("templates")
