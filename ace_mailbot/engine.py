"""One cycle: receive, keep time, deliver. Decides nothing itself."""

from __future__ import annotations

import logging
import sqlite3
from datetime import datetime

from ace_mailbot import brakes, catching_up, pulse
from ace_mailbot.catching_up import Found, Hands
from ace_mailbot.copies import TIME
from ace_mailbot.delivery import deliver
from ace_mailbot.house import House
from ace_mailbot.model import Letter
from ace_mailbot.receiving import decide_again, receive
from ace_mailbot.recording import bring_about, owe_digest
from ace_mailbot.retention import keep_to_retention
from ace_mailbot.rules import due
from ace_mailbot.rules.dates import DIGESTS_BEFORE_OPENING, digest_due

log = logging.getLogger(__name__)


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
            bring_about(house, stopped, TIME, now)


def catch_up(house: House, now: datetime) -> Found:
    """Take in all that the mailbox knows and the database doesn't; nothing is sent or moved."""
    return catching_up.catch_up(house, now, Hands(decide_again, _follow_rules))


def keep_time(house: House, now: datetime) -> list[Exception]:
    """Do all that has fallen due, each rule seeing what the ones before it did.

    What fails (a template that an organiser broke, say) is returned, and the rest is done.
    """
    failures = _follow_rules(house, now)
    day = digest_due(now, house.config)
    began = house.config.programme.opens - DIGESTS_BEFORE_OPENING <= now
    if day and began and not _digest_owed(house, f"{day:%Y-%m-%d}"):
        keep_to_retention(house.store, house.mailbox, house.config, now)
        owe_digest(house, f"{day:%Y-%m-%d}", TIME, now)
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
                    bring_about(house, decision, TIME, now)
                    house.step("time kept")
                house.step("time committed")
        except sqlite3.OperationalError:
            raise  # the disk, not this rule
        except Exception as e:
            log.exception("rule_failed", extra={"rule": rule.__name__})
            failures.append(e)
    return failures


def _as_sent(house: House, letter: Letter) -> tuple[str, str]:
    """Subject and text of a letter for a preview; the same whenever it is asked."""
    return house.writer.text_of(letter, house.store.state, house.config.programme.decisions)


def _digest_owed(house: House, version: str) -> bool:
    return any(key.endswith(f"/digest/{version}") for key in house.store.state.keys)
