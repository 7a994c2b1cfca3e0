"""Try every template before the season does: unknown values, broken marks, a lost token line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from ace_mailbot.config import Config
from ace_mailbot.model import Letter, State
from ace_mailbot.writing import samples
from ace_mailbot.writing.documents import BUILDERS, Cabinet, Occasion
from ace_mailbot.writing.templates import Templates

PARTS = ("subject.txt", "body.txt", "body.html")
Values = Callable[[Letter, State, datetime], dict[str, Any]]


def problems(config: Config, templates: Templates, values: Values) -> Iterator[str]:
    """One line for each thing wrong; *values* gives what a letter's templates may use."""
    state, now = samples.state(config), config.programme.opens
    letters = tuple(samples.letters(config))
    tried = {f"{letter.template}/{part}" for letter in letters for part in PARTS}
    found: dict[str, None] = {}
    for name in templates.names():
        if name not in tried:
            found.update(dict.fromkeys(templates.problems_of(name, None)))
    for letter in letters:
        known = {**values(letter, state, now), "letter_subject": "A subject"}
        for part in PARTS:
            found.update(dict.fromkeys(_of_letter(templates, f"{letter.template}/{part}", known)))
    # Whatever any letter carries: each document takes what it knows.
    carried = {k: v for letter in letters for k, v in letter.values.items()}
    occasion = Occasion(state.applications[samples.full(config).reference], now, carried)
    found.update(dict.fromkeys(_of_documents(config, templates, occasion)))
    yield from found


def _of_letter(templates: Templates, name: str, known: dict[str, Any]) -> Iterator[str]:
    wrong = list(templates.problems_of(name, set(known)))
    yield from wrong
    if wrong:
        return
    try:
        text = templates.render(name, known)
    except Exception as error:  # whatever a template's own expressions may raise
        yield templates.sentence(name, error)
        return
    if not text.strip():
        yield f"{templates.where(name)}: it comes out empty"
    elif not name.endswith("subject.txt") and known["token_line"] not in text:
        yield f"{templates.where(name)}: token_line is missing, without which no reply finds home"


def _of_documents(config: Config, templates: Templates, occasion: Occasion) -> Iterator[str]:
    cabinet = Cabinet(config, templates)
    for name in BUILDERS:
        try:
            cabinet.build(name, occasion)
        except Exception as error:
            yield templates.sentence(f"documents/{name}", error)
