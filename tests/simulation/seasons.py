"""Random seasons: who does what and when, from a seed, from the first email to the learning report.

The people, their projects and how they write are the rehearsal's; this module draws lots.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from ace_mailbot.config import CohortEvent, Config, Panel, PanelMember
from ace_mailbot.model import Person, State
from ace_mailbot.rehearsal import cast, deeds
from ace_mailbot.rehearsal.cast import Cast, Deed, Part, Player
from tests.simulation import texts

_EARLY, _LATE = (6, 7, 8), (15, 17, 20)  # hours; we look at the mail between them
_ASSESS_BY = datetime(2021, 9, 14, 17)  # noqa: DTZ001 - local


@dataclass
class Season(deeds.Scene):
    """What happens in one season, in order of time. *state* is as the organiser's digest has it."""

    plan: tuple[Deed, ...] = ()
    state: State = field(default_factory=State)


def season(seed: int, config: Config) -> Season:
    """The random season of *seed*; its config has a panel, and is otherwise *config*."""
    rng = random.Random(seed)
    people = config.people
    staff = {"organiser": people.organiser, "approver": people.approver}
    shipped = cast.load(config.programme, staff)
    footprints = rng.sample(config.programme.footprints, rng.choice((1, 2, 2, 3)))
    keys = {f.key for f in footprints}
    able = [p for p in shipped.parts if p.project and p.project.footprint in keys]
    applicants = rng.sample(able, min(len(able), rng.randint(4, 8)))
    panel = rng.sample(shipped.panel, rng.randint(3, 5))
    judges = [p for p in shipped.parts if p.lead in panel]
    desk = [shipped.part(id) for id in ("organiser", "approver")]
    parts = (*applicants, *judges, *desk, _STRANGER)
    config = _with_panel(config, panel, rng)
    players = Cast(parts, (), {p.id: _worth(rng) for p in applicants}, tuple(panel))
    script = _Script(rng, config, players)
    for part in applicants:
        script.applies(part)
        script.follows_the_award(part)
    for part in judges:
        script.judges(part, [p.id for p in applicants])
    script.organises([p.id for p in applicants], [p.lead.person.name for p in judges])
    script.approves()
    script.noise()
    plan = sorted(script.deeds, key=lambda d: (d.at, d.part.id))
    return Season(config, players, plan=tuple(plan))


def _with_panel(config: Config, panel: Sequence[Player], rng: random.Random) -> Config:
    zone = config.programme.zone
    keys = [f.key for f in config.programme.footprints]
    members = tuple(
        PanelMember(
            p.person.name,
            p.address,
            tuple(rng.sample(keys, 4)) if rng.random() < 0.2 else (),
            p.person.organisation,
        )
        for p in panel
    )
    rules = Panel(
        _ASSESS_BY.replace(tzinfo=zone),
        assessors_per_application=2,
        seed=rng.randrange(10**6),
        blind=rng.random() < 0.2,
        correct_leniency=rng.random() < 0.2,
    )
    starts = datetime(2021, 11, 10, 10, tzinfo=zone)
    event = CohortEvent("masterclass-1", "Masterclass 1", starts, starts + timedelta(hours=2))
    events = (event,) if rng.random() < 0.5 else ()
    return replace(
        config,
        people=replace(config.people, panel=members),
        panel=rules,
        cohort=events,
        schedule=replace(config.schedule, digest_days=("mon", "thu")),
    )


def _worth(rng: random.Random) -> str:
    """Marks for each criterion; after "=" all members give the same, so that some tie."""
    level = rng.choice(("01", "12", "23", "123"))
    return rng.choice(("", "", "=")) + "".join(rng.choice(level) for _ in range(6))


_STRANGER = Part(
    "stranger",
    {"lead": Player(Person(name="Some One", email="someone@elsewhere.example"), "bare")},
    None,
    "",
)


@dataclass
class _Script:
    """Draws what each person does."""

    rng: random.Random
    config: Config
    cast: Cast
    deeds: list[Deed] = field(default_factory=list)

    def does(self, part: Part, day: date, what: str, who: str = "lead", **details: Any) -> datetime:
        """Enter a deed on *day*, at a time when nobody looks at the mail. Returns when."""
        hour = self.rng.choice(_EARLY + _LATE)
        clock = time(hour, self.rng.randrange(60), self.rng.randrange(60))
        at = datetime.combine(day, clock, self.config.programme.zone)
        self.deeds.append(Deed(at, at, part, who, what, details))
        return at

    def chance(self, likely: float) -> bool:
        return self.rng.random() < likely

    def days(self, start: date, least: int, most: int) -> date:
        return start + timedelta(days=self.rng.randint(least, most))

    # --- applicants -----------------------------------------------------------------------------

    def applies(self, part: Part) -> None:
        programme = self.config.programme
        opens, closes = programme.opens.date(), programme.closes.date()
        asked = self.days(opens, -8, 38)
        at = self.does(part, asked, "eoi")
        if self.chance(0.2):
            again = Deed(at + timedelta(minutes=3), at, part, "lead", "same again", {})
            self.deeds.append(again)
        if self.chance(0.15):
            self.does(part, self.days(asked, 1, 3), "eoi")
        if self.chance(0.25):
            self.does(part, self.days(asked, 1, 9), "writes", **texts.QUESTION)
        if self.chance(0.07):
            self.does(part, self.days(asked, 2, 40), "writes", **texts.WITHDRAWAL)
        if self.chance(0.06):
            text = "I am on leave until Monday."
            self.does(part, self.days(asked, 1, 4), "out of office", text=text)
        if self.chance(0.07):
            return
        ready = max(asked, opens)
        came = min(self.days(ready, 2, 25), self.days(closes, -6, 1))
        self._form(part, came)
        if self.chance(0.2):
            self._form(part, min(self.days(came, 1, 5), self.days(closes, -1, 2)))
        self._senior(part, came)

    def _form(self, part: Part, day: date) -> None:
        state = self.rng.choice(("complete",) * 6 + ("one missing", "partial", "not adding up"))
        style = self.rng.choice(("pasted", "pasted", "docx", "odt"))
        self.does(part, day, "form", state=state, **{"as": style})

    def _senior(self, part: Part, came: date) -> None:
        how = self.rng.random()
        if how < 0.8:
            day, text = self.days(came, 1, 5), "Yes, I confirm. I will meet them each month."
            self.does(part, day, "replies", "senior", to="senior-request", text=text)
        elif how < 0.86:
            text = "I am sorry, I cannot take this on."
            self.does(part, self.days(came, 1, 5), "replies", "senior", to="senior", text=text)

    def follows_the_award(self, part: Part) -> None:
        told = self.config.programme.decisions.date()
        if self.chance(0.6):
            text = "Thank you! Please do introduce us to the others."
            self.does(part, self.days(told, 3, 20), "replies", to="outcome-accepted", text=text)
        if self.chance(0.15):
            text = "I am sorry to say that we have to decline the award. We lost two partners."
            self.does(part, self.days(told, 2, 12), "replies", to="outcome-accepted", text=text)
        if self.chance(0.8):
            name = self.rng.choice(("Memorandum signed.pdf", "IMG_4417.jpg"))
            self.does(part, self.days(told, 3, 35), "signs", file=name)
        if self.chance(0.1):
            self.does(part, self.days(told, 10, 40), "signs", text="A better scan of our MoU.")
        for day in (date(2021, 11, 2), date(2021, 11, 8)):
            if self.chance(0.35):
                status = self.rng.choice(("ACCEPTED", "DECLINED", "TENTATIVE"))
                self.does(part, day, "answers invitation", partstat=status)
            elif self.chance(0.3):
                text = self.rng.choice(texts.TO_INVITATIONS)
                self.does(part, day, "replies", to="event", text=text)
        for day in (date(2021, 12, 6), date(2022, 2, 7)):
            if self.chance(0.6):
                self.does(part, day, "replies", to="check-in", text=self.rng.choice(texts.PROGRESS))
        for day in (date(2021, 11, 4), date(2022, 1, 12)):
            if self.chance(0.4):
                text = "I met the team twice, and asked more than I told."
                self.does(part, day, "replies", "senior", to="coaching", text=text)
        if self.chance(0.7):
            text = texts.LEARNT + self.rng.choice(texts.SHARING)
            self.does(part, self.days(date(2022, 3, 8), 0, 20), "replies", to="learning", text=text)
        if self.chance(0.4):
            text = texts.LEARNT + self.rng.choice(texts.SHARING)
            self.does(part, date(2022, 4, 6), "replies", to="learning-reminder", text=text)

    # --- the panel ------------------------------------------------------------------------------

    def judges(self, part: Part, applicants: Sequence[str]) -> None:
        rng = self.rng
        for first, last in ((24, 28), (30, 33)):
            day = self.days(date(2021, 8, 1), first - 1, last - 1)
            if self.chance(0.85):
                self._declares(part, day, applicants)
        if self.chance(0.1):
            back = rng.choice(("7 September 2021", "27 September 2021"))
            text = f"I am away and back on {back}. Messages are not read."
            to = rng.choice(("panel-list", "paper"))
            self.does(part, self.days(date(2021, 8, 28), 0, 8), "out of office", to=to, text=text)
        if self.chance(0.1):
            return  # silent
        by_form = self.chance(0.3)
        for number in range(6):
            day = self.days(date(2021, 9, 3), number, number + 5)
            how = rng.random()
            if how < 0.7:
                style = {"as": "docx"} if by_form and number < 2 else {}
                self.does(part, day, "assesses", shift=rng.choice((-1, 0, 0, 1)), **style)
            elif how < 0.78:
                text = "Conflict: my sister works there"
                self.does(part, day, "replies", to="paper", text=text, conflict=True)
            elif how < 0.86:
                text = rng.choice(("C1: 3 - they know one another", "C1: 7\nC2: 2 - fair"))
                self.does(part, day, "replies", to="paper", text=text)
            elif how < 0.93:
                self.does(part, day, "hands on", other=rng.choice([p.id for p in self._panel()]))
            else:
                self.does(part, day, "is forged", to="paper", text="C1: 0\nC2: 0\nC3: 0\nC4: 0")
        if self.chance(0.4):
            text = f"C{rng.randint(1, 6)}: {rng.randint(0, 3)} - I have read it again"
            self.does(
                part, self.days(date(2021, 9, 12), 0, 6), "replies", to="scores-read", text=text
            )

    def _declares(self, part: Part, day: date, applicants: Sequence[str]) -> None:
        how = self.rng.random()
        text = self.rng.choice(texts.NO_CONFLICT)
        if how < 0.35:
            conflicted = self.rng.choice(applicants)
            said = self.rng.choice(texts.CONFLICT)
            text = f"{{ref:{conflicted}}}: {said}"
        self.does(part, day, "replies", to="panel-list", text=text, conflict=how < 0.35)

    def _panel(self) -> list[Part]:
        return [p for p in self.cast.parts if p.lead in self.cast.panel]

    # --- the desk -------------------------------------------------------------------------------

    def organises(self, applicants: Sequence[str], judges: Sequence[str]) -> None:
        self._before_the_panel(applicants)
        self._with_the_panel(applicants, judges)
        self._decides(applicants)
        self._after_the_awards(applicants)

    def orders(self, day: date, text: str, to: str = "digest") -> None:
        self.does(self.cast.part("organiser"), day, "replies", to=to, text=text)

    def _before_the_panel(self, applicants: Sequence[str]) -> None:
        opens, rng = self.config.programme.opens.date(), self.rng
        for _ in range(rng.randint(1, 4)):
            day = self.days(opens, 2, 40)
            one = f"{{ref:{rng.choice(applicants)}}}"
            choice = rng.randrange(5)
            if choice == 0:
                self.orders(day, "hold")
                self.orders(day + timedelta(days=rng.randint(1, 3)), "resume")
            elif choice == 1:
                self.orders(day, f"extend {one} to {{closes+4}} because the lead was ill")
            elif choice == 2:
                self.orders(day, "status\nmake tea")
            else:
                text = rng.choice(("private: Yes, it can.", "question: Room hire?\n\nYes, it can."))
                self.orders(day, text, to="question-asked")
        for day in (date(2021, 8, 23), date(2021, 8, 26), date(2021, 8, 30)):
            lines = [
                "admit incomplete because the panel can judge without it",
                "admit unconfirmed because the panel may ask them itself",
            ]
            if self.chance(0.15):
                lines[0] = "exclude incomplete because all had the same time"
            rng.shuffle(lines)
            if self.chance(0.3):
                lines.append("invite panel")
            self.orders(day, "\n".join(lines))

    def _with_the_panel(self, applicants: Sequence[str], judges: Sequence[str]) -> None:
        rng, organiser = self.rng, self.cast.part("organiser")
        for day in (date(2021, 9, 6), date(2021, 9, 9), date(2021, 9, 13)):
            if self.chance(0.6):
                self.does(organiser, day, "follows", to="digest", lines="reassign ")
        for _ in range(rng.randint(0, 4)):
            one, who = f"{{ref:{rng.choice(applicants)}}}", rng.choice(judges)
            text = rng.choice(
                (
                    f"assign {one} to {who} because more should read it",
                    f"reassign {one} to {who}",
                    f"reassign {one} from {rng.choice(judges)} to {who} because they asked",
                    f"conflict {one} {who} because their sister works there",
                    "meeting pack",
                    f"footprint {one} NWL",
                )
            )
            self.orders(self.days(date(2021, 8, 31), 0, 16), text)
        if self.chance(0.5):
            self.orders(self.days(date(2021, 9, 8), 0, 8), "open meeting")

    def _decides(self, applicants: Sequence[str]) -> None:
        rng, organiser = self.rng, self.cast.part("organiser")
        for _ in range(rng.randint(0, 2)):
            self.does(organiser, self.days(date(2021, 9, 13), 0, 4), "departs", lot=rng.random())
        self.orders(date(2021, 9, 16), "meeting pack\nconfirm board", to="meeting-pack")
        self.orders(date(2021, 9, 17), "confirm board", to="meeting-pack")
        for day in (date(2021, 9, 19), date(2021, 9, 20)):
            self.does(organiser, day, "settles", lot=rng.random())
        for _ in range(rng.randint(0, 2)):
            one = f"{{ref:{rng.choice(applicants)}}}"
            words = rng.choice(("Ask the users first.", ""))
            part = rng.choice(("strength", "improvement", "C2"))
            text = f"feedback {one} {part}: {words}"
            self.orders(self.days(date(2021, 9, 17), 0, 4), text, to="feedback-draft")
        if self.chance(0.4):
            one = f"{{ref:{rng.choice(applicants)}}}"
            verb = rng.choice(("reserve", "decline", "accept"))
            text = f"{verb} {one} because the talk at the meeting changed our view"
            self.orders(self.days(date(2021, 9, 21), 0, 8), text)
        for day in (date(2021, 9, 30), date(2021, 10, 5), date(2021, 10, 13)):
            self.does(organiser, day, "takes up")

    def approves(self) -> None:
        approver = self.cast.part("approver")
        first = date(2021, 9, 26 if self.chance(0.2) else 20)
        for days in (0, 2, 4, 9):
            day = first + timedelta(days=days)
            self.does(approver, day, "replies", to="preview", text="Approve")
        for day in (date(2021, 10, 2), date(2021, 10, 7), date(2021, 10, 15)):
            self.does(approver, day, "replies", to="preview", text="approve")
        forged = self.days(date(2021, 9, 19), 0, 7)
        self.does(approver, forged, "is forged", to="preview", text="approve")

    def _after_the_awards(self, applicants: Sequence[str]) -> None:
        rng, organiser = self.rng, self.cast.part("organiser")
        for day in (date(2021, 10, 8), date(2021, 10, 20), date(2021, 11, 5), date(2021, 11, 12)):
            lines = rng.choice(("(?:signed|verified|paid) ", "signed ", "verified "))
            self.does(organiser, day, "follows", to="digest", lines=lines)
        for _ in range(rng.randint(1, 4)):
            one = f"{{ref:{rng.choice(applicants)}}}"
            text = rng.choice(
                (
                    f"paid {one}",
                    f"owner {one} Bridget Rowe",
                    f"offer {one}: two hours with a facilitator",
                    f"follow-up {one}: it helped them to say when to stop",
                    f"withdraw {one} by phone",
                )
            )
            self.orders(self.days(date(2021, 10, 1), 0, 60), text)
        ordered = [f"{texts.EVENT} on 2021-11-24 14:00 to 16:00 at The Old Library"]
        if self.chance(0.5):
            ordered.append(f"move {texts.EVENT} to 2021-11-25 10:00 to 12:00")
        if self.chance(0.4):
            ordered.append(f"cancel {texts.EVENT} because the speaker is ill")
        for number, text in enumerate(ordered):
            self.orders(self.days(date(2021, 10, 12), 9 * number, 9 * number + 5), text)

    def noise(self) -> None:
        for _ in range(self.rng.randint(0, 4)):
            day = self.days(self.config.programme.opens.date(), -5, 250)
            what, details = self.rng.choice(texts.NOISE)
            self.does(_STRANGER, day, what, **details)
