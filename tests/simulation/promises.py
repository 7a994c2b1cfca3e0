"""What must hold of any season, with faults or without; each check yields what breaks it.

They look at the mail itself, and at the state only where mail doesn't tell.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from email import message_from_bytes
from email.policy import default

from ace_mailbot.mailboxes.maildir import MaildirMailbox
from ace_mailbot.model import Stage
from ace_mailbot.rehearsal.post import Posted
from tests.simulation.playing import Came, Play

_REFERENCE = re.compile(r"\bACE-\d{3}\b")
_TO_READERS = ("paper", "scores-read", "panel-chase", "panel-meeting")
_TOLD_AS = {
    Stage.AWARDED: ("outcome-accepted",),
    Stage.ON_RESERVE: ("outcome-reserved",),
    Stage.UNSUCCESSFUL: ("outcome-declined", "reserve-ended"),
}
# What nobody is owed more than so often, said in the same words about the same thing.
_MOST = {"coaching": 6, "check-in": 2, "mou-chase": 2} | dict.fromkeys(
    (
        "pack",
        "lapsed",
        "reminder",
        "senior-re",
        "panel-list",
        "panel-chase",
        "panel-hints",
        "panel-assigned",
        "paper",
        "outcome",
        "reserve-ended",
        "award",
        "mou-signed",
        "introduction",
        "event",
        "learning",
        "place-free",
        "preview",
    ),
    1,
)


def broken(play: Play) -> Sequence[str]:
    return [sentence for check in _PROMISES for sentence in check(play)]


def _nothing_is_lost(play: Play) -> Iterator[str]:
    mailbox = MaildirMailbox(play.config)
    if left := len(mailbox.listing()):
        yield f"{left} messages were left in the inbox"
    messages = _rows(play, "SELECT id, disposition, reason FROM messages")
    if not len(play.came) == mailbox.held() == len(messages):
        yield f"{len(play.came)} came, {mailbox.held()} are held, {len(messages)} are stored"
    for id, disposition, reason in messages:
        if not disposition or reason.startswith("Our own error"):
            yield f"{id} was not decided: {reason}"


def _each_letter_goes_once(play: Play) -> Iterator[str]:
    """Or twice, beside a loss between the final dot and the recorded answer."""
    lost = Counter(letter.message_id for letter in play.wire.lost)
    sent = Counter(play.wire.sent)
    for id, times in sent.items():
        if times > 1 + lost[id]:
            yield f"{id} was sent {times} times, and {lost[id]} answers to it were lost"
    for key, id, state in _rows(play, "SELECT key, message_id, state FROM letters"):
        if state == "sent" and not sent[id]:
            yield f"{key} is called sent, and was not"
        if state not in ("sent", "cancelled") and not (state == "unknown" and lost[id]):
            yield f"{key} is {state} in the end"


def _nobody_is_told_the_same_twice(play: Play) -> Iterator[str]:
    told = Counter((x.recipients, x.obligation, x.subject, _words(x)) for x in play.letters)
    for (recipients, obligation, subject, _), times in told.items():
        most = min((n for begins, n in _MOST.items() if obligation.startswith(begins)), default=99)
        if times > most:
            yield f"{', '.join(recipients)} had {obligation} {times} times: {subject}"


def _nobody_conflicted_reads(play: Play) -> Iterator[str]:
    """Once a conflict has come, no paper and no score of it goes there, though it was composed."""
    conflicts: defaultdict[str, set[str]] = defaultdict(set)
    members = {m.address.email for m in play.config.people.panel}
    for item in play.journal:
        if isinstance(item, Came) and item.deed and item.deed.details.get("conflict"):
            conflicts[item.deed.part.lead.person.email] |= _references(item, play)
        elif isinstance(item, Posted) and item.obligation in _TO_READERS:
            for email in members & set(item.recipients):
                mentioned = set(_REFERENCE.findall(f"{item.subject}\n{item.text}"))
                for reference in conflicts[email] & mentioned:
                    yield f"{email} had {item.obligation} of {reference}, a conflict of theirs"
    for email, references in conflicts.items():
        for reference in references:
            found = play.season.state.assessments.get(f"{reference}/{email}")
            if found and found.scoring:
                yield f"{email} counts in {reference}, a conflict of theirs"


def _references(came: Came, play: Play) -> set[str]:
    """What a member's mail declares a conflict in: the reference typed, or that of the paper."""
    message = message_from_bytes(came.data, policy=default)
    text = str(message["Subject"])
    if came.deed and came.deed.details["to"] == "panel-list":
        body = message.get_body(("plain", "html"))
        text = str(body.get_content() if body else "")
    return set(_REFERENCE.findall(text)[:1]) & play.season.state.applications.keys()


def _scores_are_their_members_own(play: Play) -> Iterator[str]:
    by_id = {came.id: came for came in play.came}
    for assessment in play.season.state.assessments.values():
        for scoring in assessment.scorings:
            came = by_id[scoring.message]
            writer = _sender(came)
            if writer != assessment.member or (came.deed and came.deed.what == "is forged"):
                yield f"{assessment.id} counts scores of {writer} ({came.label})"


def _scores_are_seen_in_the_meeting_alone(play: Play) -> Iterator[str]:
    opened = False
    for item in play.journal:
        if isinstance(item, Came):
            opened |= b"open meeting" in item.data
        elif item.obligation == "panel-meeting" and not opened:
            yield f"{item.recipients} saw scores before the meeting"


def _no_outcome_before_its_approval(play: Play) -> Iterator[str]:
    """Each letter of outcome stands, word for word, in a preview that the approver approved."""
    previews: dict[str, Posted] = {}
    approved: set[str] = set()
    for item in play.journal:
        if isinstance(item, Posted) and item.obligation == "preview":
            previews[item.message_id] = item
        elif isinstance(item, Posted) and item.obligation.startswith("outcome-"):
            shown = (_words(previews[id]) for id in approved)
            if not any(_words(item) in words for words in shown):
                yield f"{item.obligation} to {item.recipients} was never approved"
        elif isinstance(item, Came) and _approves(item):
            answered = str(message_from_bytes(item.data)["In-Reply-To"]).strip("<>")
            approved |= {answered} & previews.keys()


def _approves(came: Came) -> bool:
    deed = came.deed
    return bool(deed and deed.part.id == "approver" and deed.what == "replies")


def _everyone_is_told_how_it_stands(play: Play) -> Iterator[str]:
    """The last word that an applicant had on the outcome is what the books say."""
    last: dict[str, str] = {}
    for letter in play.letters:
        if letter.obligation.startswith(("outcome-", "reserve-ended")):
            for reference in _REFERENCE.findall(letter.subject):
                last[reference] = letter.obligation
    for application in play.season.state.applications.values():
        had, stage = last.get(application.reference, "nothing"), application.stage
        if stage in _TOLD_AS and not had.startswith(_TOLD_AS[stage]):
            yield f"{application.reference} is {stage}, and was told {had}"


def _two_places_a_footprint(play: Play) -> Iterator[str]:
    """More than that only by orders that gave a reason."""
    taken: defaultdict[str | None, list[str]] = defaultdict(list)
    for application in play.season.state.applications.values():
        if application.stage in {Stage.ACCEPTED, Stage.AWARDED}:
            taken[application.takes_place_in].append(application.decision_reason)
    slots = play.config.programme.awards_per_footprint
    for footprint, reasons in taken.items():
        if len(reasons) - slots > sum(1 for reason in reasons if reason):
            yield f"{footprint} has {len(reasons)} awards, {reasons.count('')} without a reason"


def _words(letter: Posted) -> str:
    """The text less its marks of quotation and its line ends; of an outcome, what is approved."""
    text, _, _ = letter.text.partition("\n---\n")
    return " ".join(re.sub(r"(?m)^(?:> ?)+", "", text).split())


def _sender(came: Came) -> str:
    header = message_from_bytes(came.data, policy=default)["From"]
    return str(header.addresses[0].addr_spec).lower()


def _rows(play: Play, sql: str) -> Sequence[tuple[str, ...]]:
    database = sqlite3.connect(play.config.database)
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


_PROMISES: Sequence[Callable[[Play], Iterator[str]]] = (
    _nothing_is_lost,
    _each_letter_goes_once,
    _nobody_is_told_the_same_twice,
    _nobody_conflicted_reads,
    _scores_are_their_members_own,
    _scores_are_seen_in_the_meeting_alone,
    _no_outcome_before_its_approval,
    _everyone_is_told_how_it_stands,
    _two_places_a_footprint,
)
