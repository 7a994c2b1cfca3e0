"""Who we are: the name by which our letters are told from those of another bot on the mailbox.

It follows from the secret, the machine and the database's path. So an older backup put back has the
same name, and a data folder that was moved or copied has another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import socket
from pathlib import Path

_MACHINE = Path("/etc/machine-id")


def this_machine() -> str:
    """What tells this machine, or container, from others."""
    try:
        return _MACHINE.read_text(encoding="ascii").strip() + socket.gethostname()
    except OSError:
        return socket.gethostname()


def name(secret: bytes, machine: str, database: Path) -> str:
    """Eight letters or digits; "" where no *machine* is named, as in a rehearsal."""
    if not machine:
        return ""
    about = f"{machine}\n{database.resolve()}".encode()
    return base64.b32encode(hmac.digest(secret, about, hashlib.sha256)).decode()[:8].lower()
