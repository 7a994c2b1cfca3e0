"""Our own Graph on a port of this machine, over TLS."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.servers.certificate import make_certificate
from tests.servers.graph import Answer, Ask, GraphServer, error, query_of


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # answers are small and written in two pieces
    server: _Listener

    def handle(self) -> None:
        self.server.connections.append(self.connection)
        try:
            super().handle()
        except (OSError, ssl.SSLError):
            return  # the client, or `close`, ended the connection

    def _serve(self) -> None:
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {k.lower(): v for k, v in self.headers.items()}
        ask = Ask(self.command, url.path, query_of(url.query), headers, body)
        graph = self.server.graph
        fault = graph.fault_for(ask)
        if fault and fault.closes == "before":
            self._hang_up()
        elif fault and fault.closes == "after":
            graph.answer(ask)
            self._hang_up()
        elif fault and fault.closes == "amid":
            self._write(graph.answer(ask), share=0.5)
            self._hang_up()
        elif fault:
            graph.asked.append(f"{ask.method} {ask.path}")
            self._write(error(fault.status, fault.code, fault.headers))
        else:
            self._write(graph.answer(ask))

    do_GET = do_POST = do_PUT = do_DELETE = _serve

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _write(self, answer: Answer, share: float = 1) -> None:
        is_json = isinstance(answer.body, dict)
        data = json.dumps(answer.body).encode() if isinstance(answer.body, dict) else answer.body
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json" if is_json else "text/plain")
        self.send_header("Content-Length", str(len(data)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data[: int(len(data) * share)])

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: `asked` keeps what tests want to know."""


class _Listener(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, graph: GraphServer, certificate: Path, key: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.graph = graph
        self.connections: list[socket.socket] = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        # The handshake belongs in the connection's own thread.
        self.socket = context.wrap_socket(
            self.socket, server_side=True, do_handshake_on_connect=False
        )
        graph.base = f"https://127.0.0.1:{self.server_address[1]}"

    def close(self) -> None:
        self.shutdown()
        self.server_close()
        for connection in self.connections:
            with suppress(OSError):  # its client closed it already
                connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def serving(graph: GraphServer, folder: Path) -> Iterator[tuple[Path, Callable[[], None]]]:
    """Serve *graph*; give the certificate to trust, and what makes the server vanish."""
    certificate, key = make_certificate(folder)
    listener = _Listener(graph, certificate, key)
    thread = threading.Thread(target=listener.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    closed = threading.Event()

    def vanish() -> None:
        if not closed.is_set():
            closed.set()
            listener.close()

    try:
        yield certificate, vanish
    finally:
        vanish()
        thread.join()
