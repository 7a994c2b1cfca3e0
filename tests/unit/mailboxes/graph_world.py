"""A Graph mailbox before our own Graph server, with a clock and a wait that tests see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ace_mailbot import tokens
from ace_mailbot.mailboxes.graph import GraphMailbox
from ace_mailbot.model import Address, Outgoing
from ace_mailbot.writing.mime import Envelope, File, build
from tests.contract.servers.graph import config_for
from tests.servers.graph import Fault, GraphServer
from tests.servers.graph_http import serving

AT = datetime(2021, 7, 6, 8, 12, tzinfo=UTC)
TOKEN = "k7m2p7qd4xab"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass
class World:
    server: GraphServer
    mailbox: GraphMailbox
    waited: list[float] = field(default_factory=list)
    seconds: float = 0.0  # what the mailbox's clock shows

    def fails(self, request: str, **how: object) -> None:
        self.server.faults.append(Fault(request, **how))  # type: ignore[arg-type]

    def delivers(self, *texts: str) -> list[str]:
        """Put messages into the inbox, a minute after one another; their uids."""
        return [
            self.server.store.put("AQMk-inbox=", text.encode(), AT.replace(minute=12 + number)).id
            for number, text in enumerate(texts)
        ]

    def inside(self, folder: str) -> list[bytes]:
        store = self.server.store
        return [m.mime for m in store.inside(store.folder_id(folder) or store.named(folder) or "")]

    @property
    def left(self) -> list[bytes]:
        """What went out to its recipients."""
        return self.server.store.left


@contextmanager
def graph_world(folder: Path) -> Iterator[World]:
    server = GraphServer()
    waited: list[float] = []
    with serving(server, folder) as (certificate, _):
        world: World
        config = config_for(server, certificate)
        mailbox = GraphMailbox(config, wait=waited.append, clock=lambda: world.seconds)
        world = World(server, mailbox, waited)
        yield world
        mailbox.close()


def letter(
    token: str = TOKEN, *files: bytes, subject: str = "[ACE-001] Your form – O'Brien"
) -> Outgoing:
    """A letter to two people, composed at 09:12 with the real writer of MIME."""
    message_id = tokens.message_id(token, "ACE-001", "funder.example")
    envelope = Envelope(
        sender=Address("ace@funder.example", "ACE programme team"),
        to=[Address("amara@trust.example", "Amara Okafor")],
        cc=[Address("lead@trust.example")],
        subject=subject,
        date=datetime(2021, 7, 6, 9, 12, tzinfo=UTC),
        message_id=message_id,
        in_reply_to=None,
        references=(),
        auto_submitted="auto-generated",
    )
    attached = [File(f"form {n}.docx", WORD, data) for n, data in enumerate(files)]
    text = f"Dear Amara,\n\nyour form is attached.\n\n{tokens.visible(token, 'ACE-001')}\n"
    return Outgoing(
        key=f"ACE/amara@trust.example/ACE-001/pack/{token}",
        token=token,
        message_id=message_id,
        reference="ACE-001",
        obligation="pack",
        party="amara@trust.example",
        recipients=("amara@trust.example", "lead@trust.example"),
        subject=subject,
        mime=build(envelope, text, f"<p>{text}</p>", attached, token),
        automatic=False,
        decision=False,
        internal=False,
    )
