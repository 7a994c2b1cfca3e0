"""A reply from the organiser or the second approver: orders, and answers to questions.

Nothing is done on a From address alone. The message must be vouched for by our mail server and
carry the token of a letter that we sent its writer; else they confirm by answering a mail back.
"""

from __future__ import annotations

from dataclasses import replace

from ace_mailbot.model import (
    Decision,
    Disposition,
    Intent,
    Kind,
    Message,
    Nature,
    Pending,
    Question,
    SentLetter,
)
from ace_mailbot.rules.answering import answered
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.doing import Ordering, carry_out
from ace_mailbot.rules.letters import to_staff
from ace_mailbot.rules.orders import Order, parse
from ace_mailbot.rules.together import together
from ace_mailbot.rules.trust import vouched

KIND = Kind.ORDER

_ANSWERABLE = {"question-asked", "answer-check"}


def claims(message: Message, context: Context) -> str | None:
    if message.nature is not Nature.PERSON or not context.is_staff(message.sender_email):
        return None
    if context.letter_answered(message.tokens):
        return "It is a reply from the organiser or approver to a letter of ours."
    lines = parse(message.reply_text, context.config, message.received_at)
    if any(isinstance(line, Order) for line in lines):
        return "It comes from the organiser or approver and holds an order."
    if lines and not message.eoi:
        return "It comes from the organiser or approver."
    return None


def decide(message: Message, context: Context) -> Decision:
    letter = context.letter_answered(message.tokens)
    if letter and letter.party != message.sender_email:
        letter = None  # a token that was sent to somebody else proves nothing about this writer
    if letter and letter.obligation == "orders-confirm":
        return _confirmed(letter, message, context)
    if letter and vouched(message, context.config):
        return _perform(message.reply_text, letter, message, context)
    return _mail_back(letter, message, context)


def _perform(text: str, letter: SentLetter, message: Message, context: Context) -> Decision:
    question = _question_of(letter, context) if letter.obligation in _ANSWERABLE else None
    if question and message.sender_email == context.config.people.organiser.email:
        decision = answered(question, text, message.id, context)
    else:
        decision = _orders(text, letter, message, context)
    return replace(decision, kind=KIND)


def _orders(text: str, letter: SentLetter, message: Message, context: Context) -> Decision:
    lines = parse(text, context.config, message.received_at)
    if not lines:
        return Decision("It orders nothing.", KIND, Disposition.LEFT)
    ordering = Ordering(message.sender_email, message.id, letter)
    total, done, not_done = carry_out(lines, ordering, context)
    told = to_staff(
        context,
        "orders",
        message.id,
        to=message.sender,
        values={"done": done, "not_done": not_done},
        replying_to=message,
    )
    reason = f"{len(done)} orders carried out, {len(not_done)} not."
    return together(Decision(reason, KIND, letters=(told,)), total)


def _mail_back(letter: SentLetter | None, message: Message, context: Context) -> Decision:
    """Ask at the configured address whether these orders are really theirs."""
    lines = parse(message.reply_text, context.config, message.received_at)
    answers = letter is not None and letter.obligation in _ANSWERABLE
    if not lines and not answers:
        return Decision("It orders nothing.", KIND, Disposition.LEFT)
    pending = Pending(
        id=message.id,
        party=message.sender_email,
        text=message.reply_text,
        asked_at=message.received_at,
        answers=letter.token if letter else "",
    )
    shown = [x.strip() for x in message.reply_text.splitlines() if x.strip()]
    asked = to_staff(
        context,
        "orders-confirm",
        message.id,
        to=message.sender,
        values={"lines": shown if answers else [line.line for line in lines]},
        replying_to=message,
    )
    return Decision(
        "Orders came without proof of their sender; a confirmation is asked for.",
        KIND,
        changes=(pending,),
        letters=(asked,),
    )


def _confirmed(letter: SentLetter, message: Message, context: Context) -> Decision:
    pending = context.state.pending.get(letter.key.rpartition("/")[2])
    if not pending or pending.done or pending.party != message.sender_email:
        return Decision("Nothing waits for this confirmation.", KIND, Disposition.LEFT)
    lines = parse(message.reply_text, context.config, message.received_at)
    said = {line.verb for line in lines if isinstance(line, Order)} & {"yes", "no"}
    said |= {"yes"} if Intent.YES in message.intents else set()
    said |= {"no"} if Intent.NO in message.intents else set()
    if said == {"no"}:
        done = replace(pending, done=True)
        return Decision("The orders are not confirmed; nothing is done.", KIND, changes=(done,))
    if said != {"yes"}:
        return _unclear(message, context)
    original = context.state.letters.get(pending.answers, letter)
    first = replace(message, reply_text=pending.text, received_at=pending.asked_at)
    decision = _perform(pending.text, original, first, context)
    return replace(decision, changes=(replace(pending, done=True), *decision.changes))


def _unclear(message: Message, context: Context) -> Decision:
    sentence = "It is not clear whether you confirm; answer yes or no."
    told = to_staff(
        context,
        "orders",
        message.id,
        to=message.sender,
        values={"done": [], "not_done": [(message.reply_text.strip(), sentence, ("yes", "no"))]},
        replying_to=message,
    )
    return Decision("Neither yes nor no to a confirmation.", KIND, letters=(told,))


def _question_of(letter: SentLetter, context: Context) -> Question | None:
    version = letter.key.rpartition("/")[2]
    id = version.partition("+")[0] if "+" in version else "Q" + version[1:]
    return context.state.questions.get(id)
