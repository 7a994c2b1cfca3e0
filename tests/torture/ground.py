"""What a torture run stands on: servers, the bot as a process, its clock and disk, a journal."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.proxy import Proxy
from tests.servers.certificate import make_certificate
from tests.servers.dovecot import PASSWORD, dovecot
from tests.servers.imap_staff import Staff
from tests.servers.ports import free_ports, wait_for
from tests.torture import panel
from tests.torture.books import sha256
from tests.torture.bots import Bots
from tests.torture.mail import Sent

ROOT = Path(__file__).parents[2]
_FAKETIME = tuple(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
_DISK_MEGABYTES = 3000
# The season lies this far back: Dovecot takes no mail that comes from the future.
_BACK_SECONDS = 100 * 86_400
_DAYS = {"opens": -1, "questions_close": 7, "closes": 10, "decisions": 30}
_PANEL = {"assess_by": 26}
_AWARDS = {
    "starts": 31,
    "introduction": 35,
    "check_in_q3": 38,
    "check_in_q4": 48,
    "learning_due": 75,
    "ends": 76,
}


class Journal:
    """What was done to the bot, a line of JSON each, in the order it was done."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        path.touch()

    def note(self, what: str, **details: object) -> None:
        line = json.dumps({"what": what, "at": time.time(), **details})
        with self._lock, self._path.open("a") as file:
            file.write(line + "\n")


class Clock:
    """The bot's clock: the machine's and an offset, which may change while the bot runs."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self.season_began = -_BACK_SECONDS if self.works else 0
        self.turn(self.season_began)

    @property
    def works(self) -> bool:
        return bool(_FAKETIME)

    def turn(self, seconds: int) -> None:
        """Set the offset; without faketime it stays as it is."""
        self.seconds = seconds
        unfinished = self._file.with_suffix(".unfinished")
        unfinished.write_text(f"{seconds:+d}\n")
        unfinished.rename(self._file)

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.seconds)

    def environment(self) -> dict[str, str]:
        if not _FAKETIME:
            return {}
        return {
            "LD_PRELOAD": str(_FAKETIME[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }


class Disk:
    """Where the bot keeps its data: a small file system of its own where one can be mounted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        size = f"size={_DISK_MEGABYTES}m"
        command = ["mount", "-t", "tmpfs", "-o", size, "ace-torture", str(folder)]
        self.mounted = os.getuid() == 0 and not subprocess.run(command).returncode
        self._filler = folder / "filler"

    def fill(self) -> None:
        with self._filler.open("wb") as file, suppress(OSError):
            while True:
                os.posix_fallocate(file.fileno(), file.tell(), 2**20)
                file.seek(2**20, os.SEEK_CUR)

    def empty(self) -> None:
        self._filler.unlink(missing_ok=True)

    def set_writable(self, writable: bool) -> None:
        options = f"remount,{'rw' if writable else 'ro'}"
        subprocess.run(["mount", "-o", options, str(self.folder)], check=True)

    def keep(self) -> None:
        """Copy what it holds to where it stays, and let it go."""
        if not self.mounted:
            return
        copy = self.folder.with_name("data-kept")
        shutil.copytree(self.folder, copy)
        subprocess.run(["umount", str(self.folder)], check=True)
        self.folder.rmdir()
        copy.rename(self.folder)


@dataclass
class Ground:
    """One run's servers and files, in *folder*."""

    folder: Path

    def __post_init__(self) -> None:
        self.journal = Journal(self.folder / "journal.jsonl")
        self.clock = Clock(self.folder)
        self.disk = Disk(self.folder / "data")
        self.server = dovecot()
        self.user = f"torture-{os.getpid()}-{self.folder.name}"
        self.maildir = self.server.maildir(self.user)
        self.staff = Staff(self.server.port, self.user, PASSWORD)
        for folder in ("Staff", "Bin"):
            self.staff.client.create_folder(folder)
        self._start_sink()
        self.imap = Proxy(self.server.port)
        self.imap_tls = Proxy(self.server.tls_port)
        self.smtp = Proxy(self._sink_port)
        for proxy in (self.imap, self.imap_tls, self.smtp):
            proxy.start()
        self.plain = self._config("plain", self.imap.port, 'security = "none"')
        ca = f'security = "tls"\nca_file = "{self.server.certificate}"'
        (self.folder / "other").mkdir()
        other, _ = make_certificate(self.folder / "other")
        self.tls = self._config("tls", self.imap_tls.port, ca)
        ca = f'security = "tls"\nca_file = "{other}"'
        self.other = self._config("other", self.imap_tls.port, ca)
        self.season_at = self.clock.seconds  # the clock's offset without the steps it was set by
        self._delivered = 0
        self._began = 0.0
        self._log_before = 0  # the size of its words when the bot was started
        self.bots = Bots(self.folder, ROOT, self.clock.environment())

    def _start_sink(self) -> None:
        [self._sink_port] = free_ports(1)
        command = [sys.executable, "-m", "tests.torture.sink", str(self.folder / "sink")]
        self._sink = subprocess.Popen([*command, str(self._sink_port)], cwd=ROOT)
        wait_for(self._sink_port)

    def _config(self, name: str, imap_port: int, imap_security: str) -> Path:
        """The shipped config with its season around now, as fast as it comes."""
        text = (ROOT / "config.toml").read_text()
        now = self.clock.now().replace(tzinfo=None, minute=0, second=0, microsecond=0)
        for key, days in _DAYS.items():
            moment = (now + timedelta(days=days)).isoformat()
            text = re.sub(rf"(?m)^{key} = \S+", f"{key} = {moment}", text)
        for key, value in {
            "reminders_days_before_close": "[2]",
            "backend": '"imap"',
            "poll_seconds": 1,
            "per_minute": 100_000,
            "per_address_per_day": 1000,
            "per_domain_per_day": 100_000,
            "answers_per_hour": 100_000,
            "resend_after_seconds": 1,
            "database": '"data/ace.db"',
            "path": f'"{ROOT / "templates"}"',
        }.items():
            text = re.sub(rf"(?m)^{key} = (\[.*?\]|\S+)", f"{key} = {value}", text)
        text += (
            f'\n[mailbox.imap]\nhost = "localhost"\nport = {imap_port}\n{imap_security}\n'
            f'user = "{self.user}"\npassword_env = "ACE_IMAP_PASSWORD"\n'
            f'\n[mailbox.smtp]\nhost = "127.0.0.1"\nport = {self.smtp.port}\nsecurity = "none"\n'
        )
        begin, _, rest = text.partition("[[people.panel]]")
        text = f"{begin}{panel.tables()}\n[mailbox]{rest.partition('[mailbox]')[2]}"
        text += "\n[panel]\ndeclare_days = 2\n" + _moments(_PANEL, now)
        text += "\n[awards]\nmemorandum_days = 4\nlearning_days = 14\n" + _moments(_AWARDS, now)
        path = self.folder / f"{name}.toml"
        path.write_text(text)
        return path

    # --- the bot --------------------------------------------------------------------------------

    def start(self, config: Path, fault: str = "", password: str = "") -> None:
        self._began = time.time()
        self._log_before = (self.folder / "log").stat().st_size
        environment = {"ACE_FAULT": fault, "ACE_IMAP_PASSWORD": password or PASSWORD}
        self.bots.start(["--config", str(config), "run"], environment)

    def started(self, seconds: float) -> bool:
        """Whether the bot said its first word within *seconds*: on a busy machine it takes long."""
        log = self.folder / "log"

        def settled() -> bool:
            return log.stat().st_size > self._log_before or self.bots.wait(0) is not None

        return wait_until(settled, seconds, 0.05)

    def bury(self, how: str) -> int:
        """Kill the bot if it still lives, and note its death. Returns its exit code."""
        code = self.bots.end()
        self.journal.note("death", how=how, began=self._began, code=code)
        return code

    def stop(self) -> int:
        """SIGTERM, as systemd does. Returns the exit code."""
        self.bots.signal(signal.SIGTERM)
        code = self.bots.wait(60)
        return self.bury("would not stop") if code is None else code

    def orphans(self) -> list[int]:
        """Readers of attachments that outlived the bot that started them."""
        found = []
        for entry in Path("/proc").iterdir():
            with suppress(OSError):
                ours = (entry / "cwd").resolve() == self.folder.resolve()
                if ours and b"ace_mailbot.fenced" in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
        return found

    # --- the mailbox ----------------------------------------------------------------------------

    def deliver(self, mail: Sent) -> None:
        self._delivered += 1
        name = str(self._delivered)
        self.staff.deliver(name, mail.data, self.clock.now())
        self.journal.note(
            "delivered",
            number=self._delivered,
            kind=mail.kind,
            who=mail.who,
            sha256=sha256(mail.data),
            **mail.told,
        )

    def renumber(self, validity: int) -> None:
        """Change UIDVALIDITY; whoever has the INBOX open is thrown out, staff too."""
        self.staff.leave()
        self.server.renumber(self.user, validity)
        self.staff = Staff(self.server.port, self.user, PASSWORD)

    @property
    def delivered(self) -> int:
        return self._delivered

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Read the database beside the bot; nothing while there is none."""
        path = self.disk.folder / "ace.db"
        if not path.exists():
            return []
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError:
            return []  # its tables are not made yet
        finally:
            connection.close()

    def heads(self) -> bytes:
        """The beginnings of all letters that were accepted."""
        found = []
        for path in (self.folder / "sink").glob("*.eml"):
            with path.open("rb") as file:
                found.append(file.read(4000))
        return b"".join(found)

    def nouns(self, table: str) -> list[dict[str, Any]]:
        """What the database holds in *table*."""
        return [json.loads(data) for (data,) in self.ask(f"SELECT data FROM {table}")]

    def next_cycle(self, seconds: float) -> None:
        """Wait until a cycle has ended well, for *seconds* at most."""
        pulse = self.disk.folder / "last-good-cycle"

        def beat() -> int:
            return pulse.stat().st_mtime_ns if pulse.exists() else 0

        before = beat()
        wait_until(lambda: beat() != before, seconds)

    def inbox(self) -> int:
        """How many messages lie in it."""
        return sum(1 for part in ("new", "cur") for _ in (self.maildir / part).iterdir())

    def quiet(self) -> bool:
        """Whether all that came is handled and all that is owed is sent, or in doubt for good."""
        undecided = self.ask("SELECT count(*) FROM messages WHERE disposition IS NULL OR moved = 0")
        open_letters = self.ask(
            "SELECT count(*) FROM letters WHERE state IN ('queued', 'sending')"
            " OR (state = 'unknown' AND decision = 0 AND resends = 0)"
        )
        return not self.inbox() and undecided == [(0,)] and open_letters == [(0,)]

    def close(self) -> None:
        self.bots.close()
        for proxy in (self.imap, self.imap_tls, self.smtp):
            proxy.stop()
        self._sink.terminate()
        self._sink.wait()
        self.staff.leave()
        self.disk.keep()
        shutil.copytree(self.maildir, self.folder / "maildir")


def _moments(days: Mapping[str, int], now: datetime) -> str:
    lines = (f"{key} = {(now + timedelta(days=n)).isoformat()}\n" for key, n in days.items())
    return "".join(lines)


def wait_until(done: Callable[[], bool], seconds: float, every: float = 0.1) -> bool:
    """Whether *done()* came true within *seconds*."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    while not (true := done()) and time.monotonic() < end:
        pause.wait(every)
    return true
