"""The random secret that tokens are made with: kept in `data/`, readable by its owner alone."""

from __future__ import annotations

import os
from pathlib import Path

_BYTES = 32


def read_or_make_secret(path: Path) -> bytes:
    """The secret at *path*, made on first use. Losing it means that old tokens prove nothing."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        secret = os.urandom(_BYTES)
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(secret)
        return secret
