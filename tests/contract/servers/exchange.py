"""Exchange Web Services: a small server of our own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ace_mailbot.config import Config, load
from ace_mailbot.config.shapes import Exchange, Secret
from ace_mailbot.mailboxes import BACKENDS
from tests.contract.servers.server import Server
from tests.servers.ews import EwsServer, serving
from tests.servers.ews_store import Item

ROOT = Path(__file__).parents[3]
ADDRESS = "ace@funder.example"


def configured(ews: EwsServer) -> Config:
    """The shipped config, with *ews* for its mailbox."""
    config = load(ROOT / "config.toml", {})
    password = Secret("$ACE_EWS_PASSWORD", ews.password)
    exchange = Exchange(ews.url, ews.user, password=password, auth="basic")
    mailbox = replace(config.mailbox, backend="exchange", address=ADDRESS, exchange=exchange)
    return replace(config, mailbox=mailbox)


@contextmanager
def serve(tmp_path: Path) -> Iterator[Server]:
    with serving(ADDRESS) as ews:
        delivered: dict[str, Item] = {}

        def deliver(name: str, data: bytes, at: datetime) -> None:
            delivered[name] = ews.store.deliver(data, at)

        def read_by_staff(name: str) -> None:
            ews.store.read(delivered[name])

        def folder(name: str) -> list[bytes]:
            known = {"Sent": "Sent Items"}.get(name, name)
            return sorted(item.mime for item in ews.store.held_in(known))

        mailbox = BACKENDS["exchange"](configured(ews))
        yield Server(mailbox, deliver, read_by_staff, folder, ews.vanish)
        mailbox.close()
