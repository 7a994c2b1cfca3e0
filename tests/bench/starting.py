"""To start beside a full mailbox, and to make the database again from it.

What lies in Processed is what a mailbox is full of: newsletters, automatic answers, thanks.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from ace_mailbot import engine, rebuilding
from ace_mailbot.config import load, shipped_folder
from ace_mailbot.house import open_house
from tests.bench.child import Measured, in_a_child
from tests.bench.ground import Ground
from tests.bench.table import Row
from tests.soak.__main__ import noise

_TIME = timedelta(days=213)  # over which they came


def again(config_path: str) -> Measured:
    """In the child: the database, made from the mailbox."""
    config = load(Path(config_path), os.environ)
    began = perf_counter()
    found = rebuilding.rebuild(config, config.database, datetime.now(UTC))
    return {"seconds": perf_counter() - began, "messages": found.messages}


def start(config_path: str) -> Measured:
    """In the child: from nothing to the end of the first cycle, all that lies there being known."""
    config = load(Path(config_path), os.environ)
    began = perf_counter()
    with open_house(config) as house:
        engine.cycle(house, datetime.now(UTC), 1000)
        return {"seconds": perf_counter() - began}


def rows(ground: Ground, count: int) -> Iterator[Row]:
    corpus = ground.corpus(f"noise-{count}", _noise(count), _TIME, _TIME / count)
    maildir = ground.config("starting-maildir")
    _put_away(corpus, maildir.parent / "data" / "mail" / ".Processed")
    user = "starting"
    client = ground.client(user)
    client.create_folder("Processed")
    client.select_folder("Processed")
    client.shutdown()
    _put_away(corpus, ground.server.maildir(user) / ".Processed")
    imap = ground.config("starting-imap", user)
    yield from _on("a Maildir", maildir, count)
    yield from _on("Dovecot", imap, count)


def _on(what: str, config: Path, count: int) -> Iterator[Row]:
    found = in_a_child(again, str(config))
    assert found["messages"] == count, found
    rate, peak = count / found["seconds"], found["peak_mb"]
    reached = f"{found['seconds']:,.0f} s, {rate:,.0f}/s; peak {peak:.0f} MB"
    yield Row(f"`rebuild` from {count:,} messages on {what}", "none", reached)
    found = in_a_child(start, str(config))
    reached = f"{found['seconds']:.2f} s; peak {found['peak_mb']:.0f} MB"
    yield Row(f"a start beside {count:,} messages on {what}", "none", reached)


def _noise(count: int) -> Iterator[bytes]:
    config, rng = load(shipped_folder() / "config.toml", {}), random.Random(2021)
    for number in range(count):
        yield noise(config, rng, number)(config.programme.opens)


def _put_away(corpus: Path, folder: Path) -> None:
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for file in corpus.iterdir():
        (folder / "cur" / f"{file.name}:2,S").hardlink_to(file)
