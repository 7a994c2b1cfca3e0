"""What will be sent to whom, when: the season's calendar that `check` prints.

It is worked out from the config alone, by the same rules that send the letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ace_mailbot.config import Config, Panel
from ace_mailbot.rules.dates import (
    DIGESTS_BEFORE_OPENING,
    chase_time,
    declare_time,
    digest_time,
    is_bank_holiday,
    reminder_times,
)


@dataclass(frozen=True, slots=True)
class Entry:
    at: datetime  # in the programme's zone
    what: str
    whom: str  # "" where nothing is sent


def entries(config: Config) -> tuple[Entry, ...]:
    """Every date of the season on which something is sent or changes, earliest first."""
    programme = config.programme
    found = [
        Entry(programme.opens, "the pack", "everyone whose expression of interest came before"),
        *_reminders(config),
        Entry(programme.closes, "(closes; what comes later waits for the organiser)", ""),
        Entry(programme.decisions, "the outcomes, once approved", "every lead, together"),
        Entry(programme.reserve_until, "the end of the reserve list", "every lead still on it"),
    ]
    if programme.questions_close:
        what = "(questions close; later answers go to the asker alone)"
        found.append(Entry(programme.questions_close, what, ""))
    if config.panel:
        what = "the meeting pack, or once every score is in"
        found.append(Entry(config.panel.assess_by, what, "the organiser"))
        found += _panel(config, config.panel)
    if digest := _first_digest(config):
        days = ", ".join(config.schedule.digest_days)
        found.append(Entry(digest, f"the first digest, then each {days}", "the organiser"))
    local = [Entry(e.at.astimezone(programme.zone), e.what, e.whom) for e in found]
    return tuple(sorted(local, key=lambda e: e.at))


def lines(config: Config) -> Iterator[str]:
    """The calendar as text, one line a date: day, local time, what, to whom."""
    found = entries(config)
    width = max(len(e.what) for e in found)
    for entry in found:
        day = f"{entry.at:%a} {entry.at.day:2} {entry.at:%b %Y %H:%M %Z}"
        whom = f"to {entry.whom}" if entry.whom else ""
        yield f"{day}  {entry.what:{width}}  {whom}".rstrip()


def warnings(config: Config) -> Iterator[str]:
    """One line for each date that falls on a day when nobody is at work to answer."""
    programme = config.programme
    for key, at in (("decisions", programme.decisions), ("opens", programme.opens)):
        day = at.astimezone(programme.zone).date()
        if day.weekday() >= 5:
            yield f"programme.{key} is {day:%A} {day.day} {day:%B}: a weekend"
        elif is_bank_holiday(day, config):
            yield f"programme.{key} is {day:%A} {day.day} {day:%B}: a bank holiday"


def _reminders(config: Config) -> Iterator[Entry]:
    for days, at in reminder_times(config.programme.closes, config):
        if at > config.programme.opens:
            what = f"the reminder of {days} day{'s' if days > 1 else ''}"
            yield Entry(at, what, "every lead whose form is not in, or not complete")


def _panel(config: Config, panel: Panel) -> Iterator[Entry]:
    """What the panel gets, where no extension or ruling moves it."""
    closes = config.programme.closes
    yield Entry(closes, "the list to declare conflicts on", "the panel")
    declared = declare_time(closes, config, panel)
    yield Entry(declared, "the papers, or once all have declared", "members who have declared")
    chased = chase_time(config, panel)
    yield Entry(chased, "the chase for scores", "members who have not sent them")


def _first_digest(config: Config) -> datetime | None:
    begins = config.programme.opens.astimezone(config.programme.zone) - DIGESTS_BEFORE_OPENING
    days = (begins.date() + timedelta(days=n) for n in range(14))
    times = (digest_time(day, config) for day in days)
    return next((at for at in times if at and at >= begins), None)
