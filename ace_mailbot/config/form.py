"""templates/form.toml -> Form: the questions that an organiser edits as data."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from ace_mailbot.config.shapes import Form, FormPart, FormQuestion, PartKind, QuestionKind
from ace_mailbot.config.tables import Problems, Table
from ace_mailbot.config.toml_file import read_toml
from ace_mailbot.model import ConfigError

_QUESTION_KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)
_PART_KINDS: tuple[PartKind, ...] = get_args(PartKind)
_KEY = r"[A-Za-z][A-Za-z0-9]*"


def read_form(path: Path, lines: list[str]) -> Form:
    """The form at *path*; what is wrong with it is added to *lines*."""
    problems = Problems(str(path), lines)
    try:
        root = Table(problems, "", read_toml(path))
    except ConfigError as error:
        lines.extend(error.problems)
        return Form(())
    questions: list[FormQuestion] = []
    keys: set[str] = set()
    for section in root.tables("sections", required=True):
        section.matching("key", _KEY, 'a short key, such as "A"')
        title = section.text("title", "the section's title")
        for table in section.tables("questions", required=True):
            question = _question(table, title)
            if question.key in keys:
                table.wrong("key", "a key that no other question has")
            keys.add(question.key)
            questions.append(question)
    root.finish()
    return Form(tuple(questions))


def _question(table: Table, section: str) -> FormQuestion:
    kind = table.choice("kind", _QUESTION_KINDS, "text")
    rows = table.whole("rows", "a whole number of rows, such as 8", 0, least=1)
    words = table.whole("words", "a whole number of words, such as 300", 0, least=1)
    question = FormQuestion(
        key=table.matching("key", _KEY, 'a short key without _, such as "A1"'),
        text=table.text("text", "the question as it stands in the form"),
        section=section,
        kind=kind,
        required=table.flag("required", True),
        words=words or None,
        options=_options(table, kind),
        parts=_parts(table),
        rows=rows,
        hint=table.text("hint", "a hint", ""),
        hidden_from_panel=table.flag("hidden_from_panel", False),
    )
    _check_shape(table, question)
    return question


def _parts(table: Table) -> tuple[FormPart, ...]:
    parts: list[FormPart] = []
    for each in table.tables("parts"):
        kind = each.choice("kind", _PART_KINDS, "text")
        part = FormPart(
            key=each.matching("key", _KEY, 'a short key without _, such as "name"'),
            label=each.text("label", "the part's label in the form"),
            required=each.flag("required", True),
            kind=kind,
            options=_options(each, kind),
        )
        if part.key in [p.key for p in parts]:
            each.wrong("key", "a key that no other part of the question has")
        parts.append(part)
    return tuple(parts)


def _options(table: Table, kind: str) -> tuple[str, ...]:
    expected = 'a list of options in quotes, such as ["Yes", "No"]'
    return table.texts("options", expected, required=kind == "choice")


def _check_shape(table: Table, question: FormQuestion) -> None:
    """Parts, rows and options belong to some kinds and not to others."""
    if question.kind in ("parts", "table") and not question.parts:
        table.missing(
            "parts", f'at least one [[sections.questions.parts]], since kind is "{question.kind}"'
        )
    if question.kind not in ("parts", "table") and question.parts:
        table.wrong("kind", '"parts" or "table", since the question has parts')
    if question.kind == "table" and not question.rows:
        table.missing("rows", 'a whole number of rows, such as 8, since kind is "table"')
    if question.kind != "table" and question.rows:
        table.wrong("rows", 'no rows, unless kind is "table"')
    if question.options and question.kind != "choice":
        table.wrong("options", 'no options, unless kind is "choice"')
