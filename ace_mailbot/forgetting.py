"""To forget somebody, or what retention has run out for: in the database, and on the ledger.

The mail itself stays in the mailbox, where a person removes it; what is left there is told.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ace_mailbot import ledger, personal, reading
from ace_mailbot.config import Config
from ace_mailbot.fence import Fence
from ace_mailbot.mailboxes import Mailbox
from ace_mailbot.model import (
    Application,
    Change,
    ConfigError,
    Message,
    Question,
    RawMessage,
    Season,
    Stage,
    number_of,
)
from ace_mailbot.rules import redaction
from ace_mailbot.store import Store
from ace_mailbot.store.forgetting import Forgotten

# Money was promised or paid: what is on record about it is kept until its retention ends.
_AWARDED = {Stage.ACCEPTED, Stage.AWARDED}


@dataclass(frozen=True, slots=True)
class Done:
    """What was forgotten, and the mail that a person has yet to remove."""

    records: int
    messages: Sequence[str]  # a line for each mail from or to them
    letters: int  # copies in Sent
    mentions: Sequence[str]  # a line for each mail of somebody else's that names them


def erase(
    email: str, config: Config, store: Store, mailbox: Mailbox, fence: Fence, now: datetime
) -> Done:
    """Forget the person at *email*. Raises ConfigError where that may not be, saying why."""
    email = email.strip().lower()
    _refuse_staff(email, config)
    if waiting := store.unsettled():
        raise ConfigError(
            f"{waiting} messages or letters are still in hand; run `once`, settle what is in doubt,"
            " then erase"
        )
    holding = personal.held_on(email, config, store, fence)
    if not holding:
        raise ConfigError(f"nothing is held on {email}")
    _refuse_held(holding, config)
    theirs = [n for n in holding.nouns if isinstance(n, Application) and n.lead.email == email]
    references = {a.reference for a in theirs}
    salt = os.urandom(16).hex()
    entry = ledger.Entry(
        at=now,
        salt=salt,
        people=(ledger.hashed(email, salt),),
        references=tuple(sorted(references)),
        sha256=tuple(m.stored.sha256 for m in holding.messages),
        message_ids=tuple(m.message.message_id for m in holding.messages if m.message.message_id),
    )
    leave(entry, _forgotten(holding, entry, store), config, store, mailbox, now)
    return Done(
        records=len(holding.nouns),
        messages=[_line(m.message) for m in holding.messages if m.role != "mentions"],
        letters=sum(1 for held in holding.letters if held.entry.state == "sent"),
        mentions=[_line(m.message) for m in holding.messages if m.role == "mentions"],
    )


def obey(raw: RawMessage, entry: ledger.Entry, config: Config, store: Store, fence: Fence) -> None:
    """Forget anew whom *entry* forgot, in a database that is made again; *raw* is its message."""
    known = {party for letter in store.state.letters.values() if (party := letter.party)}
    known |= {e for noun in redaction.nouns(store.state) for e in redaction.emails_of(noun)}
    named = [email for email in sorted(known) if entry.names(email)]
    found = [_forgotten(personal.held_on(e, config, store, fence), entry, store) for e in named]
    if not found:
        # Their mail is gone as well, removed by hand; what they were called isn't used again.
        changes = list(never_again(entry.references, store.state.season))
        found = [Forgotten(changes, [], [], [], [], alias(entry))]
    store.forget(found[0], raw, reading.bare(raw), entry.at)


def _forgotten(holding: personal.Holding, entry: ledger.Entry, store: Store) -> Forgotten:
    """What of *holding* goes, as *entry* tells. What is not decided yet came after it."""
    messages = [m for m in holding.messages if m.stored.kind]
    return Forgotten(
        changes=[
            *(reduced(noun, holding.words, entry.references) for noun in holding.nouns),
            *redaction.emptied_awards(entry.references, store.state),
            *never_again(entry.references, store.state.season),
        ],
        messages=[m.stored.number for m in messages],
        own=[m.stored.number for m in messages if m.role == "from"],
        letters=[held.entry.letter.key for held in holding.letters],
        parties={holding.email},
        alias=alias(entry),
    )


def told(done: Done, email: str) -> str:
    """What to tell whoever erased: what is gone, and what they have yet to do by hand."""
    lines = [
        f"Forgotten: {done.records} records, {len(done.messages) + len(done.mentions)} messages.",
        "An entry in Processed keeps that so, also when the database is made again.",
        "",
        "Still in the mailbox, for you to remove:",
        *(f"- Processed or Parked: received {line}" for line in done.messages),
        f"- Sent: {done.letters} letters. Search for {email}, and delete what you find.",
        "Then empty Deleted Items, and mind your backups.",
    ]
    if done.mentions:
        lines += ["", f"Mail of others that names {email}; decide for each whether it may stay:"]
        lines += [f"- received {line}" for line in done.mentions]
    return "\n".join(lines)


def reduced(noun: Change, words: Sequence[str], references: Iterable[str]) -> Change:
    """*noun* as it is kept: an application in *references* emptied, all else without *words*."""
    if isinstance(noun, Application) and noun.reference in references:
        return redaction.emptied(noun)
    if isinstance(noun, Question) and noun.asker.email in words:
        asked = replace(noun, text="", message_id="")
        return redaction.redacted(asked, words)
    return redaction.redacted(noun, words)


def never_again(references: Iterable[str], season: Season) -> Iterator[Season]:
    """The season's change after which none of *references* is allotted again."""
    last = max(map(number_of, references), default=0)
    if last > season.last_forgotten:
        yield replace(season, last_forgotten=last)


def _refuse_staff(email: str, config: Config) -> None:
    people = config.people
    named = (people.organiser, people.approver, people.safeguarding, people.operations)
    staff = {a.email for a in named if a} | {m.address.email for m in people.panel}
    if email in staff or email == config.mailbox.address:
        raise ConfigError(f"{email} stands in the config as one who runs this; take it out first")


def _refuse_held(holding: personal.Holding, config: Config) -> None:
    kept = [a for a in config.legal_hold if a == holding.email]
    for noun in holding.nouns:
        if not isinstance(noun, Application):
            continue
        if noun.reference in config.legal_hold:
            kept.append(noun.reference)
        elif noun.stage in _AWARDED and noun.is_of(holding.email):
            until = "until its retention ends; name another lead or contact to let them go"
            raise ConfigError(f"{noun.reference} is awarded: its records are kept {until}")
    if kept:
        raise ConfigError(f"retention.legal_hold protects {', '.join(kept)}; nothing was erased")


def leave(
    entry: ledger.Entry,
    forgotten: Forgotten,
    config: Config,
    store: Store,
    mailbox: Mailbox,
    now: datetime,
) -> None:
    """The ledger first: dying in between, we forget once more, and never what it doesn't hold."""
    data = ledger.to_mime(entry, config)
    mailbox.keep(data)
    raw = RawMessage(f"ledger {entry.salt}", data, now)
    store.forget(forgotten, raw, reading.bare(raw), now)
    store.wipe()


def alias(entry: ledger.Entry) -> str:
    """What stands for the addresses of those whom *entry* forgets."""
    return f"erased-{entry.salt[:8]}"


def _line(message: Message) -> str:
    at = f"{message.received_at:%Y-%m-%d %H:%M} UTC"
    return f"{at}, Message-ID <{message.message_id}>" if message.message_id else at
