"""A world for tests: people who write to the bot and read what it sends, and a clock to turn.

Everything in it is real but the time and the wire: the store, a Maildir, the shipped templates and
config. People write with `rehearsal.mailmaker`, as their mail programs do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Protocol

from ace_mailbot import engine
from ace_mailbot.config import Config, load
from ace_mailbot.house import House, open_house
from ace_mailbot.model import Address, Application, Person, State
from ace_mailbot.rehearsal import cast, forms, proposals
from ace_mailbot.rehearsal.mailmaker import (
    File,
    Mail,
    Postmark,
    Writer,
    bounce,
    make,
    out_of_office,
)
from ace_mailbot.rehearsal.post import Post, Posted

ROOT = Path(__file__).parent.parent
SECRET = b"a secret for tests"
_PLENTY = 1000  # letters a cycle: sending slowly is not what scenarios are about


class Died(BaseException):
    """The process ended here; the world starts it again at once."""


class PostOffice(Protocol):
    """How mail gets into the mailbox, and letters out of it; `Post` does it for a Maildir."""

    def deliver(self, data: bytes, at: datetime) -> None: ...
    def collect(self, obligation_of: Callable[[str], str]) -> list[Posted]: ...


class World:
    """The programme's mailbox, its people, and the time (local to the programme)."""

    def __init__(self, config: Config, house: House, post: PostOffice | None = None) -> None:
        self.config = config
        self.house = house
        self.now = config.programme.opens
        self._post = post or Post(config.mailbox.maildir_path)
        self._everyone: dict[str, Correspondent] = {}
        self._awake = True
        self.organiser = self._staff(config.people.organiser)
        self.approver = self._staff(config.people.approver)

    # --- people --------------------------------------------------------------------------------

    def person(self, who: str, program: str = "bare", signature: str = "") -> Correspondent:
        """Somebody who writes, such as "Amara Okafor <amara.okafor@trust.example>"."""
        name, email = parseaddr(who)
        address = Address(email.lower(), name)
        found = self._everyone.setdefault(
            address.email, Correspondent(self, Writer(address, program, signature))
        )
        if name:  # a letter may have come before the test named them
            found.writer = Writer(address, program, signature)
        return found

    def applicant(self, id: str) -> Correspondent:
        """One of the rehearsal's cast, with a project of their own to apply with."""
        part = cast.load(self.config.programme, _ALL_STAFF).part(id)
        person = part.lead.person
        found = self.person(f"{person.name} <{person.email}>", part.lead.program)
        found.part = part
        return found

    def senior_of(self, applicant: Correspondent) -> Correspondent:
        """The senior leader that *applicant*'s form names."""
        senior = applicant.project.senior
        return self.person(f"{senior.name} <{senior.email}>")

    def _staff(self, address: Address) -> Correspondent:
        return self.person(f"{address.name} <{address.email}>", "outlook")

    # --- time ----------------------------------------------------------------------------------

    def at(self, local: str, *, awake: bool = True) -> None:
        """Turn the clock to *local* ("2021-07-06 09:12") and run one cycle.

        Asleep, nothing runs until the clock is turned again: mail arrives and waits unread.
        """
        moment = datetime.fromisoformat(local).replace(tzinfo=self.config.programme.zone)
        assert moment >= self.now or not self.state.applications, "the clock turns forward only"
        self.now = moment
        self._awake = awake
        self.cycle()

    def digest(
        self,
        local: str,
        *,
        mentioning: str | Sequence[str] = (),
        not_mentioning: str | Sequence[str] = (),
    ) -> Posted:
        """Turn the clock to *local*; the digest that the organiser has then, all else read."""
        self.at(local)
        today = [x for x in self.organiser.unread if x.obligation == "digest"]
        assert today, f"no digest came by {local}"
        self.organiser.has_read()
        _check_words(today[-1], mentioning, not_mentioning)
        return today[-1]

    def cycle(self) -> None:
        """Let the bot look into its mailbox, and hand out what it sends."""
        if not self._awake:
            return
        while True:
            try:
                engine.cycle(self.house, self.now.astimezone(UTC), _PLENTY)
            except Died:
                continue
            return self._hand_out()

    def each_day_until(self, local: str) -> None:
        """Run a cycle at 8:00 and 9:00 of every day up to *local*, then one at *local*."""
        end = datetime.fromisoformat(local).replace(tzinfo=self.config.programme.zone)
        day = self.now.replace(hour=8, minute=0)
        while day < end:
            for moment in (day, day + timedelta(hours=1)):
                if self.now < moment < end:
                    self.at(f"{moment:%Y-%m-%d %H:%M}")
            day += timedelta(days=1)
        self.at(local)

    def _hand_out(self) -> None:
        letters = self.state.letters
        for letter in self._post.collect(lambda t: letters[t].obligation if t in letters else ""):
            for email in letter.recipients:
                self.person(email).unread.append(letter)

    # --- what arrives and what is known --------------------------------------------------------

    def arrives(self, data: bytes) -> None:
        """These bytes come into the mailbox now."""
        self._post.deliver(data, self.now)
        self.cycle()

    @property
    def state(self) -> State:
        state: State = self.house.store.state
        return state

    def letters(self) -> list[Posted]:
        """Every letter that anybody has had."""
        return [x for person in self._everyone.values() for x in (*person.read, *person.unread)]

    def application(self, reference: str) -> Application:
        return self.state.applications[reference]

    def stage(self, reference: str) -> str:
        return str(self.application(reference).stage)


class Correspondent:
    """Somebody who writes to the programme and reads what comes back."""

    def __init__(self, world: World, writer: Writer) -> None:
        self._world = world
        self.writer = writer
        self.unread: list[Posted] = []
        self.read: list[Posted] = []
        self.part: cast.Part | None = None

    def __repr__(self) -> str:
        return self.writer.address.name or self.writer.address.email

    @property
    def email(self) -> str:
        return self.writer.address.email

    @property
    def project(self) -> cast.Project:
        assert self.part and self.part.project, f"{self} has no project"
        return self.part.project

    # --- writing -------------------------------------------------------------------------------

    def writes(
        self,
        subject: str,
        text: str,
        *,
        attachments: Sequence[File] = (),
        headers: Mapping[str, str] | None = None,
        cc: Sequence[str] = (),
        authenticated: bool = True,
    ) -> bytes:
        """Send a new mail; it arrives now."""
        mail = Mail(text, subject, cc=tuple(cc), files=attachments, headers=headers or {})
        return self._send(mail, authenticated)

    def replies(
        self,
        letter: Posted,
        text: str,
        *,
        attachments: Sequence[File] = (),
        headers: Mapping[str, str] | None = None,
        authenticated: bool = True,
    ) -> bytes:
        """Reply to *letter* with the whole of it quoted, as mail programs do."""
        mail = Mail(text, answers=letter.data, files=attachments, headers=headers or {})
        return self._send(mail, authenticated)

    def expresses_interest(self) -> Posted:
        """Send the cast's expression of interest; return the pack."""
        assert self.part
        lead, project = self.part.lead.person, self.project
        text = proposals.eoi_text(lead, project, self._footprint_name(), 1)
        self.writes(proposals.eoi_subject(project, 0), text)
        return self.receives("pack")

    def returns_form(
        self,
        state: str = "complete",
        *,
        to: Posted | None = None,
        style: str = "docx",
        text: str = "Our form is attached.",
        without: Sequence[str] = (),
        **changes: str,
    ) -> bytes:
        """Fill in the form that came, and send it back in reply to *to* (the pack, if None).

        *state* is one of `proposals.STATES`; *changes* and *without* name control tags; *style* is
        docx, odt or pasted.
        """
        pack = next(x for x in reversed(self.read + self.unread) if x.file("form.docx"))
        answers = {t: a for t, a in self.answers(state, **changes).items() if t not in without}
        if style == "pasted":
            text = f"{text}\n\n{proposals.pasted(answers, self._world.config.form)}"
            return self.replies(to or pack, text)
        blank = pack.file(f"form.{style}")
        assert blank, f"the pack has no .{style} form"
        filled = (forms.fill_odt if style == "odt" else forms.fill)(blank.data, answers)
        return self.replies(to or pack, text, attachments=(File(blank.filename, filled),))

    def answers(self, state: str = "complete", **changes: str) -> Mapping[str, str]:
        """What the form is filled in with."""
        config = self._world.config
        lead = self.part.lead.person if self.part else Person(email=self.email)
        complete = proposals.complete(lead, self.project, config.form, config.programme)
        return proposals.STATES[state]({**complete, **changes})

    def is_out_of_office(self, letter: Posted, text: str = "I am on leave until Monday.") -> None:
        """Their server answers *letter* by itself."""
        self._world.arrives(out_of_office(self.writer, letter.data, text, self._postmark(True)))

    def bounces(self, letter: Posted) -> None:
        """Their server returns *letter*: nobody has this address."""
        self._world.arrives(bounce(self.email, letter.data, self._postmark(True)))

    def _send(self, mail: Mail, authenticated: bool) -> bytes:
        data = make(self.writer, mail, self._postmark(authenticated))
        self._world.arrives(data)
        return data

    def _postmark(self, authenticated: bool) -> Postmark:
        mailbox = self._world.config.mailbox
        return Postmark(self._world.now, mailbox.address, mailbox.authserv_id, authenticated)

    def _footprint_name(self) -> str:
        footprint = self._world.config.programme.footprint(self.project.footprint)
        return footprint.name if footprint else ""

    # --- reading -------------------------------------------------------------------------------

    def receives(
        self,
        what: str,
        *,
        attached: Sequence[str] = (),
        mentioning: str | Sequence[str] = (),
        not_mentioning: str | Sequence[str] = (),
    ) -> Posted:
        """The oldest unread letter that is a *what*: an obligation's beginning, or its own words.

        Files *attached* are named whole, or by their endings.
        """
        letter = next((x for x in self.unread if _is(x, what)), None)
        assert letter, f"{self} waits for {what!r}, and has unread: {_contents(self.unread)}"
        self.unread.remove(letter)
        self.read.append(letter)
        for name in attached:
            names = [f.filename for f in letter.files]
            assert any(n.endswith(name) for n in names), f"{what} carries {names}, not {name!r}"
        _check_words(letter, mentioning, not_mentioning)
        return letter

    def receives_nothing_more(self, besides: str = "nothing") -> None:
        """Nothing is unread, letters of the obligation *besides* left out."""
        unread = [x for x in self.unread if x.obligation != besides]
        assert not unread, f"{self} has unread: {_contents(unread)}"

    def has_read(self) -> None:
        """Pass over whatever is unread: this scenario is not about it."""
        self.read += self.unread
        self.unread.clear()


@contextmanager
def open_world(folder: Path, **changes: Any) -> Iterator[World]:
    """A world that lives in *folder*; *changes* replace parts of its config."""
    config = load(ROOT / "config.toml", {})
    config = replace(
        config,
        mailbox=replace(config.mailbox, maildir_path=folder / "mail"),
        database=folder / "ace.db",
        **changes,
    )
    with open_house(config, secret=SECRET) as house:
        yield World(config, house)


_ALL_STAFF = {id: Address(f"{id}@funder.example", id) for id in ("organiser", "approver")}


def _is(letter: Posted, what: str) -> bool:
    return letter.obligation.startswith(what) or letter.says(what)


def _check_words(
    letter: Posted, mentioning: str | Sequence[str], not_mentioning: str | Sequence[str]
) -> None:
    what = letter.obligation
    for words in _several(mentioning):
        assert letter.says(words), f"{what} doesn't mention {words!r}:\n{_whole(letter)}"
    for words in _several(not_mentioning):
        assert not letter.says(words), f"{what} mentions {words!r}:\n{_whole(letter)}"


def _several(words: str | Sequence[str]) -> Sequence[str]:
    return (words,) if isinstance(words, str) else words


def _contents(letters: Sequence[Posted]) -> str:
    if not letters:
        return "nothing"
    return "".join(f"\n- {x.obligation}: {x.subject}\n    {_start(x)}" for x in letters)


def _start(letter: Posted) -> str:
    return " ".join(letter.text.split())[:300]


def _whole(letter: Posted) -> str:
    return f"{letter.subject}\n\n{letter.text}"
