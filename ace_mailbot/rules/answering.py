"""The organiser answers a question that was passed on, by replying to it.

The answer goes to everyone with a pack, numbered; or to the asker alone. One that looks wrong to
send (empty, an order, only thanks, or naming an applicant) is shown back first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ace_mailbot.model import (
    Application,
    Decision,
    Letter,
    Question,
    QuestionStage,
)
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.letters import about, to_staff
from ace_mailbot.rules.orders import Order, parse

_LABEL = re.compile(r"^\s*(question|private|public|answer)\s*:\s*(.*)$", re.IGNORECASE)
_ONLY_ACKNOWLEDGES = re.compile(
    r"(?:(?:many |ok |okay )?thank(?:s| you)(?: (?:for this|very much|all))?|noted|ok|okay|"
    r"received|will do|got it|leave (?:it|this) with me|i(?:'|’)?ll (?:look|come back|get back).*)",
    re.IGNORECASE,
)
_GREETING = re.compile(r"^(?:hi|hello|dear)\b[^.?!]{0,40}[,.]?$", re.IGNORECASE)
_SIGN_OFF = re.compile(r"^(?:kind regards|best wishes|regards|thanks|many thanks|best)[,.]?$", re.I)


@dataclass(frozen=True, slots=True)
class Draft:
    """What the organiser wrote. *private* is None where they did not say."""

    text: str
    wording: str = ""
    private: bool | None = None


def answered(question: Question, text: str, version: str, context: Context) -> Decision:
    """Take the organiser's *text* as the answer to *question*."""
    draft = read(text, context)
    if question.stage is QuestionStage.DRAFTED and _says_send(text, context):
        return _send(question, version, context)
    private = question.private if draft.private is None else draft.private
    drafted = replace(
        question,
        answer=draft.text,
        wording=draft.wording or question.wording,
        private=private,
    )
    reasons = _doubts(drafted, question, context)
    if reasons:
        return _show_back(drafted, reasons, version, context)
    return _send(drafted, version, context)


def read(text: str, context: Context) -> Draft:
    """The answer without greeting and sign-off, the wording for others, and who may see it."""
    wording, private, kept = "", None, []
    for line in text.strip().splitlines():
        label = _LABEL.match(line)
        if label and label[1].lower() == "question":
            wording = label[2].strip()
            continue
        if label:
            private = {"private": True, "public": False}.get(label[1].lower(), private)
            line = label[2]
        kept.append(line.rstrip())
    return Draft("\n".join(_bare(kept, context)).strip(), wording, private)


def _bare(lines: list[str], context: Context) -> list[str]:
    """*lines* less a greeting at the top and a sign-off with the organiser's name at the end."""
    while lines and (not lines[0].strip() or _GREETING.match(lines[0].strip())):
        lines = lines[1:]
    for number, line in enumerate(lines):
        if _SIGN_OFF.match(line.strip()) and len(lines) - number <= 5:
            return lines[:number]
    name = context.config.people.organiser.name
    last = lines[-1].strip().lower() if lines else ""
    return lines[:-1] if last and last in {name.lower(), name.lower().split(" ")[0]} else lines


def _says_send(text: str, context: Context) -> bool:
    lines = parse(text, context.config, context.now)
    return [x.verb for x in lines if isinstance(x, Order)] in (["send"], ["yes"])


def _doubts(drafted: Question, before: Question, context: Context) -> list[str]:
    text = drafted.answer
    doubts = []
    if not text:
        doubts.append("There is no text in it.")
    elif _ONLY_ACKNOWLEDGES.fullmatch(" ".join(text.split()).rstrip(".!")):
        doubts.append("It seems to acknowledge the question, not to answer it.")
    if any(isinstance(line, Order) for line in parse(text, context.config, context.now)):
        doubts.append("It holds a line that is an order.")
    if before.stage is QuestionStage.ANSWERED:
        doubts.append("This question has been answered; this would go as a correction.")
    if not drafted.private and (names := _applicants_named(drafted, context)):
        doubts.append(f"It names an applicant: {', '.join(names)}.")
    return doubts


def _applicants_named(question: Question, context: Context) -> list[str]:
    """Names of people, organisations and projects that the answer or its wording gives away."""
    said = f"{question.answer}\n{question.wording}".lower()
    names = {question.asker.name, question.asker.email}
    for application in context.state.applications.values():
        names |= {application.reference, application.title}
        for person in application.people:
            names |= {person.name, person.email, person.organisation}
    return sorted(
        n for n in names if len(n) > 3 and re.search(rf"\b{re.escape(n.lower())}\b", said)
    )


def _show_back(drafted: Question, reasons: list[str], version: str, context: Context) -> Decision:
    kept = replace(drafted, stage=QuestionStage.DRAFTED)
    letter = to_staff(
        context,
        "answer-check",
        f"{drafted.id}+{version}",
        reference=drafted.reference,
        values={"question": kept, "draft": kept.answer, "reasons": reasons},
    )
    return Decision(
        "An answer is shown back before it goes: " + " ".join(reasons),
        reference=drafted.reference,
        changes=(kept,),
        letters=(letter,),
    )


def _send(question: Question, version: str, context: Context) -> Decision:
    number = question.number
    if not question.private and number is None:
        numbers = (q.number or 0 for q in context.state.questions.values())
        number = max(numbers, default=0) + 1
    sent = replace(question, stage=QuestionStage.ANSWERED, number=number, answered_at=context.now)
    if sent.private:
        letters: tuple[Letter, ...] = (_to_asker(sent, "answer-private", version),)
        reason = "The answer goes to the asker alone."
    else:
        letters = _to_everyone(sent, version, context)
        reason = f"Answer {number} goes to everyone with a pack."
    return Decision(reason, reference=question.reference, changes=(sent,), letters=letters)


def _to_everyone(question: Question, version: str, context: Context) -> tuple[Letter, ...]:
    applications = context.with_pack()
    values = {"question": question}
    letters = [_about(a, question, version) for a in applications]
    if not any(a.is_of(question.asker.email) for a in applications):
        letters.append(replace(_to_asker(question, "answer", version), values=values))
    return tuple(letters)


def _about(application: Application, question: Question, version: str) -> Letter:
    return about(application, "answer", f"{question.id}+{version}", values={"question": question})


def _to_asker(question: Question, template: str, version: str) -> Letter:
    return Letter(
        to=(question.asker,),
        obligation=template,
        version=f"{question.id}+{version}",
        template=template,
        reference=question.reference,
        values={"question": question},
        answers=question.message_id or None,
    )
