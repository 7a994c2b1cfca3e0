"""One connection to an IMAP server: reaching it, signing in, and the folders found there.

Whatever imapclient, imaplib, ssl or the socket raises is told as Unreachable, here and only here.
It knows nothing of what the folders hold.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from ace_mailbot.config.shapes import Imap
from ace_mailbot.mailboxes.oauth import Tokens
from ace_mailbot.model import Unreachable

INBOX = "INBOX"
_TIMEOUT = SocketTimeout(connect=20, read=60)
_LINE_HOLDS = 50_000  # UIDs that a SEARCH may answer with before imaplib finds the line too long
_UID = re.compile(rb"\bUID (\d+)")
_ALL = re.compile(rb"\bALL ([\d:,]+)")
_SENT_NAMES = ("Sent", "Sent Items", "Sent Messages", "Sent Mail")


class CommandRefused(Exception):
    """The server answered a command with NO or BAD; the connection itself is well."""


@dataclass(frozen=True)
class Folders:
    """The server's own names of our folders, and the prefix that its folders carry."""

    prefix: str
    sent: str
    ours: Mapping[str, str]  # "Processed" or "Parked" -> its name there


@contextmanager
def reaching(host: str) -> Iterator[None]:
    """Tell what goes wrong inside as Unreachable, which is what it is to us."""
    try:
        yield
    except (IMAPClientAbortError, OSError, EOFError) as error:
        raise Unreachable(f"{host} can't be reached: {_words(error)}") from error
    except CommandRefused as error:
        raise Unreachable(f"{host} refused: {error}") from error
    except (IMAPClientError, ValueError, LookupError) as error:
        raise Unreachable(f"{host} answers what nobody can read: {_words(error)}") from error


def connect(imap: Imap, tokens: Tokens | None) -> IMAPClient:
    """A connection that is signed in. Raises Unreachable, with the server's words if it has any."""
    with reaching(imap.host):
        context = ssl.create_default_context(cafile=imap.ca_file)
        client = IMAPClient(
            imap.host,
            imap.port,
            ssl=imap.security == "tls",
            ssl_context=context,
            timeout=_TIMEOUT,
        )
        try:
            # imapclient sets 5, which builds a repr of every literal even when nobody logs it.
            client._imap.debug = 0
            if imap.security == "starttls":
                client.starttls(context)
            _sign_in(client, imap, tokens)
        except BaseException:
            hang_up(client)
            raise
    return client


def _sign_in(client: IMAPClient, imap: Imap, tokens: Tokens | None) -> None:
    try:
        if tokens:
            client.oauth2_login(imap.user, tokens.bearer())
        else:
            client.login(imap.user, imap.password.value if imap.password else "")
    except LoginError as error:
        # Waited out like an outage: servers say it when they are only busy, and a letter or a
        # message must never be blamed for it.
        if tokens:
            tokens.forget()
        raise Unreachable(f"{imap.host} won't let {imap.user} in: {_words(error)}") from error


def hang_up(client: IMAPClient) -> None:
    """Drop the connection without a word: it may be dead already."""
    try:
        client.shutdown()
    except (OSError, IMAPClientError):
        return


def command(client: IMAPClient, name: str, *arguments: str) -> list[Any]:
    """The untagged answers to `UID name arguments`, as they came.

    imapclient's own parser takes longer than the wire; what we ask for is read well enough by
    eye. Raises CommandRefused on NO and BAD.
    """
    kind, answers = client._imap.uid(name, *arguments)
    check(name, kind, answers)
    return [a for a in answers if a is not None]


def check(name: str, kind: str, answers: Sequence[Any]) -> None:
    if kind != "OK":
        words = b" ".join(a for a in answers if isinstance(a, bytes)).decode(errors="replace")
        raise CommandRefused(f"{name}: {words}")


def has(client: IMAPClient, capability: str) -> bool:
    return bool(client.has_capability(capability))


def searched(client: IMAPClient, criteria: str, exists: int = 0) -> list[int]:
    """UIDs that match, ascending. ESEARCH names 100,000 of them in a few bytes."""
    short = has(client, "ESEARCH")
    if exists > _LINE_HOLDS and not short:
        lines = command(client, "FETCH", "1:*", "(UID)")
        return sorted(int(m[1]) for line in lines if (m := _UID.search(line)))
    answers = command(client, "SEARCH", *(["RETURN (ALL)"] if short else []), criteria)
    # imaplib doesn't know ESEARCH, and keeps it among what nobody asked for.
    ranges = client._imap.untagged_responses.pop("ESEARCH", [])
    if ranges:
        return expanded(",".join(m[1].decode() for r in ranges if (m := _ALL.search(r))))
    return sorted(int(n) for line in answers for n in line.split() if n.isdigit())


def find_folders(client: IMAPClient) -> Folders:
    """Where Processed, Parked and Sent are; what is missing is made."""
    listed = [
        (tuple(flags), _text(delimiter), str(name))
        for flags, delimiter, name in client.list_folders()
    ]
    names = {name for _, _, name in listed}
    prefix = _prefix(client, listed)
    sent = next((name for flags, _, name in listed if b"\\Sent" in flags), None)
    common = (f"{prefix}{name}" for name in _SENT_NAMES)
    sent = sent or next((name for name in common if name in names), f"{prefix}Sent")
    ours = {name: f"{prefix}{name}" for name in ("Processed", "Parked")}
    for name in (*ours.values(), sent):
        if name not in names:
            client.create_folder(name)
            client.subscribe_folder(name)  # so that staff see it in their mail program
    return Folders(prefix, sent, ours)


def _prefix(client: IMAPClient, listed: Sequence[tuple[tuple[bytes, ...], str, str]]) -> str:
    """What our folders' names begin with: "" or, as on Courier and Cyrus, "INBOX."."""
    if has(client, "NAMESPACE"):
        personal = client.namespace().personal
        return str(personal[0][0]) if personal else ""
    others = [(delimiter, name) for _, delimiter, name in listed if name.upper() != INBOX]
    if others and all(name.upper().startswith(INBOX + delimiter) for delimiter, name in others):
        return INBOX + others[0][0]
    return ""


def sequence_sets(uids: Sequence[int], longest: int = 4000) -> Iterator[str]:
    """*uids* as IMAP writes them (`3:7,9`), in pieces that fit on a command line."""
    line = ""
    for first, last in _runs(sorted(uids)):
        run = f"{first}:{last}" if last > first else str(first)
        if line and len(line) + len(run) >= longest:
            yield line
            line = ""
        line = f"{line},{run}" if line else run
    if line:
        yield line


def _runs(uids: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = previous = None
    for uid in uids:
        if start is None or previous is None:
            start = uid
        elif uid > previous + 1:
            yield start, previous
            start = uid
        previous = uid
    if start is not None and previous is not None:
        yield start, previous


def expanded(sets: str) -> list[int]:
    """The other way round: `3:5,9` is 3, 4, 5, 9."""
    found: list[int] = []
    for run in re.findall(r"\d+(?::\d+)?", sets):
        first, _, last = run.partition(":")
        ends = sorted((int(first), int(last or first)))
        found.extend(range(ends[0], ends[1] + 1))
    return sorted(found)


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value or "")


def _words(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
