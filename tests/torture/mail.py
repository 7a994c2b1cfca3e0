"""Who writes what during a torture run: 500 applicants, an organiser, and some noise."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from ace_mailbot.config import Config
from ace_mailbot.model import Address
from ace_mailbot.rehearsal import forms
from ace_mailbot.rehearsal.mailmaker import File, Mail, Postmark, Writer, make, out_of_office
from ace_mailbot.rehearsal.post import Posted, read
from tests import applicants

_PROGRAMS = ("bare", "outlook", "gmail", "iphone")


@dataclass(frozen=True)
class Sent:
    """A mail on its way to the bot. *told* is what it says, for whoever balances the books."""

    kind: str
    who: str
    data: bytes
    told: Mapping[str, object] = field(default_factory=dict)


# Something to be written once it is time; None where what it answers never came.
Deed = Callable[[datetime], Sent | None]


class Letterbox:
    """The letters that the SMTP sink accepted, by whom they reached."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read = 0
        self._by_recipient: dict[str, list[Path]] = {}

    def to(self, email: str) -> list[Posted]:
        """Every letter to *email*, oldest first."""
        for file in sorted(self._folder.glob("*.eml"))[self._read :]:
            self._read += 1
            letter = read(file.read_bytes().partition(b"\n")[2])
            for recipient in letter.recipients:
                self._by_recipient.setdefault(recipient, []).append(file)
        files = self._by_recipient.get(email, [])
        return [read(file.read_bytes().partition(b"\n")[2]) for file in files]


@dataclass
class Crowd:
    """All who write. *plan* holds what is still to come, oldest first, and *soon* what comes before
    that: answers to letters."""

    config: Config
    letterbox: Letterbox
    rng: random.Random
    applicants: int
    plan: list[tuple[str, int]] = field(default_factory=list)  # what, and whose number
    soon: list[Deed] = field(default_factory=list)

    def __post_init__(self) -> None:
        moments: list[tuple[float, str, int]] = []
        for number in range(self.applicants):
            at = self.rng.uniform(0, 0.65)
            moments.append((at, "eoi", number))
            for kind, chance in _CHANCES.items():
                if self.rng.random() < chance:
                    moments.append((at + self.rng.uniform(0.01, 0.3), kind, number))
        moments += [(self.rng.uniform(0.05, 0.7), "order", n) for n in range(self.applicants // 8)]
        moments += [(self.rng.uniform(0, 1), "noise", n) for n in range(self.applicants // 10)]
        self.plan = [(what, number) for _, what, number in sorted(moments)]

    def write(self, count: float, at: datetime) -> Iterator[Sent]:
        """The next *count* mails, written *at*; a fraction is the chance of one more."""
        whole = int(count) + (self.rng.random() < count % 1)
        for _ in range(whole):
            if self.soon:
                if answer := self.soon.pop(0)(at):
                    yield answer
            elif self.plan:
                yield self._made(*self.plan.pop(0), at)

    def _made(self, what: str, number: int, at: datetime) -> Sent:
        if what == "order":
            return self._order(number, at)
        if what == "noise":
            return self._noise(number, at)
        writer = self.writer(number)
        letters = self.letterbox.to(writer.address.email)
        pack = next((x for x in letters if x.file("form.docx")), None)
        if what == "form" and pack and self.rng.random() < 0.3:
            return self.sent("form", writer, self._filled(pack, number), at)
        if what == "away" and letters:
            answer = out_of_office(writer, letters[-1].data, "I am away.", self._postmark(at))
            return Sent("away", writer.address.email, answer)
        return self.sent(what, writer, self._mail(what, number), at)

    def _mail(self, what: str, number: int) -> Mail:
        rng = random.Random(number)  # the same words when somebody sends the same again
        if what in ("eoi", "eoi again"):
            return applicants.eoi(rng, number)
        if what == "form":
            form = applicants.form(rng, number)
            lines = [f"{key.replace('_', ' ')}: {text}" for key, text in _others(number).items()]
            return replace(form, text="\n".join([form.text, *lines]))
        if what == "withdrawal":
            return Mail("We would like to withdraw our application. Sorry.", "Withdrawing")
        return Mail(f"Can we use the grant to pay for room {number}?", f"A question {number}")

    def _filled(self, pack: Posted, number: int) -> Mail:
        blank = pack.file("form.docx")
        assert blank
        answers = {"A1": f"Joining up services {number}", "D2": "15000"} | _others(number)
        file = File(blank.filename, forms.fill(blank.data, answers))
        return Mail("Our form is attached.", answers=pack.data, files=(file,))

    def _order(self, number: int, at: datetime) -> Sent:
        """The organiser answers the latest letter; before any came, they only say hello."""
        one = self.rng.randint(1, self.applicants)
        lines = (
            f"extend {one} by 2 days because the lead was ill",
            f"extend {one} by 3 days because of the strike",
            f"note {one}",
            "digest",
        )
        return self.says(self.rng.choice(lines), at, "digest")

    def says(self, text: str, at: datetime, words: str = "", who: str = "organiser") -> Sent:
        """The organiser (or approver) replies *text* to their latest letter that says *words*."""
        people = self.config.people
        address = people.organiser if who == "organiser" else people.approver
        letters = [x for x in self.letterbox.to(address.email) if x.says(words)]
        answers = letters[-1].data if letters else b""
        subject = "" if letters else "Hello"
        return self.sent(
            "order", Writer(address, "outlook"), Mail(text, subject, answers), at, text=text
        )

    def _noise(self, number: int, at: datetime) -> Sent:
        stranger = Writer(Address(f"someone{number}@elsewhere.example", "Some One"))
        bulk = {"List-Unsubscribe": "<https://news.example/u>", "Precedence": "bulk"}
        choices = (
            Mail("Win more grants today!", f"News {number}", headers=bulk),
            Mail(f"The owl flies at midnight, {number} times.", "Hm"),
            Mail(f"Many thanks {number}!", "Thanks"),
        )
        if number % 5 == 0:
            return Sent("noise", "nobody", b"X" + self.rng.randbytes(300).translate(None, b"\0\r"))
        return self.sent("noise", stranger, self.rng.choice(choices), at)

    def writer(self, number: int) -> Writer:
        address = Address(f"lead{number}@agency{number}.example", f"Lead Number{number}")
        return Writer(address, _PROGRAMS[number % len(_PROGRAMS)])

    def sent(self, kind: str, writer: Writer, mail: Mail, at: datetime, **told: object) -> Sent:
        data = make(writer, mail, self._postmark(at))
        return Sent(kind, writer.address.email, data, told)

    def _postmark(self, at: datetime) -> Postmark:
        mailbox = self.config.mailbox
        return Postmark(at, mailbox.address, mailbox.authserv_id)


_CHANCES = {"form": 0.7, "question": 0.2, "withdrawal": 0.08, "eoi again": 0.06, "away": 0.1}


def _others(number: int) -> dict[str, str]:
    """Who else hears of an award."""
    return {
        "B3_name": "Sam Senior",
        "B3_email": f"senior{number}@agency{number}.example",
        "D5_name": "Fay Finance",
        "D5_email": f"finance{number}@agency{number}.example",
    }
