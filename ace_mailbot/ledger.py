"""The ledger message that keeps the forgotten forgotten: what `erase` and retention leave behind.

It lies in Processed among the mail, so that a database made again from the mailbox obeys it. It
names nobody: an address stands in it as a salted hash, slow to make, and mail by its Message-ID.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ace_mailbot.config import Config
from ace_mailbot.model import Address
from ace_mailbot.writing import mime

BEGIN = b"-----BEGIN LEDGER-----"  # as it stands in the message's bytes, whatever their encoding
_BEGIN, _END = BEGIN.decode(), "-----END LEDGER-----"


@dataclass(frozen=True, slots=True)
class Entry:
    """One erasure, or one run of retention.

    *people* are hashes of addresses under *salt* (hex). *references* are applications, *questions*
    ids, that are forgotten whole. *sha256* are the hashes of the raw mails, *message_ids* theirs.
    """

    at: datetime  # aware
    salt: str
    people: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    sha256: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()

    def names(self, email: str) -> bool:
        """Whether the person at *email* is one of those forgotten."""
        return hashed(email, self.salt) in self.people


def hashed(email: str, salt: str) -> str:
    """*email* as an entry holds it. It takes some 10 ms, so that nobody tries out a directory."""
    made = hashlib.scrypt(email.lower().encode(), salt=bytes.fromhex(salt), n=2**13, r=8, p=1)
    return made.hex()[:32]


def to_mime(entry: Entry, config: Config) -> bytes:
    """The message, for Mailbox.keep."""
    mailbox = config.mailbox
    own = Address(mailbox.address, mailbox.sender_name)
    held = {
        "at": entry.at.isoformat(),
        "salt": entry.salt,
        "people": entry.people,
        "references": entry.references,
        "questions": entry.questions,
        "sha256": entry.sha256,
        "message_ids": entry.message_ids,
    }
    seed = hashlib.sha256(repr(held).encode()).hexdigest()[:12]
    text = (
        "This message keeps what was forgotten forgotten. Leave it in Processed.\n\n"
        f"{_BEGIN}\n{json.dumps(held, indent=1)}\n{_END}\n"
    )
    envelope = mime.Envelope(
        sender=own,
        to=[own],
        cc=[],
        subject=f"{config.programme.key} ledger: records were forgotten",
        date=entry.at,
        message_id=f"ledger.{seed}@{mailbox.address.rpartition('@')[2]}",
        in_reply_to=None,
        references=[],
        auto_submitted="auto-generated",
    )
    return mime.build(envelope, text, f"<pre>{text}</pre>", [], seed)


def read(text: str, headers: Iterable[str]) -> Entry | None:
    """The entry in a message's *text*; None for any other mail.

    Whatever came over the wire bears a Received header (*headers* are names in lower case), so
    nobody can send us an entry.
    """
    match = re.search(rf"{_BEGIN}\s*(\{{.*?\}})\s*{_END}", text, re.DOTALL)
    if not match or "received" in headers:
        return None
    held = json.loads(match[1])
    lists = ("people", "references", "questions", "sha256", "message_ids")
    return Entry(
        at=datetime.fromisoformat(held["at"]),
        salt=held["salt"],
        **{name: tuple(held[name]) for name in lists},
    )
