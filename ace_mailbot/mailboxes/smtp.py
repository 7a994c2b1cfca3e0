"""Letters leave here: one kept SMTP connection, which minds the limits that servers have.

What an answer means is decided by how far the letter got. Until the final dot is sent, nothing has
left, whatever breaks; after it only the server's answer tells, and where that is lost nobody knows.
"""

from __future__ import annotations

import logging
import smtplib
import socket
import ssl
from collections.abc import Iterator, Sequence

from ace_mailbot.config import Config
from ace_mailbot.config.shapes import Smtp
from ace_mailbot.mailboxes.oauth import Tokens
from ace_mailbot.model import Later, Outgoing, Refused, Unreachable

_SECONDS = 60.0
_SECONDS_AT_THE_DOT = 180.0  # servers look for viruses before they answer
_SAVES_BY_ITSELF = ("office365.com", "outlook.com", "gmail.com")

log = logging.getLogger(__name__)


class AnswerLost(Exception):
    """The letter was handed over whole, and the connection ended before the answer came."""


class _Stale(Exception):
    """The kept connection takes no more letters; this one has not left."""


class SmtpSender:
    """Sends from the config's own address over the server in [mailbox.smtp]."""

    def __init__(self, smtp: Smtp, address: str, tokens: Tokens | None) -> None:
        self.smtp = smtp
        self._address = address
        self._tokens = tokens
        self._client: smtplib.SMTP | None = None
        self._sent = 0  # over this connection

    def send(self, letter: Outgoing) -> str:
        """The server's answer. Raises as `Mailbox.send` does; AnswerLost is its doubt."""
        used = self._client is not None
        try:
            return self._try(letter)
        except _Stale as error:
            if not used:
                raise Unreachable(str(error)) from error
        try:
            return self._try(letter)
        except _Stale as error:
            raise Unreachable(str(error)) from error

    def describe(self) -> Iterator[str]:
        """What the server offers, for `check`."""
        client = self._connected()
        smtp = self.smtp
        yield f"SMTP {smtp.host}:{smtp.port}: connected, {_protection(client)}"
        known = ("size", "8bitmime", "smtputf8", "pipelining", "dsn", "auth", "chunking")
        offers = [name.upper() for name in known if client.has_extn(name)]
        yield f"SMTP offers: {', '.join(offers) or 'nothing beyond the basics'}"
        if limit := _limit(client):
            yield f"SMTP takes letters of up to {limit / 2**20:.0f} MB"
        else:
            yield "SMTP tells no limit for a letter's size"
        yield from self._who_files()

    def close(self) -> None:
        if self._client is not None:
            client, self._client = self._client, None
            try:
                client.quit()
            except (OSError, smtplib.SMTPException):
                client.close()

    def _who_files(self) -> Iterator[str]:
        by_itself = self.smtp.host.endswith(_SAVES_BY_ITSELF)
        if by_itself and self.smtp.save_sent == "append":
            yield (
                f"warning: {self.smtp.host} files what it sends by itself, so Sent would hold each "
                'letter twice; set mailbox.smtp.save_sent = "server"'
            )
        elif self.smtp.save_sent == "server":
            yield "the server is trusted to file what it sends in Sent"

    # --- one letter ----------------------------------------------------------------------------

    def _try(self, letter: Outgoing) -> str:
        client = self._connected()
        try:
            refused = self._offer(client, letter)
            answer = self._hand_over(client, letter)
        except (_Stale, AnswerLost):
            self._drop()
            raise
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self._drop()
            raise _Stale(f"{self.smtp.host} hung up before the letter left: {error}") from error
        except (Unreachable, Refused):
            self._reset(client)
            raise
        self._sent += 1
        if refused:
            log.warning("recipients_refused", extra={"message_id": letter.message_id})
        return "; ".join([answer, *refused])

    def _offer(self, client: smtplib.SMTP, letter: Outgoing) -> list[str]:
        """Sender and recipients. Returns what was said of those refused while others were not."""
        code, words = client.mail(self._address, self._options(client, letter))
        if 400 <= code < 500:
            # Nothing of this letter was looked at yet: it is the server that has enough for now.
            raise self._busy(code, words)
        self._judge(code, words, "the sender")
        refused = []
        for recipient in letter.recipients:
            code, words = client.rcpt(recipient)
            if code >= 500:
                refused.append(f"{recipient} was refused: {_said(code, words)}")
            else:
                # One who is put off puts off the letter: so nobody is left out of it.
                self._judge(code, words, recipient)
        if len(refused) == len(letter.recipients):
            raise Refused("; ".join(refused))
        return refused

    def _hand_over(self, client: smtplib.SMTP, letter: Outgoing) -> str:
        code, words = client.docmd("DATA")
        if code != 354:
            self._judge(code, words, "the letter")
            raise Refused(_said(code, words))
        body = smtplib._quote_periods(letter.mime)  # type: ignore[attr-defined]
        client.send(body if body.endswith(b"\r\n") else body + b"\r\n")
        try:
            if client.sock:
                client.sock.settimeout(_SECONDS_AT_THE_DOT)
            client.send(b".\r\n")
            code, words = client.getreply()
            if client.sock:
                client.sock.settimeout(_SECONDS)
        except (OSError, smtplib.SMTPException) as error:
            raise AnswerLost(f"{self.smtp.host} hung up before it answered: {error}") from error
        self._judge(code, words, "the letter")
        return _said(code, words)

    def _judge(self, code: int, words: bytes, what: str) -> None:
        """Return when the server agrees. 4xx is for later, 5xx for good."""
        if 200 <= code < 400:
            return
        if code in (421, 452):
            raise self._busy(code, words)
        said = f"{self.smtp.host} refused {what}: {_said(code, words)}"
        raise Later(said) if code < 500 else Refused(said)

    def _busy(self, code: int, words: bytes) -> Exception:
        said = f"{self.smtp.host} takes no more letters now: {_said(code, words)}"
        # Some take only so many over one connection, OpenSMTPD a hundred: another one will do.
        return _Stale(said) if self._sent else Unreachable(said)

    def _options(self, client: smtplib.SMTP, letter: Outgoing) -> Sequence[str]:
        """What MAIL FROM says of the letter. Raises Refused for what the server can't take."""
        size = len(letter.mime)
        if (limit := _limit(client)) and size > limit:
            raise Refused(
                f"the letter has {size / 2**20:.1f} MB; {self.smtp.host} takes {limit / 2**20:.1f}"
            )
        options = [f"SIZE={size}"] if client.has_extn("size") else []
        if not all(address.isascii() for address in (self._address, *letter.recipients)):
            if not client.has_extn("smtputf8"):
                raise Refused(f"{self.smtp.host} takes no addresses beyond ASCII (SMTPUTF8)")
            # smtplib encodes commands in ASCII until it is told.
            client.command_encoding = "utf-8"
            return [*options, "SMTPUTF8", "BODY=8BITMIME"]
        client.command_encoding = "ascii"
        if not letter.mime.isascii() and client.has_extn("8bitmime"):
            options.append("BODY=8BITMIME")
        return options

    # --- the connection ------------------------------------------------------------------------

    def _connected(self) -> smtplib.SMTP:
        if self._client is None:
            try:
                self._client = self._connect()
            except smtplib.SMTPException as error:
                # A wrong password too: no letter must be blamed for it.
                raise Unreachable(f"{self.smtp.host} won't have us: {_words(error)}") from error
            except OSError as error:
                raise Unreachable(f"{self.smtp.host} can't be reached: {error}") from error
            self._sent = 0
        return self._client

    def _connect(self) -> smtplib.SMTP:
        smtp = self.smtp
        context = ssl.create_default_context(cafile=smtp.ca_file)
        # Named by the domain we write from: looking up this machine's own name may take long.
        name = self._address.rpartition("@")[2] or "localhost"
        client: smtplib.SMTP
        if smtp.security == "tls":
            client = smtplib.SMTP_SSL(smtp.host, smtp.port, name, timeout=_SECONDS, context=context)
        else:
            client = smtplib.SMTP(smtp.host, smtp.port, name, timeout=_SECONDS)
        try:
            if client.sock:
                # The final dot is a small packet after a large one: it must not wait for an answer.
                client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.ehlo_or_helo_if_needed()
            if smtp.security == "starttls":
                client.starttls(context=context)
                client.ehlo()
            self._sign_in(client)
        except BaseException:
            client.close()
            raise
        return client

    def _sign_in(self, client: smtplib.SMTP) -> None:
        smtp = self.smtp
        if not smtp.user:
            return
        if not self._tokens:
            client.login(smtp.user, smtp.password.value if smtp.password else "")
            return
        words = f"user={smtp.user}\1auth=Bearer {self._tokens.bearer()}\1\1"

        def answer(challenge: bytes | None = None) -> str:
            # A challenge after our words is the server's reason for saying no.
            return words if challenge is None else ""

        try:
            client.auth("XOAUTH2", answer)
        except smtplib.SMTPAuthenticationError:
            self._tokens.forget()
            raise

    def _reset(self, client: smtplib.SMTP) -> None:
        """Leave the connection fit for another letter, or drop it."""
        try:
            code, _ = client.rset()
        except (OSError, smtplib.SMTPException):
            code = 0
        if code != 250:
            self._drop()

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def sender(config: Config, tokens: Tokens | None = None) -> SmtpSender | None:
    """Who sends by [mailbox.smtp]; None where it is left out. *tokens*: those of the IMAP side."""
    smtp = config.mailbox.smtp
    if smtp is None:
        return None
    imap = config.mailbox.imap
    if smtp.oauth and not (tokens and imap and smtp.oauth == imap.oauth):
        tokens = Tokens(smtp.oauth, config.database.with_name("smtp-token.json"))
    return SmtpSender(smtp, config.mailbox.address, tokens if smtp.oauth else None)


def second_route(config: Config) -> SmtpSender | None:
    """How operations are reached when the mailbox is not: [operations.smtp], or [mailbox.smtp]."""
    if config.operations.smtp is None:
        return sender(config)
    return SmtpSender(config.operations.smtp, config.mailbox.address, None)


def _limit(client: smtplib.SMTP) -> int:
    """The largest letter it takes, in bytes; 0 when it doesn't say."""
    told = client.esmtp_features.get("size", "")
    return int(told) if told.isdigit() else 0


def _protection(client: smtplib.SMTP) -> str:
    return (client.sock.version() or "TLS") if isinstance(client.sock, ssl.SSLSocket) else "no TLS"


def _said(code: int, words: bytes) -> str:
    return f"{code} {' '.join(words.decode('utf-8', errors='replace').split())}"


def _words(error: smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return _said(error.smtp_code, words if isinstance(words, bytes) else words.encode())
    return str(error)
