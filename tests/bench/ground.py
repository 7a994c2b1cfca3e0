"""What measurements stand on: mailboxes on Dovecot filled with mail, and configs for them."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from imapclient import IMAPClient

from tests.servers.dovecot import PASSWORD, Dovecot

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ground:
    """*folder* is where measurements may write; *cache* is kept for later runs."""

    server: Dovecot
    folder: Path
    cache: Path

    def mailbox(self, user: str, corpus: Path) -> str:
        """A fresh mailbox of *user* that holds the mail of *corpus*; its server knows it well."""
        client = self.client(user)
        client.select_folder("INBOX")  # whoever holds the mail of this server makes the Maildir
        for file in corpus.iterdir():
            # A link costs nothing, and moving it leaves the corpus as it is.
            (self.server.maildir(user) / "cur" / f"{file.name}:2,").hardlink_to(file)
        client.select_folder("INBOX")
        client.shutdown()
        return user

    def corpus(
        self,
        name: str,
        messages: Iterable[bytes],
        since: timedelta = timedelta(hours=1),
        apart: timedelta = timedelta(milliseconds=1),
    ) -> Path:
        """A folder of *messages*, the first of them *since* ago and each *apart* from the next.

        It is written when it isn't there yet.
        """
        folder = self.cache / name
        if folder.exists():
            return folder
        unfinished = self.cache / f"{name}.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        first = datetime.now(UTC) - since
        for number, data in enumerate(messages):
            # Sizes in the name are what Dovecot itself writes there when it delivers.
            file = unfinished / f"{number:06d}.bench,S={len(data)},W={len(data)}"
            file.write_bytes(data)
            moment = (first + number * apart).timestamp()
            os.utime(file, (moment, moment))
        unfinished.rename(folder)
        return folder

    def forget(self, user: str) -> None:
        shutil.rmtree(self.server.maildir(user).parent)

    def clear(self, config: Path) -> None:
        shutil.rmtree(config.parent)

    def client(self, user: str) -> IMAPClient:
        client = IMAPClient("127.0.0.1", self.server.port, ssl=False, timeout=60)
        client._imap.debug = 0
        client.login(user, PASSWORD)
        return client

    def config(self, name: str, user: str = "", smtp_port: int = 0) -> Path:
        """A config for *user*'s mailbox, or for a Maildir where none is named."""
        folder = self.folder / name
        folder.mkdir()
        (folder / "password").write_text(PASSWORD)
        text = season_of_today((ROOT / "config.toml").read_text())
        if user:
            text = text.replace('backend = "maildir" ', 'backend = "imap" ')
            text += _table("imap", self.server.port, f'user = "{user}"\npassword_file = "password"')
        if smtp_port:
            text += _table("smtp", smtp_port, "")
        path = folder / "config.toml"
        path.write_text(text)
        return path


def _table(name: str, port: int, more: str) -> str:
    where = f'host = "127.0.0.1"\nport = {port}\nsecurity = "none"'
    return f"\n[mailbox.{name}]\n{where}\n{more}\n"


def season_of_today(text: str) -> str:
    """The shipped config, its season begun yesterday, with letters as fast as they come."""
    now = datetime.now(UTC).replace(tzinfo=None, hour=9, minute=0, second=0, microsecond=0)
    days = {"opens": -1, "closes": 40, "questions_close": 33, "decisions": 80}
    for key, after in days.items():
        moment = (now + timedelta(days=after)).isoformat()
        text = re.sub(rf"(?m)^{key} = \S+", f"{key} = {moment}", text)
    text = text.replace("per_minute = 25", "per_minute = 100000")
    return text.replace('path = "templates"', f'path = "{ROOT / "templates"}"')
