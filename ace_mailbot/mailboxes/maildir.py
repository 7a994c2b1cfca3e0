"""The embedded mailbox: a Maildir++ tree on disk, which any mail server can also deliver into.

A message's arrival is its file's mtime. Letters leave by SMTP where [mailbox.smtp] is set, and are
put in `.Sent`; without it nothing leaves the machine.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from pathlib import Path
from threading import Event
from typing import IO

from ace_mailbot.config import Config
from ace_mailbot.mailboxes.protocol import Folder, Kept, Listed, Place, plain_id
from ace_mailbot.mailboxes.smtp import sender
from ace_mailbot.model import Outgoing, RawMessage, Unreachable

log = logging.getLogger(__name__)

_WATCH_SECONDS = 0.5
_FOLDERS = ("", ".Processed", ".Parked", ".Sent")
_MOST_HEADER_LINES = 1000
_LONGEST_LINE = 64 * 2**10


class MaildirMailbox:
    """The Maildir at `mailbox.maildir.path`; its folders are made when missing."""

    def __init__(self, config: Config) -> None:
        self._root = config.mailbox.maildir_path
        self._smtp = sender(config)
        self._files: dict[str, Path] = {}  # uid -> where it lay at the last listing
        # By place, uid -> Message-ID, of what it was last asked for.
        self._ids: dict[Place, dict[str, str]] = {}
        self._has_folders = False
        # Out of reach, it says so when it is used: whoever waits for it must be able to start.
        with suppress(OSError):
            self._make_folders()

    def listing(self) -> Sequence[Listed]:
        self._files.clear()
        found = []
        with self._reaching():
            for entry in _messages(self._root):
                stat = entry.stat()
                uid = _lasting_name(entry.name, stat)
                self._files[uid] = Path(entry.path)
                found.append(Listed(uid, stat.st_size, _arrival(stat)))
        return sorted(found, key=lambda m: (m.received_at, m.uid))

    def news(self) -> Sequence[Listed]:
        return self.listing()  # reading a directory is as cheap as asking what is new

    def fetch(self, uid: str) -> RawMessage | None:
        with self._reaching():
            if path := self._file(uid):
                return RawMessage(uid, path.read_bytes(), _arrival(path.stat()))
        return None

    def move(self, uids: Sequence[str], folder: Folder) -> None:
        with self._reaching():
            for uid in uids:
                if path := self._file(uid):
                    _rename_beside_others(path, self._root / f".{folder}" / "cur")

    def send(self, letter: Outgoing) -> str:
        if self._smtp is None:
            self._put_in_sent(letter)
            return "put in .Sent"
        answer = self._smtp.send(letter)
        try:
            self._put_in_sent(letter)
        except Unreachable as error:
            # It has left: that its copy is missing must not make anyone doubt that.
            told = {"message_id": letter.message_id, "why": str(error)}
            log.warning("copy_refused", extra=told)
        return answer

    def keep(self, data: bytes) -> None:
        name = hashlib.sha256(data).hexdigest()[:20]
        with self._reaching():
            _write(self._root / ".Processed", name, f"{name}:2,S", data)

    def kept(self, place: Place, since: datetime | None = None) -> Sequence[Kept]:
        found = []
        read = self._ids.get(place, {})
        with self._reaching():
            for entry in _messages(self._root / f".{place}"):
                stat = entry.stat()
                if since is None or _arrival(stat) >= since:
                    name = _lasting_name(entry.name, stat)
                    id = read[name] if name in read else _message_id(Path(entry.path))
                    found.append(Kept(name, _arrival(stat), id))
        self._ids[place] = {k.uid: k.message_id for k in found}
        return sorted(found, key=lambda m: (m.received_at, m.uid))

    def read(self, place: Place, uids: Sequence[str]) -> Iterator[RawMessage]:
        if not uids:
            return
        with self._reaching():
            folder = self._root / f".{place}"
            paths = {_lasting_name(e.name, e.stat()): Path(e.path) for e in _messages(folder)}
            for uid in uids:
                if path := paths.get(uid):
                    yield RawMessage(uid, path.read_bytes(), _arrival(path.stat()))

    def _put_in_sent(self, letter: Outgoing) -> None:
        with self._reaching():
            _write(self._root / ".Sent", letter.token, self._sent(letter).name, letter.mime)

    def in_sent(self, letter: Outgoing) -> bool:
        return self._sent(letter).exists()

    def held(self) -> int:
        with self._reaching():
            folders = (self._root, self._root / ".Processed", self._root / ".Parked")
            return sum(1 for folder in folders for _ in _messages(folder))

    def watch(self, wake: Callable[[], None], stop: Event) -> None:
        seen = _changed(self._root)
        while not stop.wait(_WATCH_SECONDS):
            now = _changed(self._root)
            if now != seen:
                wake()
            seen = now

    def describe(self) -> Iterator[str]:
        yield f"Maildir {self._root}: {self.held()} messages. Letters are put in .Sent."
        if self._smtp:
            yield from self._smtp.describe()

    def close(self) -> None:
        if self._smtp:
            self._smtp.close()

    def _sent(self, letter: Outgoing) -> Path:
        # Named after its token, so that sending twice can't leave two copies.
        return self._root / ".Sent" / "cur" / f"{letter.token}:2,S"

    def _file(self, uid: str) -> Path | None:
        """Where *uid* lies now; a mail program that reads it renames it, so look again."""
        if not (known := self._files.get(uid)) or not known.exists():
            self.listing()
        return self._files.get(uid)

    def _make_folders(self) -> None:
        for folder in _FOLDERS:
            for part in ("new", "cur", "tmp"):
                (self._root / folder / part).mkdir(parents=True, exist_ok=True)
        self._has_folders = True

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            if not self._has_folders:
                self._make_folders()
            yield
        except OSError as e:
            raise Unreachable(f"the Maildir {self._root} can't be used: {e.strerror}") from e


def _write(folder: Path, name: str, lasting: str, data: bytes) -> None:
    """Write *data* into a folder whole or not at all, under *lasting* at the end."""
    written = folder / "tmp" / name
    with written.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    written.rename(folder / "cur" / lasting)


def _messages(folder: Path) -> Iterator[os.DirEntry[str]]:
    for part in ("new", "cur"):
        for entry in os.scandir(folder / part):
            if entry.is_file() and not entry.name.startswith("."):
                yield entry


def _message_id(path: Path) -> str:
    with path.open("rb") as file:
        head = BytesHeaderParser().parsebytes(_head(file))
    return plain_id(str(head["Message-ID"] or ""))


def _head(file: IO[bytes]) -> bytes:
    """The header's lines, from the start of *file*; a mail that is all header is cut off."""
    lines = []
    for _ in range(_MOST_HEADER_LINES):
        if not (line := file.readline(_LONGEST_LINE)).strip():
            break
        lines.append(line)
    return b"".join(lines)


def _changed(root: Path) -> int | None:
    """When something last came into the Maildir; None while it can't be reached."""
    try:
        return (root / "new").stat().st_mtime_ns
    except OSError:
        return None


def _lasting_name(name: str, stat: os.stat_result) -> str:
    """Its name holds mtime and size beside the file's own, less the flags that reading adds.

    A hand-fed `reply.eml` may follow another of the same name: they must not pass for one.
    """
    return f"{name.partition(':')[0]};{stat.st_mtime_ns};{stat.st_size}"


def _arrival(stat: os.stat_result) -> datetime:
    return datetime.fromtimestamp(stat.st_mtime, UTC)


def _rename_beside_others(path: Path, folder: Path) -> None:
    """Move *path* into *folder* under its own name, or a numbered one where that is taken."""
    base, _, flags = path.name.partition(":")
    target = folder / f"{base}:{flags or '2,'}"
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{base}.{number}:{flags or '2,'}"
    path.rename(target)
