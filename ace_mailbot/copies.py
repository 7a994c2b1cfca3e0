"""Letters read back from Sent: who sent what to whom, without a database.

Each bears a mark (`writing.mark`). Where a platform dropped that header, a letter is known by its
token, or else by its reference, its recipients and its time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from email.message import Message as EmailMessage
from email.parser import HeaderParser
from email.utils import getaddresses, parsedate_to_datetime

from ace_mailbot import reading, tokens
from ace_mailbot.config import Config
from ace_mailbot.model import Letter, Outgoing, RawMessage
from ace_mailbot.writing import mark
from ace_mailbot.writing.mark import Mark

_SET_BACK = timedelta(hours=4)  # further than this no clock is set by itself
TIME = "time"  # the cause of what no message brought about
_OURS = re.compile(r"(?:programme|[a-z]+-\d{3,})\.[a-z2-7]{12}@", re.IGNORECASE)
_REFERENCE = re.compile(r"\[([A-Z]+-\d{3,})\]")


@dataclass(frozen=True, slots=True)
class Copy:
    """One letter as Sent holds it. *composed_at* is the time of the cycle that owed it (UTC)."""

    token: str
    mark: Mark | None
    recipients: tuple[str, ...]
    reference: str | None
    subject: str
    composed_at: datetime
    mime: bytes

    @property
    def cause(self) -> str:
        """The Message.id that brought it about, or TIME; "" where nothing tells."""
        return self.mark.cause if self.mark else ""

    def is_by_another(self, instance: str, since: datetime) -> bool:
        """Whether a bot wrote it that isn't the one named *instance*, at work *since* then."""
        author = self.mark.instance if self.mark else ""
        return bool(instance and author) and author != instance and self.composed_at > since

    def key(self, programme: str) -> str:
        """Its own key; for one without a mark a key that nothing else has."""
        return self.mark.key(programme) if self.mark else f"{programme}/sent/{self.token}"

    def outgoing(self, config: Config) -> Outgoing:
        """The letter as the outbox holds it, from what it tells of itself."""
        domain = config.mailbox.address.rpartition("@")[2]
        party = self.mark.party if self.mark else next(iter(self.recipients), "")
        return Outgoing(
            key=self.key(config.programme.key),
            token=self.token,
            message_id=tokens.message_id(self.token, self.reference, domain),
            reference=self.reference,
            obligation=self.mark.obligation if self.mark else "",
            party=party,
            recipients=self.recipients,
            subject=self.subject,
            mime=self.mime,
            automatic=bool(self.mark and self.mark.automatic),
            decision=bool(self.mark and self.mark.decision),
            internal=bool(self.mark and self.mark.internal),
        )


class Copies:
    """Letters in Sent that the database doesn't know yet, by key; each is taken once."""

    def __init__(self) -> None:
        self._by_key: dict[str, Copy] = {}
        self._left: set[str] = set()  # tokens
        self._causes: Counter[str] = Counter()

    def add(self, copies: Iterable[Copy], programme: str) -> Sequence[Copy]:
        """Those of *copies* that are new here, as they were queued."""
        added = []
        for copy in _as_queued(copies):
            if (key := copy.key(programme)) not in self._by_key:
                self._by_key[key] = copy
                self._left.add(copy.token)
                self._causes[copy.cause] += 1
                added.append(copy)
        return added

    def __contains__(self, copy: Copy) -> bool:
        return copy.token in self._left

    def lie_ahead(self, cause: str, answered: Iterable[str] = ()) -> bool:
        """Whether any that is left was brought about by the message with the id *cause*, or is
        one that it answers (a token)."""
        return self._causes[cause] > 0 or not self._left.isdisjoint(answered)

    def begun_by(self, cause: str, known: Container[str]) -> str:
        """The reference, none of the *known*, that the letters left bear which the message with the
        id *cause* brought about; "" where there is none."""
        if not self._causes[cause]:
            return ""
        named = (c.reference for c in self._by_key.values() if c.cause == cause)
        return next((r for r in named if r and r not in known), "")

    def come_later(self, keys: Iterable[str], now: datetime) -> bool:
        """Whether any of these letters was owed only after *now*: we may have died in between."""
        return any(k in self._by_key and self._by_key[k].composed_at > now for k in keys)

    def take(self, key: str) -> Copy | None:
        if found := self._by_key.pop(key, None):
            self._causes[found.cause] -= 1
            self._left.discard(found.token)
        return found

    def take_unmarked(self, letter: Letter, token: str, now: datetime) -> Copy | None:
        """The copy of *letter*, owed *now*, where the platform dropped our header.

        *token* is what the letter bears if the secret is still the same.
        """
        emails = {a.email for a in (*letter.to, *letter.cc)}
        for key, copy in self._by_key.items():
            if copy.mark:
                continue
            same = set(copy.recipients) == emails and copy.reference == letter.reference
            if copy.token == token or (same and copy.composed_at == now):
                return self.take(key)
        return None


def read(raw: RawMessage, config: Config) -> Copy | None:
    """The letter of ours in *raw*; None where a person wrote it, or another program."""
    head = raw.data.partition(b"\r\n\r\n")[0]
    headers = HeaderParser().parsestr(head.decode("utf-8", "replace"))
    found = mark.read(str(headers[mark.HEADER] or ""))
    senders = _emails(headers, "From")
    if senders != (config.mailbox.address,) or not (token := _token(raw, headers, found, config)):
        return None
    subject = _decoded(headers, "Subject")
    named = _REFERENCE.search(subject)
    return Copy(
        token=token,
        mark=found,
        recipients=_emails(headers, "To", "Cc"),
        reference=found.reference if found else named and named[1],
        subject=subject,
        composed_at=_composed(headers, raw.received_at),
        mime=raw.data,
    )


def _token(
    raw: RawMessage, headers: EmailMessage, found: Mark | None, config: Config
) -> str | None:
    message_id = str(headers["Message-ID"] or "")
    if _OURS.search(message_id):
        return next(iter(tokens.in_message_ids((message_id.strip("<> "),))), None)
    if not found and not headers["Auto-Submitted"] and not _written_by_us(headers):
        return None
    # The platform gave it another Message-ID: the visible token stands at the letter's end.
    visible = tokens.in_body(reading.read(raw, config).text)
    return visible[-1] if visible else None


def _written_by_us(headers: EmailMessage) -> bool:
    """Our parts' boundaries, which no other program makes."""
    return bool(re.search(r"=_[a-z2-7]{12}_(?:mixed|alternative)", str(headers["Content-Type"])))


def _as_queued(copies: Iterable[Copy]) -> list[Copy]:
    """*copies* in the order in which they were queued: by their dates, and where a bot's clock was
    set back a little, by their places in its outbox.

    What a bot composed anew long after its date has a late place, and belongs where its date says.
    """
    placed = sorted(copies, key=lambda c: (c.mark.number if c.mark else 0, c.composed_at))
    moments: list[tuple[datetime, int]] = []
    latest: dict[str, datetime] = {}  # by the bot that wrote them
    for number, copy in enumerate(placed):
        at = copy.composed_at
        if copy.mark:
            before = latest.get(copy.mark.instance, at)
            at = before if at < before < at + _SET_BACK else at
            latest[copy.mark.instance] = max(before, at)
        moments.append((at, number))
    return [placed[number] for _, number in sorted(moments)]


def _emails(headers: EmailMessage, *names: str) -> tuple[str, ...]:
    lines = [str(value) for name in names for value in headers.get_all(name, [])]
    found = (_unicode(email.lower()) for _, email in getaddresses(lines) if email)
    return tuple(dict.fromkeys(found))


def _unicode(email: str) -> str:
    """*email* as we know it: its domain stands in a header in ASCII."""
    local, at, domain = email.rpartition("@")
    try:
        return local + at + domain.encode("ascii").decode("idna")
    except UnicodeError:
        return email


def _decoded(headers: EmailMessage, name: str) -> str:
    unfolded = re.sub(r"\r?\n(?=[ \t])", "", str(headers[name] or ""))
    return str(make_header(decode_header(unfolded)))


def _composed(headers: EmailMessage, received_at: datetime) -> datetime:
    try:
        found = parsedate_to_datetime(str(headers["Date"]))
    except ValueError:
        return received_at
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
