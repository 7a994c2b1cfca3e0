"""When reminders and digests fall due, bank holidays and summer time minded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from ace_mailbot.config import load
from ace_mailbot.rules.dates import digest_due, digest_time, reminder_times

CONFIG = load(Path(__file__).parents[3] / "config.toml", {})
CLOSES = CONFIG.programme.closes


def test_reminders_stand_at_nine_local_21_7_and_2_days_before() -> None:
    assert reminder_times(CLOSES, CONFIG) == (
        (21, datetime(2021, 7, 30, 8, tzinfo=UTC)),
        (7, datetime(2021, 8, 13, 8, tzinfo=UTC)),
        (2, datetime(2021, 8, 18, 8, tzinfo=UTC)),
    )


def test_a_reminder_moves_off_a_bank_holiday() -> None:
    due = datetime(2021, 9, 1, 22, 59, 59, tzinfo=UTC)
    times = dict(reminder_times(due, CONFIG))
    assert times[2] == datetime(2021, 8, 31, 8, tzinfo=UTC)


def test_one_that_would_come_after_the_deadline_is_left_out() -> None:
    due = datetime(2021, 8, 31, 7, tzinfo=UTC)
    schedule = replace(
        CONFIG, programme=replace(CONFIG.programme, reminders_days_before_close=(1,))
    )
    assert reminder_times(due, schedule) == ()


def test_no_digest_on_weekends_and_bank_holidays() -> None:
    assert digest_time(date(2021, 8, 27), CONFIG) == datetime(2021, 8, 27, 7, tzinfo=UTC)
    assert digest_time(date(2021, 8, 28), CONFIG) is None
    assert digest_time(date(2021, 8, 30), CONFIG) is None
    ignoring = replace(CONFIG, schedule=replace(CONFIG.schedule, bank_holidays="none"))
    assert digest_time(date(2021, 8, 30), ignoring) == datetime(2021, 8, 30, 7, tzinfo=UTC)


def test_after_an_outage_only_the_last_missed_digest_is_due() -> None:
    assert digest_due(datetime(2021, 8, 30, 12, tzinfo=UTC), CONFIG) == date(2021, 8, 27)
    assert digest_due(datetime(2021, 8, 31, 6, 59, tzinfo=UTC), CONFIG) == date(2021, 8, 27)
    assert digest_due(datetime(2021, 8, 31, 7, tzinfo=UTC), CONFIG) == date(2021, 8, 31)


def test_the_digest_keeps_local_time_in_winter() -> None:
    assert digest_time(date(2021, 11, 1), CONFIG) == datetime(2021, 11, 1, 8, tzinfo=UTC)
