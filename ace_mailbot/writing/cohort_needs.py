"""What the digest says of the awards while the work goes on: events, answers, who is waited for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ace_mailbot.config import Config
from ace_mailbot.model import Application, Attendance, Award, Gathering, Said, Stage, State
from ace_mailbot.writing.need import Need
from ace_mailbot.writing.words import clock, listed, long_date

_HEARD_DAYS = 7  # an answer is shown so long
_LONGEST = 600  # characters of one


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody told us of a project, shortened."""

    name: str  # the project's
    what: str  # such as "Q3 check-in"
    text: str


@dataclass(frozen=True, slots=True)
class Attended:
    """An event to come, and who says what."""

    title: str
    when: str
    place: str
    coming: tuple[str, ...]
    perhaps: tuple[str, ...]
    not_coming: tuple[str, ...]


def cohort_needs(state: State, config: Config, now: datetime) -> Iterator[Need]:
    """What only the organiser can do: support that was asked for, reports that stay away."""
    for application, award in _awarded(state):
        yield from _support(application, award, now, config)
        if _learning_is_overdue(award, config, now):
            yield Need(f"{_name(application)}: its learning report has not come; ask the lead.")


def _support(a: Application, award: Award, now: datetime, config: Config) -> Iterator[Need]:
    asked = a.form.answers.get("E1", "").strip() if a.form else ""
    if not asked:
        return
    name, reference = _name(a), award.reference
    if not award.owner:
        yield Need(f"{name} asks for help: “{_short(asked)}”", (f"owner {reference} NAME",))
    elif not award.offer:
        sentence = f"{name} asks for help, and {award.owner} looks after it. What do you offer?"
        yield Need(sentence, (f"offer {reference}: ...",))
    elif not award.follow_up and now >= config.awards.check_ins["Q4"]:
        sentence = f"{name} was offered “{_short(award.offer)}”. What came of it?"
        yield Need(sentence, (f"follow-up {reference}: ...",))


def _learning_is_overdue(award: Award, config: Config, now: datetime) -> bool:
    awards = config.awards
    patience = timedelta(days=awards.chase_days * (awards.chases + 1))
    return not award.report and now > awards.learning_due + patience


def gatherings(state: State, config: Config, now: datetime) -> Iterator[Attended]:
    """Events to come, the next first."""
    ahead = [g for g in state.gatherings.values() if not g.cancelled and g.ends > now]
    every = (p for a in state.applications.values() for p in (*a.people, a.senior) if p)
    names = {p.email: p.name for p in every}
    for gathering in sorted(ahead, key=lambda g: g.starts):
        yield Attended(
            gathering.title,
            _when(gathering, config),
            gathering.place,
            *(
                tuple(names.get(e) or e for e in gathering.coming(attendance))
                for attendance in (
                    Attendance.ACCEPTED,
                    Attendance.TENTATIVE,
                    Attendance.DECLINED,
                )
            ),
        )


def _when(gathering: Gathering, config: Config) -> str:
    zone = config.programme.zone
    starts, ends = gathering.starts.astimezone(zone), gathering.ends.astimezone(zone)
    return f"{long_date(starts)}, {clock(starts.time())} to {clock(ends.time())}"


def heard(state: State, now: datetime) -> Iterator[Heard]:
    """The answers of the last days, to check-ins, coaching questions and for reports."""
    since = now - timedelta(days=_HEARD_DAYS)
    for application, award in _awarded(state):
        for what, said in _answers(award):
            if said.at > since:
                file = f" ({said.filename})" if said.filename else ""
                yield Heard(_name(application), what + file, _short(said.text))


def _answers(award: Award) -> Iterator[tuple[str, Said]]:
    yield from ((f"{quarter} check-in", said) for quarter, said in award.check_ins.items())
    yield from ((f"coaching in {month}", said) for month, said in award.coaching.items())
    if award.report:
        yield "learning report", award.report


def people_coming(attended: Attended) -> str:
    """Who says what, in a sentence's worth of words."""
    parts = (
        ("coming", attended.coming),
        ("perhaps", attended.perhaps),
        ("not coming", attended.not_coming),
    )
    said = [f"{len(who)} {what} ({listed(who)})" for what, who in parts if who]
    return "; ".join(said) or "nobody has answered yet"


def _awarded(state: State) -> Iterator[tuple[Application, Award]]:
    for award in state.awards.values():
        application = state.applications[award.reference]
        if application.stage is Stage.AWARDED and application.lead.email:  # not yet forgotten
            yield application, award


def _name(a: Application) -> str:
    return f"{a.reference} {a.title}".strip() if a.title else a.reference


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST].rstrip()} ..."
