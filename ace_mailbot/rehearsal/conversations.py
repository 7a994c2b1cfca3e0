"""A record of the season, sorted into conversations: one for each application, stranger or desk.

Pure: from mails to what a page shows. A letter stands in the conversation of everyone it went to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ace_mailbot import reading
from ace_mailbot.config import Config
from ace_mailbot.model import Application, RawMessage, State
from ace_mailbot.rehearsal.mailmaker import File
from ace_mailbot.rehearsal.post import Posted
from ace_mailbot.rehearsal.season import Arrived, Record

DESK = "organiser"  # the conversation of all who run the season


@dataclass(frozen=True)
class Shown:
    """A mail as a page shows it. *at* is local; *rest* holds what a reply quoted, too."""

    number: int  # in the season, from 1
    at: datetime
    ours: bool
    sender: str
    to: str
    subject: str
    text: str
    rest: str
    html: str
    files: tuple[File, ...]
    obligation: str
    data: bytes


@dataclass(frozen=True)
class Conversation:
    slug: str
    title: str
    story: str = ""
    applications: tuple[Application, ...] = ()
    mails: tuple[Shown, ...] = ()

    @property
    def footprint(self) -> str:
        return next((a.footprint for a in self.applications if a.footprint), "")


@dataclass
class _Directory:
    """Which conversation each address belongs to."""

    config: Config
    titles: dict[str, str] = field(default_factory=dict)  # slug -> title, in order of appearance
    slugs: dict[str, str] = field(default_factory=dict)  # address -> slug

    def enter(self, email: str, slug: str, title: str) -> None:
        self.titles.setdefault(slug, title)
        self.slugs.setdefault(email, slug)

    def slug_of(self, email: str, name: str = "") -> str:
        """The conversation of *email*; a new one for somebody who was unknown."""
        if email not in self.slugs:
            self.enter(email, _slug(email or "nobody"), name or email or "No sender")
        return self.slugs[email]


@dataclass(frozen=True)
class Listed:
    """A conversation known beforehand: its people's addresses under one title."""

    slug: str
    title: str
    story: str
    emails: tuple[str, ...]


def sort(record: Record, listed: Sequence[Listed] = ()) -> tuple[Conversation, ...]:
    """Every conversation of *record*; those *listed* first, then others as they came up."""
    directory = _directory(record, listed)
    mails: dict[str, list[Shown]] = {}
    for number, mail in enumerate(record.mails, 1):
        if isinstance(mail, Posted):
            shown = _letter(mail, number, record.config)
            slugs = {directory.slug_of(email) for email in mail.recipients}
        else:
            shown = _incoming(mail, number, record.config)
            slugs = {mail.part or _sender_slug(mail, directory, record.config)}
        for slug in slugs:
            mails.setdefault(slug, []).append(shown)
    stories = {each.slug: each.story for each in listed}
    theirs = _applications(record.state, directory)
    return tuple(
        Conversation(
            slug, title, stories.get(slug, ""), tuple(theirs.get(slug, ())), tuple(mails[slug])
        )
        for slug, title in directory.titles.items()
        if slug in mails
    )


def _directory(record: Record, listed: Sequence[Listed]) -> _Directory:
    directory = _Directory(record.config)
    for each in listed:
        for email in each.emails:
            directory.enter(email, each.slug, each.title)
    people = record.config.people
    staff = (people.organiser, people.approver, people.operations, people.safeguarding)
    for address in staff:
        if address:
            directory.enter(address.email, DESK, "The organiser's desk")
    for application in record.state.applications.values():
        emails = _emails(application)
        slug = next((directory.slugs[e] for e in emails if e in directory.slugs), "")
        title = application.lead.name or application.lead.email or application.reference
        for email in emails:
            directory.enter(email, slug or _slug(application.lead.email or title), title)
    return directory


def _emails(application: Application) -> list[str]:
    people = (*application.people, *application.eoi.co_leads, application.eoi.lead)
    senior = (application.senior,) if application.senior else ()
    return [p.email for p in (*people, *senior) if p.email]


def _applications(state: State, directory: _Directory) -> Mapping[str, list[Application]]:
    found: dict[str, list[Application]] = {}
    for application in state.applications.values():
        slugs = dict.fromkeys(directory.slug_of(e) for e in _emails(application))
        for slug in list(slugs)[:1]:
            found.setdefault(slug, []).append(application)
    return found


def _sender_slug(mail: Arrived, directory: _Directory, config: Config) -> str:
    message = reading.read(RawMessage("", mail.data, mail.at), config)
    name = message.sender.name if message.sender else ""
    return directory.slug_of(message.sender_email, name)


def _letter(letter: Posted, number: int, config: Config) -> Shown:
    return Shown(
        number=number,
        at=letter.at.astimezone(config.programme.zone),
        ours=True,
        sender=config.mailbox.sender_name,
        to=", ".join(letter.recipients),
        subject=letter.subject,
        text=letter.text,
        rest="",
        html=letter.html,
        files=letter.files,
        obligation=letter.obligation,
        data=letter.data,
    )


def _incoming(mail: Arrived, number: int, config: Config) -> Shown:
    message = reading.read(RawMessage("", mail.data, mail.at), config)
    sender = message.sender
    whole, new = message.text.strip(), message.reply_text.strip()
    return Shown(
        number=number,
        at=mail.at.astimezone(config.programme.zone),
        ours=False,
        sender=(sender.name or sender.email) if sender else "Nobody",
        to=", ".join(a.name or a.email for a in (*message.to, *message.cc)),
        subject=message.subject,
        text=new or whole,
        rest=whole if new and new != whole else "",
        html="",
        files=tuple(File(a.filename, a.data) for a in message.attachments if not a.inline),
        obligation="",
        data=mail.data,
    )


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "unknown"
