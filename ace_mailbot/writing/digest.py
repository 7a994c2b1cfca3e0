"""The organiser's digest: what needs them first, each with the words to reply; then the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ace_mailbot.config import Config, Footprint
from ace_mailbot.model import (
    Accounts,
    Application,
    Filed,
    Question,
    QuestionStage,
    SeniorAnswer,
    Stage,
    State,
    Undelivered,
)
from ace_mailbot.writing.cohort_needs import (
    Heard,
    cohort_needs,
    gatherings,
    heard,
    people_coming,
)
from ace_mailbot.writing.formless_needs import without_form
from ace_mailbot.writing.need import Need, called
from ace_mailbot.writing.panel_needs import panel_needs
from ace_mailbot.writing.words import day_time, long_date


@dataclass(frozen=True, slots=True)
class Standing:
    """How one footprint stands."""

    name: str
    applications: int
    submitted: int
    accepted: int
    slots: int


@dataclass(frozen=True, slots=True)
class Digest:
    needs: tuple[Need, ...]
    days_left: int | None  # to the close; None before the opening and after the close
    stages: tuple[tuple[str, int], ...]
    footprints: tuple[Standing, ...]
    sent: tuple[tuple[str, int], ...]
    parked: tuple[Filed, ...]
    machines: tuple[Filed, ...]
    doubts: tuple[str, ...]
    accounting: str
    awards: tuple[tuple[str, str, str], ...] = ()  # name, what is done, what comes next
    gatherings: tuple[tuple[str, str, str], ...] = ()  # title, when, who comes
    heard: tuple[Heard, ...] = ()


def compile_digest(state: State, accounts: Accounts, config: Config, now: datetime) -> Digest:
    """All that the organiser should know at *now* (aware), ready for the template."""
    stages = Counter(a.stage for a in state.applications.values())
    return Digest(
        needs=tuple(_needs(state, accounts, config, now)),
        days_left=_days_left(config, now),
        stages=tuple((stage.value, stages[stage]) for stage in Stage if stages[stage]),
        footprints=_standings(state, config),
        sent=tuple((name.replace("-", " "), n) for name, n in accounts.sent.items()),
        parked=tuple(state.parked.values()),
        machines=accounts.machines,
        doubts=(*accounts.doubts, *_books(accounts)),
        accounting=accounting(accounts),
        awards=tuple(_chase_list(state, config)),
        gatherings=tuple(
            (g.title, g.when, people_coming(g)) for g in gatherings(state, config, now)
        ),
        heard=tuple(heard(state, now)),
    )


def accounting(accounts: Accounts) -> str:
    """The line that shows that nothing was lost."""
    stored = sum(accounts.stored.values())
    kinds = {**dict.fromkeys(("acted on", "parked", "left alone"), 0), **accounts.stored}
    parts = " + ".join(f"{kinds[k]} {k}" for k in ("acted on", "parked", "left alone"))
    undecided = f" + {kinds['']} not yet read" if kinds.get("") else ""
    held = "" if accounts.held is None else f"{accounts.held} held by the server = "
    return f"{held}{stored} stored = {parts}{undecided}"


def _books(accounts: Accounts) -> Iterator[str]:
    stored = sum(accounts.stored.values())
    if accounts.held is not None and accounts.held != stored:
        yield f"The server holds {accounts.held} messages, but {stored} are stored."


def _days_left(config: Config, now: datetime) -> int | None:
    programme = config.programme
    if not programme.opens <= now <= programme.closes:
        return None
    return (programme.closes.date() - now.astimezone(programme.zone).date()).days


def _standings(state: State, config: Config) -> tuple[Standing, ...]:
    places = [(f, f.name) for f in config.programme.footprints]
    rows = [_standing(f, name, state, config) for f, name in places]
    unknown = _standing(None, "Not known yet", state, config)
    return (*rows, unknown) if unknown.applications else tuple(rows)


def _standing(footprint: Footprint | None, name: str, state: State, config: Config) -> Standing:
    key = footprint.key if footprint else None
    known = {f.key for f in config.programme.footprints}
    theirs = [
        a
        for a in state.applications.values()
        if (a.footprint if a.footprint in known else None) == key and a.stage is not Stage.WITHDRAWN
    ]
    return Standing(
        name=name,
        applications=len(theirs),
        submitted=sum(1 for a in theirs if a.submitted_at),
        accepted=sum(1 for a in state.applications.values() if _takes_a_place(a, key)),
        slots=config.programme.awards_per_footprint if footprint else 0,
    )


def _takes_a_place(a: Application, footprint: str | None) -> bool:
    return a.stage in {Stage.ACCEPTED, Stage.AWARDED} and a.takes_place_in == footprint


# --- what needs the organiser, most pressing first -----------------------------------------------


def _needs(state: State, accounts: Accounts, config: Config, now: datetime) -> Iterator[Need]:
    yield from _questions(state)
    yield from _sending(state, accounts, config)
    yield from _parked(state)
    for application in state.applications.values():
        yield from _about(application)
    if now > config.programme.closes:
        yield from without_form(state, config, now)
        yield from _rulings(state, config, now)
        yield from panel_needs(state, config, now)
        yield from _board(state) if state.season.board else _decisions(state, config)
        yield from _free_places(state, config)
    yield from _approval(state, config)
    yield from _awards(state, config)
    yield from cohort_needs(state, config, now)
    yield from _running_out(state, config)


def _questions(state: State) -> Iterator[Need]:
    waiting = [q for q in state.questions.values() if q.stage in _OPEN_QUESTIONS]
    for question in sorted(waiting, key=lambda q: (not q.urgent, q.asked_at)):
        yield Need(_question(question))


_OPEN_QUESTIONS = {QuestionStage.WAITING, QuestionStage.DRAFTED}


def _question(question: Question) -> str:
    who = question.asker.name or question.asker.email
    if question.stage is QuestionStage.DRAFTED:
        return f"Your answer to {who} waits: reply “send” to the email that shows it back."
    urgent = "Urgent: " if question.urgent else ""
    return f"{urgent}{who} asks something. Answer by replying to the email that passed it on."


def _sending(state: State, accounts: Accounts, config: Config) -> Iterator[Need]:
    if state.season.held:
        yield Need(f"Sending is on hold; {accounts.waiting} letters wait.", ("resume",))
    elif config.sending.mode == "hold" and accounts.waiting:
        yield Need(f"{accounts.waiting} letters wait for your word.", ("send all",))


def _parked(state: State) -> Iterator[Need]:
    for filed in state.parked.values():
        if back := state.undelivered.get(filed.id):
            yield _returned(back, state)
            continue
        about = f" ({filed.reference})" if filed.reference else ""
        sender = filed.sender or "an unknown sender"
        subject = f"“{filed.subject}”" if filed.subject else "without a subject"
        yield Need(
            f"A message from {sender}{about}, {subject}, waits in Parked. {filed.reason}",
            (f"rescue {filed.id}", f"dismiss {filed.id}"),
        )


def _returned(back: Undelivered, state: State) -> Need:
    """A letter that did not reach somebody, and how to correct the address."""
    application = state.applications.get(back.reference or "")
    name = f"{called(application)}: " if application else ""
    which = application.reference if application else back.id
    return Need(
        f"{name}{_named(back.obligation)} did not reach {', '.join(back.addresses)}.",
        (f"address {which} NEW@ADDRESS", f"dismiss {back.id}"),
    )


_NAMES = {
    "pack": "the application pack",
    "reminder": "a reminder",
    "outcome": "the letter with the outcome",
    "senior": "what we ask the senior leader",
    "receipt": "the receipt for the form",
}


def _named(obligation: str) -> str:
    """What a letter is called among people."""
    return _NAMES.get(obligation.partition("-")[0], f"our letter “{obligation}”")


_OUT = {Stage.WITHDRAWN, Stage.LAPSED}


def _about(a: Application) -> Iterator[Need]:
    name = called(a)
    if a.pack_held:
        sentence = f"{name}, from {a.lead.email}, has no pack yet. {a.pack_held}"
        yield Need(sentence, (f"send {a.reference}",))
    if "projects" in a.asked and a.stage not in _OUT:
        many = f"its expression of interest tells of {a.eoi.projects} projects"
        yield Need(f"{name}: {many}. Its lead is asked to send each other one by itself.")
    if a.stage is Stage.LATE or a.late_form:
        what = "form" if a.late_form else "expression of interest"
        extend = f"extend {a.reference} to DATE because ..."
        decline = (f"decline {a.reference} because ...",) if a.stage is Stage.LATE else ()
        yield Need(f"{name}: the {what} came after its deadline.", (extend, *decline))
    if a.new_lead:
        to = f"{a.new_lead.name} {a.new_lead.email}".strip()
        yield Need(
            f"{name}: somebody asks for a new lead; the lead has not answered yet.",
            (f"lead {a.reference} {to}",),
        )
    if a.senior and a.senior_back_on and a.senior_answer is SeniorAnswer.ASKED:
        who = a.senior.name or a.senior.email
        sentence = f"{name}: its senior leader, {who}, is away until {long_date(a.senior_back_on)}."
        yield Need(sentence, (f"confirm {a.reference}",))
    named = a.form.answers.get("B1_email", "").strip().lower() if a.form else ""
    if named and not a.is_of(named):
        order = f"lead {a.reference} NAME {named}"
        yield Need(f"{name}: its form names {named} as lead.", (order,))


def _rulings(state: State, config: Config, now: datetime) -> Iterator[Need]:
    incomplete = [
        a
        for a in state.applications.values()
        if a.stage is Stage.INCOMPLETE and (a.due_at or config.programme.closes) < now
    ]
    if incomplete:
        yield Need(
            f"Not complete at the close: {_list(incomplete)}. Rule the same for all.",
            ("admit incomplete because ...", "exclude incomplete because ..."),
        )
    unconfirmed = [
        a for a in state.applications.values() if a.stage is Stage.SUBMITTED and not a.senior_agrees
    ]
    if unconfirmed:
        yield Need(
            f"Senior leader not confirmed: {_list(unconfirmed)}. Rule the same for all.",
            ("admit unconfirmed because ...", "exclude unconfirmed because ..."),
        )


def _free_places(state: State, config: Config) -> Iterator[Need]:
    """Places given back that somebody on the reserve list could have."""
    applications = state.applications.values()
    for footprint in config.programme.footprints:
        freed = [a for a in applications if a.freed_at and a.takes_place_in == footprint.key]
        taken = sum(1 for a in applications if _takes_a_place(a, footprint.key))
        reserves = [
            a for a in applications if a.stage is Stage.ON_RESERVE and a.footprint == footprint.key
        ]
        if freed and reserves and taken < config.programme.awards_per_footprint:
            yield Need(
                f"{footprint.name}: a place was given back. On the reserve list: {_list(reserves)}."
                " The email about the free place says who is next.",
                tuple(f"accept {a.reference}" for a in reserves),
            )


def _board(state: State) -> Iterator[Need]:
    waiting = [a for a in state.applications.values() if a.stage is Stage.SUBMITTED]
    if waiting:
        yield Need(
            f"The board waits for you, as the meeting pack shows it. Undecided: {_list(waiting)}.",
            ("confirm board", "meeting pack"),
        )


def _decisions(state: State, config: Config) -> Iterator[Need]:
    for place in (*config.programme.footprints, None):
        key = place.key if place else None
        waiting = [
            a
            for a in state.applications.values()
            if a.stage is Stage.SUBMITTED and a.footprint == key
        ]
        if not waiting:
            continue
        first = waiting[0].reference
        lines: tuple[str, ...] = (f"footprint {first} KEY",)
        if place:
            lines = (f"accept {first}", f"reserve {first}", f"decline {first} because ...")
        where = place.name if place else "Footprint not known"
        yield Need(f"{where}, to decide: {_list(waiting)}.", lines)


def _approval(state: State, config: Config) -> Iterator[Need]:
    preview = state.season.preview
    undecided = any(
        a.stage in {Stage.SUBMITTED, Stage.INCOMPLETE} for a in state.applications.values()
    )
    if preview and not preview.approved_by and not undecided and not state.season.released_at:
        approver = config.people.approver
        yield Need(
            f"Preview {preview.version} of the outcomes waits for {approver.name or approver.email}"
            " to reply “approve” to it."
        )


def _awards(state: State, config: Config) -> Iterator[Need]:
    """What each award waits for that only the organiser can do or say."""
    for award in state.awards.values():
        application = state.applications[award.reference]
        if application.stage is not Stage.AWARDED or award.paid_on:
            continue
        name = called(application)
        if award.returned and not award.signed_at:
            file = award.returned[-1]
            at = day_time(file.at.astimezone(config.programme.zone))
            yield Need(
                f"{name}: {file.filename} came back. Look whether it is the signed memorandum: in"
                f" the folder Processed, “{file.subject}” from {file.sender}, {at}.",
                (f"signed {award.reference}",),
            )
        if not award.verified_at:
            sentence = f"{name}: telephone the finance contact, on a number that you look up."
            yield Need(sentence, (f"verified {award.reference}",))
        if award.signed_at and award.verified_at:
            yield Need(f"{name} can be paid.", (f"paid {award.reference} on DATE",))


def _chase_list(state: State, config: Config) -> Iterator[tuple[str, str, str]]:
    """Each award: its name, what is done, and what comes next ("" at the end)."""
    for award in state.awards.values():
        application = state.applications[award.reference]
        if application.stage is Stage.AWARDED:
            done = [f"{what} {_day(at, config)}" for what, at in award.steps if at]
            ahead = [what for what, at in award.steps if not at]
            yield called(application), ", ".join(done), next(iter(ahead), "")


def _day(at: date, config: Config) -> str:
    local = at.astimezone(config.programme.zone) if isinstance(at, datetime) else at
    return f"{local.day} {local:%B}"


def _running_out(state: State, config: Config) -> Iterator[Need]:
    """What retention is about to forget, so that somebody can still say no."""
    for kind, at in sorted(state.season.forgetting.items()):
        day = at.astimezone(config.programme.zone)
        what = _CLASSES[kind]
        yield Need(
            f"From {day:%A} {day.day} {day:%B %Y} we forget {what}, as your records policy says."
            " To keep some, ask operations to name them in retention.legal_hold."
        )


_CLASSES = {
    "awarded": "the applications that had an award",
    "unsuccessful": "the applications without an award",
    "withdrawn": "the withdrawn applications",
    "lapsed": "the applications that never brought a form",
    "questions": "who asked which question",
    "other": "mail that belongs to no application",
}


def _list(applications: list[Application]) -> str:
    return ", ".join(called(a) for a in applications)
