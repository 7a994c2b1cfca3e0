"""What operations are mailed about the bot itself, when, and by which way."""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ace_mailbot.alarms import Alarms, due
from ace_mailbot.config import Config, load
from ace_mailbot.config.shapes import Operations, Smtp
from ace_mailbot.mailboxes import BACKENDS, Mailbox
from tests.servers.smtp_sink import SmtpSink, smtp_sink

ROOT = Path(__file__).parents[2]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with smtp_sink() as sink:
        yield sink


@pytest.fixture
def config(tmp_path: Path, sink: SmtpSink) -> Config:
    """A config with a second route, a credential that ends, and its data in tmp_path."""
    config = load(ROOT / "config.toml", {})
    route = Smtp("127.0.0.1", port=sink.port, security="none")
    ends = config.programme.closes + 100 * DAY
    operations = Operations(smtp=route, credential_ends=ends)
    mailbox = replace(config.mailbox, maildir_path=tmp_path / "mail")
    return replace(config, mailbox=mailbox, operations=operations, database=tmp_path / "ace.db")


@pytest.fixture
def mailbox(config: Config) -> Mailbox:
    return BACKENDS["maildir"](config)


def subjects(sink: SmtpSink) -> list[str]:
    return [str(email.message_from_bytes(letter.data)["Subject"]) for letter in sink.letters]


def test_operations_hear_once_of_a_mailbox_out_of_reach_for_an_hour(
    config: Config, sink: SmtpSink, mailbox: Mailbox
) -> None:
    since = config.programme.opens + DAY
    alarms = Alarms(config, mailbox)
    for minutes in (0, 59, 60, 61, 300):
        alarms.look(since + timedelta(minutes=minutes), since, away=True)
    assert subjects(sink) == ["ACE mailbot: unreachable"]
    assert sink.letters[0].recipients == ("ops@funder.example",)
    assert b"out of reach since 2021-07-06" in sink.letters[0].data


def test_it_is_told_again_only_after_it_was_over(
    config: Config, sink: SmtpSink, mailbox: Mailbox
) -> None:
    since = config.programme.opens + DAY
    for hours, away in ((0, True), (1, True), (2, True), (3, False), (4, True), (5, True)):
        # A new one each time, as cron has it.
        Alarms(config, mailbox).look(since + hours * HOUR, since, away=away)
    assert subjects(sink) == ["ACE mailbot: unreachable"] * 2


def test_what_cannot_be_told_is_told_later(
    config: Config, sink: SmtpSink, mailbox: Mailbox
) -> None:
    since = config.programme.opens + DAY
    sink.will_answer("MAIL", "451 4.3.0 Not now")
    alarms = Alarms(config, mailbox)
    alarms.look(since, since, away=True)
    alarms.look(since + HOUR, since, away=True)
    assert subjects(sink) == []
    alarms.look(since + HOUR, since, away=True)
    assert subjects(sink) == ["ACE mailbot: unreachable"]


def test_a_silence_is_suspicious_only_while_applications_are_open(config: Config) -> None:
    programme = config.programme
    heard = programme.opens + DAY
    assert list(due(config, heard + 13 * DAY, None, heard)) == []
    assert list(due(config, heard + 14 * DAY, None, heard)) == ["quiet"]
    assert list(due(config, heard + 14 * DAY, None, heard + 13 * DAY)) == []
    assert list(due(config, programme.opens + 14 * DAY, None, None)) == ["quiet"]
    assert list(due(config, programme.closes + DAY, None, heard)) == []


def test_a_credential_is_warned_of_30_7_and_1_days_before(
    config: Config, sink: SmtpSink, mailbox: Mailbox
) -> None:
    ends = config.operations.credential_ends
    assert ends
    alarms = Alarms(config, mailbox)
    for days in (40, 30, 20, 7, 3, 1):
        alarms.look(ends - days * DAY, ends, away=False)
    assert subjects(sink) == ["ACE mailbot: credential"] * 3


def test_without_another_route_the_mailbox_sends_what_it_can(
    config: Config, sink: SmtpSink, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    since = config.programme.opens + DAY
    alone = replace(config, operations=replace(config.operations, smtp=None))
    alarms = Alarms(alone, mailbox)
    alarms.look(since, since, away=True)
    alarms.look(since + HOUR, since, away=True)
    assert [record.message for record in caplog.records] == ["alarm"]
    for days in (14, 15):
        alarms.look(since + days * DAY, since, away=False)
    [letter] = (config.mailbox.maildir_path / ".Sent" / "cur").iterdir()
    assert b"Subject: ACE mailbot: quiet" in letter.read_bytes()
    assert sink.letters == []
