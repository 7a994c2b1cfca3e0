"""A small Exchange Web Services server of our own, with faults to inject. For tests.

Faithful to the protocol as exchangelib speaks it, not to Exchange: it keeps a letter's MIME as it
came, where Exchange takes mail apart and writes it anew. What it holds is in `ews_store`, what it
answers in `ews_answers`; here are the HTTP, the sign-in and the faults.
"""

from __future__ import annotations

import base64
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl

from tests.servers import ews_answers as answers
from tests.servers.ews_store import Store

Fault = Literal[
    "close before",  # the connection ends, and nothing was done
    "close after",  # it was done, and the connection ends without an answer
    "500",  # an error page, and nothing was done
    "500 after",  # it was done, and an error page is the answer
    "503",  # an error page, and nothing was done
    "401",
    "413",
    "busy",  # a SOAP fault that asks to wait
]
_NTLM_CHALLENGE = base64.b64encode(
    b"NTLMSSP\0"
    + (2).to_bytes(4, "little")
    + bytes(4)
    + (56).to_bytes(4, "little")
    + (0x00088201).to_bytes(4, "little")
    + b"12345678"
    + bytes(8)
    + bytes(4)
    + (56).to_bytes(4, "little")
    + bytes(8)
).decode()


@dataclass
class EwsServer:
    """*address* is the mailbox it serves.

    With a *certificate* (and its key) it speaks TLS, and hands out tokens to apps at
    `/TENANT/oauth2/v2.0/token`, each of the next of *token_seconds*.
    """

    address: str
    user: str = "funder-ace"
    password: str = "a password"
    sign_in: Literal["basic", "ntlm", "bearer"] = "basic"
    store: Store = field(default_factory=Store)
    asked: list[str] = field(default_factory=list)  # operations carried out or refused, in order
    impersonated: list[str | None] = field(default_factory=list)  # beside each of *asked*
    busy_seconds: float = 30
    certificate: tuple[Path, Path] | None = None
    token_seconds: list[int] = field(default_factory=list)
    tokens_asked: list[dict[str, str]] = field(default_factory=list)
    _faults: list[tuple[str, str]] = field(default_factory=list)
    _open: set[socket.socket] = field(default_factory=set)
    _http: Any = None

    @property
    def url(self) -> str:
        return f"{self.base}/EWS/Exchange.asmx"

    @property
    def base(self) -> str:
        scheme = "https" if self.certificate else "http"
        return f"{scheme}://127.0.0.1:{self._http.server_port}"

    def fail(self, operation: str, fault: Fault | str, times: int = 1) -> None:
        """Let the next *times* requests for *operation* fail, one fault after another.

        "code:X" answers with error X, "fault:X" with a SOAP fault; "pass" lets one through.
        """
        self._faults += [(operation, fault)] * times

    def fault_of(self, operation: str) -> str | None:
        for number, (name, fault) in enumerate(self._faults):
            if name == operation:
                del self._faults[number]
                return fault
        return None

    def vanish(self) -> None:
        """Stop listening, and end every connection."""
        self._http.shutdown()
        self._http.server_close()
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def serving(address: str, **settings: Any) -> Iterator[EwsServer]:
    server = EwsServer(address, **settings)
    handler = type("Handler", (_Handler,), {"ews": server})
    server._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server._http.daemon_threads = True
    if server.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*server.certificate)
        server._http.socket = context.wrap_socket(server._http.socket, server_side=True)
    threading.Thread(target=server._http.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        server.store.ended.set()
        server.vanish()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    ews: EwsServer
    _by_ntlm = False

    def setup(self) -> None:
        super().setup()
        self.ews._open.add(self.connection)

    def finish(self) -> None:
        self.ews._open.discard(self.connection)
        with suppress(OSError):
            super().finish()

    def log_message(self, format: str, *args: object) -> None:
        """Tests need no log of requests."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.endswith("/oauth2/v2.0/token"):
            self._hand_out_token(body)
            return
        if not self._signed_in():
            return
        request = answers.Request.read(body)
        self.ews.asked.append(request.operation)
        self.ews.impersonated.append(request.impersonated)
        fault = self.ews.fault_of(request.operation)
        if fault in (None, "pass"):
            self._answer(request)
        elif fault.startswith("code:"):
            self._send(200, answers.refusal(request.operation, fault.removeprefix("code:")))
        elif fault.startswith("fault:"):
            self._send(500, answers.soap_fault(fault.removeprefix("fault:")))
        else:
            self._fail(request, fault)

    def _answer(self, request: answers.Request) -> None:
        if request.mailbox and request.mailbox.lower() != self.ews.address:
            self._send(200, answers.refusal(request.operation, "ErrorNonExistentMailbox"))
        elif request.operation == "GetStreamingEvents":
            self._stream(request)
        else:
            self._send(200, answers.answer(request, self.ews.store))

    def _fail(self, request: answers.Request, fault: str) -> None:
        if fault.endswith("after"):
            answers.answer(request, self.ews.store)
        if fault.startswith("close"):
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif fault == "busy":
            self._send(500, answers.busy(self.ews.busy_seconds))
        else:
            # Exchange ends the connection after an error page; a library may take that for busy.
            self._send(int(fault[:3]), b"<html>Error</html>", ("Connection", "close"))

    def _stream(self, request: answers.Request) -> None:
        """Tell of new mail as it comes, for as long as the server runs."""
        self.send_response(200)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for document in answers.stream(self.ews.store):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(document), document))
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")

    def _signed_in(self) -> bool:
        given = self.headers.get("Authorization", "")
        kind, _, proof = given.partition(" ")
        if self.ews.sign_in == "ntlm":
            return self._signed_in_by_ntlm(proof if kind in ("NTLM", "Negotiate") else "")
        wanted = f"{self.ews.user}:{self.ews.password}"
        if self.ews.sign_in == "basic":
            accepted = kind == "Basic" and base64.b64decode(proof).decode() == wanted
        else:
            accepted = given == f"Bearer token-{len(self.ews.tokens_asked)}"
        if accepted:
            return True
        self._send(401, b"", ("WWW-Authenticate", self.ews.sign_in.capitalize()))
        return False

    def _signed_in_by_ntlm(self, proof: str) -> bool:
        """The handshake's steps, whatever the password; a connection stays signed in."""
        message = base64.b64decode(proof)[8:9]
        self._by_ntlm = self._by_ntlm or message == b"\3"
        if self._by_ntlm:
            return True
        challenge = f"NTLM {_NTLM_CHALLENGE}" if message == b"\1" else "NTLM"
        self._send(401, b"", ("WWW-Authenticate", challenge))
        return False

    def _hand_out_token(self, body: bytes) -> None:
        if self.ews.fault_of("token"):
            self._send(400, b'{"error": "temporarily_unavailable"}')
            return
        self.ews.tokens_asked.append({"path": self.path, **dict(parse_qsl(body.decode()))})
        seconds = self.ews.token_seconds.pop(0) if self.ews.token_seconds else 3600
        number = len(self.ews.tokens_asked)
        token = {"token_type": "Bearer", "expires_in": seconds, "access_token": f"token-{number}"}
        self._send(200, json.dumps(token).encode())

    def _send(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header(
            "Content-Type", "text/xml; charset=utf-8" if body[:2] == b"<?" else "text/html"
        )
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
