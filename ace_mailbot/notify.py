"""Tells systemd how we are (sd_notify): ready, alive, stopping."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable

Tell = Callable[[str], None]

log = logging.getLogger(__name__)


def tell_nobody(_state: str) -> None:
    """Where no service manager started us."""


def teller(address: str) -> Tell:
    """Sends states such as "READY=1" to *address*, the value of $NOTIFY_SOCKET; "" for nobody."""
    if not address:
        return tell_nobody
    # A name that begins with @ is an abstract one, which Linux writes with a NUL.
    path = "\0" + address[1:] if address.startswith("@") else address

    def tell(state: str) -> None:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as to:
                to.sendto(state.encode(), path)
        except OSError as error:
            # The bot's work is not to suffer from it.
            log.warning("notify_failed", extra={"why": str(error)})

    return tell
