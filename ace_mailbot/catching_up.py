"""The database brought up to what the mailbox holds: all of it after a lost disk, the rest after an
older backup was put back, nothing on most days.

State is a fold over the messages: those in Processed and Parked that the database doesn't know are
decided again, in the order in which they were, and what the time brought about is done again at
the times that the letters in Sent bear. Letters found there are read back, never written anew, and
nothing is sent or moved. This module knows what to do again, and when; `engine` knows how.
"""

from __future__ import annotations

import logging
import re
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import inf

from ace_mailbot import brakes, copies, forgetting, ledger, reading, retention, tokens
from ace_mailbot.copies import TIME, Copy
from ace_mailbot.house import House
from ace_mailbot.ledger import Entry
from ace_mailbot.mailboxes import Folder, Kept
from ace_mailbot.model import Decision, Outgoing, RawMessage
from ace_mailbot.rules.dates import digest_due
from ace_mailbot.store.letters import FOUND_IN_SENT

# Clocks differ, and a message may be put away days after it came: so much is looked at twice.
_OVERLAP = timedelta(days=2)
_HELD = "Something else sent our letters: all sending is on hold."
_FOLDERS: tuple[Folder, ...] = ("Processed", "Parked")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hands:
    """How the engine does what is to be done again."""

    decide: Callable[[House, int, datetime], Decision]  # the message with that number, then
    pass_time: Callable[[House, datetime], object]  # all that was due by then, but the digest


@dataclass(frozen=True, slots=True)
class Found:
    """How much was in the mailbox that the database didn't know."""

    letters: Sequence[Copy] = ()
    messages: int = 0


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was read back from Processed and Parked: *uids* of mail, and *entries* of the ledger."""

    uids: Sequence[str]
    entries: Sequence[tuple[RawMessage, Entry]]


def catch_up(house: House, now: datetime, hands: Hands) -> Found:
    """Take in all that the mailbox knows and the database doesn't. Sends and moves nothing.

    Raises Unreachable, with nothing taken in.
    """
    letters = list(unknown_letters(house, now))
    doubtful = _doubtful(house)
    undone = _left_in_inbox(house, {copy.cause for copy in letters})
    if not (letters or doubtful or undone):
        return Found()
    queued = {e.letter.key for e in house.store.outbox("queued")}
    with house.store.transaction():
        for copy in letters:
            house.store.sent_by_other(copy.outgoing(house.config), now)
        taken = _take_in(house, doubtful)
        for raw in undone:
            house.store.keep(raw, reading.bare(raw))
        if not (letters or undone or taken.uids or taken.entries):
            return Found()
        _replay(house, letters, taken.entries, hands)
        _doubt(house, queued, now)
        house.store.moved(taken.uids)
        count = len(taken.uids) + len(undone)
        what = f"{len(letters)} letters and {count} messages were read back."
        house.store.audit(now, TIME, None, what)
    if taken.entries:
        house.store.wipe()
    log.warning("caught_up", extra={"letters": len(letters), "count": count})
    return Found(letters, count)


def letters_of_others(house: House, now: datetime) -> bool:
    """Whether Sent holds a letter of ours that we know nothing of. It is asked before we send."""
    return any(True for _ in unknown_letters(house, now))


# --- what the database doesn't know --------------------------------------------------------------


def unknown_letters(house: House, now: datetime) -> Iterator[Copy]:
    """Letters of ours in Sent that we know nothing of. What we only thought unsent is sent."""
    _, changed = house.store.last_times()
    kept = house.mailbox.kept("Sent", changed and changed - _OVERLAP)
    fresh = [k.uid for k in kept if k.uid not in house.lookout.seen and not _known(k, house)]
    house.lookout.seen |= {k.uid for k in kept} - set(fresh)
    for raw in house.mailbox.read("Sent", fresh):
        copy = copies.read(raw, house.config)
        if copy and copy.token not in house.store.state.letters:
            yield copy
            continue
        if copy and house.store.state.letters[copy.token].waiting:
            key = house.store.state.letters[copy.token].key
            house.store.set_letter(key, "sent", now, FOUND_IN_SENT)
        house.lookout.seen.add(raw.uid)


def _known(kept: Kept, house: House) -> bool:
    """Whether it is a letter that we know to have left, by its Message-ID."""
    letters = house.store.state.letters
    found = (letters.get(token) for token in tokens.in_message_ids((kept.message_id,)))
    return any(letter and not letter.waiting for letter in found)


def _doubtful(house: House) -> Sequence[tuple[Folder, Kept]]:
    """What in Processed and Parked the database may not know, in the order of arrival."""
    received, _ = house.store.last_times()
    since = None if not received or _more_put_away(house) else received - _OVERLAP
    stored = house.store.receipts(since)
    found: list[tuple[Folder, Kept]] = []
    for folder in _FOLDERS:
        by_time: dict[datetime, list[Kept]] = defaultdict(list)
        for kept in house.mailbox.kept(folder, since):
            by_time[kept.received_at].append(kept)
        for at, some in by_time.items():
            found += [(folder, kept) for kept in some if len(some) > stored[at]]
    return sorted(found, key=_arrival)


def _more_put_away(house: House) -> bool:
    """Whether Processed and Parked hold more than the database knows of."""
    more = house.mailbox.held() - sum(house.store.counts().values())
    if more <= 0:
        return False
    listed = house.mailbox.listing()
    return more > len(listed) - len(house.store.stored(m.uid for m in listed))


def _take_in(house: House, doubtful: Sequence[tuple[Folder, Kept]]) -> _Taken:
    """Store what of *doubtful* isn't stored, under names that last there.

    Each is stored as it is read: all of them together need not fit into memory.
    """
    first = house.store.next_message()
    numbers = {(folder, kept.uid): first + n for n, (folder, kept) in enumerate(doubtful)}
    uids, entries = [], []
    met: Counter[str] = Counter()
    for folder in _FOLDERS:
        asked = [kept.uid for place, kept in doubtful if place == folder]
        for raw in house.mailbox.read(folder, asked):
            bare = reading.bare(raw)
            met[bare.sha256] += 1
            if met[bare.sha256] <= house.store.stored_times(bare.sha256):
                continue
            lasting = RawMessage(f"{folder}/{raw.uid}", raw.data, raw.received_at)
            if entry := _entry(lasting, house):
                entries.append((lasting, entry))
                continue
            house.store.keep(lasting, bare, numbers[folder, raw.uid])
            uids.append(lasting.uid)
    return _Taken(uids, sorted(entries, key=lambda e: e[1].at))


def _left_in_inbox(house: House, causes: set[str]) -> list[RawMessage]:
    """Messages that were decided and not put away: letters in Sent name them."""
    listed = house.mailbox.listing() if causes - {TIME} else ()
    stored = house.store.stored(m.uid for m in listed)
    there = (house.mailbox.fetch(m.uid) for m in listed if m.uid not in stored)
    return [raw for raw in there if raw and reading.bare(raw).id in causes]


def _arrival(found: tuple[Folder, Kept]) -> tuple[datetime, list[int]]:
    """Of those of one moment, the one with the lower numbers in its name came first."""
    _, kept = found
    return kept.received_at, [int(n) for n in re.findall(r"\d+", kept.uid)]


def _entry(raw: RawMessage, house: House) -> Entry | None:
    if ledger.BEGIN not in raw.data:
        return None
    message = reading.read(raw, house.config)
    return ledger.read(message.text, message.headers)


# --- done again ----------------------------------------------------------------------------------


def _replay(
    house: House,
    unknown: Sequence[Copy],
    forgotten: Sequence[tuple[RawMessage, Entry]],
    hands: Hands,
) -> None:
    """Do again what letters, messages and entries tell of, in the order in which it was done."""
    programme, keys = house.config.programme.key, house.store.state.keys
    new = [copy for copy in unknown if copy.key(programme) not in keys]
    letters = house.copies.add(new, programme)
    replay = _Replay(house, hands)
    entries = deque(forgotten)
    for copy in letters:
        while entries and _comes_before(entries[0][1], copy):
            replay.forget(*entries.popleft())
        replay.follow(copy)
    for entry in entries:
        replay.forget(*entry)
    replay.messages_until(datetime.max.replace(tzinfo=UTC))


def _comes_before(entry: Entry, copy: Copy) -> bool:
    """Retention runs before the digest of the same moment; to erase waits for all that is owed."""
    digest = bool(copy.mark and copy.mark.obligation == "digest")
    at_once = digest and not entry.people
    return entry.at < copy.composed_at or (at_once and entry.at == copy.composed_at)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A message still to be decided; *tokens* are those of the letters that it answers."""

    received_at: datetime
    number: int
    id: str
    tokens: tuple[str, ...]


class _Replay:
    """What is still to be decided."""

    def __init__(self, house: House, hands: Hands) -> None:
        self._house = house
        self._hands = hands
        self._look()

    def follow(self, copy: Copy) -> None:
        """Do what brought *copy* about, unless that was done; then it is known in any case."""
        if copy not in self._house.copies:
            return
        # Of twins the first; the others have brought nothing about.
        caused = next(
            (self._waiting[n] for n in self._named[copy.cause] if n in self._waiting), None
        )
        if caused:
            self.messages_until(caused.received_at, caused.number)
            self._decide(caused, copy.composed_at)
        elif not copy.mark or copy.cause == TIME:
            # Without a mark, any message may have brought it about, at that time.
            self.messages_until(copy.composed_at, 0, None if copy.mark else copy.composed_at)
            self._hands.pass_time(self._house, copy.composed_at)
        if copy in self._house.copies:
            self._adopt(copy)

    def messages_until(
        self, moment: datetime, number: float = inf, now: datetime | None = None
    ) -> None:
        """Decide what came by *moment*, and before the message *number* where at that moment.

        Each is decided at *now*; None means that nothing tells when it was, so as it came. What a
        letter yet to come tells of is left for then, and so is what answers one.
        """
        while found := next(self._silent(moment, number), None):
            self._decide(found, now or found.received_at)

    def _silent(self, moment: datetime, number: float) -> Iterator[_Waiting]:
        for message in self._waiting.values():
            if (message.received_at, message.number) >= (moment, number):
                return
            if not self._house.copies.lie_ahead(message.id, message.tokens):
                yield message

    def forget(self, raw: RawMessage, entry: Entry) -> None:
        self.messages_until(entry.at)
        house = self._house
        kept = RawMessage(f"ledger {entry.salt}", raw.data, entry.at)
        if entry.people:
            forgetting.obey(kept, entry, house.config, house.store, house.fence)
        else:
            retention.obey(kept, entry, house.config, house.store)

    def _decide(self, message: _Waiting, now: datetime) -> None:
        del self._waiting[message.number]
        if self._hands.decide(self._house, message.number, now).rescues:
            self._look()

    def _look(self) -> None:
        """See which messages are still to be decided, by number, in the order of arrival."""
        store, config = self._house.store, self._house.config
        # A dict would step over those taken out of it, each time that it is asked for its first.
        self._waiting: OrderedDict[int, _Waiting] = OrderedDict()
        self._named: dict[str, list[int]] = defaultdict(list)
        for at, number, id in store.undecided():
            found = reading.read(store.raw(number), config).tokens
            self._waiting[number] = _Waiting(at, number, id, found)
            self._named[id].append(number)

    def _adopt(self, copy: Copy) -> None:
        """Take *copy* for what it tells of itself: a digest, or what we owe no more."""
        house = self._house
        letter = copy.outgoing(house.config)
        house.copies.take(letter.key)
        if not copy.mark:
            letter = self._perhaps_digest(copy, letter)
        if letter.obligation == "digest":
            retention.announce(house.store, house.config, copy.composed_at)
        if letter.obligation == brakes.ANOTHER_INSTANCE:
            held = replace(house.store.state.season, held=True, another_at_work=True)
            house.store.apply(Decision(_HELD, changes=(held,)), TIME, copy.composed_at)
        number = copy.mark.number if copy.mark else 0
        house.store.adopt(letter, number, copy.cause or TIME, copy.composed_at)

    def _perhaps_digest(self, copy: Copy, letter: Outgoing) -> Outgoing:
        """What went to the organiser alone, and that no rule owes, was the digest due by then."""
        config = self._house.config
        organiser, day = config.people.organiser.email, digest_due(copy.composed_at, config)
        if copy.recipients != (organiser,) or day is None:
            return letter
        parts = (config.programme.key, organiser, "-", "digest", day.isoformat())
        if (key := "/".join(parts)) in self._house.store.state.keys:
            return letter
        return replace(letter, key=key, obligation="digest", internal=True)


def _doubt(house: House, queued: Collection[str], now: datetime) -> None:
    """Letters owed and not in Sent wait for the organiser: nobody knows whether they left.

    Those that a hold keeps back were never tried. *queued* are keys that were so before.
    """
    for entry in house.store.outbox("queued"):
        kept_back = brakes.held_back(entry.letter, house.store.state.season, house.config)
        if entry.letter.key not in queued and not kept_back:
            house.store.doubt(entry.letter.key, now)
