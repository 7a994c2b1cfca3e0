"""The form fields of a PDF (AcroForm): their whole names and what was filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from ace_mailbot.reading.forms.found import tidy

MOST_FIELDS = 2000
DEEPEST = 20
_BUTTON, _PRESSED_ONLY = "Btn", 1 << 16  # a push button holds no answer


def of_document(document: PDFDocument) -> Iterator[tuple[str, str]]:
    """Name and value of every field in its order; "Yes" for a ticked box, "" for an empty one."""
    form = resolve1(document.catalog.get("AcroForm"))
    roots = resolve1(form.get("Fields")) if isinstance(form, dict) else None
    stack: list[tuple[object, str, dict[str, Any], int]] = [
        (field, "", {}, 0) for field in reversed(roots if isinstance(roots, list) else [])
    ]
    seen = 0
    while stack and seen < MOST_FIELDS:
        node, path, inherited, depth = stack.pop()
        field = resolve1(node)
        seen += 1
        if not isinstance(field, dict) or depth > DEEPEST:
            continue
        known: dict[str, Any] = {**inherited, **{k: field[k] for k in _TOLD if k in field}}
        name = _text(field.get("T"))
        path = f"{path}.{name}" if path and name else path or name
        kids = resolve1(field.get("Kids"))
        named = [k for k in kids if _is_field(k)] if isinstance(kids, list) else []
        if named:
            stack += [(kid, path, known, depth + 1) for kid in reversed(named)]
        elif path:
            yield _tag(path), _value(known)


_TOLD = ("FT", "V", "Ff", "Opt")  # what a field hands down to its parts


def _is_field(kid: object) -> bool:
    found = resolve1(kid)
    return isinstance(found, dict) and "T" in found


def _tag(path: str) -> str:
    """The last part of a field's path: programs put the page or the form before it."""
    return path.rpartition(".")[2].removesuffix("[0]")


def _value(field: dict[str, Any]) -> str:
    value = resolve1(field.get("V"))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    told = _text(value)
    if _text(field.get("FT")) != _BUTTON:
        return tidy(told.replace("\r\n", "\n").replace("\r", "\n"))
    flags = resolve1(field.get("Ff"))
    if (isinstance(flags, int) and flags & _PRESSED_ONLY) or told.lower() in ("", "off"):
        return ""
    return told if len(told) > 3 else "Yes"


def _text(value: object) -> str:
    found = resolve1(value)
    if isinstance(found, PSLiteral):
        return str(found.name if isinstance(found.name, str) else found.name.decode("latin-1"))
    if isinstance(found, bytes):
        return decode_text(found)
    return found if isinstance(found, str) else ""
