"""An expression of interest: who leads, how to reach them, what the work is, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ace_mailbot.config import Config
from ace_mailbot.model import Address, Basis, Eoi, Intent, Message, Nature, Person
from ace_mailbot.reading import (
    details,
    intents,
    languages,
    leads,
    people,
    places,
    reply,
    sentences,
    several,
    titles,
)
from ace_mailbot.reading.cues import Cued
from ace_mailbot.reading.message import plain_subject
from ace_mailbot.reading.people import Letter

_READ = (Nature.PERSON, Nature.LIST, Nature.AUTO_REPLY)
_PASSES_ON = re.compile(
    r"\b(?:forward\w*|on behalf of|passing (?:this|it) on|pass(?:ed)? on"
    r"|please see (?:the )?(?:below|email)|see below|please find below|below is|below please"
    r"|from \w+ below|sent on)\b",
    re.IGNORECASE,
)
_WANTS = re.compile(
    r"\b(?:(?:would|['’]d) (?:love|like|be keen|want)|want(?:s|ed)? to|hop(?:e|ing) to|trying to"
    r"|plan to"
    r"|propose|aim to|keen to|(?:our|the|this) (?:project|idea|work|proposal|aim|plan)|queremos)\b",
    re.IGNORECASE,
)
_SELLS = re.compile(
    r"\b(?:free (?:demo|trial|quote|consultation)|book a (?:demo|call)|our (?:software|platform"
    r"|products?"
    r"|clients|customers|solutions?|writers|experts)|pricing|discounts?|webinar|special offer"
    r"|per cent off"
    r"|boost your|unsubscribe|click here|money back|no win,? no fee)\b",
    re.IGNORECASE,
)
_HOPES, _OFFERS = Cued(_WANTS), Cued(_SELLS)
_ENOUGH = 3
_LABELLED = 2  # what a labelled summary beside another label weighs
_LONG_ENOUGH = 18  # words that make a paragraph a description


@dataclass(frozen=True)
class _Source:
    """A text that may hold an EOI, and whose words it is taken to be."""

    text: str
    author: Address
    subject: str
    phrase: str = ""
    document: bool = False


def find(message: Message, words: str, config: Config) -> Eoi | None:
    """The expression of interest in *message*, in its files or in what it passes on.

    *words* are the sender's own, as `reply.own_words` gives them.
    """
    if message.nature not in _READ or message.sender is None:
        return None
    author = message.sender
    staff = _is_staff(author.email, config)
    answers_us = bool(message.tokens or (message.reference and message.in_reply_to))
    if not staff and not (answers_us and not _is_anew(words, message)):
        sources = _own_sources(message, words, author)
        for place, source in enumerate(sources):
            if eoi := _of(source, message, words, config, strict=answers_us):
                told = several.projects(source.text)
                files = _different_files(sources[place:], config) if told == 1 else 1
                return replace(eoi, projects=max(told, files))
    if answers_us or message.nature is Nature.AUTO_REPLY:
        return None  # what a machine only quotes is nobody's wish
    return _passed_on(message, words, staff, config) or (
        None if staff else _bare_interest(message, words, author, config)
    )


def _is_staff(email: str, config: Config) -> bool:
    known = config.people
    named = (known.organiser, known.second_approver, known.operations, known.safeguarding)
    staff = {a.email for a in named if a} | {m.address.email for m in known.panel}
    return email in staff or email == config.mailbox.address.lower()


def _is_anew(words: str, message: Message) -> bool:
    """Whether a reply to our letter brings an EOI of its own."""
    says = Intent.SEPARATE in message.intents or bool(
        re.search(r"\b(?:expression of interest|eoi)\b", words, re.IGNORECASE)
    )
    return says and any(_describes(p) and len(p.split()) > 30 for p in sentences.paragraphs(words))


def _own_sources(message: Message, words: str, author: Address) -> list[_Source]:
    subject = plain_subject(message.subject)
    found = [_Source(words, author, subject)]
    for attachment in message.attachments:
        contents = attachment.contents
        if contents is not None and contents.text and not contents.answers:
            phrase = f"the attached file {attachment.filename}"
            found.append(_Source(contents.text, author, subject, phrase, document=True))
    return found


def _of(source: _Source, message: Message, words: str, config: Config, strict: bool) -> Eoi | None:
    eoi = _in_source(source, config, _ENOUGH + (1 if strict else 0))
    if eoi is None:
        return None
    if source.document:
        eoi = leads.completed(eoi, people.split(words, source.author), source.author)
    return leads.with_directory(leads.with_others(eoi, message, words), message)


def _different_files(sources: list[_Source], config: Config) -> int:
    """How many files hold EOIs that have few words in common: one may come in two formats."""
    documents = [s for s in sources if s.document]
    if len(documents) < 2:
        return 1
    found: list[set[str]] = []
    for source in documents:
        eoi = _in_source(source, config, _ENOUGH)
        words = set(eoi.summary.lower().split()) if eoi else set()
        if words and all(len(words & w) < 0.5 * min(len(words), len(w)) for w in found):
            found.append(words)
    return max(1, len(found))


def _in_source(source: _Source, config: Config, enough: int) -> Eoi | None:
    """The EOI in one text, when at least *enough* speaks for one."""
    around = _weight_around(source, config)
    labelled = _LABELLED if details.may_stand(source.text, source.document) else 0
    # A letter about good work is no EOI while neither we nor a place nor a wish to apply is named.
    if around + labelled < 1 or around + labelled + _most_weight_within(source) < enough:
        return None
    letter = people.split(source.text, source.author)
    given = details.find(letter.body, source.document)
    if labelled and not ("summary" in given.values and len(given.values) >= 2):
        labelled = 0
    around += labelled
    if around < 1:
        return None
    summary = _summary(given, source.document)
    if not summary or around + _weight_within(summary) < enough:
        return None
    return replace(
        _described(source, letter, given, config),
        summary=summary,
        languages=languages.of(summary),
        source=source.phrase,
    )


def _described(source: _Source, letter: Letter, given: details.Details, config: Config) -> Eoi:
    """Lead, place and title; the summary is still empty."""
    lead = leads.of_letter(letter, given, source.author, source.text)
    eoi = _placed(Eoi(lead=lead, summary=""), source, letter, given, config)
    return replace(eoi, title=titles.find(given, source.subject, letter.body))


def _summary(given: details.Details, document: bool) -> str:
    """The paragraphs about the work, word for word."""
    if labelled := given.values.get("summary", "").strip():
        if document:
            labelled = re.sub(r"\n+", "\n\n", labelled)
        return "\n\n".join(sentences.as_typed(p) for p in sentences.paragraphs(labelled))
    kept = _about_the_work(_paragraphs(given.rest))
    if document and not kept:
        kept = _about_the_work(given.rest.split("\n"))
    return "\n\n".join(sentences.as_typed(p) for p in kept)


def _about_the_work(paragraphs: list[str]) -> list[str]:
    """Those that describe it, and the short ones below them that go on with it."""
    kept: list[str] = []
    for paragraph in paragraphs:
        if _describes(paragraph) or (kept and _goes_on(paragraph)):
            kept.append(paragraph)
    return kept


def _goes_on(paragraph: str) -> bool:
    said = [s for s in sentences.sentences(paragraph) if not sentences.is_routine(s)]
    told = [s for s in said if not intents.is_question(s)]
    return sum(len(s.split()) for s in told) >= 6 and sentences.work(paragraph) >= 1


def _paragraphs(text: str) -> list[str]:
    """Paragraphs without greeting and closing lines."""
    found = []
    for paragraph in sentences.paragraphs(text):
        lines = paragraph.split("\n")
        while lines and sentences.is_greeting(lines[0]):
            lines = lines[1:]
        while lines and sentences.is_valediction(lines[-1]):
            lines = lines[:-1]
        if lines:
            found.append("\n".join(lines).strip())
    return found


def _describes(paragraph: str) -> bool:
    """Whether a paragraph is about the work: not routine, not only questions to us."""
    said = [s for s in sentences.sentences(paragraph) if not sentences.is_routine(s)]
    asking = [s for s in said if intents.is_question(s)]
    told = " ".join(s for s in said if s not in asking)
    words = len(told.split())
    return words >= _LONG_ENOUGH or (words >= 9 and sentences.work(told) >= 2)


def _weight_around(source: _Source, config: Config) -> int:
    """How much in the whole letter speaks for an EOI rather than for some other letter."""
    text = f"{source.subject}\n{source.text}"
    interest = intents.says_interest(source.subject) or intents.holds_interest(source.text)
    place = places.find(text, "", (), config.programme.footprints)
    return (
        (3 if interest else 0)
        + (1 if _is_about_us(text, config) else 0)
        + (1 if place.areas or place.footprint else 0)
        - (3 if _OFFERS.search(source.text) else 0)
    )


def _is_about_us(text: str, config: Config) -> bool:
    names = (config.programme.key, config.programme.funder, "grant", "funding")
    if not any(name in text for name in names):
        return False
    key, funder = map(re.escape, names[:2])
    return bool(re.search(rf"\b{key}\b|{funder}|\bgrants?\b|\bfunding\b", text))


def _weight_within(summary: str) -> int:
    """How much in the description of the work speaks for an EOI."""
    return (
        (1 if sentences.work(summary) >= 3 else 0)
        + (1 if _HOPES.search(summary) else 0)
        + (1 if len(summary.split()) >= _LONG_ENOUGH else 0)
    )


def _most_weight_within(source: _Source) -> int:
    """The most that a description in this text could weigh, told without looking for one."""
    return (
        (1 if sentences.work(source.text) >= 3 else 0)
        + (1 if _HOPES.search(source.text) else 0)
        + 1
    )


def _placed(
    eoi: Eoi, source: _Source, letter: Letter, given: details.Details, config: Config
) -> Eoi:
    footprints = config.programme.footprints
    labelled = places.stated(given.values.get("footprint", ""), footprints)
    text = "\n".join((source.subject, letter.body))
    place = places.find(text, letter.signature, (eoi.lead.name, source.author.name), footprints)
    if labelled:
        return replace(eoi, footprint=labelled, footprint_basis=Basis.STATED, areas=place.areas)
    return replace(eoi, footprint=place.footprint, footprint_basis=place.basis, areas=place.areas)


def _passed_on(message: Message, words: str, staff: bool, config: Config) -> Eoi | None:
    """An EOI in what the message quotes or forwards, its writer as the lead."""
    assert message.sender is not None
    layers = reply.older(message.text)
    if not layers:
        return None
    own = config.mailbox.address.lower()
    deliberate = bool(_PASSES_ON.search(" ".join(words.split()))) or bool(
        re.match(r"(?i)\s*(?:fwd?|wg|tr|rv|i)\s*:", message.subject)
    )
    for layer in layers:
        if layer.author.email == own or _is_staff(layer.author.email, config):
            continue
        forwarded = deliberate or layer.forwarded
        source = _Source(
            layer.text,
            layer.author,
            plain_subject(message.subject),
            "the forwarded message" if forwarded else "an older message that it quotes",
        )
        if not layer.author.email and not layer.author.name:
            continue
        eoi = _in_source(source, config, _ENOUGH)
        if eoi is None:
            continue
        if layer.author.email == message.sender.email:
            return replace(eoi, source="the message below")
        contact = None if staff or not forwarded else _contact(message, words)
        return replace(eoi, contact=contact, quoted=not forwarded)
    return None


def _contact(message: Message, words: str) -> Person:
    assert message.sender is not None
    return people.of_letter(people.split(words, message.sender), message.sender)


def _bare_interest(message: Message, words: str, author: Address, config: Config) -> Eoi | None:
    """Somebody who only asks for the pack: an EOI with an empty summary, for all get it."""
    asks = message.intents.get(Intent.INTEREST)
    if not asks or Intent.WITHDRAW in message.intents:
        return None
    source = _Source(words, author, plain_subject(message.subject))
    letter = people.split(words, author)
    eoi = _described(source, letter, details.find(letter.body), config)
    return leads.with_others(eoi, message, words)
