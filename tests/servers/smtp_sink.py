"""A real SMTP server that keeps what it is given, and refuses what a test tells it to."""

from __future__ import annotations

import base64
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.ports import free_ports

USER, PASSWORD = "ace@funder.example", "test-password"
BEARER = "a bearer token for tests"


@dataclass(frozen=True)
class Received:
    sender: str
    recipients: tuple[str, ...]
    data: bytes
    options: tuple[str, ...]  # of MAIL FROM


@dataclass
class SmtpSink:
    """What came, and how to answer what comes: *answers* holds a reply, once each, for a stage.

    Stages: "MAIL", "DATA" (its final dot), and "RCPT address".
    """

    port: int = 0
    letters: list[Received] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    per_connection: int = 0  # letters until 452; 0 for any number
    connections: int = 0
    _taken: dict[Session, int] = field(default_factory=dict)  # letters, by connection

    def will_answer(self, stage: str, *replies: str) -> None:
        self.answers.setdefault(stage, []).extend(replies)

    def _answer(self, stage: str) -> str | None:
        waiting = self.answers.get(stage)
        return waiting.pop(0) if waiting else None

    # --- what aiosmtpd calls --------------------------------------------------------------------

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, replies: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += session not in self._taken
        self._taken.setdefault(session, 0)
        return replies

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.per_connection and self._taken[session] >= self.per_connection:
            return "452 4.5.3 Too many mails on this connection"
        if reply := self._answer("MAIL"):
            return reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := self._answer(f"RCPT {address}"):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if reply := self._answer("DATA"):
            return reply
        assert isinstance(envelope.content, bytes)
        self._taken[session] += 1
        recipients = tuple(a or "" for a in envelope.rcpt_tos)
        options = tuple(envelope.mail_options)
        self.letters.append(
            Received(envelope.mail_from or "", recipients, envelope.content, options)
        )
        return f"250 2.0.0 Ok: queued as {len(self.letters)}"


def _authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
) -> AuthResult:
    good = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=data == good, handled=False)


class _WithBearer(SMTP):
    """Knows XOAUTH2 too, which gives its reason as a challenge before it refuses."""

    async def auth_XOAUTH2(self, _server: SMTP, words: list[str]) -> AuthResult:
        said = base64.b64decode(words[1]).decode()
        if said == f"user={USER}\1auth=Bearer {BEARER}\1\1":
            return AuthResult(success=True)
        await self.challenge_auth("eyJzdGF0dXMiOiI0MDAifQ==", encode_to_b64=False)
        return AuthResult(success=False, handled=False)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _WithBearer(self.handler, **self.SMTP_kwargs)


@contextmanager
def smtp_sink(
    certificate: tuple[Path, Path] | None = None,
    *,
    sign_in: bool = False,
    size_limit: int = 2**26,
    smtputf8: bool = True,
) -> Iterator[SmtpSink]:
    """A sink on loopback; with *certificate*, over STARTTLS; *sign_in*: for USER alone."""
    [port] = free_ports(1)
    sink = SmtpSink(port)
    context = None
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*certificate)
    controller = _Controller(
        sink,
        hostname="127.0.0.1",
        port=port,
        data_size_limit=size_limit,
        enable_SMTPUTF8=smtputf8,
        tls_context=context,
        require_starttls=bool(context),
        authenticator=_authenticate if sign_in else None,
        auth_required=sign_in,
        auth_require_tls=bool(context),
        ident="a server for tests",
    )
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
