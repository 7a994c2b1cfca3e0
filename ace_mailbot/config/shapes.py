"""What the config says, typed and frozen. `loading` fills these; nothing here reads a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from ace_mailbot.model import Address

Late = Literal["hold"]
Backend = Literal["maildir", "imap", "exchange", "graph"]
Security = Literal["tls", "starttls", "none"]  # none is for loopback only
SaveSent = Literal["append", "server"]
Flow = Literal["client", "device"]
Access = Literal["delegate", "impersonation"]
SignIn = Literal["ntlm", "basic"]
BankHolidays = Literal["england", "none"]
SendingMode = Literal["auto", "hold"]
QuestionKind = Literal["text", "money", "choice", "footprint", "parts", "table", "email_reply"]
PartKind = Literal["text", "email", "phone", "money", "choice", "date"]


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
    opens: datetime  # aware and in *zone*, as are all times here
    closes: datetime
    decisions: datetime
    reserve_until: datetime  # the reserve list ends then; 28 days after decisions unless it says
    award_cap_pounds: int
    awards_per_footprint: int
    retention_days: int
    footprints: tuple[Footprint, ...]
    criteria: tuple[Criterion, ...]
    late: Late = "hold"
    questions_close: datetime | None = None
    reminders_days_before_close: tuple[int, ...] = (21, 7, 2)
    safeguarding_words: tuple[str, ...] = ()  # people.safeguarding_words

    def footprint(self, key: str | None) -> Footprint | None:
        return next((f for f in self.footprints if f.key == key), None)


@dataclass(frozen=True)
class PanelMember:
    name: str
    address: Address
    footprints: tuple[str, ...] = ()
    organisation: str = ""  # hints at conflicts


@dataclass(frozen=True)
class Panel:
    """How the panel shares out its reading; None in Config where the table is left out."""

    assess_by: datetime
    assessors_per_application: int = 3
    seed: int = 0
    blind: bool = False
    correct_leniency: bool = False  # rank by scores less each member's leniency; both are shown
    fundable_from: float = 1.5  # weighted score; 2 is solid throughout
    disagreement_from: int = 2  # scores of one criterion that lie so far apart are discussed
    declare_days: int = 4  # a member's days to declare conflicts; then the papers go without them
    chase_days: int = 3  # before assess_by: who is silent then is chased, and a replacement shown


@dataclass(frozen=True)
class Awards:
    """What follows an award, and when; times are aware and in the programme's zone."""

    starts: datetime  # of the work: its first day
    ends: datetime  # its last
    introduction: datetime  # the projects are introduced to each other
    check_ins: Mapping[str, datetime]  # by quarter: "Q3", "Q4"
    learning_due: datetime
    learning_days: int = 28  # before learning_due, when the report is asked for
    memorandum_days: int = 14  # after the award letter, until the signed memorandum is due
    chase_days: int = 7  # between reminders of what is late
    chases: int = 2


@dataclass(frozen=True)
class CohortEvent:
    """A masterclass, workshop or gathering."""

    key: str
    title: str
    starts: datetime
    ends: datetime
    place: str = ""  # or how to join
    seniors: bool = True  # senior leaders are invited too


@dataclass(frozen=True)
class Publishing:
    """How awards are published as 360Giving data."""

    prefix: str  # of identifiers, such as "360G-example"
    funder_id: str  # as org-id.guide has it, such as "GB-CHC-1234567"
    funder_name: str
    programme_title: str


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
class Secret:
    """A secret by where it stands. Its value stays out of every repr, and so out of logs."""

    source: str  # "$ACE_IMAP_PASSWORD", or the path of a file
    value: str = field(default="", repr=False)  # "" where nothing in use needs it


@dataclass(frozen=True)
class OAuth:
    tenant: str
    client_id: str
    client_secret: Secret
    authority: str = ""  # "" means Microsoft's public cloud
    flow: Flow = "client"  # device: a person signs in once, and no secret is needed


@dataclass(frozen=True)
class Imap:
    """An IMAP account; exactly one of *password* and *oauth* is set."""

    host: str
    user: str
    port: int = 993
    security: Security = "tls"
    password: Secret | None = None
    oauth: OAuth | None = None
    ca_file: Path | None = None


@dataclass(frozen=True)
class Smtp:
    """Where letters leave. Without *user* the server wants no sign-in."""

    host: str
    port: int = 587
    security: Security = "starttls"
    user: str = ""
    password: Secret | None = None
    oauth: OAuth | None = None  # its own, or mailbox.imap's
    ca_file: Path | None = None
    save_sent: SaveSent = "append"  # server: it keeps a copy of what it sends by itself


@dataclass(frozen=True)
class Exchange:
    """An Exchange Server account; exactly one of *password* and *oauth* is set."""

    endpoint: str
    user: str
    password: Secret | None = None
    oauth: OAuth | None = None
    access: Access = "delegate"
    auth: SignIn = "ntlm"  # how a password is given; what Exchange Server offers unless told
    ca_file: Path | None = None


@dataclass(frozen=True)
class Graph:
    tenant: str
    client_id: str
    client_secret: Secret
    base_url: str = ""  # "" means Microsoft's public cloud
    authority: str = ""  # where to sign in; "" means the one of base_url's cloud
    ca_file: Path | None = None


@dataclass(frozen=True)
class Mailbox:
    """The mailbox in use and how to reach it; a table left out of the config is None."""

    backend: Backend
    address: str
    sender_name: str
    authserv_id: str = ""
    maildir_path: Path = Path("data/mail")
    imap: Imap | None = None
    smtp: Smtp | None = None
    exchange: Exchange | None = None
    graph: Graph | None = None


@dataclass(frozen=True)
class Schedule:
    poll_seconds: int = 30
    digest_at: time = time(8)
    digest_days: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri")
    reminders_at: time = time(9)
    bank_holidays: BankHolidays = "england"


@dataclass(frozen=True)
class Sending:
    mode: SendingMode = "auto"
    per_minute: int = 25
    per_address_per_day: int = 10
    per_domain_per_day: int = 40
    answers_per_hour: int = 60  # automatic ones; more, and all sending is on hold
    resend_after_seconds: int = 120
    plus_addressing: bool = False
    shared_domains: tuple[str, ...] = ("nhs.net", "gmail.com", "outlook.com")


@dataclass(frozen=True)
class FormPart:
    """A part of a question with its own control: tag `B1_name`, or `D3_1_item` in a table."""

    key: str
    label: str
    required: bool = True
    kind: PartKind = "text"
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
    kind: QuestionKind = "text"
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
class Operations:
    """When operations are mailed about the bot itself, and how when the mailbox is out of reach."""

    unreachable_minutes: int = 60
    quiet_days: int = 14  # without any mail while applications are open
    credential_ends: datetime | None = None
    smtp: Smtp | None = None


@dataclass(frozen=True)
class Config:
    path: Path  # of config.toml; relative paths in it are relative to its folder
    programme: Programme
    people: People
    mailbox: Mailbox
    form: Form
    awards: Awards
    schedule: Schedule = field(default_factory=Schedule)
    sending: Sending = field(default_factory=Sending)
    operations: Operations = field(default_factory=Operations)
    database: Path = Path("data/ace.db")
    templates: Path = Path("templates")  # may be absent: the shipped ones are used then
    panel: Panel | None = None
    cohort: tuple[CohortEvent, ...] = ()
    publishing: Publishing | None = None  # None: nothing is published
    retention: Mapping[str, int] = field(default_factory=dict)  # class -> days, where it differs
    legal_hold: tuple[str, ...] = ()  # references and addresses that nothing may forget

    @property
    def panel_rules(self) -> Panel:
        """The panel's table, or the usual rules where nobody wrote one."""
        return self.panel or Panel(self.programme.closes)

    def retention_days(self, kind: str) -> int:
        """How long to keep what belongs to a class of records, such as "withdrawn"."""
        return self.retention.get(kind, self.programme.retention_days)
