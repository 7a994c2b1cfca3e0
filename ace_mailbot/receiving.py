"""What came in: stored, then decided in the order of arrival, then put away."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import datetime

from ace_mailbot import brakes, reading, rules
from ace_mailbot.house import House
from ace_mailbot.intake import complete
from ace_mailbot.mailboxes import Listed
from ace_mailbot.model import Decision, Disposition, Kind, Message, RawMessage, Unreachable
from ace_mailbot.reading_ahead import Reader, reader, second_process
from ace_mailbot.recording import bring_about, owe_digest

# What is stored, or decided, in one transaction.
_HANDFUL_MESSAGES = 50
_HANDFUL_BYTES = 8 * 2**20

log = logging.getLogger(__name__)


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


def decide_again(house: House, number: int, now: datetime) -> Decision:
    """Decide a message that was decided in another life, at *now*."""
    read = reader(None, (), house.store.raw, house.config)
    return _handle(house, read, number, now)[1]


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
        bring_about(house, decision, message.id, now, likeness)
        house.step("decided")
        house.store.file(number, message, decision)
        if decision.wants_digest:
            owe_digest(house, message.id, message.id, now)
        if any(letter.automatic for letter in decision.letters):
            stopped = brakes.breaker(house.store, house.context(now))
            if stopped:
                log.warning("sending_stopped")
                bring_about(house, stopped, message.id, now)


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
