"""OpenDocument text: LibreOffice's content controls, input fields, paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ace_mailbot.model import Unreadable
from ace_mailbot.reading.forms.archive import Archive
from ace_mailbot.reading.forms.found import Block, Found, locked, tidy

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_CONTROL = f"{_LOEXT}content-control"
_NAMES = (f"{_LOEXT}tag", f"{_LOEXT}alias", f"{_TEXT}name", f"{_TEXT}description")
_PARAGRAPHS = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
_ASIDE = frozenset(
    {
        f"{_OFFICE}annotation",
        f"{_TEXT}tracked-changes",
        f"{_TEXT}note",
        f"{_TEXT}placeholder",
        f"{_LOEXT}list-item",
    }
)


def read(archive: Archive) -> Found:
    if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise locked()
    root = archive.xml("content.xml")
    body = root.find(f"{_OFFICE}body")
    if body is None:
        raise Unreadable("it is damaged")
    return Found(tuple(_blocks(body)), tuple(_controls(body)))


def _controls(body: etree._Element) -> Iterator[tuple[str, str]]:
    """Controls and input fields in reading order: LibreOffice writes either for the same thing."""
    for control in body.iter(_CONTROL, f"{_TEXT}text-input", f"{_TEXT}drop-down"):
        tag = next((v for name in _NAMES if (v := control.get(name))), "")
        if control.get(f"{_LOEXT}checkbox") == "true":
            yield tag, "Yes" if control.get(f"{_LOEXT}checked") == "true" else ""
        elif control.get(f"{_LOEXT}showing-place-holder") == "true":
            yield tag, ""
        else:
            yield tag, tidy(_inline(control))


def _inline(element: etree._Element) -> str:
    """The text of one paragraph or control, notes and empty controls left out."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            pieces.append(" " * _count(child))
        elif child.tag == f"{_TEXT}tab":
            pieces.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            pieces.append("\n")
        elif child.tag not in _ASIDE and child.get(f"{_LOEXT}showing-place-holder") != "true":
            pieces.append(_inline(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _count(space: etree._Element) -> int:
    count = space.get(f"{_TEXT}c", "1")
    return min(int(count), 100) if count.isdecimal() else 1


def _blocks(body: etree._Element) -> Iterator[Block]:
    stack = [body]
    while stack:
        node = stack.pop()
        if node.tag in _ASIDE:
            continue
        if node.tag in _PARAGRAPHS:
            if text := tidy(_inline(node)):
                yield text
        elif node.tag == f"{_TABLE}table-row":
            cells = tuple(_cell(c) for c in node.iterfind(f"{_TABLE}table-cell"))
            if any(cells):
                yield cells
        else:
            stack.extend(reversed(list(node)))


def _cell(cell: etree._Element) -> str:
    return tidy("\n".join(_inline(p) for p in cell.iter(*_PARAGRAPHS)))
