"""`check`: whether a season could run on this config, and what it would send when."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

from ace_mailbot import copies, season_calendar, tokens
from ace_mailbot.config import Config
from ace_mailbot.mailboxes import BACKENDS, Mailbox
from ace_mailbot.model import Address, ConfigError, Outgoing, RawMessage
from ace_mailbot.store import Store
from ace_mailbot.writing import mime
from ace_mailbot.writing.writer import Writer

# Letters are only tried here, never sent: any secret will do.
_NO_SECRET = bytes(32)
_DAY = timedelta(days=1)
_LATEST = 20  # letters in Sent that are compared with the audit log


def check(config: Config) -> Iterator[str]:
    """Yield what there is to tell, line by line; the season's calendar comes last.

    Raises ConfigError for what an edit of the config or the templates mends, Unreachable for a
    mailbox that doesn't answer.
    """
    _check_database(config)
    if problems := Writer(config, _NO_SECRET).check():
        raise ConfigError(*problems)
    yield f"{config.path}: understood, {len(config.form.questions)} questions in the form"
    yield f"templates: all render ({_templates(config)})"
    yield from _audit_log(config)
    yield from _mailbox(config)
    if config.mailbox.backend in ("maildir", "imap") and config.mailbox.smtp is None:
        yield "note: without [mailbox.smtp] letters are filed in Sent, and none leaves"
    if config.people.safeguarding is None:
        yield "note: without people.safeguarding nobody but the organiser hears of such words"
    for warning in season_calendar.warnings(config):
        yield f"warning: {warning}"
    yield ""
    yield f"{config.programme.name}: what is sent, times in {config.programme.zone.key}"
    yield from season_calendar.lines(config)
    yield "Until the close, each expression of interest gets its pack in the cycle that reads it."
    if config.sending.mode == "hold":
        yield 'sending.mode is "hold": every letter waits for the organiser.'


def _check_database(config: Config) -> None:
    """The database's folder is there, or could be made; it isn't made here."""
    folder = config.database.parent
    nearest = next(p for p in (folder, *folder.parents) if p.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise ConfigError(
            f"{config.path}: store.database is {config.database}; "
            f"expected a path in a folder that can be written, which {nearest} can't"
        )


def _audit_log(config: Config) -> Iterator[str]:
    """Raises ConfigError where the log was changed since it was written."""
    if not config.database.exists():
        return
    with closing(Store(config.database)) as store:
        if altered := store.audit_altered():
            raise ConfigError(
                f"store.database {config.database}: the audit log is not as it was written; "
                f"the first line in doubt is {altered[0]}, of {altered[1]}"
            )
        letters = store.composed_here()
        _compare_with_log(letters.values(), store, config)
    yield f"audit log: as it was written, and as {len(letters)} letters tell of it"


def _compare_with_sent(config: Config, mailbox: Mailbox) -> None:
    """The latest letters in Sent lie where nobody reaches who could change our database."""
    with closing(Store(config.database)) as store:
        ours, (_, changed) = store.composed_here(), store.last_times()
        latest = mailbox.kept("Sent", changed and changed - _DAY)[-_LATEST:]
        sent = mailbox.read("Sent", [kept.uid for kept in latest])
        copies_of = ((copies.read(raw, config), raw.data) for raw in sent)
        known = (data for copy, data in copies_of if copy and copy.token in ours)
        _compare_with_log(known, store, config)


def _compare_with_log(letters: Iterable[bytes], store: Store, config: Config) -> None:
    """Raises ConfigError where a letter that we composed names a line that the log has no more."""
    for data in letters:
        copy = copies.read(RawMessage("", data, config.programme.opens), config)
        line = copy.mark.line if copy and copy.mark else ""
        if copy and line and not store.audit_holds(line):
            at = copy.composed_at.astimezone(config.programme.zone)
            raise ConfigError(
                f"store.database {config.database}: the audit log is not as it was written; the"
                f" letter of {at:%Y-%m-%d %H:%M}, “{copy.subject}”, tells of a line"
                f" {line.partition('.')[0]} that it no longer holds"
            )


def _templates(config: Config) -> str:
    own = [p for p in config.templates.rglob("*") if p.is_file()]
    return (
        f"{len(own)} files of your own in {_short(config.templates)}" if own else "the shipped ones"
    )


def _mailbox(config: Config) -> Iterator[str]:
    with closing(BACKENDS[config.mailbox.backend](config)) as mailbox:
        # First what it tells of itself: who has to sign in by hand is asked to on the way.
        for line in mailbox.describe():
            yield f"mailbox: {line}"
        if config.database.exists():
            _compare_with_sent(config, mailbox)
        yield f"mailbox: {len(mailbox.listing())} messages wait in the inbox"


def send_test(config: Config, now: datetime) -> Iterator[str]:
    """Send the operator a letter, and tell what became of it.

    Raises Unreachable or Refused, with the server's words, when it could not leave.
    """
    operator = config.people.operations or config.people.organiser
    letter = _test_letter(config, operator, now)
    with closing(BACKENDS[config.mailbox.backend](config)) as mailbox:
        yield f"test letter to {operator.email}: {mailbox.send(letter)}"
        if mailbox.in_sent(letter):
            yield "test letter: a copy is in Sent"
        else:
            yield "warning: no copy of the test letter is in Sent; look whether one comes later"


def _test_letter(config: Config, operator: Address, now: datetime) -> Outgoing:
    address, programme = config.mailbox.address, config.programme
    token = tokens.mint(os.urandom(32), f"test/{now.isoformat()}")
    subject = f"{programme.key}: a test letter"
    text = (
        f"This is a test letter for {programme.name}. You asked for it with check --send-test.\n"
        "If you can read it, letters can leave. Nothing needs to be done.\n\n"
        f"{tokens.visible(token, programme.key)}\n"
    )
    envelope = mime.Envelope(
        sender=Address(address, config.mailbox.sender_name),
        to=[operator],
        cc=[],
        subject=subject,
        date=now.astimezone(programme.zone),
        message_id=tokens.message_id(token, None, address.rpartition("@")[2]),
        in_reply_to=None,
        references=[],
        auto_submitted="auto-generated",
    )
    html = f"<pre>{escape(text)}</pre>"
    return Outgoing(
        key=f"{programme.key}/test/{token}",
        token=token,
        message_id=envelope.message_id,
        reference=None,
        obligation="test",
        party=operator.email,
        recipients=(operator.email,),
        subject=subject,
        mime=mime.build(envelope, text, html, [], token),
        automatic=False,
        decision=False,
        internal=True,
    )


def _short(path: Path) -> str:
    """*path* from here, where that is shorter to read."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
