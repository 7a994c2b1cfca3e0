"""What is missing, too long, over the cap or not adding up in a form; and what its answers mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from ace_mailbot.config import Config, FormPart, FormQuestion, Programme
from ace_mailbot.model import Finding, Person

# The questions whose answers the programme itself acts on, by key in form.toml.
TITLE, FOOTPRINT, SUMMARY, LEAD, SECOND, SENIOR, AMOUNT, BUDGET = (
    "A1",
    "A2",
    "A4",
    "B1",
    "B2",
    "B3",
    "D2",
    "D3",
)

_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_MONEY = re.compile(r"(\d[\d, ]*(?:\.\d+)?)\s*(k)?", re.IGNORECASE)

Answers = Mapping[str, str]


def check(answers: Answers, config: Config) -> tuple[Finding, ...]:
    """All that its lead should mend, in the form's order, what blocks it first."""
    found = [f for q in config.form.questions for f in _question(q, answers, config.programme)]
    found += _money(answers, config)
    return tuple(sorted(found, key=lambda f: not f.blocking))


def person(answers: Answers, key: str) -> Person:
    """The person whom a question with parts names, such as B3, the senior leader."""

    def part(name: str) -> str:
        return " ".join(answers.get(f"{key}_{name}", "").split())

    email = _EMAIL.search(part("email"))
    return Person(
        name=part("name"),
        email=email[0].lower().strip(".,;") if email else "",
        role=part("role"),
        organisation=part("organisation"),
        phone=part("phone"),
    )


def footprint(answer: str, programme: Programme) -> str | None:
    """The key of the footprint that an answer to A2 names; None when it names no one of them."""
    words = _plain(answer)
    named = [
        f.key
        for f in programme.footprints
        if _plain(f.name) in words or re.search(rf"\b{re.escape(f.key.lower())}\b", words)
    ]
    return named[0] if len(named) == 1 else None


def pounds(text: str) -> Decimal | None:
    """An amount as people write it: £18,500 or 18500.00 or 18.5k. None when it is none."""
    numbers = _MONEY.findall(text.replace("\u00a0", " "))
    if len(numbers) != 1:
        return None
    digits, thousands = numbers[0]
    try:
        amount = Decimal(digits.replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None
    return amount * 1000 if thousands else amount


def words(text: str) -> int:
    return len(text.split())


def _question(q: FormQuestion, answers: Answers, programme: Programme) -> Iterator[Finding]:
    given = [tag for tag in q.tags if answers.get(tag, "").strip()]
    if q.tags and not given:
        if q.required:
            yield Finding(q.key, f"{q.key} ({_short(q)}) has no answer.")
        return
    if q.rows:
        yield from _rows(q, answers)
    elif q.parts:
        yield from _parts(q, answers, q.key, q.parts)
    yield from _too_long(q, answers)
    yield from _choice(q, answers, programme)


def _rows(q: FormQuestion, answers: Answers) -> Iterator[Finding]:
    for row in range(1, q.rows + 1):
        prefix = f"{q.key}_{row}"
        if any(answers.get(f"{prefix}_{p.key}", "").strip() for p in q.parts):
            yield from _parts(q, answers, prefix, q.parts, f", row {row}")


def _parts(
    q: FormQuestion, answers: Answers, prefix: str, parts: tuple[FormPart, ...], where: str = ""
) -> Iterator[Finding]:
    for part in parts:
        text = answers.get(f"{prefix}_{part.key}", "").strip()
        label = f"{part.label[:1].lower()}{part.label[1:]}"
        if not text:
            if part.required:
                yield Finding(q.key, f"{q.key} ({_short(q)}{where}): {label} is missing.")
        elif part.kind == "email" and not _EMAIL.search(text):
            yield Finding(q.key, f"{q.key} ({_short(q)}{where}): “{text}” is not an email address.")
        elif part.kind == "money" and pounds(text) is None:
            yield Finding(q.key, f"{q.key} ({_short(q)}{where}): “{text}” is not an amount.")


def _too_long(q: FormQuestion, answers: Answers) -> Iterator[Finding]:
    count = words(answers.get(q.key, ""))
    if q.words and count > q.words:
        sentence = f"{q.key} ({_short(q)}) has {count} words; the limit is {q.words}."
        yield Finding(q.key, sentence, blocking=False)


def _choice(q: FormQuestion, answers: Answers, programme: Programme) -> Iterator[Finding]:
    text = answers.get(q.key, "").strip()
    if q.kind == "footprint" and footprint(text, programme) is None:
        names = ", ".join(f.name for f in programme.footprints)
        yield Finding(q.key, f"{q.key} ({_short(q)}): please choose one of {names}.")
    elif q.kind == "choice" and _plain(text) not in {_plain(o) for o in q.options}:
        options = " or ".join(f"“{o}”" for o in q.options)
        sentence = f"{q.key} ({_short(q)}): we read “{text}”; please choose {options}."
        yield Finding(q.key, sentence, blocking=False)


def _money(answers: Answers, config: Config) -> Iterator[Finding]:
    text = answers.get(AMOUNT, "").strip()
    if not text or not config.form.question(AMOUNT):
        return
    asked = pounds(text)
    cap = config.programme.award_cap_pounds
    if asked is None:
        yield Finding(AMOUNT, f"{AMOUNT}: “{text}” is not an amount in pounds.")
        return
    if asked > cap:
        yield Finding(
            AMOUNT, f"{AMOUNT} asks for £{asked:,.0f}; the most we can award is £{cap:,}."
        )
    items = [pounds(v) for tag, v in answers.items() if re.fullmatch(rf"{BUDGET}_\d+_amount", tag)]
    total = sum((i for i in items if i is not None), Decimal(0))
    if items and total != asked:
        sentence = (
            f"The budget in {BUDGET} adds up to £{total:,.0f}, but {AMOUNT} asks for £{asked:,.0f}."
        )
        yield Finding(BUDGET, sentence, blocking=False)


def _short(q: FormQuestion) -> str:
    """The question's text, cut to what a sentence can hold."""
    text = q.text.rstrip("?.")
    return text if len(text) <= 60 else text[:57].rsplit(" ", 1)[0] + " …"


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("&", "and").split()).rstrip(".")
