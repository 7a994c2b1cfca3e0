"""A form's answers set out for reading: question by question, in the form's own order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ace_mailbot.config import Form, FormQuestion


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A question and what stood under it; "" and empty tuples where nothing did.

    A single answer stands in *text*, the parts of a question in *parts* as (label, answer), a
    table in *header* and *rows*.
    """

    key: str
    question: str
    section: str
    text: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def answered(self) -> bool:
        return bool(self.text or self.rows or any(answer for _, answer in self.parts))


def read_back(form: Form, answers: Mapping[str, str]) -> tuple[ReadBack, ...]:
    """Every question of *form* that is answered in the form itself, with its answer."""
    return tuple(_one(q, answers) for q in form.questions if q.tags)


def _one(question: FormQuestion, answers: Mapping[str, str]) -> ReadBack:
    if question.rows:
        header = tuple(p.label for p in question.parts)
        rows = tuple(_rows(question, answers))
        return ReadBack(question.key, question.text, question.section, header=header, rows=rows)
    if question.parts:
        parts = tuple((p.label, answers.get(f"{question.key}_{p.key}", "")) for p in question.parts)
        return ReadBack(question.key, question.text, question.section, parts=parts)
    text = answers.get(question.key, "")
    return ReadBack(question.key, question.text, question.section, text=text)


def _rows(question: FormQuestion, answers: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """The rows of a table that hold anything; an empty cell among them reads as a dash."""
    for number in range(1, question.rows + 1):
        row = [answers.get(f"{question.key}_{number}_{p.key}", "") for p in question.parts]
        if any(row):
            yield tuple(cell or "-" for cell in row)
