"""An expression of interest: who leads, how to reach them, what the work is, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ace_mailbot.config import Config
from ace_mailbot.model import Address, Basis, Eoi, Intent, Message, Nature, Person
from ace_mailbot.reading import (
    addresses,
    details,
    intents,
    languages,
    people,
    places,
    reply,
    sentences,
)
from ace_mailbot.reading.message import plain_subject
from ace_mailbot.reading.people import NAME, Letter

_READ = (Nature.PERSON, Nature.LIST)
_ON_BEHALF = re.compile(
    rf"\b(?i:on behalf of|for and on behalf of|on the behalf of|in (?:his|her|their) absence|"
    rf"(?:i am|i['’]m) (?:the )?(?:pa|ea|executive assistant|personal assistant|secretary"
    rf"|assistant|administrator) (?:to|for))\b"
    rf"[\s,]*(?:my (?:\w+ ){{1,3}}?)?(?:our (?:\w+ ){{1,4}}?,? ?)?(?P<name>{NAME})?",
)
_PASSES_ON = re.compile(
    r"\b(?:forward\w*|on behalf of|passing (?:this|it) on|pass(?:ed)? on"
    r"|please see (?:the )?(?:below|email)|see below|please find below|below is|below please"
    r"|from \w+ below|sent on)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:lead(?:ing)?|run(?:ning)?|head(?:ing)?) (?:this|it|the (?:project|work"
    r"|bid))?\s*(?:\w+ )?(?:together|jointly)\b|\bco-?lead\w*\b|"
    r"\bjoint(?:ly)? (?:lead\w*|project leads?)\b|\b(?:both (?:of us )?(?:lead|are leading"
    r"|will lead|be leading|the leads?)|two leads|shared lead|share the lead)\b"
    r"|\bjointly\b.{0,30}\blead",
    re.IGNORECASE,
)
_NAMED_LEAD = re.compile(
    rf"(?:(?i:project lead (?:is|will be|would be)|(?:will|would|to) be led by|is led by"
    rf"|lead(?:er)? (?:for|on|of) (?:this|the) (?:project|work) (?:is|will be)))\s+(?:(?i:our"
    rf"|my) (?:[a-z]+ ){{0,4}},? ?)?(?P<name>{NAME})"
    rf"|(?P<named>{NAME})(?:, [^.\n]{{3,60}},)? (?i:will|is going to|would"
    rf"|is to) (?i:be the project lead|be (?:our|the) lead|lead (?:this|the|it|on)|be leading)",
)
_CALLED = re.compile(
    r"\b(?:project|work|idea|pilot|proposal|initiative)\b[^.\n]{0,30}?\b(?:called|titled|entitled"
    r"|named|known as|is)\s*,?\s*[\"“‘']([^\"”’'\n]{4,100})[\"”’']|"
    r"[\"“‘]([A-Z][^\"”’\n]{4,80})[\"”’]\s+(?:project|is a project)|\b(?:project"
    r"|pilot)\s+(?:called|titled|entitled|named)\s+([A-Z][\w'’-]*(?: (?:[A-Z][\w'’-]*|in|at|to"
    r"|for|of|and|the|with|on)){0,8})",
)
_SUBJECT_WORDS = re.compile(
    r"\b(?:expressions? of interest|expressing (?:an )?interest|eoi|interest in|interest"
    r"|application|applying|apply|submission|bid|proposal|grants?|funding|fund|programme|program|"
    r"ace|20\d\d(?:\s*[-/–]\s*\d{2,4})?|llll|nhs london|the|for|to|our|my|re|from|a|an|of|new"
    r"|form|pack|query|question|hello|hi|project|request|please|collaborative|grassroots|systems?"
    r"|development|support|enquiry|project idea|idea|leadership|lifelong|learning|attached|i|we"
    r"|in|and|would|like)\b",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(?:(?:ace|nhs london|llll|our|new|my|a|an|the|20\d\d(?:[-/–]\d\d(?:\d\d)?)?|programme"
    r"|grant|fund(?:ing)?|collaborative)[\s:–—,-]+)*"
    r"(?:expressions? of interest|eoi|project idea|project proposal|idea|proposal|application"
    r"|interest)\b(?:\s*(?:in|for|from|to|re)\b)?(?:\s*(?:the )?(?:ace|programme|grant"
    r"|fund(?:ing)?|20\d\d(?:[-/–]\d\d(?:\d\d)?)?|project)\b)*[\s:–—,.|-]*",
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
_ENOUGH = 3
_LONG_ENOUGH = 18  # words that make a paragraph a description


@dataclass(frozen=True)
class _Source:
    """A text that may hold an EOI, and whose words it is taken to be."""

    text: str
    author: Address
    subject: str
    phrase: str = ""
    document: bool = False


def find(message: Message, config: Config) -> Eoi | None:
    """The expression of interest in *message*, in its files or in what it passes on."""
    if message.nature not in _READ or message.sender is None:
        return None
    words = reply.own_words(message.text)
    author = message.sender
    staff = _is_staff(author.email, config)
    answers_us = bool(message.tokens or (message.reference and message.in_reply_to))
    if not staff and not (answers_us and not _is_anew(words, message)):
        for source in _own_sources(message, words, author):
            if eoi := _of(source, message, words, config, strict=answers_us):
                return eoi
    if answers_us:
        return None
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
    letter = people.split(source.text, source.author)
    given = details.find(letter.body, source.document)
    summary = _summary(given, source.document)
    if not summary or _weight(source, given, summary, config) < _ENOUGH + (1 if strict else 0):
        return None
    lead = _lead(letter, given, source)
    eoi = _placed(Eoi(lead=lead, summary=summary), source, letter, given, config)
    eoi = replace(
        eoi,
        title=_title(given, source, letter.body),
        languages=languages.of(summary),
        source=source.phrase,
    )
    if source.document:
        eoi = _completed(eoi, people.split(words, source.author), source.author)
    return _with_others(eoi, message, words)


def _summary(given: details.Details, document: bool) -> str:
    """The paragraphs about the work, word for word."""
    if labelled := given.values.get("summary", "").strip():
        if document:
            labelled = re.sub(r"\n+", "\n\n", labelled)
        return "\n\n".join(sentences.as_typed(p) for p in sentences.paragraphs(labelled))
    kept = [p for p in _paragraphs(given.rest) if _describes(p)]
    if document and not kept:
        kept = [p for p in given.rest.split("\n") if _describes(p)]
    return "\n\n".join(sentences.as_typed(p) for p in kept)


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
    if sentences.is_routine_paragraph(paragraph):
        return False
    said = [s for s in sentences.sentences(paragraph) if not sentences.is_routine(s)]
    asking = [s for s in said if intents.is_question(s)]
    told = " ".join(s for s in said if s not in asking)
    words = len(told.split())
    return words >= _LONG_ENOUGH or (words >= 9 and sentences.work(told) >= 2)


def _weight(source: _Source, given: details.Details, summary: str, config: Config) -> int:
    """How much speaks for an EOI rather than for some other letter."""
    programme = config.programme
    text = f"{source.subject}\n{source.text}"
    interest = intents.says_interest(source.subject) or any(
        map(intents.says_interest, sentences.sentences(source.text))
    )
    place = places.find(text, "", (), programme.footprints)
    about_us = re.search(
        rf"\b{re.escape(programme.key)}\b|{re.escape(programme.funder)}|\bgrants?\b|\bfunding\b",
        text,
    )
    return (
        (3 if interest else 0)
        + (1 if about_us else 0)
        + (1 if place.areas or place.footprint else 0)
        + (1 if sentences.work(summary) >= 3 else 0)
        + (1 if _WANTS.search(summary) else 0)
        + (1 if len(summary.split()) >= _LONG_ENOUGH else 0)
        - (3 if _SELLS.search(source.text) else 0)
        + (2 if "summary" in given.values and len(given.values) >= 2 else 0)
    )


def _lead(letter: Letter, given: details.Details, source: _Source) -> Person:
    """The lead as labelled details, the signature and the header show them, in that order."""
    signed = people.of_letter(Letter(given.rest, letter.signature), source.author)
    values = given.values
    emails = addresses.emails_in(values.get("email", ""))
    name = people.as_name(values.get("name", "").split(",")[0]) or signed.name
    return Person(
        name=name,
        email=emails[0] if emails else source.author.email,
        role=values.get("role", "") or signed.role,
        organisation=values.get("organisation", "") or signed.organisation,
        phone=people.phone(values.get("phone", "")) or signed.phone or _only_phone(source.text),
    )


def _only_phone(text: str) -> str:
    """A number beside "my mobile" and the like anywhere, when it is the only one."""
    numbers = {m[0] for m in people.PHONE.finditer(text)}
    return people.phone(text) if len(numbers) == 1 else ""


def _completed(eoi: Eoi, letter: Letter, author: Address) -> Eoi:
    """What the file leaves out, from the letter that it came with."""
    signed = people.of_letter(letter, author)
    lead = eoi.lead
    same = people.fold(signed.name) == people.fold(lead.name) or not lead.name
    if not same and lead.email != author.email:
        return eoi
    return replace(
        eoi,
        lead=Person(
            name=lead.name or signed.name,
            email=lead.email or signed.email,
            role=lead.role or signed.role,
            organisation=lead.organisation or signed.organisation,
            phone=lead.phone or signed.phone,
        ),
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


def _title(given: details.Details, source: _Source, body: str) -> str:
    if given.values.get("title"):
        return given.values["title"].strip(" \"“”'.")[:200]
    if match := _CALLED.search(body):
        return next(g for g in match.groups() if g).strip()
    rest = _PREFIX.sub("", source.subject).strip(' -–—:,."“”')
    telling = [w for w in re.findall(r"\w+", _SUBJECT_WORDS.sub(" ", rest)) if len(w) > 1]
    return rest if len(telling) >= 2 and not rest.endswith("?") else ""


def _with_others(eoi: Eoi, message: Message, words: str) -> Eoi:
    """Co-leads, and the lead that somebody else writes for."""
    assert message.sender is not None
    said = " ".join(words.split())
    if _TOGETHER.search(said):
        others = tuple(p for a in message.cc if (p := _co_lead(a, words)).email != eoi.lead.email)
        own = people.mentioned(eoi.lead.name, words)
        lead = replace(eoi.lead, phone=own.phone or eoi.lead.phone)
        return replace(eoi, lead=lead, co_leads=others[:3])
    named = _ON_BEHALF.search(said)
    other = named["name"] if named and named["name"] else ""
    if not other and (match := _NAMED_LEAD.search(said)):
        other = match["name"] or match["named"]
    other = _bare_name(other)
    if not other or _same(other, message.sender.name) or _same(other, eoi.lead.name):
        return eoi
    return replace(eoi, lead=_absent(other, message, words), contact=eoi.lead)


def _bare_name(name: str) -> str:
    return name.strip(" .,'’-") if name else ""


def _same(one: str, other: str) -> bool:
    first, second = (set(re.findall(r"\w{3,}", people.fold(n))) for n in (one, other))
    return bool(first and second) and (first <= second or second <= first)


def _co_lead(address: Address, words: str) -> Person:
    said = people.mentioned(address.name, words) if address.name else Person()
    return replace(said, name=address.name, email=address.email)


def _absent(name: str, message: Message, words: str) -> Person:
    """Somebody named in the text, with the address that bears their name."""
    person = people.mentioned(name, words)
    tokens = set(re.findall(r"\w{3,}", people.fold(name)))
    known = [*message.cc, *message.to, *(Address(e) for e in addresses.emails_in(message.text))]
    sender = message.sender.email if message.sender else ""
    for address in known:
        told = set(
            re.findall(
                r"[a-z]{3,}", people.fold(f"{address.name} {address.email.partition('@')[0]}")
            )
        )
        if tokens & told and address.email != sender:
            return replace(person, email=address.email)
    return replace(person, email="")


def _passed_on(message: Message, words: str, staff: bool, config: Config) -> Eoi | None:
    """An EOI in what the message quotes or forwards, its writer as the lead."""
    assert message.sender is not None
    own = config.mailbox.address.lower()
    deliberate = bool(_PASSES_ON.search(" ".join(words.split()))) or bool(
        re.match(r"(?i)\s*(?:fwd?|wg|tr|rv|i)\s*:", message.subject)
    )
    for layer in reply.older(message.text):
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
        eoi = _of_layer(source, config)
        if eoi is None:
            continue
        if layer.author.email == message.sender.email:
            return replace(eoi, source="the message below")
        contact = None if staff or not forwarded else _contact(message, words)
        return replace(eoi, contact=contact, quoted=not forwarded)
    return None


def _of_layer(source: _Source, config: Config) -> Eoi | None:
    letter = people.split(source.text, source.author)
    given = details.find(letter.body)
    summary = _summary(given, document=False)
    if not summary or _weight(source, given, summary, config) < _ENOUGH:
        return None
    lead = _lead(letter, given, source)
    eoi = _placed(Eoi(lead=lead, summary=summary), source, letter, given, config)
    return replace(
        eoi,
        title=_title(given, source, letter.body),
        languages=languages.of(summary),
        source=source.phrase,
    )


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
    given = details.find(letter.body)
    eoi = _placed(Eoi(lead=_lead(letter, given, source), summary=""), source, letter, given, config)
    eoi = replace(eoi, title=_title(given, source, letter.body))
    return _with_others(eoi, message, words)
