"""winmail.dat, in which Outlook sends files to those who don't have it ([MS-OXTNEF])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ace_mailbot.reading import mime
from ace_mailbot.reading.enclosed import properties
from ace_mailbot.reading.enclosed.holding import Enclosed, Holding

BEGINS = b"\x78\x9f\x3e\x22"
MOST_ATTRIBUTES = 2000
MOST_FILES = 50
_BODY, _MESSAGE_PROPERTIES = 0x800C, 0x9003
_NEW_FILE, _TITLE, _DATA, _FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}  # bytes by type
_MANY = 0x1000
_STRINGS = (properties.EIGHT_BIT, properties.UNICODE)


def read(data: bytes) -> Holding:
    text = ""
    message: dict[int, str | bytes] = {}
    files: list[dict[int, str | bytes]] = []
    for id, value in _attributes(data):
        if id == _BODY:
            text = mime.normal(properties.string(value, properties.EIGHT_BIT))
        elif id == _MESSAGE_PROPERTIES:
            message |= dict(_properties(value))
        elif id == _NEW_FILE and len(files) < MOST_FILES:
            files.append({})
        elif id == _TITLE and files:
            files[-1][properties.SHORT_NAME] = properties.string(value, properties.EIGHT_BIT)
        elif id == _DATA and files:
            files[-1][properties.DATA] = value
        elif id == _FILE_PROPERTIES and files:
            files[-1] = {**dict(_properties(value)), **files[-1]}
    held = tuple(found for f in files if (found := _file(f)))
    return Holding(text or properties.text(message), held)


def _file(found: dict[int, str | bytes]) -> Enclosed | None:
    data = found.get(properties.DATA)
    if isinstance(data, bytes) and data[16:20] == BEGINS:
        found[properties.DATA] = data[16:]  # a message within: its interface's id stands before it
    return properties.file(found)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = len(BEGINS) + 2
    for _ in range(MOST_ATTRIBUTES):
        if at + 9 > len(data):
            return
        id, _, length = struct.unpack_from("<HHI", data, at + 1)
        yield id, data[at + 9 : at + 9 + length]
        at += 9 + length + 2  # a checksum follows


def _properties(data: bytes) -> Iterator[tuple[int, str | bytes]]:
    """MAPI properties by id; ends where something makes no sense."""
    if len(data) < 4:
        return
    (count,), at = struct.unpack_from("<I", data), 4
    for _ in range(min(count, MOST_ATTRIBUTES)):
        if at + 8 > len(data):
            return
        kind, id = struct.unpack_from("<HH", data, at)
        at += 4
        if id >= 0x8000:
            at = _after_name(data, at)
        values, at = _values(data, at, kind)
        if id in properties.WANTED and values:
            base = kind & ~_MANY
            yield id, properties.string(values[0], base) if base in _STRINGS else values[0]


def _after_name(data: bytes, at: int) -> int:
    """Where a property of a name of its own goes on."""
    if at + 24 > len(data):
        return len(data)
    by_string, length = struct.unpack_from("<II", data, at + 16)
    return at + 24 + ((length + 3) // 4 * 4 if by_string else 0)


def _values(data: bytes, at: int, kind: int) -> tuple[list[bytes], int]:
    base = kind & ~_MANY
    if base in _FIXED and not kind & _MANY:
        size = _FIXED[base]
        return [data[at : at + size]], at + size
    if at + 4 > len(data):
        return [], len(data)
    (count,), at = struct.unpack_from("<I", data, at), at + 4
    values: list[bytes] = []
    for _ in range(min(count, MOST_ATTRIBUTES)):
        if base in _FIXED:
            size = _FIXED[base]
        elif at + 4 > len(data):
            return values, len(data)
        else:
            (size,), at = struct.unpack_from("<I", data, at), at + 4
        values.append(data[at : at + size])
        at += (size + 3) // 4 * 4
    return values, at
