"""Mailboxes: where messages come from and letters go to. One file each, one entry in BACKENDS.

Nothing above this package knows which mailbox it talks to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ace_mailbot.config import Config
from ace_mailbot.mailboxes.maildir import MaildirMailbox
from ace_mailbot.mailboxes.protocol import Folder, Kept, Listed, Mailbox, Place

__all__ = ["BACKENDS", "Folder", "Kept", "Listed", "Mailbox", "Place"]


def _exchange(config: Config) -> Mailbox:
    # exchangelib takes half a second to import.
    from ace_mailbot.mailboxes.exchange import ExchangeMailbox

    return ExchangeMailbox(config)


def _imap(config: Config) -> Mailbox:
    from ace_mailbot.mailboxes.imap import ImapMailbox

    return ImapMailbox(config)


def _graph(config: Config) -> Mailbox:
    # msal and requests take 0.3 s to import.
    from ace_mailbot.mailboxes.graph import GraphMailbox

    return GraphMailbox(config)


BACKENDS: Mapping[str, Callable[[Config], Mailbox]] = {
    "maildir": MaildirMailbox,
    "imap": _imap,
    "exchange": _exchange,
    "graph": _graph,
}
