"""A server for each kind of mailbox, for the contract. `SERVERS` names them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from tests.contract.servers import exchange, graph, imap, maildir
from tests.contract.servers.server import Server

# Each is started with a folder of its own. A backend may have several: "imap on dovecot" ...
SERVERS: Mapping[str, Callable[[Path], AbstractContextManager[Server]]] = {
    "maildir": maildir.serve,
    "maildir with smtp": maildir.serve_with_smtp,
    "exchange": exchange.serve,
    "graph": graph.serve,
    "imap on dovecot": imap.on_dovecot(),
    "imap on dovecot, with smtp": imap.on_dovecot(sends=True),
    "imap on dovecot, bare and with a prefix": imap.on_dovecot("INBOX.", imap.BARE, sends=True),
    "imap on pymap, with smtp": imap.on_pymap,
}
