"""Ports on loopback: finding free ones, and waiting until a server listens."""

from __future__ import annotations

import socket
import threading

_TRIES = 200
_SECONDS_BETWEEN = 0.05


def free_ports(count: int) -> list[int]:
    """That many ports on which nobody listens now."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def wait_for(port: int) -> None:
    """Return as soon as somebody listens on *port*."""
    pause = threading.Event()
    for _ in range(_TRIES):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            pause.wait(_SECONDS_BETWEEN)
        else:
            return
    raise TimeoutError(f"nobody listens on {port}")
