"""The outbox, emptied: `queued -> sending -> sent | unknown | failed`.

`sending` is committed before the mailbox is touched, so a letter is never sent twice unknown to us.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from threading import Event

from ace_mailbot import brakes
from ace_mailbot.config import Config
from ace_mailbot.mailboxes import Mailbox
from ace_mailbot.model import Later, Refused, Unreachable
from ace_mailbot.steps import Step, pass_by
from ace_mailbot.store import Store
from ace_mailbot.store.letters import FOUND_IN_SENT
from ace_mailbot.store.rows import OutboxEntry

log = logging.getLogger(__name__)


def deliver(
    store: Store,
    mailbox: Mailbox,
    config: Config,
    now: datetime,
    allowance: int,
    stop: Event,
    step: Step = pass_by,
) -> None:
    """Settle what is in doubt, then send up to *allowance* letters, oldest first, until *stop*."""
    for entry in store.outbox("sending", "unknown"):
        _settle(entry, store, mailbox, config, now, step)
    for entry in store.outbox("queued"):
        if allowance <= 0 or stop.is_set():
            break
        if brakes.held_back(entry.letter, store.state.season, config) and not entry.cleared:
            continue
        _send(entry, store, mailbox, now, step)
        allowance -= 1


def _send(entry: OutboxEntry, store: Store, mailbox: Mailbox, now: datetime, step: Step) -> None:
    key = entry.letter.key
    step("letter taken up")
    store.set_letter(key, "sending", now)
    step("sending committed")
    try:
        answer = mailbox.send(entry.letter)
    except Later as e:
        store.set_letter(key, "queued", now, f"put off: {e}")
        log.info("letter_put_off", extra=_described(entry))
        return
    except Unreachable:
        store.set_letter(key, "queued", now, "not sent: the server was out of reach")
        raise
    except Refused as e:
        store.set_letter(key, "failed", now, str(e))
        log.warning("letter_refused", extra=_described(entry))
        return
    except Exception as e:
        # Nobody knows whether it left: never call that failed, never send it blindly again.
        store.set_letter(key, "unknown", now, f"in doubt: {type(e).__name__}")
        log.warning("letter_in_doubt", extra=_described(entry))
        return
    step("letter gone")
    store.set_letter(key, "sent", now, answer)
    step("letter recorded")
    log.info("letter_sent", extra=_described(entry))


def _settle(
    entry: OutboxEntry,
    store: Store,
    mailbox: Mailbox,
    config: Config,
    now: datetime,
    step: Step,
) -> None:
    """A letter that we died over, or whose answer was lost: look in Sent, then resend once at most.

    A decision letter waits for the organiser instead.
    """
    found = mailbox.in_sent(entry.letter)
    step("doubt looked up")
    if found:
        store.set_letter(entry.letter.key, "sent", now, FOUND_IN_SENT)
        return
    if entry.state == "sending":
        store.set_letter(entry.letter.key, "unknown", entry.changed_at, "in doubt: we stopped")
    elif now < entry.changed_at:
        # The clock was set back; it must not wait until the old time comes again.
        store.set_letter(entry.letter.key, "unknown", now, entry.answer)
    waited = now - entry.changed_at >= timedelta(seconds=config.sending.resend_after_seconds)
    if waited and not entry.letter.decision and entry.resends == 0:
        store.resend(entry.letter.key, now)
        step("doubt settled")
        log.warning("letter_resent", extra=_described(entry))


def _described(entry: OutboxEntry) -> dict[str, str | None]:
    letter = entry.letter
    return {
        "message_id": letter.message_id,
        "obligation": letter.obligation,
        "reference": letter.reference,
    }
