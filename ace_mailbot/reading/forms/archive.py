"""A zip file opened with care: how much it may hold and how far it may expand."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from ace_mailbot.model import Unreadable
from ace_mailbot.reading.forms.found import locked

MOST_ENTRIES = 2000
LARGEST_TOTAL = 200 * 1024 * 1024
LARGEST_XML = 20 * 1024 * 1024
STEEPEST = 200  # expansion beyond this is an attack, or nothing that we need

_ENCRYPTED = 0x1


class Archive:
    """The entries of a zip file by name. Raises Unreadable, with a reason, for what is unsafe."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as problem:
            raise Unreadable("it is damaged") from problem
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise Unreadable("it has too many parts")
        if any(e.flag_bits & _ENCRYPTED for e in entries):
            raise locked()
        total = sum(e.file_size for e in entries)
        if total > LARGEST_TOTAL or total > STEEPEST * max(len(data), 50_000):
            raise Unreadable("it expands to far more than it should hold")
        self.names = frozenset(e.filename for e in entries)

    def read(self, name: str) -> bytes:
        """The bytes of one entry; what the directory claims of its size is not believed."""
        try:
            with self._zip.open(name) as entry:
                data = entry.read(LARGEST_XML + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            KeyError,
            EOFError,
            RuntimeError,
            NotImplementedError,
            ValueError,
            OSError,
        ) as problem:
            raise Unreadable("it is damaged") from problem
        if len(data) > LARGEST_XML:
            raise Unreadable("it holds more text than any form could")
        return data

    def xml(self, name: str, renamed: tuple[str, str] = ("", "")) -> etree._Element:
        """The root of an XML entry. Entities stay unresolved, nothing is fetched.

        *renamed* gives the {name} of a namespace and the one to read it as.
        """
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True
        )
        try:
            data = self.read(name)
            if renamed[0]:
                old, new = (n.strip("{}").encode() for n in renamed)
                data = data.replace(old, new)
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as problem:
            raise Unreadable("it is damaged") from problem
