"""What else is known of a season: questions, orders in doubt, the preview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ace_mailbot.model.people import Address


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
    """Orders or scores without proof of their sender; done when the mail back is answered.

    *scoring* and *reference* are those of scores: what was read, and about which application.
    """

    id: str
    party: str  # the address whose orders these claim to be
    text: str
    asked_at: datetime
    answers: str  # token of the letter the orders answered ("" if none)
    done: bool = False
    reference: str = ""
    scoring: Mapping[str, str] = field(default_factory=dict)
    source: str = ""  # where the scores stood: a file's name, or "the message itself"


@dataclass(frozen=True, slots=True)
class Preview:
    """The outcome letters as shown for approval. *fingerprint* is a hash over all of them."""

    version: int
    fingerprint: str
    shown_at: datetime
    approved_by: str = ""
    approved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LineShown:
    """An application on the board as a meeting pack showed it; *score* and *proposal* in words."""

    footprint: str | None
    score: str
    rank: int | None
    proposal: str


@dataclass(frozen=True, slots=True)
class BoardShown:
    """The board as the latest meeting pack showed it. *fingerprint* is a hash over its scores.

    *first* is the version of the first pack that showed just these scores. *counted* says how many
    scorings of each assessment stood in it (0 for one that has none or has ended); *lines* are what
    it said of each application, by reference.
    """

    fingerprint: str
    shown_at: datetime
    number: int = 1  # of the pack
    first: str = ""
    counted: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, LineShown] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Season:
    """What is true of the whole programme, once."""

    held: bool = False  # an order stopped all sending but to the organiser
    another_at_work: bool = False  # held because another bot sends our letters: nothing else goes
    preview: Preview | None = None
    # The highest number of a reference whose records were forgotten: it isn't allotted again, even
    # where the mail that it stood in is gone.
    last_forgotten: int = 0
    # Classes of records that are to be forgotten, and when: announced in the digest until then.
    forgetting: Mapping[str, datetime] = field(default_factory=dict)
    resumed_at: datetime | None = None  # when an order last ended a hold
    released_at: datetime | None = None
    board: BoardShown | None = None  # None until the first meeting pack
    meeting_at: datetime | None = None  # when the organiser opened it: members may see all scores
    panel_at: datetime | None = None  # when the organiser said to go ahead with the panel
