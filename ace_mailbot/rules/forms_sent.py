"""The forms that one message brings: copies of one form told from forms of several applications."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ace_mailbot.model import Message
from ace_mailbot.rules import formcheck

# What we fill in before the form goes out: alone, it is a form that nobody has touched.
_PREFILLED = (formcheck.TITLE, formcheck.FOOTPRINT, formcheck.LEAD, "reference")
_ALIKE = 0.6  # share of words two files have in common when one is a copy of the other


@dataclass(frozen=True, slots=True)
class FormSent:
    """One filled form. *source* is the file's name, *reference* the one printed in it ("")."""

    source: str
    reference: str
    answers: Mapping[str, str]


def touched(answers: Mapping[str, str]) -> bool:
    """Whether anything beyond what we filled in ourselves is answered."""
    return any(tag.partition("_")[0] not in _PREFILLED for tag in answers)


def in_files(message: Message) -> tuple[FormSent, ...]:
    """Filled forms among the attachments, each once: of copies, the one with most answers."""
    files = [(a.name, a.contents) for a in message.attachments if a.contents]
    found = [FormSent(n, c.reference, c.answers) for n, c in files if touched(c.answers)]
    found.sort(key=lambda f: -len(f.answers))
    kept: list[FormSent] = []
    for form in found:
        if not any(_is_copy(form, other) for other in kept):
            kept.append(form)
    return tuple(kept)


def _is_copy(one: FormSent, other: FormSent) -> bool:
    if one.reference and other.reference and one.reference != other.reference:
        return False
    first, second = _words(one.answers), _words(other.answers)
    return len(first & second) >= _ALIKE * min(len(first), len(second))


def _words(answers: Mapping[str, str]) -> set[str]:
    told = (text for tag, text in answers.items() if tag.partition("_")[0] not in _PREFILLED)
    return set(re.findall(r"\w+", " ".join(told).lower()))
