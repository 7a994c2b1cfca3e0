"""What the servers do to the bot: each trouble has a name, and says whether it struck."""

from __future__ import annotations

import random
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from tests.proxy import Fault, Proxy
from tests.torture.ground import Ground

IMAP, SMTP = "imap", "smtp"


@dataclass(frozen=True)
class OnTheWire:
    """A fault of the proxy before one of the servers. *answer*: it loses the answer to a letter."""

    name: str
    proxy: str
    fault: Fault
    answer: bool = False


_PACK = b"Content-Transfer-Encoding: base64"
WIRE = (
    OnTheWire("IMAP greeting cut", IMAP, Fault("server", b"* OK", 2)),
    OnTheWire("IMAP login cut", IMAP, Fault("client", b"LOGIN", 3)),
    OnTheWire("IMAP stalled at SELECT", IMAP, Fault("client", b"SELECT", 2, "stall")),
    OnTheWire("IMAP search cut", IMAP, Fault("server", b"ESEARCH", 4)),
    OnTheWire("IMAP list of messages cut", IMAP, Fault("server", b"INTERNALDATE", 9)),
    OnTheWire("IMAP literal cut in the middle", IMAP, Fault("server", b"BODY[]", 200)),
    OnTheWire("IMAP literal stalled in the middle", IMAP, Fault("server", b"BODY[]", 99, "stall")),
    OnTheWire("IMAP move not through", IMAP, Fault("client", b"UID MOVE", 0)),
    OnTheWire("IMAP move done, its answer lost", IMAP, Fault("server", b"COPYUID", 0)),
    OnTheWire("IMAP copy for Sent cut", IMAP, Fault("client", b"APPEND", 700)),
    OnTheWire("IMAP copy for Sent filed, its answer lost", IMAP, Fault("server", b"APPENDUID", 0)),
    OnTheWire("IMAP look into Sent cut", IMAP, Fault("client", b"HEADER", 3)),
    OnTheWire("SMTP greeting cut", SMTP, Fault("server", b"220 ", 1)),
    OnTheWire("SMTP cut before DATA", SMTP, Fault("client", b"FROM:<", 0)),
    OnTheWire("SMTP cut in DATA", SMTP, Fault("client", b"Content-Type:", 300)),
    OnTheWire("SMTP stalled in DATA", SMTP, Fault("client", _PACK, 0, "stall")),
    OnTheWire("SMTP cut before the final dot", SMTP, Fault("client", b"\r\n.\r\n", 0)),
    OnTheWire("SMTP cut after the final dot", SMTP, Fault("client", b"\r\n.\r\n", 5), True),
    OnTheWire("SMTP letter taken, its answer lost", SMTP, Fault("server", b"queued as"), True),
    OnTheWire(
        "SMTP letter taken, its answer stalled",
        SMTP,
        Fault("server", b"queued as", 0, "stall"),
        True,
    ),
)

_ANSWERS = {
    "SMTP busy": ("MAIL", "421 4.3.2 Too busy"),
    "SMTP enough on this connection": ("MAIL", "452 4.5.3 Too many mails"),
    "SMTP recipient put off": ("RCPT", "450 4.2.1 Mailbox busy"),
    "SMTP letter put off": ("DATA", "451 4.7.1 Greylisted, come again"),
    "SMTP disk full": ("DATA", "452 4.3.1 Insufficient system storage"),
}


def always(_ground: Ground) -> bool:
    """It is there from the beginning."""
    return True


@dataclass(frozen=True)
class Trouble:
    """*begin* it before the bot starts, or while it runs; ask *struck* when the bot is dead."""

    name: str
    begin: Callable[[Ground], None]
    struck: Callable[[Ground], bool] = always
    running: bool = False  # begun while the bot runs
    config: str = "plain"
    password: str = ""


def on_the_wire(wire: OnTheWire, ground: Ground, *, kill: bool) -> None:
    """Plan *wire*: where it strikes, the bot is killed instead of only cut off when *kill*."""

    def then() -> None:
        if kill:
            ground.bots.signal(signal.SIGKILL)
        if wire.answer:
            ground.journal.note("answer lost", how=wire.name)

    proxy_of(wire, ground).plan(replace(wire.fault, then=then))


def proxy_of(wire: OnTheWire, ground: Ground) -> Proxy:
    return ground.imap if wire.proxy == IMAP else ground.smtp


def server_troubles(rng: random.Random) -> Trouble:
    """One trouble of the servers, at random."""
    kind = rng.random()
    if kind < 0.6:
        wire = rng.choice(WIRE)
        return Trouble(
            wire.name,
            partial(on_the_wire, wire, kill=False),
            lambda ground: proxy_of(wire, ground).struck,
        )
    if kind < 0.75:
        name, (stage, said) = rng.choice(list(_ANSWERS.items()))
        return Trouble(
            name,
            lambda ground: _answer(ground, stage, said),
            lambda ground: not (ground.folder / "sink" / "answer" / stage).exists(),
        )
    return rng.choice(
        (
            Trouble("IMAP connections reset", lambda ground: ground.imap.cut(), running=True),
            Trouble("SMTP connections reset", _reset_smtp, running=True),
            Trouble("IMAP server away", lambda ground: ground.imap.shut()),
            Trouble("SMTP server away", lambda ground: ground.smtp.shut()),
            Trouble("IMAP login refused", _nothing, password="wrong"),
            Trouble("TLS certificate of another", _nothing, config="other"),
            Trouble(
                "TLS cut in the handshake",
                lambda ground: ground.imap_tls.plan(Fault("server", b"", rng.randrange(1, 900))),
                lambda ground: ground.imap_tls.struck,
                config="tls",
            ),
        )
    )


def _reset_smtp(ground: Ground) -> None:
    """Perhaps between a letter's final dot and the answer to it."""
    ground.journal.note("answer lost", how="SMTP connections reset")
    ground.smtp.cut()


def _answer(ground: Ground, stage: str, said: str) -> None:
    (ground.folder / "sink" / "answer" / stage).write_text(said)


def refuse_once(ground: Ground) -> None:
    """The next letter is refused for good, as to an address that is no more."""
    _answer(ground, "DATA", "550 5.1.1 No such user")


def _nothing(_ground: Ground) -> None:
    """The trouble is in how the bot is started."""


def set_right(ground: Ground) -> None:
    """End every trouble of the servers."""
    for proxy in (ground.imap, ground.imap_tls, ground.smtp):
        proxy.forget()
        proxy.cut()
        proxy.shut()
        proxy.open()
    for file in (ground.folder / "sink" / "answer").iterdir():
        file.unlink(missing_ok=True)
