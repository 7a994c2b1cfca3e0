"""What those with an award send in a torture run, from the memorandum to the learning report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from icalendar import Calendar

from ace_mailbot.model import Address
from ace_mailbot.rehearsal.mailmaker import File, Mail, Writer
from ace_mailbot.rehearsal.post import Posted
from tests.torture.mail import Crowd, Deed, Sent

_ANSWERS = ("ACCEPTED", "DECLINED", "TENTATIVE")
_SAID = {"ACCEPTED": "Yes, I will come.", "DECLINED": "Sorry, I can't make it that day."}
_LEARNT = (
    "We tried one joint visit a week, by a therapist and a housing officer together. It saved most "
    "people two visits, and it showed us that nobody had asked carers what they wanted to know."
)
_SHARES = ("You may share it with the other projects.", "Please do not share it.")


@dataclass
class Cohort:
    """*awards* maps each lead's number to the letter that told them; empty until `meet`."""

    crowd: Crowd
    awards: dict[int, Posted] = field(default_factory=dict)

    def meet(self) -> None:
        for number in range(self.crowd.applicants):
            letters = self._letters(number, "outcome")
            if award := next((x for x in letters if x.says("pleased to offer")), None):
                self.awards[number] = award

    @property
    def tardy(self) -> int:
        """The lead who waits to be reminded of everything."""
        return max(self.awards, default=-1)

    def memoranda(self, chased: bool = False) -> Iterator[Deed]:
        """Each lead sends back a scan, in reply to the award letter."""
        for number, award in self.awards.items():
            if (number == self.tardy) == chased:
                yield self._memorandum(number, award)

    def _memorandum(self, number: int, award: Posted) -> Deed:
        file = File("Memorandum signed.pdf", b"%PDF-1.4 " + str(number).encode())
        mail = Mail("Signed, as you asked.", answers=award.data, files=(file,))
        return lambda at: self.crowd.sent("memorandum", self.crowd.writer(number), mail, at)

    def answers_invitations(self) -> Iterator[Deed]:
        """By their calendar or in words."""
        for place, number in enumerate(self.awards):
            attendance = _ANSWERS[place // 2 % 3]
            by_calendar = place % 2 == 0 or attendance not in _SAID
            yield self._rsvp(number, attendance, by_calendar)

    def _rsvp(self, number: int, attendance: str, by_calendar: bool) -> Deed:
        def deed(at: datetime) -> Sent | None:
            letter = next(reversed(self._letters(number, "Masterclass")), None)
            invited = letter and letter.file(".ics")
            if not letter or not invited:
                return None
            mail = Mail(_SAID.get(attendance, ""), answers=letter.data)
            if by_calendar:
                file = File("reply.ics", _reply_to(invited.data, attendance))
                mail = Mail("", answers=letter.data, files=(file,))
            return self.crowd.sent(
                "rsvp", self.crowd.writer(number), mail, at, attendance=attendance
            )

        return deed

    def checks_in(self, quarter: str) -> Iterator[Deed]:
        for number in self.awards:
            text = f"In {quarter} we met {number + 2} times. One partner taught us a lot."
            yield self._replies(number, "One question about your project", "check-in", text)

    def coaches(self) -> Iterator[Deed]:
        """Each senior leader answers the question of the month."""
        for number in self.awards:
            senior = Writer(Address(f"senior{number}@agency{number}.example", "Sam Senior"))
            text = f"I met team {number} twice, and asked more than I told."
            yield self._replies(number, "coaching", "coaching", text, senior)

    def reports(self, reminded: bool = False) -> Iterator[Deed]:
        for place, number in enumerate(self.awards):
            if (number == self.tardy) == reminded:
                share = _SHARES[place % 2]
                text = f"{_LEARNT}\n\nProject {number} ends here.\n\n{share}"
                yield self._replies(number, "learning report", "report", text)

    def _replies(
        self, number: int, subject: str, kind: str, text: str, writer: Writer | None = None
    ) -> Deed:
        writer = writer or self.crowd.writer(number)

        def deed(at: datetime) -> Sent | None:
            letters = self.crowd.letterbox.to(writer.address.email)
            letter = next((x for x in reversed(letters) if subject in x.subject), None)
            if letter is None:
                return None
            return self.crowd.sent(kind, writer, Mail(text, answers=letter.data), at, text=text)

        return deed

    def _letters(self, number: int, subject: str) -> list[Posted]:
        letters = self.crowd.letterbox.to(self.crowd.writer(number).address.email)
        return [x for x in letters if subject in x.subject]


def _reply_to(invitation: bytes, attendance: str) -> bytes:
    """What a calendar answers to it (RFC 5546, 3.2.3)."""
    calendar = Calendar.from_ical(invitation)
    for attendee in (e["attendee"] for e in calendar.walk("VEVENT")):
        attendee.params["partstat"] = attendance
    calendar["method"] = "REPLY"
    return bytes(calendar.to_ical())
