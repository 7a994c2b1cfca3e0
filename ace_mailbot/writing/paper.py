"""An application as the panel may read it: no way to reach its people, and no access needs.

Where the review is blind, people and organisations are left out too, as far as the form has places
of its own for them; where a name turns up again in free text, in any of its forms, it is struck
out there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ace_mailbot.config import Config, FormPart, FormQuestion
from ace_mailbot.model import Application, SeniorAnswer
from ace_mailbot.writing.answers import ReadBack, read_back
from ace_mailbot.writing.blind import GONE, Strike, strike

LEFT_OUT = GONE
_REACHES = {"email", "phone"}
_NAMES = {"name", "organisation", "agency", "person", "number"}
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w£])(?:\+44[\s()0-]*|\(?0)(?:[\s().-]{0,2}\d){9,10}\b")


@dataclass(frozen=True, slots=True)
class Paper:
    """*senior* is what the senior leader wrote when they confirmed ("" for nothing)."""

    reference: str
    title: str
    footprint: str | None
    answers: tuple[ReadBack, ...]
    senior: str


def paper(application: Application, config: Config) -> Paper:
    blind = bool(config.panel and config.panel.blind)
    answers = application.form.answers if application.form else {}
    shown = [q for q in config.form.questions if not q.hidden_from_panel]
    read = {t: a for q in shown for t, a in _of(q, answers, blind).items()}
    without = _strike(application, read, config) if blind else _as_it_is
    kept = {t: _clean(a, without) for t, a in read.items()}
    confirmed = application.senior_answer is SeniorAnswer.CONFIRMED
    hidden = {q.key for q in config.form.questions} - {q.key for q in shown}
    return Paper(
        application.reference,
        _clean(application.title, without),
        application.footprint,
        tuple(
            _without_columns(r, config.form.question(r.key), blind)
            for r in read_back(config.form, kept)
            if r.key not in hidden and (r.answered or not r.parts)
        ),
        _clean(application.senior_words, without) if confirmed else "",
    )


def shown_title(application: Application, config: Config) -> str:
    """Its title as the panel may read it."""
    is_blind = bool(config.panel and config.panel.blind)
    return paper(application, config).title if is_blind else application.title


def _of(question: FormQuestion, answers: Mapping[str, str], blind: bool) -> dict[str, str]:
    """The answers to *question* that the panel may read, by tag."""
    if not question.parts:
        return {question.key: answers[question.key]} if question.key in answers else {}
    open_ = {p.key for p in question.parts if not _is_hidden(p, blind)}
    tags = (t for t in question.tags if t.rpartition("_")[2] in open_)
    return {t: answers[t] for t in tags if t in answers}


def _is_hidden(part: FormPart, blind: bool) -> bool:
    return part.kind in _REACHES or (blind and part.key in _NAMES)


def _without_columns(shown: ReadBack, question: FormQuestion | None, blind: bool) -> ReadBack:
    """*shown* without the parts that are hidden, rather than with empty ones."""
    if question is None or not question.parts:
        return shown
    open_ = [n for n, p in enumerate(question.parts) if not _is_hidden(p, blind)]
    parts = tuple(shown.parts[n] for n in open_) if shown.parts else ()
    header = tuple(shown.header[n] for n in open_) if shown.header else ()
    rows = tuple(tuple(row[n] for n in open_) for row in shown.rows)
    return ReadBack(shown.key, shown.question, shown.section, shown.text, parts, header, rows)


def _strike(application: Application, read: Mapping[str, str], config: Config) -> Strike:
    """What takes every person and organisation out that the form has a place for; *read* are the
    answers that the panel reads."""
    answers = application.form.answers if application.form else {}
    people, agencies = list(application.people), dict[str, None]()
    named = dict.fromkeys(p.name for p in people)
    if application.senior:
        people.append(application.senior)
        named[application.senior.name] = None
    agencies |= dict.fromkeys(p.organisation for p in people)
    for question in config.form.questions:
        # Whatever has a number or a kind is an organisation, not a person.
        is_agency = bool({"number", "type"} & {p.key for p in question.parts})
        for tag in question.tags if question.parts else ():
            part = tag.rpartition("_")[2]
            if part in _NAMES and (said := answers.get(tag, "").strip()):
                person = part == "person" or (part == "name" and not is_agency)
                (named if person else agencies)[said] = None
    programme = config.programme
    return strike(
        named,
        agencies,
        (application.title, application.senior_words, *read.values()),
        [area for f in programme.footprints for area in (f.name, *f.areas)],
        keep=(programme.key, *(f.key for f in programme.footprints)),
    )


def _as_it_is(text: str) -> str:
    return text


def _clean(text: str, without: Strike) -> str:
    return _PHONE.sub(LEFT_OUT, without(_EMAIL.sub(LEFT_OUT, text)))
