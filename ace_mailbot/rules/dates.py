"""When the season's own letters fall due: reminders, digests, working days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from ace_mailbot.config import Config, Panel
from ace_mailbot.config.bank_holidays import in_england

# No digest is written earlier than this, however early the bot is set up.
DIGESTS_BEFORE_OPENING = timedelta(days=31)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def reminder_times(due: datetime, config: Config) -> tuple[tuple[int, datetime], ...]:
    """The reminders before *due*: how many days before, and when (UTC), earliest first.

    One that would fall on a bank holiday moves to the next day that is none, if that is in time.
    """
    zone, schedule = config.programme.zone, config.schedule
    found = []
    for days in sorted(config.programme.reminders_days_before_close, reverse=True):
        day = due.astimezone(zone).date() - timedelta(days=days)
        while is_bank_holiday(day, config):
            day += timedelta(days=1)
        at = datetime.combine(day, schedule.reminders_at, zone).astimezone(UTC)
        if at < due:
            found.append((days, at))
    return tuple(found)


def working_morning(day: date, config: Config) -> datetime:
    """When letters go on *day* (UTC), or on the first working day after it."""
    while day.weekday() > 4 or is_bank_holiday(day, config):
        day += timedelta(days=1)
    zone = config.programme.zone
    return datetime.combine(day, config.schedule.reminders_at, zone).astimezone(UTC)


def digest_time(day: date, config: Config) -> datetime | None:
    """When the digest of *day* is due (UTC); None on a day without one."""
    if _WEEKDAYS[day.weekday()] not in config.schedule.digest_days or is_bank_holiday(day, config):
        return None
    return datetime.combine(day, config.schedule.digest_at, config.programme.zone).astimezone(UTC)


def digest_due(now: datetime, config: Config) -> date | None:
    """The day whose digest is due by *now*: today's, or after an outage the last missed one."""
    today = now.astimezone(config.programme.zone).date()
    for back in range(8):
        day = today - timedelta(days=back)
        at = digest_time(day, config)
        if at and at <= now:
            return day
    return None


def declare_time(listed: datetime, config: Config, panel: Panel) -> datetime:
    """When the time is over to declare on a list sent at *listed*: at the closing time of day, and
    never too late for the papers to be read."""
    zone = config.programme.zone
    day = listed.astimezone(zone).date() + timedelta(days=panel.declare_days)
    closing = config.programme.closes.astimezone(zone).time()
    return min(datetime.combine(day, closing, zone), chase_time(config, panel))


def chase_time(config: Config, panel: Panel) -> datetime:
    """When panel members who have not sent their scores are chased."""
    zone = config.programme.zone
    day = panel.assess_by.astimezone(zone).date() - timedelta(days=panel.chase_days)
    return datetime.combine(day, config.schedule.reminders_at, zone)


def is_bank_holiday(day: date, config: Config) -> bool:
    return config.schedule.bank_holidays == "england" and day in in_england(day.year)
