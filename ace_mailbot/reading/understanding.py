"""The last step of reading: with its attachments opened, what does a message mean?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ace_mailbot import tokens
from ace_mailbot.config import Config
from ace_mailbot.model import Attachment, Intent, Message, Nature
from ace_mailbot.reading import (
    bank,
    calendars,
    eoi,
    foreign,
    intents,
    numbers,
    people,
    places,
    reply,
    scoring,
    sealed,
    unread,
)
from ace_mailbot.reading.forms import answers as forms
from ace_mailbot.reading.message import reference

_IN_BODY = "the message itself"
# An automatic sender may still carry a form or an EOI: a scanner, a shared inbox.
_EMPTY_HANDED = (Nature.BOUNCE, Nature.OWN, Nature.UNREADABLE)


def understand(message: Message, config: Config) -> Message:
    """*message* with intents, form answers, reference and EOI filled in. Never raises.

    Only attachments that have `contents` are looked at.
    """
    words = reply.own_words(message.text)
    letter = people.split(words, message.sender) if message.sender else None
    message = replace(
        message,
        intents=intents.find(
            letter.body if letter else words,
            message.subject,
            "\n".join((words, *_texts(message), *_passed_on(message, config))),
            "\n".join((message.text, *(a.filename for a in message.attachments))),
            config.programme.safeguarding_words,
            answers_us=bool(message.tokens),
        ),
        calendar=calendars.answer(message.attachments),
    )
    if _held_bank_details(message):
        said = {**message.intents, Intent.BANK_DETAILS: "It holds bank details."}
        message = replace(message, intents=said)
    if message.nature not in _EMPTY_HANDED:
        message = _with_meaning(message, words, letter, config)
    return _without_nhs_numbers(message) if Intent.NHS_NUMBER in message.intents else message


def _with_meaning(
    message: Message, words: str, letter: people.Letter | None, config: Config
) -> Message:
    message = _this_seasons(message, config)
    if letter:
        message = _with_details(message, letter, config)
    message = _with_scoring(_with_form(message, words, config), words, config)
    if message.answers or scoring.stands_alone(message.scoring):
        return message
    found = eoi.find(message, words, config)
    return replace(message, eoi=found) if found else _unsealed(message)


def _this_seasons(message: Message, config: Config) -> Message:
    """*message* with forms of another season told apart, and all that could not be read said."""
    if not message.attachments:
        return message
    attachments = tuple(_not_foreign(a, config) for a in message.attachments)
    problems = (a.contents.problem for a in attachments if a.contents and a.contents.problem)
    told = tuple(dict.fromkeys((*message.unread, *problems)))
    return replace(message, attachments=attachments, unread=told)


def _not_foreign(attachment: Attachment, config: Config) -> Attachment:
    contents = attachment.contents
    if contents is None or not contents.answers:
        return attachment
    why = foreign.why(contents.text, config.programme)
    if not why:
        return attachment
    problem = unread.sentence(attachment.name, why, foreign.ADVICE)
    told = replace(contents, answers={}, reference="", problem=problem)
    return replace(attachment, contents=told)


def _unsealed(message: Message) -> Message:
    """*message*, or what can be said of one that only a person with a key could open."""
    locked = any(sealed.ADVICE in sentence for sentence in message.unread)
    if not locked and not sealed.words(message.text):
        return message
    defects = (sealed.DEFECT,)
    signs = (*defects, *message.signs)
    return replace(
        message, nature=Nature.UNREADABLE, defects=defects, signs=signs, intents={}, unread=()
    )


def _held_bank_details(message: Message) -> bool:
    """Whether any were taken out: of what the sender newly wrote, or of a file that came."""
    opened = [a.contents for a in message.attachments if a.contents]
    filled = (text for contents in opened for text in contents.answers.values())
    return any(bank.GONE in text for text in (message.reply_text, *_texts(message), *filled))


def _passed_on(message: Message, config: Config) -> Iterator[str]:
    """What is quoted or forwarded in it, down to a letter of ours."""
    for layer in reply.older(message.text):
        if layer.author.email == config.mailbox.address.lower():
            return
        yield layer.text


def _without_nhs_numbers(message: Message) -> Message:
    """*message* with the number gone from all that a letter, a list or a log could repeat.

    The full text and the files' bytes keep it, for the person who has to handle it.
    """
    hide = numbers.without_nhs_numbers
    found = message.eoi
    if found:
        found = replace(
            found, summary=hide(found.summary), title=hide(found.title), source=hide(found.source)
        )
    return replace(
        message,
        subject=hide(message.subject),
        reply_text=hide(message.reply_text),
        eoi=found,
        answers={tag: hide(answer) for tag, answer in message.answers.items()},
        form_source=hide(message.form_source),
        unread=tuple(map(hide, message.unread)),
        attachments=tuple(map(_hidden, message.attachments)),
    )


def _hidden(attachment: Attachment) -> Attachment:
    hide = numbers.without_nhs_numbers
    contents = attachment.contents
    if contents:
        contents = replace(contents, problem=hide(contents.problem))
    name, within = hide(attachment.filename), hide(attachment.within)
    return replace(attachment, filename=name, within=within, contents=contents)


def _with_details(message: Message, letter: people.Letter, config: Config) -> Message:
    """What the new text says of its writer and of where the work is, EOI or not."""
    assert message.sender
    writer = people.of_letter(letter, message.sender)
    footprints = config.programme.footprints
    place = places.find(letter.body, "", (writer.name, message.sender.name), footprints)
    return replace(message, writer=writer, footprint=place.footprint, footprint_basis=place.basis)


def _texts(message: Message) -> list[str]:
    return [a.contents.text for a in message.attachments if a.contents is not None]


def _with_scoring(message: Message, words: str, config: Config) -> Message:
    """What a panel member says of an application: in the form that came, else in the new text.

    Their own words go before an application that they only quote.
    """
    sent = [a for a in message.attachments if a.contents is not None and a.contents.scoring]
    if sent and (contents := sent[-1].contents):
        printed = _reference(message, contents.reference, config.programme.key)
        answers = {} if message.form_source == _IN_BODY else message.answers
        return replace(
            message,
            scoring=contents.scoring,
            answers=answers,
            form_source=sent[-1].name,
            reference=printed,
        )
    found = scoring.of_text(words, config.programme.criteria)
    if found and message.form_source in ("", _IN_BODY):
        answers = {} if _are_scores(found, words, config) else message.answers
        return replace(message, scoring=found, answers=answers, form_source=_IN_BODY)
    return message


def _with_form(message: Message, words: str, config: Config) -> Message:
    form = _best(message.attachments)
    if form is not None and form.contents is not None:
        found: Mapping[str, str] = form.contents.answers
        source, printed = form.name, form.contents.reference
    else:
        found, source, printed = _pasted(message, words, config), _IN_BODY, ""
    if not found:
        return message
    return replace(
        message,
        answers=found,
        form_source=source,
        reference=_reference(message, printed, config.programme.key),
    )


def _are_scores(found: Mapping[str, str], words: str, config: Config) -> bool:
    """Whether what looks like answers to C1 and C2 is a panel member's scores of them."""
    criteria = {c.key for c in config.programme.criteria}
    typed = {forms.key_of(tag) for tag in forms.of_text(words, config.form)}
    return scoring.stands_alone(found) and typed <= criteria


def _best(attachments: tuple[Attachment, ...]) -> Attachment | None:
    """The form with the most answers; of equals, the later one."""
    forms_found = [a for a in attachments if a.contents is not None and a.contents.answers]
    return max(
        reversed(forms_found),
        key=lambda a: len(a.contents.answers) if a.contents else 0,
        default=None,
    )


def _pasted(message: Message, words: str, config: Config) -> Mapping[str, str]:
    """Answers in the new text; else in the whole, where they may stand in quoted lines."""
    if found := forms.of_text(words, config.form):
        return found
    unquoted = re.sub(r"^(?:\s*>)+ ?", "", message.text, flags=re.MULTILINE)
    return forms.of_text(unquoted, config.form)


def _reference(message: Message, printed: str, key: str) -> str | None:
    """Our Message-ID and the subject before the form's own, that before the text."""
    told = replace(message, text="", reply_text="")
    answered = bool(tokens.in_message_ids(message.in_reply_to))
    strong = reference(told, key) if answered or key.lower() in message.subject.lower() else None
    return strong or printed or message.reference
