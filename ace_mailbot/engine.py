"""One cycle: receive, keep time, deliver. Owns every transaction; decides nothing itself."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event

from ace_mailbot import brakes, catching_up, instance, pulse, reading, rules, steps
from ace_mailbot.catching_up import Found, Hands, Lookout
from ace_mailbot.config import Config
from ace_mailbot.copies import TIME, Copies, Copy
from ace_mailbot.delivery import deliver
from ace_mailbot.fence import Fence
from ace_mailbot.intake import complete
from ace_mailbot.mailboxes import BACKENDS, Listed, Mailbox
from ace_mailbot.model import (
    Decision,
    Disposition,
    Kind,
    Letter,
    Message,
    Outgoing,
    RawMessage,
    Unreachable,
)
from ace_mailbot.reading_ahead import Reader, reader, second_process
from ace_mailbot.reports import digest_letter
from ace_mailbot.retention import keep_to_retention
from ace_mailbot.rules import due
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.dates import DIGESTS_BEFORE_OPENING, digest_due
from ace_mailbot.rules.stages import MOVES
from ace_mailbot.secret import read_or_make_secret
from ace_mailbot.store import Store
from ace_mailbot.writing.mark import Place
from ace_mailbot.writing.writer import Writer

# What is stored, or decided, in one transaction.
_HANDFUL_MESSAGES = 50
_HANDFUL_BYTES = 8 * 2**20

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class House:
    """All that a cycle works with. Set *stop* to end after the message in hand.

    *step* is told each step by name: torture runs die there.
    """

    config: Config
    store: Store
    mailbox: Mailbox
    writer: Writer
    fence: Fence
    stop: Event = field(default_factory=Event)
    copies: Copies = field(default_factory=Copies)
    lookout: Lookout = field(default_factory=Lookout)
    step: steps.Step = steps.pass_by

    def context(self, now: datetime) -> Context:
        return Context(self.config, now, self.store.state)


@contextmanager
def open_house(
    config: Config,
    *,
    secret: bytes | None = None,
    machine: str = "",
    stop: Event | None = None,
    step: steps.Step = steps.pass_by,
) -> Iterator[House]:
    """Open what *config* names; *secret* replaces the one in `data/` (a rehearsal's is fixed).

    *machine* is the one we are on, for another bot on the mailbox to be told from us.

    Raises ConfigError when another instance is at work, Unreachable when the mailbox is.
    """
    store = Store(config.database, MOVES)
    try:
        made = secret or read_or_make_secret(config.database.with_name("secret"))
        mailbox = BACKENDS[config.mailbox.backend](config)
        with Fence() as fence:
            name = instance.name(made, machine, config.database)
            writer = Writer(config, made, name)
            yield House(config, store, mailbox, writer, fence, stop or Event(), step=step)
        mailbox.close()
    finally:
        store.close()


def cycle(house: House, now: datetime, allowance: int, *, whole: bool = True) -> None:
    """Handle all that came, do all that is due by *now* (aware), send at most *allowance* letters.

    *whole* looks through the entire inbox for what is not stored; otherwise only the news is read.
    Raises Unreachable when the mailbox could not be read: nothing that the time brings about is
    done then, for a form that came in time may lie unread.
    """
    if whole:
        _look_about(house, now)
    receive(house, now, whole=whole)
    if house.stop.is_set():
        return
    failures = keep_time(house, now)
    waiting = any(letter.waiting for letter in house.store.state.letters.values())
    if waiting and catching_up.letters_of_others(house, now):
        _look_about(house, now)
    deliver(house.store, house.mailbox, house.config, now, allowance, house.stop, house.step)
    if failures:
        raise failures[0]
    pulse.beat(house.config, now)


def _look_about(house: House, now: datetime) -> None:
    """Catch up with the mailbox. Whatever sent our letters since we are at work is another."""
    since = house.store.at_work_since(house.writer.instance, now)
    found = catch_up(house, now)
    others = [
        copy
        for copy in found.letters
        if house.lookout.looked or copy.is_by_another(house.writer.instance, since)
    ]
    house.lookout.looked = True
    if not others:
        return
    log.error("another_instance", extra={"letters": len(others)})
    # Where the other was first to say so, once is enough.
    if not house.store.state.season.another_at_work:
        stopped = brakes.another_instance(others, house.context(now))
        with house.store.transaction():
            _bring_about(house, stopped, TIME, now)


def catch_up(house: House, now: datetime) -> Found:
    """Take in all that the mailbox knows and the database doesn't; nothing is sent or moved."""
    return catching_up.catch_up(house, now, Hands(_decide_again, _follow_rules))


def _decide_again(house: House, number: int, now: datetime) -> Decision:
    read = reader(None, (), house.store.raw, house.config)
    return _handle(house, read, number, now)[1]


def receive(house: House, now: datetime, *, whole: bool) -> None:
    """Store every new message, decide each in the order of arrival, then put them away."""
    listed = house.mailbox.listing() if whole else house.mailbox.news()
    stored = house.store.stored(m.uid for m in listed)
    new = [m for m in listed if m.uid not in stored]
    with second_process(len(new) + len(house.store.undecided()), house.config) as second:
        _store_all(house, new)
        waiting = [number for _, number, _ in house.store.undecided()]
        read = reader(second, waiting, house.store.raw, house.config)
        while not house.stop.is_set() and _decide_some(house, read, now):
            continue
    put_away(house)


def _store_all(house: House, new: Iterable[Listed]) -> None:
    """A function of its own, so that nobody holds the last handful while it is decided."""
    with closing(_fetched(house, _in_handfuls(new))) as handfuls:
        for some in handfuls:
            _store(house, some)


def _fetched(house: House, handfuls: Iterable[Sequence[Listed]]) -> Generator[Sequence[RawMessage]]:
    """Each handful's messages; the next come over the wire while the last are written to disk."""
    with ThreadPoolExecutor(1, "fetching") as wire:
        coming = None
        for some in handfuls:
            came, coming = coming, wire.submit(_fetch, house, some)
            if came:
                yield came.result()
        if coming:
            yield coming.result()


def _fetch(house: House, some: Sequence[Listed]) -> Sequence[RawMessage]:
    return [raw for m in some if (raw := house.mailbox.fetch(m.uid))]


def _store(house: House, fetched: Sequence[RawMessage]) -> None:
    """Commit messages together: waiting for the disk takes longer than writing them down."""
    house.step("bytes fetched")
    with house.store.transaction():
        for raw in fetched:
            house.store.keep(raw, reading.bare(raw))
        house.step("bytes stored")
    house.step("bytes committed")


def _in_handfuls(listed: Iterable[Listed]) -> Iterator[list[Listed]]:
    """*listed* in groups small enough to be held in memory and committed together."""
    some: list[Listed] = []
    size = 0
    for item in listed:
        if some and (len(some) == _HANDFUL_MESSAGES or size + item.size > _HANDFUL_BYTES):
            yield some
            some, size = [], 0
        some.append(item)
        size += item.size
    if some:
        yield some


def _decide_some(house: House, read: Reader, now: datetime) -> bool:
    """Decide the oldest messages not yet decided; return whether there were any.

    They are committed together, since waiting for the disk takes longer than deciding. Each stands
    on its own: what fails in one leaves nothing behind and takes no other with it.
    """
    decided: list[tuple[str, Decision]] = []
    trouble: Unreachable | None = None
    with house.store.transaction():
        while len(decided) < _HANDFUL_MESSAGES and (number := house.store.next_undecided()):
            try:
                decided.append(_handle(house, read, number, now))
                house.step("filed")
            except Unreachable as e:
                trouble = e  # those before it are decided all the same
                break
            if house.stop.is_set():
                break
    house.step("handful committed")
    for id, decision in decided:
        _tell(id, decision)
    if trouble:
        raise trouble
    return bool(decided)


def put_away(house: House) -> None:
    """Move what is decided. Done last, and again if we died before it was written down."""
    waiting = house.store.unmoved()
    for folder, parked in (("Processed", False), ("Parked", True)):
        uids = [uid for uid, is_parked in waiting if is_parked is parked]
        if uids:
            house.mailbox.move(uids, folder)  # type: ignore[arg-type]
            house.step("moved")
            house.store.moved(uids)
            house.step("put away")


def keep_time(house: House, now: datetime) -> list[Exception]:
    """Do all that has fallen due, each rule seeing what the ones before it did.

    What fails (a template that an organiser broke, say) is returned, and the rest is done.
    """
    failures = _follow_rules(house, now)
    day = digest_due(now, house.config)
    began = house.config.programme.opens - DIGESTS_BEFORE_OPENING <= now
    if day and began and not _digest_owed(house, f"{day:%Y-%m-%d}"):
        keep_to_retention(house.store, house.mailbox, house.config, now)
        _owe_digest(house, f"{day:%Y-%m-%d}", TIME, now)
    return failures


def _follow_rules(house: House, now: datetime) -> list[Exception]:
    failures: list[Exception] = []
    for rule in due.RULES:
        try:
            for decision in rule(house.context(now), lambda letter: _as_sent(house, letter)):
                owed = (letter.key(house.config.programme.key) for letter in decision.letters)
                if house.copies.come_later(owed, now):
                    continue
                with house.store.transaction():
                    _bring_about(house, decision, TIME, now)
                    house.step("time kept")
                house.step("time committed")
        except sqlite3.OperationalError:
            raise  # the disk, not this rule
        except Exception as e:
            log.exception("rule_failed", extra={"rule": rule.__name__})
            failures.append(e)
    return failures


def _handle(house: House, read: Reader, number: int, now: datetime) -> tuple[str, Decision]:
    """Understand and decide one message; a failure of ours parks it and goes on to the next."""
    try:
        message = _understand(house, read, number)
        begun = house.copies.begun_by(message.id, house.store.state.applications)
        decision = rules.decide(message, replace(house.context(now), begun=begun))
        _record(house, number, message, decision, now)
    except (sqlite3.OperationalError, Unreachable):
        raise  # the disk or the mailbox, not this message
    except Exception as e:
        log.exception("message_failed", extra={"error": type(e).__name__})
        message = reading.bare(house.store.raw(number))
        reason = f"Our own error kept us from handling it ({type(e).__name__})."
        decision = Decision(reason, Kind.UNREADABLE, Disposition.PARKED)
        _record(house, number, message, decision, now)
    return message.id, decision


def _understand(house: House, read: Reader, number: int) -> Message:
    message = complete(read(number), house.config, house.fence)
    twin, rescued = house.store.decided_twin(message.sha256), house.store.is_rescued(number)
    return replace(message, twin=twin, rescued=rescued) if twin or rescued else message


def _record(house: House, number: int, message: Message, decision: Decision, now: datetime) -> None:
    with house.store.transaction():
        # A machine that sends our own answers back says what we say: count from what it began with.
        text = message.reply_text if decision.letters else ""
        likeness = house.store.likeness_answered(message.tokens) or reading.likeness(text)
        _bring_about(house, decision, message.id, now, likeness)
        house.step("decided")
        house.store.file(number, message, decision)
        if decision.wants_digest:
            _owe_digest(house, message.id, message.id, now)
        if any(letter.automatic for letter in decision.letters):
            stopped = brakes.breaker(house.store, house.context(now))
            if stopped:
                log.warning("sending_stopped")
                _bring_about(house, stopped, message.id, now)


def _tell(id: str, decision: Decision) -> None:
    """Log what was decided, once it is certain."""
    log.info(
        "message_decided",
        extra={
            "id": id,
            "kind": decision.kind,
            "disposition": decision.disposition,
            "reference": decision.reference,
            "letters": [letter.obligation for letter in decision.letters],
        },
    )


def _bring_about(
    house: House, decision: Decision, cause: str, now: datetime, likeness: str = ""
) -> None:
    """Write a decision's changes and the letters it owes, inside the caller's transaction.

    *likeness* is that of the message that brought it about.
    """
    house.store.apply(decision, cause, now)
    for letter in decision.letters:
        if not letter.to or letter.key(house.config.programme.key) in house.store.state.keys:
            continue
        if copy := _copy_of(house, letter, now):
            _adopt(house, copy, letter, letter.key(house.config.programme.key), cause, likeness)
            continue
        if had := brakes.enough(letter, likeness, house.store, house.config, now):
            what = f"An answer to {letter.party} was not sent: too many in a day."
            house.store.audit(now, cause, letter.reference, what)
            log.warning("answer_capped", extra={"obligation": letter.obligation})
            told = brakes.no_more_answers(had, house.context(now))
            _bring_about(house, Decision("The organiser is told.", letters=(told,)), cause, now)
            continue
        outgoing = house.writer.compose(letter, house.store.state, now, _place(house, cause))
        house.store.queue(outgoing, cause, now, likeness)
    for again in decision.readdresses:
        letter_back = house.store.letter(again.token)
        assert letter_back, "a letter that came back was sent"
        outgoing = house.writer.readdressed(letter_back, again.to, now, _place(house, cause))
        if copy := house.copies.take(outgoing.key):
            _adopt(house, copy, outgoing, outgoing.key, cause)
        elif outgoing.key not in house.store.state.keys:
            house.store.queue(outgoing, cause, now)


def _place(house: House, cause: str) -> Place:
    return Place(house.store.next_letter(), cause, house.store.audit_line())


def _copy_of(house: House, letter: Letter, now: datetime) -> Copy | None:
    """The copy that Sent holds of a letter owed *now* that the database doesn't know yet."""
    found = house.copies.take(letter.key(house.config.programme.key))
    return found or house.copies.take_unmarked(letter, house.writer.token(letter), now)


def _adopt(
    house: House, copy: Copy, owed: Letter | Outgoing, key: str, cause: str, likeness: str = ""
) -> None:
    """Take what is *owed* as sent, for Sent holds its *copy*. The brakes let it go, back then."""
    number = copy.mark.number if copy.mark else 0
    letter = replace(
        copy.outgoing(house.config),
        key=key,
        party=owed.party,
        obligation=owed.obligation,
        automatic=owed.automatic,
        decision=owed.decision,
        internal=owed.internal,
    )
    house.store.adopt(letter, number, cause, copy.composed_at, likeness)


def _as_sent(house: House, letter: Letter) -> tuple[str, str]:
    """Subject and text of a letter for a preview; the same whenever it is asked."""
    return house.writer.text_of(letter, house.store.state, house.config.programme.decisions)


def _digest_owed(house: House, version: str) -> bool:
    return any(key.endswith(f"/digest/{version}") for key in house.store.state.keys)


def _owe_digest(house: House, version: str, cause: str, now: datetime) -> None:
    """Queue the digest called *version*: its day, or the message that asked."""
    letter = digest_letter(house.config, house.store, house.mailbox.held(), version, now)
    with house.store.transaction():
        _bring_about(house, Decision("The digest goes out.", letters=(letter,)), cause, now)
