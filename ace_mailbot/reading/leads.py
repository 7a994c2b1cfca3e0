"""Who leads the work: the writer, somebody they write for, or several together."""

from __future__ import annotations

import re
from dataclasses import replace

from ace_mailbot.model import Address, Eoi, Message, Person
from ace_mailbot.reading import addresses, people
from ace_mailbot.reading.details import Details
from ace_mailbot.reading.people import NAME, PHONE, Letter

_IN_DIRECTORY = re.compile(r"\(([^()]{8,80})\)\s*\"?\s*<")
_ON_BEHALF = re.compile(
    rf"\b(?i:on behalf of|for and on behalf of|on the behalf of|in (?:his|her|their) absence|"
    rf"(?:i am|i['’]m) (?:the )?(?:pa|ea|executive assistant|personal assistant|secretary"
    rf"|assistant|administrator) (?:to|for))\b"
    rf"[\s,]*(?:my (?:\w+ ){{1,3}}?)?(?:our (?:\w+ ){{1,4}}?,? ?)?(?P<name>{NAME})?",
)
# "Prof. Mary Stone" is one name; "Northside Trust. We" is not.
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})(?<!Prof)(?<!Revd)\. ")
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

_ASSISTS = re.compile(
    r"\b(?:pa|ea|(?:personal |executive )?assistant|secretary|administrator) (?:to|for)\b",
    re.IGNORECASE,
)
# The writer's own number, whoever else the sentence names.
_MY_NUMBER = re.compile(
    r"\b(?:my (?:own )?(?:\w+ )?(?:number|phone|mobile|telephone|line|extension)"
    rf"|(?:call|ring|phone|reach|contact|text) me)\b[^.\n]{{0,20}}?{PHONE.pattern}"
    rf"|{PHONE.pattern}(?=\W{{1,3}}(?:my (?:number|phone|mobile|line)|mine)\b)",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?i:eoi|expression of interest) (?:is )?from[ *_]+(?:the )?(?P<name>[^\W\d_a-z][^*_\n:;.]+)"
)


def of_letter(letter: Letter, given: Details, author: Address, text: str) -> Person:
    """The lead as labelled details, the signature and the header show them, in that order."""
    signed = people.of_letter(Letter(given.rest, letter.signature), author)
    values = given.values
    emails = addresses.emails_in(values.get("email", ""))
    first, *beside = [part.strip() for part in values.get("name", "").split(",")]
    name = people.as_name(first) or signed.name
    if _ASSISTS.search(letter.signature) and not _same(name, author.name):
        signed = replace(signed, role="", phone="")  # those are the assistant's
    else:
        signed = replace(signed, phone=signed.phone or _only_phone(text))
    role = values.get("role", "") or next(filter(people.is_role, beside), signed.role)
    works_for = next(filter(people.is_organisation, beside), signed.organisation)
    return Person(
        name=name,
        email=emails[0] if emails else author.email,
        role=role,
        organisation=values.get("organisation", "") or works_for or _organisation_from(text),
        phone=people.phone(values.get("phone", "")) or signed.phone,
    )


def _organisation_from(text: str) -> str:
    """The organisation of "EOI from Tower Hamlets Care Group"."""
    named = _FROM.search(text)
    name = named["name"].strip() if named else ""
    return name if len(name.split()) <= 8 and people.ORGANISATION.search(name) else ""


def _only_phone(text: str) -> str:
    """A number beside "my mobile" and the like anywhere, when it is the only one."""
    numbers = {m[0] for m in people.PHONE.finditer(text)}
    return people.phone(text) if len(numbers) == 1 else ""


def completed(eoi: Eoi, letter: Letter, author: Address) -> Eoi:
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


def with_others(eoi: Eoi, message: Message, words: str) -> Eoi:
    """Co-leads, and the lead that somebody else writes for."""
    assert message.sender is not None
    said = " ".join(words.split())
    if _TOGETHER.search(said):
        copied = message.cc or _named_with_address(words, eoi.lead)
        others = tuple(p for a in copied if (p := _co_lead(a, words)).email != eoi.lead.email)
        own = people.phone_beside(eoi.lead.name, words)
        own = own or people.mentioned(eoi.lead.name, words).phone
        lead = replace(eoi.lead, phone=own or eoi.lead.phone)
        return replace(eoi, lead=lead, co_leads=others[:3])
    named = _ON_BEHALF.search(said)
    other = named["name"] if named and named["name"] else ""
    if not other and (match := _NAMED_LEAD.search(said)):
        other = match["name"] or match["named"]
    other = _one_person(other)
    if not other or any(_same(other, n) for n in (message.sender.name, *_names_of(eoi.lead))):
        return eoi
    return replace(eoi, lead=_absent(other, message, words), contact=eoi.lead)


def _one_person(name: str) -> str:
    """*name* up to the end of its sentence; "" where it is no person's but an organisation's."""
    return people.as_name(_SENTENCE_END.split(name)[0].strip(" .,'’-")) if name else ""


def _names_of(lead: Person) -> tuple[str, str]:
    """Whom nobody writes on behalf of but themselves: the lead, and where they work."""
    return lead.name, lead.organisation


def _same(one: str, other: str) -> bool:
    first, second = (set(re.findall(r"\w{3,}", people.fold(n))) for n in (one, other))
    return bool(first and second) and (first <= second or second <= first)


def _co_lead(address: Address, words: str) -> Person:
    said = people.mentioned(address.name, words) if address.name else Person()
    phone = people.phone_beside(address.name, words) or said.phone
    return replace(said, name=address.name, email=address.email, phone=phone)


def _named_with_address(words: str, lead: Person) -> tuple[Address, ...]:
    """Those whose name and address stand side by side in the text."""
    found = []
    for email in addresses.emails_in(words):
        before = words[: words.lower().index(email)][-100:]
        names = [n for m in re.finditer(NAME, before) if (n := people.as_name(m[0]))]
        told = re.findall(r"[a-z]{3,}", email.partition("@")[0])
        bears = [n for n in names if any(t in people.fold(n) for t in told)]
        if email != lead.email and names:
            found.append(Address(email, (bears or names)[-1]))
    return tuple(found)


def with_directory(eoi: Eoi, message: Message) -> Eoi:
    """The organisation that a directory adds to a name: `OKAFOR, Amara (BRENT TRUST)`."""
    told = _IN_DIRECTORY.search(" ".join(message.headers.get("from", ())))
    ours = message.sender and eoi.lead.email == message.sender.email
    if not told or not ours or eoi.lead.organisation:
        return eoi
    return replace(eoi, lead=replace(eoi.lead, organisation=told[1].strip()))


def _absent(name: str, message: Message, words: str) -> Person:
    """Somebody named in the text, with the address that bears their name.

    What stands in the signature of their assistant, and beside "my number", is the assistant's.
    """
    assert message.sender is not None
    letter = people.split(words, message.sender)
    words = _MY_NUMBER.sub("", letter.body if _ASSISTS.search(letter.signature) else words)
    person = people.mentioned(name, words)
    works_for = person.organisation or people.mentioned(name, letter.signature).organisation
    phone = person.phone or people.phone_beside(name, words)
    person = replace(person, organisation=works_for, phone=phone)
    tokens = set(re.findall(r"\w{3,}", people.fold(name)))
    known = [*message.cc, *message.to, *(Address(e) for e in addresses.emails_in(message.text))]
    for address in known:
        told = set(
            re.findall(
                r"[a-z]{3,}", people.fold(f"{address.name} {address.email.partition('@')[0]}")
            )
        )
        if tokens & told and address.email != message.sender.email:
            return replace(person, email=address.email)
    return replace(person, email="")
