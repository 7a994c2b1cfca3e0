"""The nouns: what arrives, what is known, what is decided, what is owed.

Everything here is frozen; a change is `dataclasses.replace`. Times are aware and in UTC unless a
name says otherwise. Nothing here reads a clock, a file or a socket.
"""

from __future__ import annotations

from ace_mailbot.model.applications import (
    Application,
    Finding,
    FormVersion,
    SeniorAnswer,
    Stage,
    number_of,
)
from ace_mailbot.model.arriving import (
    Attachment,
    Basis,
    Contents,
    Delivery,
    Eoi,
    Intent,
    Kind,
    Message,
    Nature,
    RawMessage,
)
from ace_mailbot.model.awards import Award, Returned, Said
from ace_mailbot.model.board import (
    Board,
    Leniency,
    Meeting,
    Places,
    Proposal,
    Result,
    Spread,
    Standing,
)
from ace_mailbot.model.cohort import Attendance, CalendarAnswer, Coming, Gathering
from ace_mailbot.model.decision import Decision, Readdress
from ace_mailbot.model.errors import ConfigError, Later, Refused, Unreachable, Unreadable
from ace_mailbot.model.feedback import Band, Feedback, Reason
from ace_mailbot.model.filed import Accounts, Disposition, Filed, SentLetter, Undelivered
from ace_mailbot.model.letters import Letter, Outgoing
from ace_mailbot.model.panel import Assessment, Confidence, Recommendation, Reviewer, Score, Scoring
from ace_mailbot.model.people import Address, Person
from ace_mailbot.model.season import (
    BoardShown,
    LineShown,
    Pending,
    Preview,
    Question,
    QuestionStage,
    Season,
)
from ace_mailbot.model.state import KEPT, Change, State, evolve

__all__ = [
    "KEPT",
    "Accounts",
    "Address",
    "Application",
    "Assessment",
    "Attachment",
    "Attendance",
    "Award",
    "Band",
    "Basis",
    "Board",
    "BoardShown",
    "CalendarAnswer",
    "Change",
    "Coming",
    "Confidence",
    "ConfigError",
    "Contents",
    "Decision",
    "Delivery",
    "Disposition",
    "Eoi",
    "Feedback",
    "Filed",
    "Finding",
    "FormVersion",
    "Gathering",
    "Intent",
    "Kind",
    "Later",
    "Leniency",
    "Letter",
    "LineShown",
    "Meeting",
    "Message",
    "Nature",
    "Outgoing",
    "Pending",
    "Person",
    "Places",
    "Preview",
    "Proposal",
    "Question",
    "QuestionStage",
    "RawMessage",
    "Readdress",
    "Reason",
    "Recommendation",
    "Refused",
    "Result",
    "Returned",
    "Reviewer",
    "Said",
    "Score",
    "Scoring",
    "Season",
    "SeniorAnswer",
    "SentLetter",
    "Spread",
    "Stage",
    "Standing",
    "State",
    "Undelivered",
    "Unreachable",
    "Unreadable",
    "evolve",
    "number_of",
]
