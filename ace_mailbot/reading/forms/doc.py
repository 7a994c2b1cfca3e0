"""Word 97 to 2003 (.doc): its text, tables and form fields, straight from the file's own tables.

Read here rather than by LibreOffice: that would take seconds a file, and is a large program to let
loose on a stranger's bytes. Names in comments are those of [MS-DOC].
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator

from ace_mailbot.model import Unreadable
from ace_mailbot.reading.forms.found import Block, Found, locked, tidy
from ace_mailbot.reading.forms.ole import Ole

_MAGIC, _OLDEST = 0xA5EC, 0x00C1  # nFib of Word 97
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_CCP_TEXT, _PLCF_BTE_PAPX, _CLX = 0x4C, 0x102, 0x1A2
_PAGE = 512  # bytes of a formatted disk page (FKP)
_ENDS_ROW, _IN_TABLE = b"\x17\x24\x01", b"\x16\x24\x01"  # sprmPFTtp, sprmPFInTable: true
_COMPRESSED = 1 << 30
_MOST_LETTERS = 4_000_000
_ROW, _CELL, _LINE = "\x1c", "\x07", "\r"  # 1C is ours, for a cell mark that ends a row
_FIELD_DATA = re.compile(rb"\x44\x00.{62}\xff\xff\xff\xff", re.DOTALL)
_FIELDS = re.compile(r"\x13([^\x13-\x15]*)(?:\x14([^\x13-\x15]*))?\x15")
_FORM = re.compile(r"\s*FORM(TEXT|CHECKBOX|DROPDOWN)\b")
_ODD = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x1e": "-", "\xa0": " ", "\x1f": ""})


def read(file: Ole) -> Found:
    main = file.read("WordDocument")
    if len(main) < _CLX + 8 or _number(main, 0, 2) != _MAGIC:
        raise Unreadable("it is damaged")
    if _number(main, 0x0A, 2) & _ENCRYPTED:
        raise locked()
    if _number(main, 2, 2) < _OLDEST:
        raise Unreadable("it comes from a version of Word that is more than 25 years old")
    table = file.read("1Table" if _number(main, 0x0A, 2) & _TABLE_1 else "0Table")
    text = _text(main, table)
    named = _field_data(file.read("Data")) if file.has("Data") else []
    text, controls = _without_fields(text, named)
    return Found(tuple(_blocks(text)), tuple(controls))


def _number(data: bytes, at: int, size: int = 4) -> int:
    if at < 0 or at + size > len(data):
        raise Unreadable("it is damaged")
    return int.from_bytes(data[at : at + size], "little")


def _text(main: bytes, table: bytes) -> str:
    """The main document's letters in their order, each end of a row marked as such.

    Paragraphs within a table's cell are parted by a mere line break.
    """
    formats = _formats(main, table)
    ends = [(first, last) for first, last, told in formats if _ENDS_ROW in told]
    tables = [(first, last) for first, last, told in formats if _IN_TABLE in told]
    length = min(_number(main, _CCP_TEXT), _MOST_LETTERS)
    pieces: list[str] = []
    for first, last, at, wide in _pieces(main, table):
        if first >= length:
            break
        count = min(last, length) - first
        raw = main[at : at + count * wide]
        letters = list(raw.decode("utf-16-le" if wide == 2 else "cp1252", "replace"))
        for place, letter in enumerate(letters):
            if letter == _CELL and _within(at + place * wide, ends):
                letters[place] = _ROW
            elif letter == _LINE and _within(at + place * wide, tables):
                letters[place] = "\n"
        pieces.append("".join(letters))
    return "".join(pieces)


def _pieces(main: bytes, table: bytes) -> Iterator[tuple[int, int, int, int]]:
    """First and last position, place in the file, and bytes a letter, of each piece (PlcPcd)."""
    at, size = _number(main, _CLX), _number(main, _CLX + 4)
    clx = table[at : at + size]
    place = 0
    while place < len(clx) and clx[place] == 1:  # Prc: changes of format
        place += 3 + _number(clx, place + 1, 2)
    if place >= len(clx) or clx[place] != 2:
        raise Unreadable("it is damaged")
    size, start = _number(clx, place + 1), place + 5
    count = min((size - 4) // 12, (len(clx) - start - 4) // 12)
    for n in range(count):
        first, last = (_number(clx, start + 4 * (n + i)) for i in (0, 1))
        fc = _number(clx, start + 4 * (count + 1) + 8 * n + 2)
        if last < first:
            raise Unreadable("it is damaged")
        yield (
            (first, last, (fc & ~_COMPRESSED) // 2, 1)
            if fc & _COMPRESSED
            else (
                first,
                last,
                fc,
                2,
            )
        )


def _formats(main: bytes, table: bytes) -> list[tuple[int, int, bytes]]:
    """First and last place in the file of runs of paragraphs, and how they are formatted (PAPX)."""
    at, size = _number(main, _PLCF_BTE_PAPX), _number(main, _PLCF_BTE_PAPX + 4)
    count = min((size - 4) // 8, 20_000)
    found: list[tuple[int, int, bytes]] = []
    for n in range(max(count, 0)):
        page_number = _number(table, at + 4 * (count + 1) + 4 * n) & 0x3FFFFF
        page = main[page_number * _PAGE : (page_number + 1) * _PAGE]
        if len(page) == _PAGE:
            found += _formats_on(page)
    return sorted(found)


def _formats_on(page: bytes) -> Iterator[tuple[int, int, bytes]]:
    runs = page[-1]
    for n in range(runs):
        box = 4 * (runs + 1) + 13 * n
        offset = page[box] * 2 if box < _PAGE else 0
        if not offset:
            continue
        words = page[offset]
        start = offset + (1 if words else 2)
        length = words * 2 - 1 if words else (page[offset + 1] * 2 if offset + 1 < _PAGE else 0)
        first, last = struct.unpack_from("<II", page, 4 * n)
        yield first, last, page[start : start + length]


def _within(place: int, ranges: list[tuple[int, int]]) -> bool:
    at = bisect_right(ranges, (place, 1 << 40)) - 1
    return at >= 0 and ranges[at][0] <= place < ranges[at][1]


def _field_data(data: bytes) -> list[tuple[str, str]]:
    """Name and chosen value of each form field (FFData), in their order; "" for typed text."""
    found = []
    for match in _FIELD_DATA.finditer(data):
        at = match.end()
        bits = _number(data, at, 2)
        kind, result = bits & 3, bits >> 2 & 31
        name, at = _string(data, at + 6)
        if kind == 0:
            found.append((name, ""))
            continue
        default = _number(data, at, 2)
        picked = default if result == 25 else result
        if kind == 1:
            found.append((name, "Yes" if picked == 1 else ""))
            continue
        at += 2
        for _ in range(5):  # format, help, status, entry and exit macro
            _, at = _string(data, at)
        found.append((name, _choice(data, at, picked)))
    return found


def _string(data: bytes, at: int) -> tuple[str, int]:
    length = _number(data, at, 2)
    end = at + 2 + 2 * length
    return data[at + 2 : end].decode("utf-16-le", "replace"), end + 2


def _choice(data: bytes, at: int, picked: int) -> str:
    """An entry of the list (SttbDropList) that begins at *at*."""
    count = _number(data, at + 2, 4)
    at += 8
    for n in range(min(count, 26)):
        length = _number(data, at, 2)
        if n == picked:
            return data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
        at += 2 + 2 * length
    return ""


def _without_fields(text: str, named: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    """*text* with each field's result in its place, and the form fields among them."""
    results: list[tuple[str, str]] = []

    def shown(match: re.Match[str]) -> str:
        result = match[2] or ""
        if form := _FORM.match(match[1]):
            results.append((form[1], result))
        return result

    before = ""
    while before != text:  # fields may stand within fields
        before, text = text, _FIELDS.sub(shown, text)
    if len(results) != len(named):
        return text, []
    controls = [
        (name, tidy(result.replace(_LINE, "\n").translate(_ODD)) if kind == "TEXT" else chosen)
        for (kind, result), (name, chosen) in zip(results, named, strict=True)
    ]
    return text, controls


def _blocks(text: str) -> Iterator[Block]:
    cells: list[str] = []
    for part in re.findall(rf"[^{_ROW}{_CELL}]*[{_ROW}{_CELL}]?", text):
        told, mark = (part[:-1], part[-1:]) if part[-1:] in (_ROW, _CELL) else (part, "")
        *before, last = told.split(_LINE)
        # What stands before a table's first cell is text.
        yield from filter(None, map(_clean, before))
        if mark == _CELL:
            cells.append(_clean(last))
        elif mark == _ROW:
            if any(cells):
                yield tuple(cells)
            cells = []
        elif last := _clean(last):
            yield last


def _clean(text: str) -> str:
    return tidy(re.sub(r"[\x00-\x08\x0e-\x1b]", "", text.translate(_ODD)))
