"""Which question each piece of a document answers: by control, by key, by the question's words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ace_mailbot.config import Form
from ace_mailbot.reading.forms import labels
from ace_mailbot.reading.forms.found import Found

LEAST = 3  # distinct questions answered make pasted text a form


def of_document(found: Found, form: Form) -> Mapping[str, str]:
    """Answers by tag, empty ones left out; of a document that is no form, none.

    A control is believed before the text around it. The text answers only those questions whose
    controls are gone, as when a program without controls saved the file.
    """
    tags = {tag.lower(): tag for question in form.questions for tag in question.tags}
    controls = {
        tags[name.lower()]: value for name, value in found.controls.items() if name.lower() in tags
    }
    by_label = labels.answers(found.blocks, form)
    present = {key_of(tag) for tag in controls}
    if not present and count(by_label) < LEAST:
        return {}
    merged = dict(controls)
    merged.update({t: v for t, v in by_label.items() if key_of(t) not in present})
    order = [tag for question in form.questions for tag in question.tags]
    return {tag: merged[tag] for tag in order if merged.get(tag)}


def of_text(text: str, form: Form) -> Mapping[str, str]:
    """Answers in text pasted into a mail; none unless several questions are answered."""
    found = labels.answers(tuple(line.strip() for line in text.split("\n")), form)
    return found if count(found) >= LEAST else {}


def key_of(tag: str) -> str:
    """The question's key in a control's tag: B1 of B1_name."""
    return tag.split("_", 1)[0]


def count(answers: Mapping[str, str]) -> int:
    return len({key_of(tag) for tag in answers})


def reference(found: Found, programme_key: str) -> str:
    """The reference printed in the form: in its control, else after "Reference"."""
    pattern = re.compile(rf"(?<![A-Za-z0-9]){re.escape(programme_key)}-(\d{{3,5}})(?!\d)", re.I)
    for name, value in found.controls.items():
        if name.lower() == "reference" and (match := pattern.search(value)):
            return f"{programme_key}-{match[1]}"
    match = re.search(rf"\breference\b\W{{0,10}}{pattern.pattern}", found.text, re.IGNORECASE)
    return f"{programme_key}-{match[1]}" if match else ""
