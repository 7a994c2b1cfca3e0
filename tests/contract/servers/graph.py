"""Microsoft 365: its server is our own small one, which follows Microsoft's documents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ace_mailbot.config import Config, load
from ace_mailbot.config.shapes import Graph, Secret
from ace_mailbot.mailboxes import BACKENDS
from tests.contract.servers.server import Server
from tests.servers.graph import ADDRESS, CLIENT, SECRET, TENANT, GraphServer
from tests.servers.graph_http import serving

ROOT = Path(__file__).parents[3]


def config_for(graph: GraphServer, certificate: Path) -> Config:
    config = load(ROOT / "config.toml", {})
    account = Graph(
        tenant=TENANT,
        client_id=CLIENT,
        client_secret=Secret("$ACE_CLIENT_SECRET", SECRET),
        base_url=f"{graph.base}/v1.0",
        authority=graph.base,
        ca_file=certificate,
    )
    mailbox = replace(config.mailbox, backend="graph", address=ADDRESS, graph=account)
    return replace(config, mailbox=mailbox)


@contextmanager
def serve(tmp_path: Path) -> Iterator[Server]:
    graph = GraphServer()
    store = graph.store
    delivered: dict[str, str] = {}  # a name -> the id of the message

    def deliver(name: str, data: bytes, at: datetime) -> None:
        delivered[name] = store.put("AQMk-inbox=", data, at).id

    def folder(name: str) -> list[bytes]:
        found = "AQMk-sentitems=" if name == "Sent" else store.named(name)
        return sorted(m.whole() for m in store.inside(found or ""))

    with serving(graph, tmp_path) as (certificate, vanish):
        mailbox = BACKENDS["graph"](config_for(graph, certificate))
        read = lambda name: store.touch(store.messages[delivered[name]])  # noqa: E731
        yield Server(mailbox, deliver, read, folder, vanish)
        mailbox.close()
