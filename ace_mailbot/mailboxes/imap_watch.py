"""IDLE as a wake-up: over a connection of its own, beside the regular poll."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Event

from imapclient import IMAPClient

from ace_mailbot.mailboxes.imap_connection import INBOX, hang_up, has, reaching
from ace_mailbot.mailboxes.pauses import growing_pauses
from ace_mailbot.model import Unreachable

_RENEW_SECONDS = 9 * 60  # servers and firewalls forget a silent connection, at the latest after 29
_STEADY_SECONDS = 60.0  # a connection that lasted so long is no sign of trouble when it ends
_LOOK_SECONDS = 1.0  # how soon *stop* is noticed

log = logging.getLogger(__name__)


def watch(
    connect: Callable[[], IMAPClient],
    host: str,
    wake: Callable[[], None],
    stop: Event,
    renew_seconds: float = _RENEW_SECONDS,
) -> None:
    """Call *wake* for each arrival until *stop*. Returns at once where the server can't push.

    Whatever goes wrong drops the connection, and a later one takes its place.
    """
    pauses = growing_pauses()
    while not stop.is_set():
        began = time.monotonic()
        try:
            with reaching(host):
                client = connect()
                try:
                    if not has(client, "IDLE"):
                        return
                    client.select_folder(INBOX, readonly=True)
                    _listen(client, wake, stop, renew_seconds)
                finally:
                    hang_up(client)
        except Unreachable as error:
            # The poll tells of outages; here it is only a missing convenience.
            log.debug("idle_lost", extra={"why": str(error)})
            if time.monotonic() - began > _STEADY_SECONDS:
                pauses = growing_pauses()
            stop.wait(next(pauses))


def _listen(
    client: IMAPClient, wake: Callable[[], None], stop: Event, renew_seconds: float
) -> None:
    while not stop.is_set():
        client.idle()
        # What came while nobody listened may be told in the same breath as the server's consent,
        # and imapclient looks for news only at the socket, not at what was read from it already.
        wake()
        renew_at = time.monotonic() + renew_seconds
        while not stop.is_set() and time.monotonic() < renew_at:
            began = time.monotonic()
            answers = client.idle_check(timeout=_LOOK_SECONDS)
            if not answers and time.monotonic() - began < _LOOK_SECONDS / 2:
                # This is how imapclient shows a dead connection: it would do so for ever.
                raise ConnectionError("the connection is dead")
            _hear(answers, wake)
        _, answers = client.idle_done()
        _hear(answers, wake)


def _hear(answers: list[tuple[object, ...]], wake: Callable[[], None]) -> None:
    for answer in answers:
        if answer[:1] == (b"BYE",):
            raise ConnectionError("the server is going away")
    if any(answer[1:2] == (b"EXISTS",) for answer in answers):
        wake()
