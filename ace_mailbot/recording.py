"""A decision written down in one transaction: what it changes, and the letters it owes."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from ace_mailbot import brakes
from ace_mailbot.copies import Copy
from ace_mailbot.house import House
from ace_mailbot.model import Decision, Letter, Outgoing
from ace_mailbot.reports import digest_letter
from ace_mailbot.writing.mark import Place

log = logging.getLogger(__name__)


def bring_about(
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
            bring_about(house, Decision("The organiser is told.", letters=(told,)), cause, now)
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


def owe_digest(house: House, version: str, cause: str, now: datetime) -> None:
    """Queue the digest called *version*: its day, or the message that asked."""
    letter = digest_letter(house.config, house.store, house.mailbox.held(), version, now)
    with house.store.transaction():
        bring_about(house, Decision("The digest goes out.", letters=(letter,)), cause, now)
