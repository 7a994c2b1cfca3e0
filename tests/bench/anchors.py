"""What else fetches mail, over the same mailbox: fetched only, neither stored nor read."""

from __future__ import annotations

import imaplib
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter

from imapclient import IMAPClient

from tests.bench import post
from tests.bench.child import Measured, in_a_child
from tests.bench.ground import Ground
from tests.bench.table import Row
from tests.servers.dovecot import PASSWORD

RUNS = 3
_AT_ONCE = 50  # messages a FETCH


def raw(port: int, user: str, count: int) -> Measured:
    """imaplib, with nothing made of what comes."""
    began = perf_counter()
    with imaplib.IMAP4("127.0.0.1", port) as client:
        client.login(user, PASSWORD)
        client.select("INBOX", readonly=True)
        got = 0
        for start in range(1, count + 1, _AT_ONCE):
            _, answers = client.fetch(f"{start}:{start + _AT_ONCE - 1}", "(UID BODY.PEEK[])")
            got += sum(isinstance(answer, tuple) for answer in answers)
    return _measured(got, count, began)


def imapclient(port: int, user: str, count: int, debug: int) -> Measured:
    """*debug* 5 is what imapclient comes with."""
    began = perf_counter()
    with IMAPClient("127.0.0.1", port, ssl=False) as client:
        client._imap.debug = debug
        client.login(user, PASSWORD)
        client.select_folder("INBOX", readonly=True)
        uids = client.search()
        got = 0
        for start in range(0, count, _AT_ONCE):
            got += len(client.fetch(uids[start : start + _AT_ONCE], ["BODY.PEEK[]"]))
    return _measured(got, count, began)


def imap_tools(port: int, user: str, count: int) -> Measured:
    """imap_tools, which reads each message as well."""
    from imap_tools import MailBoxUnencrypted  # type: ignore[import-not-found,unused-ignore]

    began = perf_counter()
    with MailBoxUnencrypted("127.0.0.1", port).login(user, PASSWORD) as mailbox:
        got = sum(1 for _ in mailbox.fetch(mark_seen=False, bulk=_AT_ONCE))
    return _measured(got, count, began)


def mbsync(port: int, user: str, count: int) -> Measured:
    """mbsync, into a fresh Maildir."""
    with tempfile.TemporaryDirectory(prefix="ace-mailbot-mbsync-") as folder:
        config = Path(folder) / "mbsyncrc"
        config.write_text(_mbsyncrc(port, user, folder))
        (Path(folder) / "mail").mkdir()
        began = perf_counter()
        subprocess.run(["mbsync", "-q", "-c", str(config), "all"], check=True)
        cur = Path(folder) / "mail" / "INBOX"
        got = sum(1 for part in ("cur", "new") for _ in (cur / part).iterdir())
        return _measured(got, count, began)


def rows(ground: Ground, count: int) -> list[Row]:
    corpus = ground.corpus(f"mixed-{count}", post.many(post.mixed(), count))
    user = ground.mailbox("anchors", corpus)
    port = ground.server.port
    found = [
        _row("raw FETCH, imaplib", raw, port, user, count),
        _row("imapclient with debug = 0", imapclient, port, user, count, 0),
        _row("imapclient as it comes", imapclient, port, user, count, 5),
    ]
    if find_spec("imap_tools"):
        found.append(_row("imap_tools, which parses too", imap_tools, port, user, count))
    else:
        found.append(Row("  beside it: imap_tools", "", "not installed (PyPI: imap-tools)"))
    if shutil.which("mbsync"):
        found.append(_row("mbsync, into a Maildir", mbsync, port, user, count))
    else:
        found.append(Row("  beside it: mbsync", "", "not installed (Debian: isync)"))
    ground.forget(user)
    return found


def _row(name: str, measure: Callable[..., Measured], *arguments: str | int) -> Row:
    runs = [in_a_child(measure, *arguments) for _ in range(RUNS)]
    rate = median(run["rate"] for run in runs)
    peak = max(run["peak_mb"] for run in runs)
    return Row(f"  beside it: {name}", "", f"{rate:,.0f}/s, {peak:.0f} MB")


def _measured(got: int, count: int, began: float) -> Measured:
    assert got == count, f"{got} messages came of {count}"
    return {"rate": got / (perf_counter() - began)}


def _mbsyncrc(port: int, user: str, folder: str) -> str:
    return f"""
IMAPAccount bench
Host 127.0.0.1
Port {port}
User {user}
Pass {PASSWORD}
SSLType None
AuthMechs LOGIN

IMAPStore far
Account bench

MaildirStore near
Path {folder}/mail/
Inbox {folder}/mail/INBOX

Channel all
Far :far:
Near :near:
Patterns INBOX
Create Near
Sync Pull New
SyncState *
"""
