"""What arrives: bytes, then a message understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ace_mailbot.model.cohort import CalendarAnswer
from ace_mailbot.model.people import Address, Person


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


class Delivery(StrEnum):
    """What a delivery report says became of a letter of ours."""

    FAILED = "failed"
    DELAYED = "delayed"  # still being tried: nobody need do anything yet
    DELIVERED = "delivered"
    COMPLAINT = "complaint"  # it arrived, and was marked as unwanted (RFC 5965)


class Basis(StrEnum):
    """How we know a footprint: the writer named it, a borough suggests it, or we don't."""

    STATED = "stated"
    SUGGESTED = "suggested"
    UNKNOWN = "unknown"


class Intent(StrEnum):
    """Something the new text of a message says; each comes with the sentence that says it."""

    INTEREST = "interest"  # wants to apply, "expression of interest"
    PACK_AGAIN = "pack-again"  # asks once more for the pack
    QUESTION = "question"  # asks us something
    ADJUSTMENT = "adjustment"  # asks for large print, more time, another format: private and urgent
    WITHDRAW = "withdraw"
    DECLINES_OFFER = "declines-offer"  # does not take the award that was offered
    YES = "yes"  # confirms, agrees
    NO = "no"  # declines, disagrees
    REPLACES = "replaces"  # this replaces what I sent before
    SEPARATE = "separate"  # this is another project
    CHANGE_LEAD = "change-lead"
    ADD_CONTACT = "add-contact"
    THANKS = "thanks"  # only thanks or a remark; nothing is asked
    BANK_DETAILS = "bank-details"  # held some; they are taken out of all that we show
    ATTENDS = "attends"  # will come to what we invited to
    ABSENT = "absent"  # will not
    PERHAPS = "perhaps"  # may come
    STOP_INVITATIONS = "stop-invitations"
    INTRODUCE = "introduce"  # may be introduced by name and address
    NOT_INTRODUCE = "not-introduce"
    SHARE = "share"  # the cohort may read it
    NOT_SHARE = "not-share"
    NHS_NUMBER = "nhs-number"  # holds a valid NHS number (the sentence never quotes it)
    SAFEGUARDING = "safeguarding"  # holds one of config's safeguarding_words


@dataclass(frozen=True, slots=True)
class RawMessage:
    """One message as the mailbox gave it.

    *uid* is the backend's lasting name for it within the inbox; *received_at* is the server's
    receipt time, the only clock that deadlines know. *sha256* is that of the bytes in hexadecimal
    digits, where it is known already.
    """

    uid: str
    data: bytes
    received_at: datetime
    sha256: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Contents:
    """What the fenced reader found in one attachment.

    *answers* maps a control's tag (`A1`, `B1_name`, `D3_1_amount`) to its text, empty ones left
    out; it is empty for a file that is no form. *reference* is the form's own ("" if none).
    *problem* is a sentence for the sender when the file could not be read ("" if it could).
    *inside* are the files that it holds, without their bytes: those of a zip, of a saved mail.
    """

    text: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    scoring: Mapping[str, str] = field(default_factory=dict)  # of a panel member's scoring form
    reference: str = ""
    problem: str = ""
    inside: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message. *inline* marks pictures that the HTML shows (logos).

    *within* names the file that it came out of, such as a zip ("" when it was attached itself).
    """

    filename: str
    content_type: str
    data: bytes
    inline: bool = False
    contents: Contents | None = None
    within: str = ""

    @property
    def name(self) -> str:
        """Its name for people: where it stood, too."""
        return f"{self.filename} in {self.within}" if self.within else self.filename


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
    projects: int = 1  # how many its writer announces: each needs a form of its own


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
    delivery: Delivery | None = None  # of our letter, in a delivery report
    failed_recipients: tuple[str, ...] = ()  # whom the report is about, delays among them
    back_on: date | None = None  # when the writer of an out-of-office note says they return
    tokens: tuple[str, ...] = ()
    reference: str | None = None
    intents: Mapping[Intent, str] = field(default_factory=dict)
    eoi: Eoi | None = None
    writer: Person = field(default_factory=Person)  # what the new text and signature say of them
    footprint: str | None = None  # that the new text names or suggests
    footprint_basis: Basis = Basis.UNKNOWN
    answers: Mapping[str, str] = field(default_factory=dict)  # of the form in it, empty if none
    unread: tuple[str, ...] = ()  # sentences for its sender: what could not be read, what to do
    form_source: str = ""  # where *answers* stood: a file's name, or "the message itself"
    scoring: Mapping[str, str] = field(default_factory=dict)  # a panel member's, by the form's tags
    calendar: CalendarAnswer | None = None  # a calendar program's answer to an invitation
    twin: str | None = None  # Message.id of an earlier one with the very same bytes
    rescued: bool = False  # the organiser said that a person wrote it

    @property
    def sender_email(self) -> str:
        """The From address ("" for none). Answers go there, never to a Reply-To."""
        return self.sender.email if self.sender else ""
