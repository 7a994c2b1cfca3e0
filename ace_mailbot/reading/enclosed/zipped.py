"""A zip as people make one of their form: a few documents, perhaps in a folder."""

from __future__ import annotations

from ace_mailbot.model import Unreadable
from ace_mailbot.reading.enclosed.holding import Enclosed, Holding
from ace_mailbot.reading.forms.archive import Archive

MOST_FILES = 50
_NOT_MEANT = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def read(archive: Archive) -> Holding:
    names = sorted(n for n in archive.names if not n.endswith("/") and not _is_clutter(n))
    if len(names) > MOST_FILES:
        raise Unreadable(f"it holds more than {MOST_FILES} files")
    if not names:
        raise Unreadable("there is nothing in it")
    return Holding(files=tuple(Enclosed(_last(n), "", archive.read(n)) for n in names))


def _is_clutter(name: str) -> bool:
    return name.startswith(_NOT_MEANT[0]) or name.endswith(_NOT_MEANT[1:])


def _last(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]
