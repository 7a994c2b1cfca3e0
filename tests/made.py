"""Files as other programs make them, by hand: Outlook's .msg and winmail.dat, zips, small forms.

None of the programs can be had here, so each follows the specification that it names.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

_BEGINS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Tree = Mapping[str, "bytes | Tree"]


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def compound(tree: Tree) -> bytes:
    """An OLE file ([MS-CFB]) of storages and streams."""
    entries: list[list[Any]] = [["Root Entry", 5, _FREE, _FREE, _FREE, _END, 0]]
    streams: list[tuple[int, bytes]] = []
    _add(entries, streams, 0, tree)
    sectors: list[bytes] = []
    fat: list[int] = []
    small: list[bytes] = []
    small_fat: list[int] = []
    for entry, data in streams:
        mini = len(data) < _CUTOFF
        place = (small, small_fat, data, _MINI) if mini else (sectors, fat, data, _SECTOR)
        entries[entry][5:] = _chain(*place), len(data)
    entries[0][5:] = _chain(sectors, fat, b"".join(small), _SECTOR), len(small) * _MINI
    packed = struct.pack(f"<{len(small_fat)}I", *small_fat)
    small_table = _chain(sectors, fat, packed.ljust(_up(len(packed)), b"\xff"), _SECTOR)
    directory = _chain(sectors, fat, b"".join(map(_entry, entries)), _SECTOR)
    tables = 1
    while tables * (_SECTOR // 4) < len(fat) + tables:
        tables += 1
    places = [len(fat) + n for n in range(tables)] + [_FREE] * (109 - tables)
    fat += [_FAT] * tables
    fat += [_FREE] * (tables * (_SECTOR // 4) - len(fat))
    counts = (0, tables, directory, 0, _CUTOFF, small_table, _up(len(packed)) // _SECTOR, _END, 0)
    head = struct.pack("<8s16xHHHHH6x9I", _BEGINS, 0x3E, 3, 0xFFFE, 9, 6, *counts)
    table = struct.pack(f"<{len(fat)}I", *fat)
    return head + struct.pack("<109I", *places) + b"".join(sectors) + table


def _up(size: int) -> int:
    return -(-size // _SECTOR) * _SECTOR


def _add(
    entries: list[list[Any]], streams: list[tuple[int, bytes]], parent: int, tree: Tree
) -> None:
    """The children of *parent*, as a chain of right-hand siblings in the order of their names."""
    before = None
    for name in sorted(tree, key=lambda n: (len(n), n.upper())):
        number = len(entries)
        held = tree[name]
        entries.append([name, 2 if isinstance(held, bytes) else 1, _FREE, _FREE, _FREE, 0, 0])
        if before is None:
            entries[parent][4] = number
        else:
            entries[before][3] = number
        before = number
        if isinstance(held, bytes):
            streams.append((number, held))
        else:
            _add(entries, streams, number, held)


def _chain(held: list[bytes], table: list[int], data: bytes, size: int) -> int:
    """Put *data* into sectors of *size*; where it begins."""
    first, count = len(table), -(-len(data) // size)
    for n in range(count):
        held.append(data[n * size : (n + 1) * size].ljust(size, b"\0"))
        table.append(len(table) + 1 if n < count - 1 else _END)
    return first if count else _END


def _entry(entry: list[Any]) -> bytes:
    name, kind, left, right, child, start, size = entry
    text = str(name).encode("utf-16-le") + b"\0\0"
    links = (left, right, child)
    return struct.pack("<64sHBB3I16xIQQIQ", text, len(text), kind, 1, *links, 0, 0, 0, start, size)


def msg(subject: str, text: str, files: Mapping[str, bytes]) -> bytes:
    """A message as Outlook saves it ([MS-OXMSG]), in Unicode."""
    tree: dict[str, bytes | Tree] = {
        "__nameid_version1.0": {"__substg1.0_00020102": b""},
        "__properties_version1.0": b"\0" * 32,
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": text.encode("utf-16-le"),
    }
    for number, (name, data) in enumerate(files.items()):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": b"\0" * 8,
            "__substg1.0_37010102": data,
            "__substg1.0_3707001F": name.encode("utf-16-le"),
        }
    return compound(tree)


def winmail(files: Mapping[str, bytes], packed_text: bytes = b"") -> bytes:
    """A winmail.dat ([MS-OXTNEF]) with *files*, long names in their MAPI properties."""
    out = b"\x78\x9f\x3e\x22" + b"\x01\x00" + _attribute(1, 0x00089006, b"\0\0\1\0")
    if packed_text:
        out += _attribute(1, 0x00069003, _mapi({0x10090102: packed_text}))
    for name, data in files.items():
        out += _attribute(2, 0x00069002, b"\0" * 14)
        out += _attribute(2, 0x00018010, name[:8].encode() + b"\0")
        out += _attribute(2, 0x0006800F, data)
        out += _attribute(2, 0x00069005, _mapi({0x3707001F: name.encode("utf-16-le") + b"\0\0"}))
    return out


def _attribute(level: int, id: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, id, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _mapi(values: Mapping[int, bytes]) -> bytes:
    out = struct.pack("<I", len(values))
    for tag, data in values.items():
        padding = b"\0" * (-len(data) % 4)
        out += struct.pack("<HHII", tag & 0xFFFF, tag >> 16, 1, len(data)) + data + padding
    return out


def packed_rtf(text: bytes) -> bytes:
    """Rich Text as Outlook packs it, every letter a literal, ended as [MS-OXRTFCP] says."""
    head = 207  # where writing begins in the window
    out = bytearray()
    for at in range(0, len(text), 8):
        piece = text[at : at + 8]
        if len(piece) == 8:
            out += b"\0" + piece
        else:
            break
    else:
        piece = b""
    end = ((head + len(text)) % 4096) << 4
    out += bytes([1 << len(piece)]) + piece + end.to_bytes(2, "big")
    return struct.pack("<II4sI", len(out) + 12, len(text), b"LZFu", 0) + bytes(out)


def pdf(lines: Sequence[str], fields: Mapping[str, str], ticked: Sequence[str] = ()) -> bytes:
    """A page of *lines* in Helvetica, and form *fields* as Acrobat saves them (ISO 32000, 12.7)."""
    shown = "".join(f"({_escaped(line)}) Tj T* " for line in lines)
    stream = f"BT /F1 11 Tf 14 TL 60 780 Td {shown}ET".encode("latin-1", "replace")
    widgets = [
        f"<< /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /FT /Tx /T ({name}) /V <{_wide(v)}> >>"
        for name, v in fields.items()
    ]
    widgets += [
        f"<< /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /FT /Btn /T ({name}) /V /Yes >>"
        for name in ticked
    ]
    places = " ".join(f"{n} 0 R" for n in range(6, 6 + len(widgets)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{places}] >> >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> " + f"/Annots [{places}] >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *(w.encode() for w in widgets),
    ]
    out, places_of = b"%PDF-1.4\n", []
    for number, held in enumerate(objects, 1):
        places_of.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = "".join(f"{at:010} 00000 n \n" for at in places_of)
    count = len(objects) + 1
    trailer = f"trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _wide(text: str) -> str:
    return (b"\xfe\xff" + text.encode("utf-16-be")).hex()
