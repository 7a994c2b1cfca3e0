"""Which question each piece of a document answers: by control, by key, by the question's words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ace_mailbot.config import Form
from ace_mailbot.reading.forms import labels
from ace_mailbot.reading.forms.found import Found, plain

_KEYED = re.compile(r"^([a-z]\d{1,2})\. ", re.IGNORECASE)
LEAST = 3  # distinct questions answered make pasted text a form


def of_document(found: Found, form: Form) -> Mapping[str, str]:
    """Answers by tag, empty ones left out; of a document that is no form, none.

    A control is believed before the text around it. The text answers what controls leave open:
    people type under the question instead, and some programs save no controls at all.
    """
    order = [tag for question in form.questions for tag in question.tags]
    controls = _by_tag(found, order) or _by_order(found, form, order) or _by_alias(found, form)
    by_label = labels.answers(found.blocks, form)
    if not controls and count(by_label) < LEAST:
        return {}
    filled = {tag: value for tag, value in controls.items() if value}
    # Rows read from the text are counted anew, so they never mix with rows from controls.
    tables = {q.key for q in form.questions if q.rows} & {key_of(tag) for tag in filled}
    typed = {tag: value for tag, value in by_label.items() if key_of(tag) not in tables}
    merged = typed | filled
    return {tag: merged[tag] for tag in order if merged.get(tag)}


def _by_tag(found: Found, order: list[str]) -> dict[str, str]:
    tagged = found.tagged()
    return {tag: tagged[tag.lower()] for tag in order if tag.lower() in tagged}


def _by_alias(found: Found, form: Form) -> dict[str, str]:
    """By titles such as "A1. Title" or "B4 row 2 Person", which outlive the tags in LibreOffice."""
    titles = {
        plain(f"{q.key} {f'row {row} ' if row else ''}{p.label}"): (q.key, row, p.key)
        for q in form.questions
        for row in (range(1, q.rows + 1) if q.rows else (0,))
        for p in q.parts
    }
    read: dict[str, str] = {}
    for title, value in found.tagged().items():
        key, row, part = titles.get(plain(title), ("", 0, ""))
        match = _KEYED.match(title)
        if key:
            read[f"{key}_{row}_{part}" if row else f"{key}_{part}"] = value
        elif match and (question := form.question(match[1].upper())) and not question.parts:
            read[question.key] = value
    return read


def _by_order(found: Found, form: Form, order: list[str]) -> dict[str, str]:
    """LibreOffice before 7.5 keeps the controls but drops their tags: then their order tells.

    Only when there are exactly as many as the form has, with or without the reference's, and
    where those that kept their titles agree.
    """
    values = [value for _, value in found.controls]
    if len(values) - len(order) not in (0, 1):
        return {}
    read = dict(zip(order, values[len(values) - len(order) :], strict=True))
    agreed = all(read[tag] == value for tag, value in _by_alias(found, form).items())
    return read if agreed else {}


def of_text(text: str, form: Form) -> Mapping[str, str]:
    """Answers in text pasted into a mail; none unless several questions are answered."""
    lines = [line.strip() for line in text.split("\n")]
    if len(lines) < LEAST or labels.announcing(lines, form) < LEAST:
        return {}
    found = labels.answers(tuple(lines), form)
    return found if count(found) >= LEAST else {}


def key_of(tag: str) -> str:
    """The question's key in a control's tag: B1 of B1_name."""
    return tag.split("_", 1)[0]


def count(answers: Mapping[str, str]) -> int:
    return len({key_of(tag) for tag in answers})


def reference(found: Found, programme_key: str) -> str:
    """The reference printed in the form: in its control, else after "Reference"."""
    pattern = re.compile(rf"(?<![A-Za-z0-9]){re.escape(programme_key)}-(\d{{3,5}})(?!\d)", re.I)
    if match := pattern.search(found.tagged().get("reference", "")):
        return f"{programme_key}-{match[1]}"
    match = re.search(rf"\breference\b\W{{0,10}}{pattern.pattern}", found.text, re.IGNORECASE)
    return f"{programme_key}-{match[1]}" if match else ""
