"""One attachment to its Contents. Pure, and meant for the fence: it may run out of memory or time.

What holds other files is opened too, and they with it, so deep and so many and no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ace_mailbot.config import Form
from ace_mailbot.model import Attachment, Contents, Unreadable
from ace_mailbot.reading import scoring, unread
from ace_mailbot.reading.enclosed import Holding
from ace_mailbot.reading.forms import answers
from ace_mailbot.reading.forms.found import Found
from ace_mailbot.reading.opening import opened
from ace_mailbot.reading.worth import worth_opening

MOST_FILES = 60  # in one attachment, whatever they are packed in
DEEPEST = 5
LARGEST = 100 * 1024 * 1024  # bytes of all files in one attachment together


def open_attachment(
    filename: str, content_type: str, data: bytes, form: Form, programme_key: str
) -> Contents:
    """What stands in the file: its text, its answers and, if it can't be read, a kind sentence."""
    first, *rest = _walk(Attachment(filename, content_type, data), form, programme_key)
    assert first.contents is not None
    return replace(first.contents, inside=tuple(rest))


def _walk(outer: Attachment, form: Form, programme_key: str) -> Iterator[Attachment]:
    """*outer* and the files in it, opened; a list rather than recursion, for bombs nest too."""
    waiting = [(outer, 0)]
    count, size = 0, 0
    while waiting:
        file, depth = waiting.pop(0)
        count, size = count + 1, size + len(file.data)
        if count > MOST_FILES or depth > DEEPEST or size > LARGEST:
            excess = unread.sentence(
                outer.filename, "it holds too much, or files too deep within files"
            )
            yield replace(file, data=b"", contents=Contents(problem=excess))
            return
        contents, inner = _opened(file, form, programme_key)
        yield replace(file, data=b"", contents=contents)
        waiting += [(x, depth + 1) for x in inner if worth_opening(x)]


def _opened(file: Attachment, form: Form, programme_key: str) -> tuple[Contents, list[Attachment]]:
    """What *file* says, and the files in it."""
    try:
        found = opened(file.filename, file.content_type, file.data)
    except Unreadable as reason:
        return Contents(problem=unread.sentence(file.name, str(reason), reason.advice)), []
    inner: list[Attachment] = []
    if isinstance(found, Holding):
        inner = [
            Attachment(x.filename[:200], x.content_type, x.data, within=file.name)
            for x in found.files
        ]
        found = Found(tuple(line.strip() for line in found.text.split("\n")))
    if not inner and not found.text and not any(value for _, value in found.controls):
        return Contents(problem=unread.sentence(file.name, "there is no text in it")), []
    return _meaning(found, form, programme_key), inner


def _meaning(found: Found, form: Form, programme_key: str) -> Contents:
    is_scoring = scoring.is_form(found)
    return Contents(
        text=found.text,
        answers={} if is_scoring else answers.of_document(found, form),
        scoring=scoring.of_document(found) if is_scoring else {},
        reference=answers.reference(found, programme_key),
    )
