"""What follows the awards: [awards], [[cohort.events]] and [publishing]."""

from __future__ import annotations

from datetime import datetime, timedelta

from ace_mailbot.config.shapes import Awards, CohortEvent, Programme, Publishing
from ace_mailbot.config.tables import STAND_IN_TIME, Table

_MONTHS_OF_WORK = 6
_Q3_AFTER, _Q4_AFTER = 2, 4  # months from the start of the work


def read_awards(table: Table, programme: Programme) -> Awards:
    """Left out, the work takes the six months that begin with the one after the decisions."""
    days = "a whole number of days, such as 14"
    known = programme.decisions < STAND_IN_TIME  # a missing date is told elsewhere
    starts = _moment(table, "starts", programme, _month(programme.decisions, 1, known))
    ends = _moment(table, "ends", programme, _last_day(starts, known))
    if starts >= ends and known:
        table.wrong("ends", f"a time later than awards.starts, {starts:%Y-%m-%dT%H:%M:%S}")
    return Awards(
        starts=starts,
        ends=ends,
        introduction=_moment(table, "introduction", programme, programme.reserve_until),
        check_ins={
            "Q3": _moment(table, "check_in_q3", programme, _month(starts, _Q3_AFTER, known)),
            "Q4": _moment(table, "check_in_q4", programme, _month(starts, _Q4_AFTER, known)),
        },
        learning_due=_moment(table, "learning_due", programme, ends),
        learning_days=table.whole("learning_days", days, 28, least=1),
        memorandum_days=table.whole("memorandum_days", days, 14, least=1),
        chase_days=table.whole("chase_days", days, 7, least=1),
        chases=table.whole("chases", "a whole number of letters, such as 2", 2),
    )


def read_cohort(table: Table, programme: Programme) -> tuple[CohortEvent, ...]:
    events: list[CohortEvent] = []
    for each in table.tables("events"):
        starts = each.moment("starts", programme.zone) or STAND_IN_TIME
        event = CohortEvent(
            key=each.matching("key", r"[a-z0-9][a-z0-9-]*", 'a short key, such as "masterclass-1"'),
            title=each.text("title", "the event's title"),
            starts=starts,
            ends=each.moment("ends", programme.zone) or STAND_IN_TIME,
            place=each.text("place", "where it is, or how to join", ""),
            seniors=each.flag("seniors", True),
        )
        if event.ends <= starts < STAND_IN_TIME:
            each.wrong("ends", f"a time later than starts, {starts:%Y-%m-%dT%H:%M:%S}")
        if event.key in [e.key for e in events]:
            each.wrong("key", "a key that no other event has")
        events.append(event)
    return tuple(events)


def read_publishing(table: Table | None, programme: Programme) -> Publishing | None:
    """None where awards are not published."""
    if table is None:
        return None
    return Publishing(
        prefix=table.matching(
            "prefix", r"360G-[A-Za-z0-9_-]+", 'your 360Giving prefix, such as "360G-example"'
        ),
        funder_id=table.matching(
            "funder_id",
            r"(?:[A-Z]{2}-[A-Z0-9_]+|360G)-\S+",
            'your organisation identifier, such as "GB-CHC-1234567"',
        ),
        funder_name=table.text("funder_name", "the funder's name", programme.funder),
        programme_title=table.text("programme_title", "the programme's title", programme.name),
    )


def _moment(table: Table, key: str, programme: Programme, usual: datetime) -> datetime:
    return table.moment(key, programme.zone, required=False) or usual


def _month(of: datetime, later: int, known: bool) -> datetime:
    """9:00 on the first day of the month that is *later* months after that of *of*."""
    if not known:
        return STAND_IN_TIME
    year, month = divmod(of.year * 12 + of.month - 1 + later, 12)
    return of.replace(year=year, month=month + 1, day=1, hour=9, minute=0, second=0)


def _last_day(starts: datetime, known: bool) -> datetime:
    if not known:
        return STAND_IN_TIME
    end = _month(starts, _MONTHS_OF_WORK, known) - timedelta(days=1)
    return end.replace(hour=17)
