"""A server for each kind of mailbox, for the contract. `SERVERS` names them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from tests.contract.servers import exchange, graph, maildir
from tests.contract.servers.server import Server

# Each is started with a folder of its own. A backend may have several: "imap on dovecot" ...
SERVERS: Mapping[str, Callable[[Path], AbstractContextManager[Server]]] = {
    "maildir": maildir.serve,
    "exchange": exchange.serve,
    "graph": graph.serve,
}
