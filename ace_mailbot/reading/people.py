"""Who somebody is: name, role, organisation and phone, from a signature or their own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from ace_mailbot.model import Address, Person
from ace_mailbot.reading import addresses, furniture, sentences
from ace_mailbot.reading.cues import Cued

PHONE = re.compile(
    r"(?<![\w+/.-])(?:\(?\+\s?44\)?[\s.-]*(?:\(0\)[\s.-]*)?|0044[\s.-]*"
    r"|\(?0)(?:[\s().-]{0,2}\d){9,10}(?![\d-])"
)
_DIGIT, _FEWEST_DIGITS = re.compile(r"\d"), 10  # a first look for a phone number
_FAX = re.compile(r"\b(?:fax|f)\s*[:.]?\s*$", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:manager|lead|leader|director|nurse|matron|officer|head|gp|doctor|consultant"
    r"|co-?ordinator|commissioner|"
    r"physio\w*|therapist|psycholog\w+|psychiatrist|pharmacist|midwife|registrar|surgeon"
    r"|paramedic|practitioner|chief|ceo|coo|cfo|chair\w*|"
    r"trustee|secretary|assistant|pa|administrator|advis[eo]r|analyst|worker|partner|engineer"
    r"|founder|president|"
    r"fellow|professor|lecturer|researcher|dean|warden|vicar|reverend|facilitator|organiser"
    r"|strategist|specialist|supervisor|"
    r"sister|volunteer|curator|coach|mentor|owner|member|champion|carer|trainee|student|minister"
    r"|pastor|priest|chaplain|councillor|"
    r"\w{3,}(?:ologist|ician|apist|iatrist|ometrist)|superintendent|executive|associate|deputy"
    r"|clinician|dietitian|navigator|prescriber|librarian|teacher|headteacher|principal)\b",
    re.IGNORECASE,
)
ORGANISATION = re.compile(
    r"\b(?:nhs|trust|council|borough|hospital|hospitals|charity|hospice|cic|ltd|limited|llp"
    r"|university|college|school|surgery|"
    r"practice|partnership|foundation|association|centre|services|healthcare|service|ics|icb|ccg"
    r"|network|federation|society|"
    r"alliance|group|housing|church|mosque|temple|mind|age uk|citizens advice|healthwatch|medical"
    r"|clinic|institute|"
    r"academy|forum|collective|co-?operative|union|police|ambulance|probation|homes|hub|agency"
    r"|organisation|project|"
    r"voluntary|action|scope|shelter|community|care home|museum|library|company|fund|clubs?"
    r"|elders|friends of|theatre|gurdwara|synagogue|parish|choir|guild|consortium|coalition"
    r"|initiative|campaign|diocese|nursery)\b",
    re.IGNORECASE,
)
# The small print of an organisation, which holds its words and is not its name.
_REGISTERED = re.compile(
    r"\bregistered\b|\bcompany (?:no|number|limited by)\b|\bcharity (?:no|number|reg)",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"\b(?:team|office|admin|info|enquir\w+|mailbox|support|contact|department|dept|london|street"
    r"|road|avenue|lane|house|floor|"
    r"building|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tel|phone|mobile|email"
    r"|working|days?|please|sent|on behalf|project|pronouns|she|he|they)\b",
    re.IGNORECASE,
)
_TITLE = (
    r"(?:Dr|Mr|Mrs|Ms|Mx|Miss|Prof|Professor|Sir|Dame|Lady|Lord|Rev|Revd|Cllr|Councillor|Fr"
    r"|Rabbi|Imam)\.?"
)
NAME = (
    rf"(?:{_TITLE} )?[^\W\d_a-z][\w'’.-]{{0,40}}(?: (?:(?:de|da|van|von|der|den|la|le|bin|al|el|ap"
    rf"|y|dos|du)\b|[^\W\d_a-z])[\w'’.-]{{0,40}}){{1,4}}"
)
_NAME = re.compile(rf"^\W*(?P<name>{NAME})(?:\s*[,(–|-].*)?$")
_POSTNOMINALS = re.compile(
    r"(?:,?\s+(?:MBE|OBE|CBE|PhD|MSc|BSc|MA|BA|RN|RGN|MRCGP|FRCP|FRCGP|MBBS|MRCP|JP|DL|FRSA"
    r"|MBA)\b\.?)+$"
)
_LABEL = re.compile(
    r"^\W*(?:t|m|e|w|d|tel|telephone|phone|mobile|mob|email|e-mail|web|website|direct|address|a"
    r"|dd|twitter|@)\s*[:.|]",
    re.I,
)
_ARTICLE = r"(?:(?:also|currently|now) )?(?:(?:the|a|an|our|one of the)\s+)?"
_AT = r"\s*(?:\bat\b|\bfor\b|\bfrom\b|\bwith\b|\bin\b|\bof\b)\s+(?:the )?"
_SELF = re.compile(
    rf"\b(?:I am|I['’]m|[Mm]y name is|[Tt]his is|I work as)\s+(?:{NAME}[,.]?\s*(?:and (?:I am"
    rf"|I['’]m|I work as)\s+)?)?"
    rf"(?:{_ARTICLE}(?P<role>[A-Za-z][^,.;:()\n]{{1,60}}?)(?:{_AT}|,\s+))?(?:from |with "
    rf"|at )?(?:the )?"
    r"(?P<organisation>[A-Z][^,.;:()\n]{2,70})"
)
_WORK_FOR = re.compile(
    r"\b(?:I|we) (?:work|am employed|are based|am based|volunteer|manage|run"
    r"|lead)\b[^.\n]{0,60}?\b(?:at|for|with)\s+(?:the )?(?P<organisation>[A-Z][^,.;:()\n]{2,70})"
)


_SEPARATOR = re.compile(r"\s*[|•·\t]\s*|\s{3,}")
_DASHES = re.compile(r"^\s*(?:--|—|_{3,})\s*$")
_SPEAKS_OF_SELF = Cued(_SELF)
_SPEAKS_OF_WORK = Cued(_WORK_FOR)


@dataclass(frozen=True)
class Letter:
    """The text of one person's letter in two: what they say and how they sign."""

    body: str
    signature: str


def split(text: str, author: Address) -> Letter:
    """Body and signature: at a dashed line, a valediction, or a closing block with their name."""
    lines = [line for line in text.split("\n") if not furniture.is_mobile_signature(line)]
    place = _signature_start(lines, author)
    body = "\n".join(lines[:place]).strip()
    return Letter(body, "\n".join(lines[place:]).strip())


def _signature_start(lines: list[str], author: Address) -> int:
    for number, line in enumerate(lines):
        closes = number and (_DASHES.match(line) or sentences.is_valediction(line))
        if closes and not _has_prose(lines[number + 1 :]):
            return number
    return _closing_block(lines, author)


def _has_prose(lines: list[str]) -> bool:
    """Whether a paragraph of several sentences' length stands in *lines*."""
    return any(
        len(p.split()) > 35 and not PHONE.search(p) and max(map(len, p.split("\n"))) > 60
        for p in sentences.paragraphs("\n".join(lines))
    )


def _closing_block(lines: list[str], author: Address) -> int:
    """The short lines at the end that begin with the author's name; else the end itself."""
    tokens = _tokens(author.name) or _tokens(author.email.partition("@")[0])
    end = len(lines)
    for number in range(len(lines) - 1, max(-1, len(lines) - 16), -1):
        # A signature on one line is as many short ones, parted by bars.
        pieces = _SEPARATOR.split(lines[number].strip())
        line = max(pieces, key=len)
        if len(line) > 90 or (re.search(r"[.?!]$", line) and len(line.split()) > 8):
            break
        words = _tokens(pieces[0]) if len(pieces[0].split()) <= 10 else set()
        if words & tokens and len(words) <= 8:
            end = number
    return end


def _tokens(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", fold(text)))


def fold(text: str) -> str:
    """Lower case without accents, for comparing names."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def of_letter(letter: Letter, author: Address) -> Person:
    """The author as header, signature and their own words show them."""
    lines = _pieces(letter.signature)
    besides_name = [line for line in lines if fold(line) != fold(author.name)]  # "Pat Dean"
    person = Person(
        name=_name(lines, author),
        email=author.email,
        role=_first(besides_name, is_role),
        organisation=_first(besides_name, is_organisation),
        phone=phone(letter.signature) or _own_phone(letter.body, author),
    )
    person = _with_own_words(_split_role(person), letter.body)
    return (
        person if person.organisation else replace(person, organisation=_left_over(lines, person))
    )


def _pieces(signature: str) -> list[str]:
    """A signature's lines, cut where designers put bars, bullets and tabs."""
    pieces: list[str] = []
    for line in signature.split("\n"):
        if sentences.is_valediction(line):
            match = sentences.VALEDICTION.match(line.strip())
            line = (match["name"] or "") if match else ""
        for piece in _SEPARATOR.split(line):
            parts = re.split(r",\s+", piece)
            # "Bo Tran, Camden Council, 07700 900001" is three, "Housing, Health and Care" is one.
            pieces += parts if len(parts) > 2 and as_name(parts[0]) else [piece]
    return [p.strip(" *_-–,") for p in pieces if p.strip(" *_-–,")]


def _name(lines: list[str], author: Address) -> str:
    """The name as they write it: a fuller or accented signature wins over the header."""
    header = _tokens(author.name)
    for line in lines[:8]:
        signed = as_name(line)
        if not signed:
            continue
        tokens = _tokens(signed)
        if header and header <= tokens:
            return signed
        if not header or _NOT_A_NAME.search(author.name) or ORGANISATION.search(author.name):
            return signed
    return author.name


def as_name(line: str) -> str:
    """*line* as a person's name, "" when it is none."""
    bare = _POSTNOMINALS.sub("", re.sub(r"\s*\([^)]*\)\s*$", "", line.strip(" *_,.")))
    match = _NAME.match(bare)
    if match is None or len(bare.split()) > 9:
        return ""
    name = _POSTNOMINALS.sub("", match["name"]).strip(" .-")
    untitled = re.sub(rf"^{_TITLE} ", "", name)  # a professor's title is no role
    wrong = _ROLE.search(untitled) or ORGANISATION.search(name) or _NOT_A_NAME.search(name)
    return "" if wrong or len(name.split()) < 2 else name


def is_role(piece: str) -> bool:
    return (
        len(piece) < 90
        and bool(_ROLE.search(piece))
        and not _LABEL.match(piece)
        and "@" not in piece
        and not piece.endswith((".", "?"))
    )


def is_organisation(piece: str) -> bool:
    return (
        len(piece) < 90
        and bool(ORGANISATION.search(piece))
        and not re.match(
            r"^(?:[\w-]+ ){0,3}(?:head|director|manager|lead|chief|officer|co-?ordinator) (?:of"
            r"|for)\b",
            piece,
            re.I,
        )
        and not _LABEL.match(piece)
        and "@" not in piece
        and "www." not in piece
        and "http" not in piece
        and not _REGISTERED.search(piece)
        and not (is_role(piece) and "," not in piece and not re.search(r"\bat\b", piece))
    )


def _first(lines: list[str], test: Callable[[str], bool]) -> str:
    return next((line for line in lines if test(line)), "")


def _split_role(person: Person) -> Person:
    """ "Head of Discharge, Newham Trust" is a role and an organisation."""
    both = person.role and (person.role == person.organisation or not person.organisation)
    if not both:
        return person
    parts = re.split(r",\s+|\s+[–-]\s+", person.role)
    if len(parts) == 1:
        parts = re.split(r"\s+(?:at|@)\s+", person.role)
    if as_name(parts[0]) and len(parts) > 1:
        parts = parts[1:]
    roles = [p for p in parts if _ROLE.search(p)]
    organisations = [p for p in parts if ORGANISATION.search(p) and p not in roles]
    return replace(
        person,
        role=roles[0] if roles else "",
        organisation=organisations[0]
        if organisations
        else person.organisation
        if not roles
        else "",
    )


def _left_over(lines: list[str], person: Person) -> str:
    """An organisation that no word gives away: what follows name and role in a signature."""
    known = person.role or person.name
    place = next((n for n, line in enumerate(lines) if known and known in line), None)
    if place is None:
        return ""
    rest = re.split(r",\s+", lines[place].replace(known, "", 1).strip(" ,"))
    if not person.role and place + 1 < len(lines) and "," in lines[place + 1]:
        rest = re.split(r",\s+", lines[place + 1])[1:]  # what stands first is a role
    for piece in (*rest, *lines[place + 1 :]):
        if fold(piece) == fold(person.name):
            continue
        plain = piece[:1].isupper() and not re.search(r"[\d@:]|www\.|https?|[.?!]$", piece)
        if plain and len(piece.split()) <= 8 and not _NOT_A_NAME.search(piece):
            return piece
    return ""


def _with_own_words(person: Person, body: str) -> Person:
    """What the signature leaves out, from "I am the X at Y"."""
    if person.role and person.organisation:
        return person
    match = _SPEAKS_OF_SELF.search(body)
    working = _SPEAKS_OF_WORK.search(body)
    role, organisation = "", ""
    if match is not None:
        role = (match["role"] or "").strip()
        organisation = match["organisation"] if role or match[0].count(" ") > 2 else ""
        if "behalf" in role and as_name(organisation):
            organisation = ""  # they write for a person, not for where they work
    elif working is not None:
        organisation = working["organisation"]
    organisation = _organisation_words(organisation)
    if _ROLE.fullmatch(organisation):  # "I am the PA to Dr Adeyemi"
        role, organisation = role or organisation, ""
    return replace(
        person,
        role=person.role or (role if _ROLE.search(role) else ""),
        organisation=person.organisation or organisation,
    )


def _organisation_words(text: str) -> str:
    """An organisation's name without the clause that follows it."""
    text = re.split(
        r"\s+(?:and (?:I|we|my|our)\b|which|who|where|that|in [A-Z]\w+ and|to |because|but |we "
        r"|I )",
        text,
    )[0]
    return text.strip(" .,") if ORGANISATION.search(text) or len(text.split()) <= 6 else ""


def phone(text: str) -> str:
    """The first UK phone number in *text* that is no fax, as it is written."""
    for match in PHONE.finditer(text):
        if not _FAX.search(text[max(0, match.start() - 8) : match.start()]):
            return match[0].strip(" .-")
    return ""


def _own_phone(body: str, author: Address) -> str:
    """A number in the body, unless its line or sentence names somebody else."""
    if len(_DIGIT.findall(body)) < _FEWEST_DIGITS or not PHONE.search(body):
        return ""
    tokens = _tokens(author.name)
    for sentence in sentences.sentences(body):
        number = phone(sentence)
        if not number:
            continue
        named = {t for m in re.finditer(NAME, sentence) for t in _tokens(m[0])} - _COMMON
        if re.search(r"\b(?:my|me|i|us|our)\b", sentence, re.I) or not named or named & tokens:
            return number
    return ""


_COMMON = frozenset(
    {
        "my",
        "phone",
        "mobile",
        "tel",
        "email",
        "please",
        "the",
        "call",
        "our",
        "telephone",
        "contact",
        "number",
        "dr",
    }
)


def phone_beside(name: str, text: str) -> str:
    """The number that stands shortly after any part of *name*, with no other number between."""
    start = 0
    tokens = _tokens(name) - _COMMON
    for match in PHONE.finditer(text):
        before = text[max(start, match.start() - 40) : match.start()]
        start = match.end()
        if _tokens(re.split(r"[.;\n] ", before)[-1]) & tokens:
            return match[0].strip(" .-")
    return ""


def mentioned(name: str, text: str) -> Person:
    """What *text* says of *name*: on a line that holds the name and the few below it."""
    lines = text.split("\n")
    tokens = _tokens(name)
    places = [n for n, line in enumerate(lines) if tokens and tokens <= _tokens(line)]
    found = [_beside(name, _near(lines, place, tokens)) for place in places]
    # Of several mentions the one that tells most is the signature or the list of contacts.
    return max(
        found,
        key=lambda p: sum(map(bool, (p.email, p.phone, p.role, p.organisation))),
        default=Person(name=name),
    )


def _near(lines: list[str], place: int, tokens: set[str]) -> list[str]:
    """The line at *place* and those below it, up to a blank or somebody else's."""
    near = [lines[place]]
    for line in lines[place + 1 : place + 6]:
        somebody = as_name(re.split(r"[,:|–(]| - ", line)[0])
        if not line.strip() or (somebody and not _tokens(somebody) & tokens):
            break
        near.append(line)
    return near


def _beside(name: str, near: list[str]) -> Person:
    block = "\n".join(near)
    pieces = [p.strip() for part in near for p in re.split(r"[|,•·\t]", part)]
    others = [p for p in pieces if name not in p and not PHONE.search(p)]
    emails = addresses.emails_in(block)
    return Person(
        name=name,
        email=emails[0] if emails else "",
        role=_first(others, is_role),
        organisation=_first(others, is_organisation) or _second_of_three(pieces, name),
        phone=phone(block),
    )


def _second_of_three(pieces: list[str], name: str) -> str:
    """The organisation of "Tariq Aziz, Doorstep Families, 07700 900789"."""
    if (
        len(pieces) >= 3
        and pieces[0] == name
        and PHONE.search(pieces[2])
        and pieces[1][:1].isupper()
    ):
        return pieces[1]
    return ""
