"""IMAP: a Dovecot where one is installed, and pymap; both reached through a proxy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from ace_mailbot.config import Config, load
from ace_mailbot.config.shapes import Imap, Secret, Smtp
from ace_mailbot.mailboxes import BACKENDS
from tests.contract.servers.server import Server
from tests.proxy import Proxy, proxy_before
from tests.servers import dovecot as real
from tests.servers import pymap as small
from tests.servers.imap_staff import Staff
from tests.servers.smtp_sink import smtp_sink

ROOT = Path(__file__).parents[3]
BARE = ("MOVE", "UIDPLUS", "ESEARCH", "SPECIAL-USE", "CONDSTORE")


def configured(
    folder: Path, port: int, user: str, password: str, smtp_port: int | None = None
) -> Config:
    """The shipped config, its mailbox on loopback."""
    config = load(ROOT / "config.toml", {})
    imap = Imap("127.0.0.1", user, port, "none", Secret("$ACE_IMAP_PASSWORD", password))
    smtp = Smtp("127.0.0.1", smtp_port, "none") if smtp_port else None
    mailbox = replace(config.mailbox, backend="imap", imap=imap, smtp=smtp)
    return replace(config, mailbox=mailbox, database=folder / "ace.db")


def need_dovecot() -> None:
    if real.program() is None:
        pytest.skip("Dovecot is not installed (Debian: dovecot-imapd)")


def on_dovecot(
    prefix: str = "", without: tuple[str, ...] = (), sends: bool = False
) -> Callable[[Path], AbstractContextManager[Server]]:
    """A fresh user on a Dovecot; *sends*: letters leave by SMTP."""

    @contextmanager
    def serve(tmp_path: Path) -> Iterator[Server]:
        need_dovecot()
        server = real.dovecot(prefix, without)
        user = f"u{uuid4().hex[:12]}"
        with ExitStack() as stack:
            proxy = stack.enter_context(proxy_before(server.port))
            smtp = stack.enter_context(_post(sends))
            staff = Staff(server.port, user, real.PASSWORD, prefix)
            stack.callback(staff.leave)
            config = configured(tmp_path, proxy.port, user, real.PASSWORD, smtp.port or None)
            yield _server(stack, config, staff, proxy, smtp, partial(server.renumber, user))

    return serve


@contextmanager
def on_pymap(tmp_path: Path) -> Iterator[Server]:
    """A fresh pymap, which has nothing but what IMAP4rev1 asks for; letters leave by SMTP."""
    with ExitStack() as stack:
        port = stack.enter_context(small.pymap())
        proxy = stack.enter_context(proxy_before(port))
        smtp = stack.enter_context(_post(True))
        staff = Staff(port, small.USER, small.PASSWORD)
        stack.callback(staff.leave)
        config = configured(tmp_path, proxy.port, small.USER, small.PASSWORD, smtp.port)
        yield _server(stack, config, staff, proxy, smtp, None)


@contextmanager
def _post(wanted: bool) -> Iterator[Proxy]:
    """A proxy before a sink for letters; one that was never started where none is wanted."""
    if not wanted:
        yield Proxy(0)
        return
    with smtp_sink() as sink, proxy_before(sink.port) as proxy:
        yield proxy


def _server(
    stack: ExitStack,
    config: Config,
    staff: Staff,
    proxy: Proxy,
    smtp: Proxy,
    renew: Callable[[], None] | None,
) -> Server:
    mailbox = BACKENDS["imap"](config)
    stack.callback(mailbox.close)

    def vanish() -> None:
        proxy.shut()
        if smtp.port:
            smtp.shut()

    return Server(
        mailbox,
        staff.deliver,
        staff.read,
        staff.folder,
        vanish,
        wire=proxy,
        post=smtp if smtp.port else None,
        renumber=renew,
    )
