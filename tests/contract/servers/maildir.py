"""The embedded Maildir: its server is the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ace_mailbot.config import load
from ace_mailbot.config.shapes import Smtp
from ace_mailbot.mailboxes import BACKENDS
from tests.contract.servers.server import Server
from tests.proxy import proxy_before
from tests.servers.smtp_sink import smtp_sink

ROOT = Path(__file__).parents[3]


@contextmanager
def serve_with_smtp(tmp_path: Path) -> Iterator[Server]:
    with (
        smtp_sink() as sink,
        proxy_before(sink.port) as proxy,
        serve(tmp_path, Smtp("127.0.0.1", proxy.port, "none")) as server,
    ):

        def vanish() -> None:
            server.vanish()
            proxy.shut()

        yield replace(server, vanish=vanish, post=proxy)


@contextmanager
def serve(tmp_path: Path, smtp: Smtp | None = None) -> Iterator[Server]:
    root = tmp_path / "mail"
    config = load(ROOT / "config.toml", {})
    config = replace(config, mailbox=replace(config.mailbox, maildir_path=root, smtp=smtp))

    def deliver(name: str, data: bytes, at: datetime) -> None:
        path = root / "new" / name
        path.write_bytes(data)
        os.utime(path, (at.timestamp(), at.timestamp()))

    def read_by_staff(name: str) -> None:
        (root / "new" / name).rename(root / "cur" / f"{name}:2,S")

    def folder(name: str) -> list[bytes]:
        paths = [p for part in ("new", "cur") for p in (root / f".{name}" / part).iterdir()]
        return sorted(p.read_bytes() for p in paths)

    mailbox = BACKENDS["maildir"](config)
    yield Server(mailbox, deliver, read_by_staff, folder, lambda: _remove(root))
    mailbox.close()


def _remove(root: Path) -> None:
    root.rename(root.with_name("gone"))
