"""The panel of a torture run: what its members send, from the list to the meeting.

Each has a way of their own: two declare a conflict in the list and one when the paper has come, one
fills in forms, one asks what others gave, one waits to be chased, one mistypes, one is silent.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ace_mailbot.model import Address
from ace_mailbot.rehearsal import forms, marks
from ace_mailbot.rehearsal.mailmaker import File, Mail, Postmark, Writer, make
from ace_mailbot.rehearsal.post import Posted
from tests.torture.mail import Crowd, Deed, Sent

_NAMES = (
    "Ada Birch",
    "Ben Cole",
    "Cleo Dunn",
    "Dev Ellis",
    "Eve Frost",
    "Finn Grant",
    "Gia Hurst",
    "Hal Irwin",
)
CORRECTS, _CONFLICTED, _BY_FORM, _CURIOUS, LATE, _MISTYPES, _FINDS_OUT, _SILENT = range(8)
_PAPER, _READ = "Please assess by", "Your scores"


def writer(number: int) -> Writer:
    name = _NAMES[number]
    email = f"{name.lower().replace(' ', '.')}@panel{number}.example"
    return Writer(Address(email, name), ("bare", "outlook", "gmail", "iphone")[number % 4])


MEMBERS = tuple(writer(number) for number in range(len(_NAMES)))


def tables() -> str:
    """The members, for config.toml."""
    return "\n".join(
        f'[[people.panel]]\nname = "{m.address.name}"\naddress = "{m.address.email}"\n'
        for m in MEMBERS
    )


@dataclass
class Panel:
    crowd: Crowd
    seed: int
    _answered: set[str] = field(default_factory=set)  # Message-IDs of papers
    _found_out: bool = False

    def declares(self, references: Sequence[str]) -> Iterator[Deed]:
        """Each but the silent one answers the list."""
        for number in range(len(MEMBERS)):
            declares = references and number in (_CONFLICTED, _BY_FORM)
            conflict = references[number % len(references)] if declares else ""
            if number != _SILENT:
                yield self._declares(number, conflict)

    def _declares(self, number: int, conflict: str) -> Deed:
        text = f"{conflict}: I chair the board of one of their partners" if conflict else "None."

        def deed(at: datetime) -> Sent | None:
            letter = self._latest(number, "Declare conflicts")
            if letter is None:
                return None
            told: dict[str, object] = {"conflict": conflict} if conflict else {}
            return self._reply("declaration", number, letter, text, at, (), **told)

        return deed

    def assesses(self, late: bool = False) -> Iterator[Deed]:
        """Each paper that came is scored; those of the late one, when they are chased."""
        for number in range(len(MEMBERS)):
            if (number == LATE) != late:
                continue
            letters = self.crowd.letterbox.to(MEMBERS[number].address.email)
            papers = {x.message_id: x for x in letters if _PAPER in x.subject}
            for letter in (x for id, x in papers.items() if id not in self._answered):
                self._answered.add(letter.message_id)
                yield from self._assesses(number, letter)

    def _assesses(self, number: int, paper: Posted) -> Iterator[Deed]:
        reference = reference_of(paper)
        given = self._given(number, reference)
        if number == _FINDS_OUT and not self._found_out:
            self._found_out = True
            text = "Conflict: my sister works there"
            yield lambda at: self._reply(
                "scores", number, paper, text, at, reference=reference, conflict=reference
            )
            return
        if number == _MISTYPES:
            yield self._scores(number, paper, {"C1": given["C1"]}, "C2: 7 - so good")
        yield self._scores(number, paper, given)
        if number == _CURIOUS:
            yield lambda at: self._reply("asks", number, paper, "scores", at)
            yield self._is_forged(paper)

    def _given(self, number: int, reference: str) -> Mapping[str, int]:
        lot = random.Random(f"{self.seed}/{reference}")
        worth = "".join(lot.choice("123") for _ in self._criteria)
        member = MEMBERS[number].address.name
        values = marks.given(worth, random.Random(f"{worth}/{number}").choice((-1, 0, 1)), member)
        return dict(zip(self._criteria, values, strict=True))

    def _scores(
        self, number: int, paper: Posted, scores: Mapping[str, int], more: str = ""
    ) -> Deed:
        reference = reference_of(paper)
        whole = len(scores) == len(self._criteria)
        criteria = self.crowd.config.programme.criteria
        seen = sighting(number, reference)
        told: dict[str, object] = {"reference": reference, "scores": dict(scores)}

        def deed(at: datetime) -> Sent | None:
            blank = paper.file("form.docx") if number == _BY_FORM else None
            if blank:
                answers = dict(marks.in_controls(list(scores.values()), criteria))
                answers |= {f"{key}_evidence": f"{seen} it is described" for key in scores}
                files = (File(blank.filename, forms.fill(blank.data, answers)),)
                text = "My scores are attached."
                return self._reply("scores", number, paper, text, at, files, **told)
            lines = [f"{key}: {value} - {seen} it is described" for key, value in scores.items()]
            if whole:
                lines += marks.in_lines(list(scores.values()), criteria).splitlines()[len(scores) :]
            text = "\n".join([*lines, more])
            return self._reply("scores", number, paper, text, at, (), **told)

        return deed

    def corrects(self) -> Iterator[Deed]:
        """One thinks again when the meeting has begun."""

        def deed(at: datetime) -> Sent | None:
            letter = self._latest(CORRECTS, _READ)
            if letter is None:
                return None
            reference = reference_of(letter)
            value = 3 - self._given(CORRECTS, reference)["C2"] // 2
            text = f"C2: {value} - {sighting(CORRECTS, reference)} I have read it again"
            told: dict[str, object] = {"reference": reference, "scores": {"C2": value}}
            return self._reply("scores", CORRECTS, letter, text, at, (), **told)

        yield deed

    def _is_forged(self, paper: Posted) -> Deed:
        """Somebody who saw the paper answers it in its reader's name."""
        text = "\n".join(f"{key}: 0 - forged" for key in self._criteria)
        mailbox, member = self.crowd.config.mailbox, MEMBERS[_CURIOUS]

        def deed(at: datetime) -> Sent:
            postmark = Postmark(at, mailbox.address, mailbox.authserv_id, authenticated=False)
            data = make(member, Mail(text, answers=paper.data), postmark)
            return Sent("forged", member.address.email, data)

        return deed

    @property
    def _criteria(self) -> Sequence[str]:
        return [c.key for c in self.crowd.config.programme.criteria]

    def _latest(self, number: int, subject: str) -> Posted | None:
        letters = self.crowd.letterbox.to(MEMBERS[number].address.email)
        return next((x for x in reversed(letters) if subject in x.subject), None)

    def _reply(
        self,
        kind: str,
        number: int,
        letter: Posted,
        text: str,
        at: datetime,
        files: Sequence[File] = (),
        **told: object,
    ) -> Sent:
        mail = Mail(text, answers=letter.data, files=files)
        return self.crowd.sent(kind, MEMBERS[number], mail, at, **told)


def sighting(number: int, reference: str) -> str:
    """A word that stands in what one member wrote of one application, and nowhere else."""
    return f"sighted{number}x{reference[-3:]}"


def reference_of(letter: Posted) -> str:
    found = re.search(r"\[(\S+)\]", letter.subject)
    assert found, letter.subject
    return found[1]
