"""Lines that introduce quoted mail: "On 6 July 2021 at 09:12, Jo wrote:", in many languages.

A sentence of a person may begin so too: what no quoted line follows must be complete.
"""

from __future__ import annotations

import re

from ace_mailbot.model import Address
from ace_mailbot.reading import addresses

_ATTRIBUTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"-*\s*on\b.{4,300}?\b(?:wrote|writes|said)\b.{0,60}[:：]?\s*-*",
        r".{0,200}<?[^\s<>@]+@[^\s<>@]+>?.{0,60}\b(?:wrote|writes)\s*[:：]",
        r"[\w .,'’\"<>@+-]{2,120} (?:wrote|writes) (?:on|at) .{6,80}[:：]",
        r"(?:quoting|zitat von|quoth|selon|citando a|citando|citat) .{2,120}@.{3,80}[:：]",
        r"le\b.{4,300}?\ba\s+écrit\s*[:：]?",
        r"am\b.{4,300}?\bschrieb\b.{0,200}[:：]?",
        r".{2,200}\bschrieb\s+(?:am|um)\b.{4,100}[:：]",
        r"(?:el|a|o)\b.{4,300}?\b(?:escribió|va\s+escriure|escribiu)\s*.{0,80}[:：]?",
        r"(?:el|en|a las)\b.{4,300}?\bescribi[óo]\s*[:：]",
        r"(?:il|in data|lo|alle)\b.{4,300}?\bha\s+scritto\s*[:：]?",
        r"(?:em|a|no dia|na)\b.{4,300}?\bescreveu\s*.{0,80}[:：]?",
        r"op\b.{4,300}?\b(?:schreef|geschreven)\b.{0,120}[:：]?",
        r"(?:den|d\.|på|fre|lör|sön|mån|tis|ons|tors?|man|tir|lør|søn)\b.{4,300}?\b(?:skrev"
        r"|følgende)\b.{0,120}[:：]?",
        r".{4,200}\bskrev\b.{4,120}[:：]",
        r"(?:dnia|w dniu|pon|wt|śr|czw|pt|sob|niedz)\b.{4,300}?\b(?:napisał|pisze"
        r"|napisała)\b.{0,20}[:：]?",
        r".{4,300}\b(?:написал|написала|пишет|писал|писала|написав|пише)(?:\(а\))?\s*[:：]",
        r"(?:dne|v|dňa)\b.{4,300}?\bnapsal\b.{0,20}[:：]?",
        r"(?:ma|ti|ke|to|pe|la|su)?\b.{4,300}?\bkirjoitti\b.{0,80}[:：]",
        r".{4,300}\b(?:tarihinde|şunu yazdı|yazdı)\b.{0,120}[:：]",
        r".{4,300}\b(?:a scris|έγραψε|írta|napisao je|napisal|kirjutas|rašė|rakstīja"
        r"|viết)\b.{0,60}[:：]",
        r"(?:在|于|於).{4,200}(?:写道|寫道|写到)\s*[:：]?",
        r".{4,200}(?:写道|寫道|のメール|さんは書きました|님이 작성)\s*[:：]",
        r"\d{4}[-/]\d{1,2}[-/]\d{1,2}\b.{0,40}<?[^\s<>@]+@[^\s<>@]+>?\s*[:：]?",
        r"\d{4}-\d\d-\d\d \d{1,2}:\d\d (?:GMT|UTC)\S*\s.{1,80}?[:：]?",
        r"posted by \S{2,40}(?: \(.{2,60}\))? on \d{1,2}/\d{1,2}/\d{4}.{0,10}",
    )
)
# A first look, so that only lines near a verb of writing, or a date with an address, are matched in
# full.
_OF_WRITING = (
    "quoting zitat citando posted wrote writes said écri schrieb escri scritto escreveu schreef"
    " geschreven skrev følgende napis "
    "pisze писа пише napsal kirjoit yazdı tarihinde scris έγραψ írta kirjutas rašė rakst viết "
    "写 寫 メール 書き 작성"
)
_VERBS = tuple(_OF_WRITING.split())
_DATE = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}")
_ADDRESS_LAST = re.compile(r"@[^\n]{1,80}[:：]\s*$", re.MULTILINE)
_QUOTED = re.compile(r"^\s*(?:[A-Za-z]{0,12}>|\|(?:\s|$))")
_RULER = "-‐–—_=*"
_LONGEST = 500  # letters
_MOST_LINES = 4  # lines


def is_quoted(line: str) -> bool:
    return (">" in line or "|" in line) and bool(_QUOTED.match(line))


def skip_blank(lines: list[str], place: int) -> int:
    while place < len(lines) and not lines[place].strip():
        place += 1
    return place


def is_ruler(line: str) -> bool:
    return len(line) >= 10 and not line.strip("_-=*—─ ")


def places(lines: list[str]) -> set[int]:
    """Where an attribution may begin: a verb of writing, or a quote, stands near enough below."""
    text = "\n".join(lines)
    if not (">" in text or "|" in text or _may_introduce(text)):
        return set()
    near: set[int] = set()
    last = 0  # the last line with words: blank lines may part an attribution from its quote
    for number, line in enumerate(lines):
        if is_quoted(line) or (len(line) <= _LONGEST and _may_introduce(line)):
            near.update(range(max(0, last + 1 - _MOST_LINES), number + 1))
        if line.strip():
            last = number
    return {n for n in near if _is_words(lines[n].strip())}


def _is_words(line: str) -> bool:
    return bool(line) and not is_quoted(line) and not is_ruler(line)


def _may_introduce(text: str) -> bool:
    lower = text.lower()
    return (
        any(map(lower.__contains__, _VERBS))
        or bool(_DATE.search(text))
        or ("@" in text and bool(_ADDRESS_LAST.search(text)))
    )


def find(lines: list[str], place: int) -> tuple[int, Address] | None:
    """The end and the author of an attribution that begins at line *place*."""
    first = lines[place].strip()
    if len(first) > _LONGEST or not _may_begin(lines, place):
        return None
    joined = ""
    for count in range(1, _MOST_LINES + 1):
        if place + count > len(lines) or not lines[place + count - 1].strip():
            return None
        joined = f"{joined} {lines[place + count - 1].strip()}".strip()
        if len(joined) > _LONGEST:
            return None
        quote_follows = _quote_follows(lines, place + count)
        if _is_attribution(joined, quote_follows):
            # What begins too early holds the end of the new text.
            if any(
                _begins_at(lines, later, place + count) for later in range(place + 1, place + count)
            ):
                return None
            return place + count, _author(joined)
    return None


def _begins_at(lines: list[str], place: int, end: int) -> bool:
    """Whether an attribution up to *end* begins at *place*, and owes nothing to the line above."""
    above = lines[place - 1].strip()
    if above[0] in _RULER and above[-1] in _RULER:
        return True
    # A date, or a name whose address stands on the next line, is a part of it.
    named = lines[place].lstrip().startswith("<") and bool(_NAME.fullmatch(above))
    if named or re.search(r"[\d<@]", above):
        return False
    joined = " ".join(line.strip() for line in lines[place:end])
    return _is_attribution(joined, _quote_follows(lines, end))


def _may_begin(lines: list[str], place: int) -> bool:
    """Whether a verb of writing, or a quote, is near enough below for an attribution."""
    for number in range(place, min(place + _MOST_LINES, len(lines))):
        line = lines[number]
        if not line.strip():
            return number > place and lines[number - 1].rstrip().endswith((":", "：", ">"))
        if is_quoted(line) or _may_introduce(line):
            return True
    return False


def _quote_follows(lines: list[str], place: int) -> bool:
    place = skip_blank(lines, place)
    return place < len(lines) and is_quoted(lines[place])


def _is_attribution(joined: str, quote_follows: bool) -> bool:
    if quote_follows and _NAMED.fullmatch(joined) and not _OF_PEOPLE.search(joined):
        return True
    has_evidence = bool(re.search(r"\d|@", joined))
    if has_evidence and any(p.fullmatch(joined) for p in _ATTRIBUTIONS):
        return quote_follows or _is_complete(joined)
    # Any language: somebody's address, a date, a colon, and the quote right below, or the time.
    addressed = "@" in joined and joined.endswith((":", "：", ">"))
    return addressed and bool(
        (quote_follows and re.search(r"\d", joined)) or _ADDRESS_AND_TIME.search(joined)
    )


def _is_complete(joined: str) -> bool:
    """Whether no sentence of a person reads so, though no quoted line follows.

    "On 3 May our chair wrote to you" and "Last year you wrote:" go on with their own letter.
    """
    bare = joined.rstrip(" -")
    if _ISO_TIME.match(joined):
        return True
    if "@" in joined or re.search(r"\d{1,2}[:.h]\d\d", joined):
        return bare.endswith((":", "：")) or "@" in joined or bool(_VERB_LAST.search(bare))
    ends = bare.endswith((":", "：")) or bool(_VERB_LAST.search(bare))
    return ends and bool(re.search(r"\d{4}|\d[/.]\d", joined)) and not _OF_PEOPLE.search(joined)


_ISO_TIME = re.compile(
    r"\d{4}-\d\d-\d\d \d{1,2}:\d\d (?:GMT|UTC)|posted by \S+(?: \(.{2,60}\))? on \d{1,2}/\d", re.I
)
# A name and the verb, as in newsgroups; only where the quote stands below.
_NAMED = re.compile(
    r"[\"'(]?[A-ZÀ-Þ][\w .,'’\"()@-]{1,70}\s(?:wrote|writes|said|schrieb|a écrit|écrit|escribió"
    r"|escreveu|ha scritto|schreef|skrev|napisał\S*|pisze)\s?:"
)
_NAME = re.compile(r"[\"'(]?[^\W\d][\w .,'’()&/-]{1,80}[\w)\"']")
_VERB_LAST = re.compile(
    r"(?:wrote|writes|écrit|schrieb|escribió|scritto|escreveu|geschreven|schreef|skrev|napisał\S*"
    r"|pisze|написал\S*|пишет|写道|寫道|yazdı|έγραψε|scris)\s*$",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(r"\b(?:you|we|i|they|he|she|who|our|my|your|the)\b", re.IGNORECASE)
_ADDRESS_AND_TIME = re.compile(
    r"^(?=.{20,220}[:：]$)(?=.*\d{4})(?=.*\d{1,2}[:.]\d\d)(?!.*@.*@)"
    r".*[<(][^\s<>()@]+@[^\s<>()]+[>)]"
)


_WHEN = re.compile(
    r"^.*?(?:\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?|\b\d{4}\b)"
    r"(?:\s*(?:\(?(?:[+-]\d{4}|GMT|UTC|BST"
    r"|CET)\S*))*\s*,?\s*(?:at\s+\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?)?\s*,?",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\s*(?:\ba écrit|\bwrote\b|\bwrites\b|\bschrieb\b|\bescribió|\bha scritto|\bescreveu"
    r"|\bschreef|\bskrev|\bnapisał|写道|写到|寫道|написал).*$",
    re.IGNORECASE,
)


def _author(joined: str) -> Address:
    """Whom an attribution line names: after the date, before the verb."""
    trimmed = _VERB.sub("", joined)
    trimmed = _WHEN.sub("", trimmed).strip(" ,:-")
    named = person(trimmed)
    found = addresses.emails_in(joined)
    if not named.email and found:
        return Address(found[0], "" if "@" in trimmed else named.name)
    return named


def person(value: str) -> Address:
    value = re.sub(r"\[mailto:([^\]]*)\]", r"<\1>", value.replace("*", ""))
    value = re.sub(r"<mailto:([^>]*)>", r"<\1>", value)
    parsed = addresses.parse(value)
    return parsed[0] if parsed else Address("", addresses.tidy_name(value))
