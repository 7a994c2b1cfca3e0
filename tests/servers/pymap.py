"""pymap, an IMAP server from PyPI: one that lacks much, for where no Dovecot is installed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.ports import free_ports, wait_for

USER, PASSWORD = "demouser", "demopass"


@contextmanager
def pymap() -> Iterator[int]:
    """The port of a server with one empty mailbox in memory, which USER may open."""
    [port] = free_ports(1)
    program = Path(sys.executable).with_name("pymap")
    command = [str(program), "--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    process = subprocess.Popen(
        [*command, "dict", "--demo-user", USER, "--demo-password", PASSWORD],
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)
