"""A backlog is read in a second process too, and nothing about it is different for that."""

from __future__ import annotations

import base64
import multiprocessing
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ace_mailbot.config import Config, load
from ace_mailbot.intake import begin
from ace_mailbot.model import RawMessage
from ace_mailbot.reading_ahead import BACKLOG, _Some, reader, second_process

ROOT = Path(__file__).parents[2]
LARGE_TOGETHER = range(100, 180)
OPENED = datetime(2021, 7, 5, 8, tzinfo=UTC)
HOLDS_A_SECOND = f"""
import multiprocessing, sys
from datetime import UTC, datetime
from pathlib import Path
from ace_mailbot.config import load
from ace_mailbot.model import RawMessage
from ace_mailbot.reading_ahead import reader, second_process

raw = RawMessage("1:1", b"From: rosa@agency.example\\n\\nThanks!", datetime(2021, 7, 5, tzinfo=UTC))
config = load(Path(sys.argv[1]), {{}})
with second_process({BACKLOG}, config) as second:
    reader(second, range({BACKLOG}), lambda number: raw, config)(0)
    print(len(multiprocessing.active_children()), flush=True)
    sys.stdin.read()
"""


def _mail(number: int) -> bytes:
    head = (
        f"From: Rosa Amadi <rosa{number}@agency.example>\r\nTo: ace@funder.example\r\n"
        f"Subject: Mail {number}\r\nDate: Mon, 05 Jul 2021 09:00:00 +0100\r\n"
        f"Message-ID: <{number}@agency.example>\r\n"
    )
    # Many large ones stand together, and others by themselves.
    match 3 if number in LARGE_TOGETHER else number % 5:
        case 0:
            return (
                f"{head}\r\nDear team,\r\n\r\nWe would like to apply for ACE in Brent.\r\n".encode()
            )
        case 1:
            return (
                f"{head}\r\nOn 3 July 2021 at 10:00, ACE wrote:\r\n> Hello.\r\n\r\nThanks!".encode()
            )
        case 2:
            return os.urandom(number)
        case 3:
            return _with_file(head, b"%PDF-1.7\n" * 6000)
        case _:
            return _with_file(head, b"%PDF-1.7\n")


def _with_file(head: str, data: bytes) -> bytes:
    kind = "Content-Type: application/pdf; name=form.pdf\r\nContent-Transfer-Encoding: base64"
    return f"{head}{kind}\r\n\r\n".encode() + base64.encodebytes(data)


@pytest.fixture(scope="module")
def config() -> Config:
    return load(ROOT / "config.toml", {})


@pytest.fixture(scope="module")
def raws() -> dict[int, RawMessage]:
    return {
        number: RawMessage(f"1:{number}", _mail(number), OPENED + timedelta(minutes=number))
        for number in range(BACKLOG)
    }


@pytest.fixture(autouse=True)
def none_is_left() -> Iterator[None]:
    yield
    assert not multiprocessing.active_children()


def test_what_is_read_ahead_is_what_would_be_read_here(
    config: Config, raws: dict[int, RawMessage]
) -> None:
    with second_process(len(raws), config) as second:
        read = reader(second, raws, raws.__getitem__, config)
        found = [read(number) for number in raws]
        assert len(multiprocessing.active_children()) == 1
    assert found == [begin(raw, config) for raw in raws.values()]


def test_a_few_messages_are_worth_no_second_process(
    config: Config, raws: dict[int, RawMessage]
) -> None:
    few = dict(list(raws.items())[: BACKLOG - 1])
    with second_process(len(few), config) as second:
        assert reader(second, few, few.__getitem__, config)(0) == begin(raws[0], config)
        assert not multiprocessing.active_children()


def test_messages_nobody_foresaw_and_messages_passed_over_are_read_all_the_same(
    config: Config, raws: dict[int, RawMessage]
) -> None:
    rescued = RawMessage("1:9999", _mail(9990), OPENED)
    stored = {**raws, 9999: rescued}
    with second_process(len(raws), config) as second:
        read = reader(second, raws, stored.__getitem__, config)
        for number in (9999, 0, 1, 200, 201, 499):
            assert read(number) == begin(stored[number], config)


def test_where_all_were_too_large_to_hand_over_there_is_nothing_to_read_here(
    config: Config,
) -> None:
    with second_process(BACKLOG, config) as second:
        assert second
        # The first few are on their way to the other process; the rest could still be taken back.
        all_large = [_Some({}, second) for _ in range(10)]
        assert not any(some.read_here(config) for some in all_large)


def test_when_the_second_process_dies_the_rest_is_read_here(
    config: Config, raws: dict[int, RawMessage]
) -> None:
    found = []
    with second_process(len(raws), config) as second:
        read = reader(second, raws, raws.__getitem__, config)
        for number in raws:
            if number == 100:
                for child in multiprocessing.active_children():
                    child.kill()
            found.append(read(number))
    assert found == [begin(raw, config) for raw in raws.values()]


def test_the_second_process_ends_with_the_first_however_that_ends() -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLDS_A_SECOND, str(ROOT / "config.toml")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with first:
        assert first.stdout
        assert first.stdout.readline() == "1\n"
        first.send_signal(signal.SIGKILL)
        # The pipe ends when the last process that may write to it does.
        assert select.select([first.stdout], [], [], 60)[0], "the second outlived the first"
        assert first.stdout.read() == ""
