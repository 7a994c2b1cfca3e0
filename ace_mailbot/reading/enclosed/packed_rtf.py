"""Rich Text as Outlook packs it ([MS-OXRTFCP], LZFu)."""

from __future__ import annotations

import struct

from ace_mailbot.model import Unreadable

LARGEST = 8 * 1024 * 1024
_WINDOW = 4096
_PACKED, _PLAIN = b"LZFu", b"MELA"
# What the window holds at first; the specification gives it.
_PRELOADED = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def unpacked(data: bytes) -> bytes:
    if len(data) < 16:
        raise Unreadable("it is damaged")
    size, kind = struct.unpack_from("<I4s", data, 4)
    if kind == _PLAIN:
        return data[16 : 16 + size]
    if kind != _PACKED or size > LARGEST:
        raise Unreadable("it is damaged")
    return _unpacked(data, size)


def _unpacked(data: bytes, size: int) -> bytes:
    window = bytearray(_PRELOADED.ljust(_WINDOW, b"\0"))
    write = len(_PRELOADED)
    out = bytearray()
    at = 16
    while at < len(data) and len(out) < size:
        control, at = data[at], at + 1
        for bit in range(8):
            if at >= len(data):
                break
            if not control >> bit & 1:
                letters = data[at : at + 1]
                at += 1
            else:
                token = int.from_bytes(data[at : at + 2], "big")
                at += 2
                offset, length = token >> 4, (token & 0xF) + 2
                if offset == write:
                    return bytes(out[:size])
                letters = _repeated(window, offset, length, write)
            for letter in letters:
                window[write] = letter
                write = (write + 1) % _WINDOW
            out += letters
    return bytes(out[:size])


def _repeated(window: bytearray, offset: int, length: int, write: int) -> bytes:
    """*length* letters from *offset*; they may run into those that are being written."""
    behind = (write - offset) % _WINDOW
    run = [window[(offset + n) % _WINDOW] for n in range(min(length, behind or length))]
    return bytes(run[n % len(run)] for n in range(length))
