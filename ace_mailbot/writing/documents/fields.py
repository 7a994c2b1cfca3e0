"""The form's fields as both its versions show them: labels, prompts, and what we know already."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ace_mailbot.config import Config, FormPart, FormQuestion
from ace_mailbot.model import Application
from ace_mailbot.writing.documents.controls import Control

REFERENCE = Control("reference", "Reference", "not given yet", locked=True)
_TITLE, _LEAD = "A1", "B1"
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONG_ANSWER_WORDS = 30


def heading(question: FormQuestion) -> str:
    return f"{question.key}. {question.text}"


def note(question: FormQuestion) -> str:
    """What stands under a question: word limit, whether it may be left, and the hint."""
    sentences = [
        "You may leave this empty." if not question.required else "",
        f"Up to {question.words} words." if question.words else "",
        question.hint,
    ]
    return " ".join(filter(None, sentences))


def label(question: FormQuestion, part: FormPart) -> str:
    """A part's label; it starts with the question's key so that it is clear on its own."""
    may_leave = "" if part.required else " (optional)"
    return f"{question.key} {part.label}{may_leave}"


def control(question: FormQuestion, config: Config) -> Control:
    """The control of a question without parts."""
    alias = heading(question)[:64]  # Word shows no more, and strict readers refuse a longer one
    if question.kind == "footprint":
        names = tuple(f.name for f in config.programme.footprints)
        return Control(question.key, alias, "Choose a footprint", names)
    if question.options:
        return Control(question.key, alias, "Choose an answer", question.options)
    prompt = "Write the amount here" if question.kind == "money" else "Write your answer here"
    many_lines = question.kind == "text" and (question.words or 99) > _LONG_ANSWER_WORDS
    return Control(question.key, alias, prompt, many_lines=many_lines)


def part_control(question: FormQuestion, part: FormPart, row: int = 0) -> Control:
    """The control of a part; *row* from 1 in a table, 0 elsewhere."""
    tag = f"{question.key}_{row}_{part.key}" if row else f"{question.key}_{part.key}"
    alias = f"{question.key}{f' row {row}' if row else ''} {part.label}"[:64]
    if part.kind == "date":
        return Control(tag, alias, "Choose or write a date", date=True)
    if part.options:
        return Control(tag, alias, "Choose", part.options)
    return Control(tag, alias, f"Write {'here' if row else 'your answer here'}")


def known(application: Application, config: Config) -> Mapping[str, str]:
    """What we can fill in for the applicant, by tag."""
    footprint = config.programme.footprint(application.footprint)
    filled = {REFERENCE.tag: application.reference, _TITLE: application.title}
    for question in config.form.questions:
        if question.kind == "footprint" and footprint:
            filled[question.key] = footprint.name
        if question.key == _LEAD:
            for part in question.parts:
                filled[f"{_LEAD}_{part.key}"] = getattr(application.lead, part.key, "")
    spelt = {tag: " ".join(_NOT_IN_XML.sub(" ", text).split()) for tag, text in filled.items()}
    return {tag: text for tag, text in spelt.items() if text}
