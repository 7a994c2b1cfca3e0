"""S/MIME messages that are signed as a whole: what was signed stands inside, readable by anyone.

Only looked into; a signature is not checked here (RFC 5652, section 5; X.690 for the lengths).
"""

from __future__ import annotations

_SIGNED = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2
_DATA = bytes.fromhex("2a864886f70d010701")
_SEQUENCE, _OID, _OCTETS, _CHUNKS, _EXPLICIT = 0x30, 0x06, 0x04, 0x24, 0xA0
_DEEPEST = 12
_MOST = 100_000  # elements within one

# Tag, where its contents begin, where they end, and where the next element begins.
_Element = tuple[int, int, int, int]


def inside(data: bytes) -> bytes | None:
    """The message that was signed; None for what is encrypted, or signed apart, or damaged."""
    try:
        return _inside(data)
    except (IndexError, ValueError):
        return None


def _inside(data: bytes) -> bytes | None:
    tag, start, end, _ = _element(data, 0)
    if tag != _SEQUENCE:
        return None
    name, content = _children(data, start, end)[:2]
    if data[name[1] : name[2]] != _SIGNED or content[0] != _EXPLICIT:
        return None
    signed = _children(data, content[1], content[2])[0]
    enclosed = _children(data, signed[1], signed[2])[2]
    parts = _children(data, enclosed[1], enclosed[2])
    if len(parts) < 2 or data[parts[0][1] : parts[0][2]] != _DATA:
        return None
    return _octets(data, _children(data, parts[1][1], parts[1][2])[0], 0)


def _octets(data: bytes, element: _Element, depth: int) -> bytes:
    tag, start, end, _ = element
    if tag == _OCTETS:
        return data[start:end]
    if tag != _CHUNKS or depth > _DEEPEST:
        raise ValueError("no octets")
    return b"".join(_octets(data, child, depth + 1) for child in _children(data, start, end))


def _children(data: bytes, start: int, end: int) -> list[_Element]:
    found: list[_Element] = []
    while start < end and len(found) < _MOST:
        child = _element(data, start)
        found.append(child)
        start = child[3]
    return found


def _element(data: bytes, at: int, depth: int = 0) -> _Element:
    if depth > _DEEPEST:
        raise ValueError("nested too deep")
    tag, length, start = data[at], data[at + 1], at + 2
    if tag & 0x1F == 0x1F:
        raise ValueError("no tag that we know")
    if length < 0x80:
        return tag, start, start + length, start + length
    if length > 0x80:
        size = length & 0x7F
        end = start + size + int.from_bytes(data[start : start + size], "big")
        return tag, start + size, end, end
    inner = start
    while data[inner : inner + 2] != b"\0\0":  # of no stated length: two zeros end it
        inner = _element(data, inner, depth + 1)[3]
    return tag, start, inner, inner + 2
