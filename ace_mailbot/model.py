"""The nouns: what arrives, what is known, what is decided, what is owed.

Everything here is frozen; a change is `dataclasses.replace`. Times are aware and in UTC unless a
name says otherwise. Nothing here reads a clock, a file or a socket.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

# --- errors, named by what the caller must do ---------------------------------------------------


class Unreachable(Exception):
    """The mailbox or server did not answer: try again later."""


class Later(Unreachable):
    """The server takes this one letter later, and others now."""


class Refused(Exception):
    """The server said no for good: tell the organiser."""


class Unreadable(Exception):
    """These bytes cannot be understood: park them and say so."""


class ConfigError(Exception):
    """The config or the call is wrong: stop. Each of *problems* is one line for the operator."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


# --- people --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: *email* in lower case, *name* as its owner writes it ("" when unknown)."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as they or others described them; "" means not said."""

    name: str = ""
    email: str = ""
    role: str = ""
    organisation: str = ""
    phone: str = ""

    @property
    def address(self) -> Address:
        return Address(self.email, self.name)


# --- what arrives --------------------------------------------------------------------------------


class Kind(StrEnum):
    """What a message is for; the values are those `explain --json` prints."""

    EOI = "eoi"
    FORM = "form"
    QUESTION = "question"
    WITHDRAWAL = "withdrawal"
    ASSESSMENT = "assessment"
    ORDER = "order"
    CONFIRMATION = "confirmation"
    RSVP = "rsvp"
    BOUNCE = "bounce"
    AUTO_REPLY = "auto-reply"
    LIST = "list"
    OWN = "own"
    UNREADABLE = "unreadable"
    UNCLEAR = "unclear"


class Nature(StrEnum):
    """Who or what wrote a message, as far as its headers and words tell."""

    PERSON = "person"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    LIST = "list"
    OWN = "own"
    UNREADABLE = "unreadable"


class Basis(StrEnum):
    """How we know a footprint: the writer named it, a borough suggests it, or we don't."""

    STATED = "stated"
    SUGGESTED = "suggested"
    UNKNOWN = "unknown"


class Intent(StrEnum):
    """Something the new text of a message says; each comes with the sentence that says it."""

    INTEREST = "interest"  # wants to apply, "expression of interest"
    QUESTION = "question"  # asks us something
    ADJUSTMENT = "adjustment"  # asks for large print, more time, another format: private and urgent
    WITHDRAW = "withdraw"
    YES = "yes"  # confirms, agrees
    NO = "no"  # declines, disagrees
    REPLACES = "replaces"  # this replaces what I sent before
    SEPARATE = "separate"  # this is another project
    CHANGE_LEAD = "change-lead"
    ADD_CONTACT = "add-contact"
    THANKS = "thanks"  # only thanks or a remark; nothing is asked
    NHS_NUMBER = "nhs-number"  # holds a valid NHS number (the sentence never quotes it)
    SAFEGUARDING = "safeguarding"  # holds one of config's safeguarding_words


@dataclass(frozen=True, slots=True)
class RawMessage:
    """One message as the mailbox gave it.

    *uid* is the backend's lasting name for it within the inbox; *received_at* is the server's
    receipt time, the only clock that deadlines know.
    """

    uid: str
    data: bytes
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Contents:
    """What the fenced reader found in one attachment.

    *answers* maps a control's tag (`A1`, `B1_name`, `D3_1_amount`) to its text, empty ones left
    out; it is empty for a file that is no form. *reference* is the form's own ("" if none).
    *problem* is a sentence for the sender when the file could not be read ("" if it could).
    """

    text: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    reference: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message. *inline* marks pictures that the HTML shows (logos)."""

    filename: str
    content_type: str
    data: bytes
    inline: bool = False
    contents: Contents | None = None


@dataclass(frozen=True, slots=True)
class Eoi:
    """An expression of interest as its writer put it.

    *summary* is verbatim. *source* says where it was read: "" for the message's own new text, else
    a phrase such as "the attached file EOI.docx". *quoted* is true when it stands in an older
    message that the sender only quoted: then its writer is asked before anything else happens.
    """

    lead: Person
    summary: str
    title: str = ""
    footprint: str | None = None
    footprint_basis: Basis = Basis.UNKNOWN
    areas: tuple[str, ...] = ()
    co_leads: tuple[Person, ...] = ()  # others who say they lead it too
    contact: Person | None = None  # who wrote on the lead's behalf
    languages: tuple[str, ...] = ("en",)  # BCP 47, in order of appearance
    source: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message understood. Everything is derived from the bytes and the config alone.

    *id* is ours: "M-" and 6 letters from the SHA-256 of the bytes, the same on every machine.
    *text* is the full text, *reply_text* what the sender newly wrote. *tokens* are those of our
    letters that it answers, strongest evidence first; *reference* is an application's reference
    found in the subject, our Message-ID, the form or the text.
    """

    id: str
    sha256: str
    received_at: datetime
    size: int  # bytes
    message_id: str = ""  # without angle brackets
    subject: str = ""
    sender: Address | None = None
    senders: int = 1  # how many addresses From headers held: anything but 1 is a warning
    reply_to: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    sent_at: datetime | None = None  # the Date header's claim; never judges a deadline
    in_reply_to: tuple[str, ...] = ()  # Message-IDs answered, In-Reply-To first, then References
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # lower-case names
    text: str = ""
    reply_text: str = ""
    attachments: tuple[Attachment, ...] = ()
    defects: tuple[str, ...] = ()  # sentences; any one makes it unreadable
    nature: Nature = Nature.PERSON
    may_answer: bool = True
    signs: tuple[str, ...] = ()  # why nature and may_answer are what they are
    failed_recipients: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    reference: str | None = None
    intents: Mapping[Intent, str] = field(default_factory=dict)
    eoi: Eoi | None = None
    writer: Person = field(default_factory=Person)  # what the new text and signature say of them
    footprint: str | None = None  # that the new text names or suggests
    footprint_basis: Basis = Basis.UNKNOWN
    answers: Mapping[str, str] = field(default_factory=dict)  # of the form in it, empty if none
    form_source: str = ""  # where *answers* stood: a file's name, or "the message itself"
    twin: str | None = None  # Message.id of an earlier one with the very same bytes
    rescued: bool = False  # the organiser said that a person wrote it

    @property
    def sender_email(self) -> str:
        """The From address ("" for none). Answers go there, never to a Reply-To."""
        return self.sender.email if self.sender else ""


# --- what is known -------------------------------------------------------------------------------


class Stage(StrEnum):
    """Where an application stands. Legal moves between stages are `rules.stages.MOVES`."""

    ASKED = "asked"  # somebody quoted an EOI; its writer is asked whether they want to apply
    QUEUED = "queued"  # EOI before the opening; the pack waits for it
    INVITED = "invited"  # the pack is out, no form yet
    INCOMPLETE = "incomplete"  # a form came with something missing
    SUBMITTED = "submitted"  # a form came complete, or was admitted as it stands
    LATE = "late"  # EOI or form after the close: the organiser rules
    LAPSED = "lapsed"  # the close came without a form
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"  # decided, not yet told
    RESERVED = "reserved"
    DECLINED = "declined"
    AWARDED = "awarded"  # told
    ON_RESERVE = "on reserve"
    UNSUCCESSFUL = "unsuccessful"


class SeniorAnswer(StrEnum):
    NONE = "none"  # not asked yet
    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WAIVED = "waived"  # the organiser admitted it unconfirmed


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a form that its lead should mend. *sentence* says it kindly and whole.

    *blocking* findings make a form incomplete; the others only inform.
    """

    question: str
    sentence: str
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class FormVersion:
    """A form as it came. All versions are kept; the newest that was on time counts."""

    version: int
    message: str  # Message.id
    received_at: datetime
    source: str  # the file's name, or "the message itself"
    answers: Mapping[str, str]
    findings: tuple[Finding, ...] = ()

    @property
    def complete(self) -> bool:
        return not any(f.blocking for f in self.findings)


@dataclass(frozen=True, slots=True)
class Application:
    """One application, from the first email to the outcome."""

    reference: str
    stage: Stage
    eoi: Eoi
    eoi_message: str  # Message.id of the EOI
    received_at: datetime  # of the EOI
    lead: Person
    lead_confirmed: bool = True  # False while somebody else named the lead
    contacts: tuple[Person, ...] = ()  # copied on everything
    footprint: str | None = None
    footprint_basis: Basis = Basis.UNKNOWN
    title: str = ""
    asked: tuple[str, ...] = ()  # what we asked and still wait for: footprint phone lead ...
    pack_at: datetime | None = None  # when the pack was owed
    due_at: datetime | None = None  # an extension of its own; None means programme.closes
    due_reason: str = ""
    forms: tuple[FormVersion, ...] = ()
    submitted_at: datetime | None = None
    senior: Person | None = None
    senior_answer: SeniorAnswer = SeniorAnswer.NONE
    senior_words: str = ""
    admitted: str = ""  # the organiser's reason for taking an incomplete form to the panel
    decision_reason: str = ""
    decided_at: datetime | None = None
    told_at: datetime | None = None
    late_form: FormVersion | None = None  # came after the due time; the organiser rules on it
    pack_held: str = ""  # why the pack waits for the organiser's word ("" when it doesn't)
    second_eoi: Eoi | None = None  # came later and looks alike: asked whether it replaces the first
    second_eoi_message: str = ""
    second_eoi_at: datetime | None = None
    new_lead: Person | None = None  # proposed; waits for the present lead or the organiser
    new_contact: Person | None = None  # proposed; waits for the lead

    @property
    def form(self) -> FormVersion | None:
        return self.forms[-1] if self.forms else None

    @property
    def people(self) -> tuple[Person, ...]:
        """Those who may hear and change things about it: the lead first, then contacts."""
        return (self.lead, *self.contacts)

    def is_of(self, email: str) -> bool:
        return any(p.email == email for p in self.people)


class QuestionStage(StrEnum):
    WAITING = "waiting"  # with the organiser
    DRAFTED = "drafted"  # answered, but shown back to the organiser before it goes
    ANSWERED = "answered"
    CLOSED = "closed"  # the organiser dealt with it elsewhere


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the organiser, and its answer.

    *private* is the default for adjustments and matters of one application. *number* is allotted
    when an answer goes to everyone. *wording* is how the organiser words it for others; "" means a
    neutral heading: the asker's own words are never shown.
    """

    id: str  # "Q-" and the message's letters
    asker: Address
    reference: str | None
    text: str
    asked_at: datetime
    message: str
    message_id: str = ""  # of the asker's mail, to thread the answer
    private: bool = False
    urgent: bool = False
    stage: QuestionStage = QuestionStage.WAITING
    wording: str = ""
    answer: str = ""
    number: int | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """Orders that came without proof of their sender; done when the mail back is answered."""

    id: str
    party: str  # the address whose orders these claim to be
    text: str
    asked_at: datetime
    answers: str  # token of the letter the orders answered ("" if none)
    done: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """The outcome letters as shown for approval. *fingerprint* is a hash over all of them."""

    version: int
    fingerprint: str
    shown_at: datetime
    approved_by: str = ""
    approved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """What is true of the whole programme, once."""

    held: bool = False  # an order stopped all sending but to the organiser
    preview: Preview | None = None
    released_at: datetime | None = None


class Disposition(StrEnum):
    ACTED = "acted on"
    PARKED = "parked"  # waits for the organiser
    LEFT = "left alone"  # with a reason; nothing waits


@dataclass(frozen=True, slots=True)
class Filed:
    """One stored message and what became of it, for the digest and the accounting line."""

    id: str
    sender: str
    subject: str
    received_at: datetime
    kind: Kind
    disposition: Disposition
    reason: str
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class SentLetter:
    """What the rules know of a letter in the outbox."""

    key: str
    token: str
    party: str
    obligation: str
    reference: str | None
    waiting: bool = False  # queued, not yet handed to the mail server


@dataclass(frozen=True)
class State:
    """All that the rules may look at: a fold over the messages, the dates and the config."""

    applications: Mapping[str, Application] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    pending: Mapping[str, Pending] = field(default_factory=dict)
    letters: Mapping[str, SentLetter] = field(default_factory=dict)  # by token
    keys: frozenset[str] = frozenset()  # of every letter ever queued
    parked: Mapping[str, Filed] = field(default_factory=dict)  # still waiting for the organiser
    season: Season = field(default_factory=Season)

    def of(self, email: str) -> tuple[Application, ...]:
        """The applications that *email* is lead or contact of, oldest first."""
        return tuple(a for a in self.applications.values() if a.is_of(email))


@dataclass(frozen=True, slots=True)
class Accounts:
    """What the store can say of the messages and letters, for the digest and `status`.

    *held* is how many messages the mailbox holds; None where it wasn't asked. The rest is counted
    since the last digest, but for *stored*, *waiting* and *doubts*.
    """

    held: int | None
    stored: Mapping[str, int]  # by disposition; "" for those not yet decided
    waiting: int  # letters queued
    doubts: tuple[str, ...]  # a sentence for each letter that is unknown or failed
    sent: Mapping[str, int]  # letters by obligation
    machines: tuple[Filed, ...] = ()  # bulk mail left alone, which the organiser may rescue


# --- what is decided and owed --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that is owed. Its key makes it unique for ever in the outbox.

    *template* names a folder of `templates/`; *values* are what it may use beside the programme's
    own; *documents* names what to attach (`writing.documents.BUILDERS`). *answers* is the
    Message-ID that it replies to; None means that we write of our own accord.
    *decision* letters are never resent without a human.
    """

    to: tuple[Address, ...]
    obligation: str  # "pack", "reminder-2" ...
    version: str  # tells repeats apart; a Message.id, a date, a number
    template: str
    reference: str | None = None
    cc: tuple[Address, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    answers: str | None = None
    thread: tuple[str, ...] = ()  # Message-IDs of the conversation, oldest first
    automatic: bool = False  # counts against the caps
    decision: bool = False
    internal: bool = False  # to the organiser, approver or operations: never held, never capped

    @property
    def party(self) -> str:
        return self.to[0].email

    def key(self, programme: str) -> str:
        return "/".join(
            (programme, self.party, self.reference or "-", self.obligation, self.version)
        )


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter composed: its bytes never change again."""

    key: str
    token: str
    message_id: str  # without angle brackets
    reference: str | None
    obligation: str
    party: str
    recipients: tuple[str, ...]  # the envelope's
    subject: str
    mime: bytes
    automatic: bool
    decision: bool
    internal: bool


Change = Application | Question | Pending | Season


@dataclass(frozen=True, slots=True)
class Decision:
    """What a message, or the time, brings about; applied in one transaction or not at all."""

    reason: str  # one sentence, for the digest and the log
    kind: Kind | None = None  # None: the time brought it about
    disposition: Disposition = Disposition.ACTED
    reference: str | None = None
    why: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    letters: tuple[Letter, ...] = ()
    cancels: tuple[str, ...] = ()  # keys of queued letters that must not leave
    rescues: tuple[str, ...] = ()  # Message.ids to read again as written by a person
    dismisses: tuple[str, ...] = ()  # Message.ids that no longer wait for the organiser
    clears: tuple[str, ...] = ()  # references whose held letters may go; "all" for every one
    wants_digest: bool = False  # the organiser asked for the digest now


def evolve(state: State, changes: Iterable[Change]) -> State:
    """The state after *changes*, each replacing what it names."""
    for change in changes:
        match change:
            case Application():
                known = {**state.applications, change.reference: change}
                state = replace(state, applications=known)
            case Question():
                state = replace(state, questions={**state.questions, change.id: change})
            case Pending():
                state = replace(state, pending={**state.pending, change.id: change})
            case Season():
                state = replace(state, season=change)
    return state
