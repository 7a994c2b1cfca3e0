"""Two bots on one mailbox, each a process with data of its own, as two machines' cron runs them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO
from uuid import uuid4

import pytest

from ace_mailbot.config import load, shipped_folder
from ace_mailbot.model import Address
from ace_mailbot.rehearsal.mailmaker import Mail, Postmark, Writer, make
from ace_mailbot.rehearsal.post import Post, Posted, read
from tests.bench.ground import season_of_today
from tests.contract.servers.imap import need_dovecot
from tests.scenarios.texts import FALLS_IN_BRENT
from tests.servers.dovecot import PASSWORD, dovecot
from tests.servers.imap_staff import Staff

CONFIG = load(shipped_folder() / "config.toml", {})
ORGANISER = CONFIG.people.organiser
OPERATIONS = "ops@funder.example"


@dataclass
class Mailbox:
    """*config* is the text of a config for it; *sent* gives what its Sent holds."""

    config: str
    deliver: Callable[[bytes, datetime], None]
    sent: Callable[[], list[bytes]]
    now: datetime = field(default=CONFIG.programme.opens)

    def receives(self, writer: Address, mail: Mail) -> None:
        self.now += timedelta(minutes=1)
        to = CONFIG.mailbox
        made = make(Writer(writer), mail, Postmark(self.now, to.address, to.authserv_id))
        self.deliver(made, self.now)

    def letters_to(self, email: str) -> list[Posted]:
        """Oldest first."""
        found = sorted((read(data) for data in self.sent()), key=lambda letter: letter.at)
        return [letter for letter in found if email in letter.recipients]


@dataclass
class Machine:
    """A bot with data of its own, run as cron runs it."""

    folder: Path
    mailbox: Mailbox

    def runs_once(self) -> str:
        """One cycle, a minute later; gives what it told the log."""
        self.mailbox.now += timedelta(minutes=1)
        done = self._call("once", "--now", self.mailbox.now.isoformat())
        assert done.returncode == 0, done.stderr
        return done.stderr

    def has_started(self) -> Machine:
        self.is_set_up(self.mailbox.config)
        self.runs_once()
        return self

    def is_set_up(self, config: str) -> None:
        self.folder.mkdir()
        (self.folder / "password").write_text(PASSWORD)
        (self.folder / "config.toml").write_text(config)

    @contextmanager
    def runs_on(self, log: IO[str]) -> Iterator[None]:
        """The daemon, once it says that it is ready; it tells *log* what it does."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(str(self.folder / "notify"))
            manager.settimeout(180)
            environment = {**os.environ, "NOTIFY_SOCKET": str(self.folder / "notify")}
            daemon = subprocess.Popen(self._words("run"), stderr=log, env=environment, text=True)
            try:
                while manager.recv(100) != b"READY=1":
                    continue
                yield
            finally:
                daemon.terminate()
                daemon.wait()

    def _call(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self._words(*command), capture_output=True, text=True, check=False)

    def _words(self, *command: str) -> list[str]:
        config = str(self.folder / "config.toml")
        return [sys.executable, "-m", "ace_mailbot", "--config", config, *command]


@contextmanager
def on_a_maildir(folder: Path) -> Iterator[Mailbox]:
    shipped = (shipped_folder() / "config.toml").read_text()
    path = folder / "mail"
    text = shipped.replace('path = "data/mail"', f'path = "{path}"')
    assert text != shipped
    sent = path / ".Sent" / "cur"
    yield Mailbox(text, Post(path).deliver, lambda: [file.read_bytes() for file in sent.iterdir()])


@contextmanager
def on_dovecot(_folder: Path) -> Iterator[Mailbox]:
    need_dovecot()
    server, user = dovecot(), f"u{uuid4().hex[:12]}"
    shipped = (shipped_folder() / "config.toml").read_text()
    text = shipped.replace('backend = "maildir" ', 'backend = "imap" ')
    text += (
        f'\n[mailbox.imap]\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n'
        f'user = "{user}"\npassword_file = "password"\n'
    )
    staff = Staff(server.port, user, PASSWORD)
    yield Mailbox(
        text, lambda data, at: staff.deliver("mail", data, at), lambda: staff.folder("Sent")
    )
    staff.leave()


@pytest.fixture(params=[on_a_maildir, on_dovecot])
def mailbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Mailbox]:
    with request.param(tmp_path) as mailbox:
        yield mailbox


AMARA = Address("amara.okafor@trust.example", "Amara Okafor")
GARETH = Address("gareth.pugh@council.example", "Gareth Pugh")
ZOE = Address("zoe.nunez@charity.example", "Zoë Nuñez")
INTEREST = Mail(FALLS_IN_BRENT, "Expression of interest")


def told_of_another(mailbox: Mailbox) -> list[Posted]:
    letters = mailbox.letters_to(ORGANISER.email)
    return [letter for letter in letters if letter.says("something else sends")]


def test_another_cron_job_is_noticed_and_told_once_and_nothing_goes_twice(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    one = Machine(tmp_path / "one", mailbox).has_started()
    other = Machine(tmp_path / "other", mailbox).has_started()
    mailbox.receives(AMARA, INTEREST)
    assert "another_instance" not in one.runs_once()
    mailbox.receives(GARETH, INTEREST)

    assert "another_instance" in other.runs_once()
    for machine in (one, other, one):
        machine.runs_once()
    assert len(mailbox.letters_to(AMARA.email)) == 1
    assert mailbox.letters_to(GARETH.email) == []
    [told] = [x for x in mailbox.letters_to(ORGANISER.email) if x.says("something else sends")]
    [operations] = mailbox.letters_to(OPERATIONS)
    assert operations.says("something else sends")

    # The digest of the next morning waits too: it would go from both.
    letters = len(mailbox.letters_to(ORGANISER.email))
    mailbox.now += timedelta(days=1)
    one.runs_once()
    other.runs_once()
    assert len(mailbox.letters_to(ORGANISER.email)) == letters

    mailbox.receives(ORGANISER, Mail("resume", answers=told.data))
    one.runs_once()
    assert len(mailbox.letters_to(GARETH.email)) == 1
    assert len(mailbox.letters_to(AMARA.email)) == 1


def test_two_that_both_go_on_after_resume_are_stopped_again_and_it_is_told_once_more(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    one = Machine(tmp_path / "one", mailbox).has_started()
    other = Machine(tmp_path / "other", mailbox).has_started()
    mailbox.receives(AMARA, INTEREST)
    one.runs_once()
    mailbox.receives(GARETH, INTEREST)
    other.runs_once()
    one.runs_once()
    [told] = told_of_another(mailbox)

    mailbox.receives(ORGANISER, Mail("resume", answers=told.data))
    one.runs_once()
    assert mailbox.letters_to(ORGANISER.email)[-1].says("if the other copy still runs")
    assert "another_instance" in other.runs_once()
    one.runs_once()
    mailbox.receives(ZOE, INTEREST)
    one.runs_once()
    other.runs_once()
    first, again = told_of_another(mailbox)
    assert first == told
    assert again.says("stop one of the two for good") and again.says("told once more")
    assert mailbox.letters_to(ZOE.email) == []
    assert len(mailbox.letters_to(GARETH.email)) == 1

    # With the other stopped, the next resume is the last.
    mailbox.receives(ORGANISER, Mail("resume", answers=again.data))
    one.runs_once()
    one.runs_once()
    assert told_of_another(mailbox) == [first, again]
    assert len(mailbox.letters_to(ZOE.email)) == 1


def test_a_new_machine_takes_over_from_the_one_that_was_stopped(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    old = Machine(tmp_path / "old", mailbox).has_started()
    mailbox.receives(AMARA, INTEREST)
    old.runs_once()
    mailbox.now += timedelta(days=1)

    # With nothing, with all that the old one held, and with the old one's data from before.
    early = shutil.copytree(old.folder, tmp_path / "early")
    new = Machine(tmp_path / "new", mailbox).has_started()
    mailbox.receives(GARETH, INTEREST)
    assert "another_instance" not in new.runs_once()
    mailbox.now += timedelta(days=1)
    whole = Machine(shutil.copytree(new.folder, tmp_path / "whole"), mailbox)
    assert "another_instance" not in whole.runs_once()
    mailbox.now += timedelta(days=1)
    restored = Machine(early, mailbox)
    assert "another_instance" not in restored.runs_once()
    assert len(mailbox.letters_to(AMARA.email)) == 1
    assert len(mailbox.letters_to(GARETH.email)) == 1


def test_an_older_backup_put_back_is_no_other_bot(mailbox: Mailbox, tmp_path: Path) -> None:
    machine = Machine(tmp_path / "one", mailbox).has_started()
    backup = (machine.folder / "data" / "ace.db").read_bytes()
    mailbox.receives(AMARA, INTEREST)
    machine.runs_once()
    for file in (machine.folder / "data").glob("ace.db*"):
        file.unlink()
    (machine.folder / "data" / "ace.db").write_bytes(backup)
    mailbox.receives(GARETH, INTEREST)
    assert "another_instance" not in machine.runs_once()
    assert len(mailbox.letters_to(AMARA.email)) == 1
    assert len(mailbox.letters_to(GARETH.email)) == 1


def test_a_copy_of_the_data_at_work_beside_the_original_is_noticed(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    one = Machine(tmp_path / "one", mailbox).has_started()
    copy = Machine(shutil.copytree(one.folder, tmp_path / "copy"), mailbox)
    copy.runs_once()
    mailbox.receives(AMARA, INTEREST)
    one.runs_once()
    assert "another_instance" in copy.runs_once()
    assert len(mailbox.letters_to(AMARA.email)) == 1


def test_two_daemons_notice_one_another_before_anybody_has_two_letters(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    read_end, write_end = os.pipe()
    with os.fdopen(read_end) as told, os.fdopen(write_end, "w") as log, ExitStack() as stack:
        for name in ("one", "other"):
            machine = Machine(tmp_path / name, mailbox)
            machine.is_set_up(season_of_today(mailbox.config))
            stack.enter_context(machine.runs_on(log))
        log.close()
        writers = [Address(f"lead{n}@agency{n}.example", f"Lead Number{n}") for n in range(10)]
        waiting = iter(writers)
        mailbox.now = datetime.now(UTC)
        mailbox.receives(next(waiting), INTEREST)
        for line in told:
            if "obligation=another-instance" in line:
                break
            if "obligation=pack" in line:
                mailbox.receives(next(waiting), INTEREST)
    assert all(len(mailbox.letters_to(writer.email)) < 2 for writer in writers)
    told_of = [x for x in mailbox.letters_to(ORGANISER.email) if x.says("something else sends")]
    assert told_of
