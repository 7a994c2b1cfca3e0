"""Fill the shapes from config.toml, and say everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TypeVar, get_args

from ace_mailbot.config.award import read_awards, read_cohort, read_publishing
from ace_mailbot.config.form import read_form
from ace_mailbot.config.mailbox import Surroundings, read_mailbox, read_smtp
from ace_mailbot.config.shapes import (
    BankHolidays,
    Config,
    Criterion,
    Footprint,
    Late,
    Operations,
    Panel,
    PanelMember,
    People,
    Programme,
    Schedule,
    Sending,
    SendingMode,
)
from ace_mailbot.config.shipped import shipped_folder
from ace_mailbot.config.tables import STAND_IN_TIME, Problems, Table
from ace_mailbot.config.toml_file import read_toml
from ace_mailbot.model import Address, ConfigError

_LATE: tuple[Late, ...] = get_args(Late)
_BANK_HOLIDAYS: tuple[BankHolidays, ...] = get_args(BankHolidays)
_SENDING_MODES: tuple[SendingMode, ...] = get_args(SendingMode)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RESERVE_LASTS = timedelta(days=28)  # after the decisions, unless programme.reserve_until says
RETENTION_CLASSES = ("awarded", "unsuccessful", "withdrawn", "lapsed", "questions", "other")

# Said in a first email, these reach a human at once; an organiser's own list replaces them.
SAFEGUARDING_WORDS = (
    "abuse",
    "abused",
    "at risk of harm",
    "domestic violence",
    "end my life",
    "in danger",
    "kill myself",
    "not safe at home",
    "safeguarding concern",
    "safeguarding issue",
    "safeguarding referral",
    "self-harm",
    "suicidal",
    "suicide",
)

_NOT_OURS = "an address other than mailbox.address, which only the bot reads"

T = TypeVar("T")


def load(path: Path, environ: Mapping[str, str], *, with_secrets: bool = True) -> Config:
    """The config at *path*, with secrets from *environ* or the files it names.

    Without *with_secrets* one that is missing is no problem: nothing will sign in anywhere.

    Raises ConfigError with every problem found, each one line that names the key, what stood
    there and what was expected.
    """
    problems = Problems(str(path))
    root = Table(problems, "", read_toml(path))
    folder = path.resolve().parent
    wanted = ("programme", "people", "mailbox")
    found = [table for key in wanted if (table := root.table(key, required=True))]
    if len(found) < len(wanted):
        raise ConfigError(*problems.lines)
    programme_table, people_table, mailbox_table = found
    people = _people(people_table)
    programme = _programme(programme_table, _safeguarding_words(people_table))
    _check_panel_footprints(people_table, people, programme)
    mailbox = read_mailbox(mailbox_table, folder, environ, with_secrets)
    _check_somebody_reads(people_table, people, mailbox.address)
    empty = Table(problems, "", {})
    templates = _templates(root.table("templates") or empty, folder)
    retention = root.table("retention") or empty
    around = Surroundings(folder, environ, with_secrets)
    config = Config(
        path=path,
        programme=programme,
        people=people,
        mailbox=mailbox,
        form=read_form(_form_file(templates), problems.lines),
        schedule=_schedule(root.table("schedule") or empty),
        sending=_sending(root.table("sending") or empty),
        operations=_operations(root.table("operations") or empty, programme, around),
        database=folder / (root.table("store") or empty).text("database", default="data/ace.db"),
        templates=templates,
        panel=_panel(root.table("panel"), programme),
        awards=read_awards(root.table("awards") or empty, programme),
        cohort=read_cohort(root.table("cohort") or empty, programme),
        publishing=read_publishing(root.table("publishing"), programme),
        retention=_retention(retention),
        legal_hold=_legal_hold(retention),
    )
    root.finish()
    if problems.lines:
        raise ConfigError(*problems.lines)
    return config


def _operations(table: Table, programme: Programme, around: Surroundings) -> Operations:
    return Operations(
        unreachable_minutes=table.whole(
            "unreachable_minutes", "a whole number of minutes, such as 60", 60, least=1
        ),
        quiet_days=table.whole("quiet_days", "a whole number of days, such as 14", 14, least=1),
        credential_ends=table.moment("credential_ends", programme.zone, required=False),
        smtp=read_smtp(table.table("smtp"), None, around),
    )


def _programme(table: Table, safeguarding_words: tuple[str, ...]) -> Programme:
    zone = table.zone("time_zone")
    key = 'short capital letters for references, such as "ACE" in ACE-001'
    opens = table.moment("opens", zone)
    questions_close = table.moment("questions_close", zone, required=False)
    closes = table.moment("closes", zone)
    decisions = table.moment("decisions", zone)
    if _in_order(table, "opens", opens, "closes", closes):
        _in_order(table, "opens", opens, "questions_close", questions_close)
        _in_order(table, "questions_close", questions_close, "closes", closes, may_equal=True)
    _in_order(table, "closes", closes, "decisions", decisions)
    reserve_until = table.moment("reserve_until", zone, required=False)
    _in_order(table, "decisions", decisions, "reserve_until", reserve_until)
    return Programme(
        key=table.matching("key", r"[A-Z][A-Z0-9]{0,9}", key),
        name=table.text("name", "the programme's name"),
        funder=table.text("funder", "the funder's name"),
        zone=zone,
        opens=opens or STAND_IN_TIME,
        closes=closes or STAND_IN_TIME,
        decisions=decisions or STAND_IN_TIME,
        reserve_until=reserve_until or (decisions + RESERVE_LASTS if decisions else STAND_IN_TIME),
        award_cap_pounds=table.whole(
            "award_cap_pounds", "a whole number of pounds, such as 20000", least=1
        ),
        awards_per_footprint=table.whole(
            "awards_per_footprint", "a whole number of awards, such as 2", least=1
        ),
        retention_days=table.whole(
            "retention_days",
            "a whole number of days from your records policy, such as 2555",
            least=1,
        ),
        footprints=_footprints(table),
        criteria=_criteria(table),
        late=table.choice("late", _LATE, "hold"),
        questions_close=questions_close,
        reminders_days_before_close=table.wholes(
            "reminders_days_before_close",
            "a list of whole numbers of days above 0, such as [21, 7, 2]",
            (21, 7, 2),
        ),
        safeguarding_words=safeguarding_words,
    )


def _in_order(
    table: Table,
    earlier: str,
    first: datetime | None,
    later: str,
    second: datetime | None,
    *,
    may_equal: bool = False,
) -> bool:
    """Whether the two dates stand in their order, or are no dates; if not, a problem is noted."""
    if first is None or second is None or first < second or (may_equal and first == second):
        return True
    relation = "no earlier than" if may_equal else "later than"
    table.wrong(later, f"a time {relation} {table.where(earlier)}, {first:%Y-%m-%dT%H:%M:%S}")
    return False


def _footprints(table: Table) -> tuple[Footprint, ...]:
    footprints: list[Footprint] = []
    areas: list[str] = []
    for each in table.tables("footprints", required=True):
        footprint = Footprint(
            key=each.matching("key", r"[A-Za-z][A-Za-z0-9-]*", 'a short key, such as "NWL"'),
            name=each.text("name", "the footprint's name"),
            areas=each.texts("areas", 'a list of areas in quotes, such as ["Brent", "Ealing"]'),
        )
        _check_new(each, "key", footprint.key, [f.key for f in footprints])
        for area in footprint.areas:
            if area.casefold() in areas:
                each.wrong("areas", f'"{area}" in one footprint only')
        areas += [a.casefold() for a in footprint.areas]
        footprints.append(footprint)
    return _some(table, "footprints", footprints)


def _criteria(table: Table) -> tuple[Criterion, ...]:
    criteria: list[Criterion] = []
    for each in table.tables("criteria", required=True):
        criterion = Criterion(
            key=each.matching("key", r"[A-Za-z]+[0-9]*", 'a short key, such as "C1"'),
            title=each.text("title", "the criterion's title"),
            solid=each.text("solid", "what makes a solid proposal"),
            strong=each.text("strong", "what makes a strong proposal"),
            weight=each.number("weight", "a number above 0, such as 1 or 1.5", 1),
        )
        _check_new(each, "key", criterion.key, [c.key for c in criteria])
        criteria.append(criterion)
    return _some(table, "criteria", criteria)


def _some(table: Table, key: str, found: list[T]) -> tuple[T, ...]:
    if not found and table.data.get(key) == []:
        table.wrong(key, "at least one")
    return tuple(found)


def _check_new(table: Table, key: str, value: str, before: Sequence[str]) -> None:
    if value and value in before:
        table.wrong(key, "a value that no other has")


def _people(table: Table) -> People:
    people = People(
        organiser=table.address("organiser", required=True) or Address(""),
        second_approver=table.address("second_approver"),
        safeguarding=table.address("safeguarding"),
        operations=table.address("operations"),
        panel=_panel_members(table),
    )
    second = people.second_approver
    if second and people.organiser.email and second.email == people.organiser.email:
        table.wrong("second_approver", "somebody other than people.organiser: the two must differ")
    return people


def _panel_members(table: Table) -> tuple[PanelMember, ...]:
    members: list[PanelMember] = []
    for each in table.tables("panel"):
        member = PanelMember(
            name=each.text("name", "the panel member's name"),
            address=each.address("address", required=True) or Address(""),
            footprints=each.texts("footprints", 'a list of footprint keys, such as ["NWL"]'),
            organisation=each.text("organisation", "the member's organisation", ""),
        )
        _check_new(each, "address", member.address.email, [m.address.email for m in members])
        members.append(member)
    return tuple(members)


def _check_panel_footprints(table: Table, people: People, programme: Programme) -> None:
    known = [f.key for f in programme.footprints if f.key]
    for each, member in zip(table.children("panel"), people.panel, strict=True):
        for key in member.footprints:
            if known and key not in known:
                each.wrong("footprints", f"only keys of programme.footprints ({', '.join(known)})")


def _check_somebody_reads(table: Table, people: People, mailbox: str) -> None:
    """Letters to the organiser or the panel must not come back to the mailbox that wrote them."""
    for key in ("organiser", "second_approver"):
        person: Address | None = getattr(people, key)
        if person and person.email and person.email == mailbox:
            table.wrong(key, _NOT_OURS)
    for each, member in zip(table.children("panel"), people.panel, strict=True):
        if member.address.email and member.address.email == mailbox:
            each.wrong("address", _NOT_OURS)


def _safeguarding_words(table: Table) -> tuple[str, ...]:
    expected = 'a list of words or phrases in quotes, such as ["abuse", "not safe at home"]'
    return table.texts("safeguarding_words", expected, SAFEGUARDING_WORDS)


def _panel(table: Table | None, programme: Programme) -> Panel | None:
    if table is None:
        return None
    assess_by = table.moment("assess_by", programme.zone)
    if assess_by and not programme.closes <= assess_by <= programme.decisions:
        table.wrong("assess_by", "a time between programme.closes and programme.decisions")
    declare_days = table.whole("declare_days", "a whole number of days, such as 4", 4, least=1)
    chase_days = table.whole("chase_days", "a whole number of days, such as 3", 3, least=1)
    days = (assess_by - programme.closes).days if assess_by else 0
    for key, value in (("declare_days", declare_days), ("chase_days", chase_days)):
        if table.has(key) and 0 < days <= value:
            table.wrong(key, f"fewer than the {days} days from programme.closes to assess_by")
    return Panel(
        assess_by=assess_by or STAND_IN_TIME,
        declare_days=declare_days,
        chase_days=chase_days,
        assessors_per_application=table.whole(
            "assessors_per_application", "a whole number above 0, such as 3", 3, least=1
        ),
        seed=table.whole("seed", "a whole number, such as 2021", 0),
        blind=table.flag("blind", False),
        correct_leniency=table.flag("correct_leniency", False),
        fundable_from=table.number("fundable_from", "a score above 0, such as 1.5", 1.5),
        disagreement_from=table.whole(
            "disagreement_from", "a whole number of points above 0, such as 2", 2, least=1
        ),
    )


def _schedule(table: Table) -> Schedule:
    days = table.texts("digest_days", f"a list of days out of {', '.join(DAYS)}", DAYS[:5])
    if not set(days) <= set(DAYS):
        table.wrong("digest_days", f"a list of days out of {', '.join(DAYS)}")
    return Schedule(
        poll_seconds=table.whole("poll_seconds", "a whole number of seconds, such as 30", 30, 1),
        digest_at=table.clock("digest_at", time(8)),
        digest_days=tuple(d for d in DAYS if d in days),
        reminders_at=table.clock("reminders_at", time(9)),
        bank_holidays=table.choice("bank_holidays", _BANK_HOLIDAYS, "england"),
    )


def _sending(table: Table) -> Sending:
    usual = Sending()
    return Sending(
        mode=table.choice("mode", _SENDING_MODES, usual.mode),
        per_minute=table.whole("per_minute", "a whole number above 0, such as 25", 25, 1),
        per_address_per_day=table.whole(
            "per_address_per_day", "a whole number above 0, such as 10", 10, 1
        ),
        per_domain_per_day=table.whole(
            "per_domain_per_day", "a whole number above 0, such as 40", usual.per_domain_per_day, 1
        ),
        answers_per_hour=table.whole(
            "answers_per_hour", "a whole number above 0, such as 60", usual.answers_per_hour, 1
        ),
        resend_after_seconds=table.whole(
            "resend_after_seconds", "a whole number of seconds, such as 120", 120, 1
        ),
        plus_addressing=table.flag("plus_addressing", False),
        shared_domains=tuple(
            d.lower()
            for d in table.texts(
                "shared_domains", 'a list of domains, such as ["nhs.net"]', usual.shared_domains
            )
        ),
    )


def _retention(table: Table) -> Mapping[str, int]:
    expected = "a whole number of days, such as 730"
    return {
        kind: table.whole(kind, expected, least=1) for kind in RETENTION_CLASSES if table.has(kind)
    }


def _legal_hold(table: Table) -> tuple[str, ...]:
    expected = 'a list of references and addresses, such as ["ACE-003", "lead@trust.example"]'
    held = table.texts("legal_hold", expected)
    return tuple(h.lower() if "@" in h else h.upper() for h in held)


def _templates(table: Table, folder: Path) -> Path:
    path = folder / table.text("path", default="templates")
    if path.exists() and not path.is_dir():
        table.wrong("path", "a folder; this is a file")
    return path


def _form_file(templates: Path) -> Path:
    own = templates / "form.toml"
    return own if own.is_file() else shipped_folder() / "templates" / "form.toml"
