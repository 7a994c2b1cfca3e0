"""What the contract asks of every server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ace_mailbot.mailboxes import Mailbox
from tests.proxy import Proxy


@dataclass(frozen=True)
class Server:
    """A mailbox of one kind, and what its server can be made to do from outside."""

    mailbox: Mailbox
    deliver: Callable[[str, bytes, datetime], None]  # name, bytes, arrival
    read_by_staff: Callable[[str], None]  # somebody opens the message of that name
    folder: Callable[[str], list[bytes]]  # what a folder holds
    vanish: Callable[[], None]  # nothing can be reached any more
    wire: Proxy | None = None  # what the mailbox is reached through, where there is a wire
    post: Proxy | None = None  # what letters leave through, where that is another
    renumber: Callable[[], None] | None = None  # UIDVALIDITY changes, where there is one
