"""What a person goes by in a text, as patterns for what is folded. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ace_mailbot.writing.blind.setting import any_case, loose
from ace_mailbot.writing.blind.words import ALWAYS_CAPITAL, POSTS, several

_SHORTEST = 3  # letters of a name that may go by itself
_TITLES = (
    r"(?:Dr|Mr|Mrs|Ms|Miss|Mx|Prof|Professor|Rev|Revd|Sir|Dame|Cllr|Councillor|Canon|Rabbi|Imam"
    r"|Sr|Sister|Father|Pastor)"
)
_LETTERS = re.compile(
    r"(?:\s+(?:OBE|MBE|CBE|JP|DL|QN|RN|PhD|BA|BSc|MA|MSc|MBA|MBBS|MRCGP|FRCGP|MRCP|FRCP)\b)+$"
)
# After a word in small letters that belongs to no place; a look behind has one length only.
_SMALL = "|".join(rf"(?<=\b[a-z]{{{length}}} )" for length in range(1, 15))
_BEHIND_SMALL = (
    rf"(?:(?<=[,;] )|{_SMALL})"
    r"(?<!\bthe )(?<!\bour )(?<!\ba )(?<!\bin )(?<!\bof )(?<!\bat )"
)
# Before a surname, and part of it.
_PARTICLES = several("al|ap|bin|da|de|di|du|el|la|le|mac|o|st|van|von")
# Short names that the long one doesn't begin with.
_SHORT = several(
    "anthony/tony|catherine/kate|david/dave|edward/ted|elizabeth/liz|james/jim|katherine/kate|"
    "margaret/maggie|michael/mike|richard/dick|robert/bob|stephen/steve|steven/steve"
)


def bare(name: str) -> str:
    """*name* without titles before it, letters after it and what stands in brackets."""
    said = " ".join(re.sub(r"\([^)]*\)?|,.*", " ", name, flags=re.DOTALL).split())
    said = re.sub(rf"^(?:{_TITLES}\b\.?\s*)+", "", said, flags=re.IGNORECASE)
    said = _LETTERS.sub("", said).strip()
    return said.title() if said.islower() or said.isupper() else said


def nickname(name: str) -> Iterator[str]:
    """Bob, of Robert (Bob) Smith."""
    inside = re.search(r"\(([A-Z][a-z]+)\)", name)
    if inside and inside[1].lower() not in POSTS:
        yield inside[1]


def forms(name: str, nicknames: Sequence[str], words: set[str], written: str) -> Iterator[str]:
    """Patterns for what a person with this bare *name* goes by besides the whole of it. A name
    that is one of *words* stands alone only for the word."""
    parts = [p for p in name.split() if len(p.strip(".")) > 0]
    if not parts or POSTS & {p.lower() for p in parts}:
        return
    first, *middle = parts
    firsts = [first, *_halves(first), *nicknames]
    if not middle:
        yield from _alone(firsts, words)
        return
    last = middle.pop()
    yield from _by_surname(first, middle, last, words)
    others = [p for p in middle if not _is_particle(p)]
    yield from _alone([*firsts, *_short(first, words, written), *others], words)
    yield from _alone([last, *_halves(last)], words)


def _by_surname(first: str, middle: Sequence[str], last: str, words: set[str]) -> Iterator[str]:
    """A.N. Other, AN Other, Dr Other, "Other, A.", and what is left behind a name struck out."""
    particles = list(middle)
    while particles and not _is_particle(particles[0]):
        particles.pop(0)
    before = "".join(rf"(?i:{loose(p)})[.,]?[\s-]*" for p in particles)
    surname = rf"(?:{before})?{any_case(last)}" if before else any_case(last)
    initials = rf"{first[0]}(?:[.\s-]{{0,2}}[A-Z]){{0,3}}(?:[.]\s*|[\s-]+)"
    yield rf"(?:{_TITLES}\.?\s+)?{initials}{surname}"
    yield rf"(?<=\] ){surname}"
    comma = "," if last.lower() in words else ",?"
    yield rf"{surname}{comma}\s+{first[0]}(?:\.|(?![\w']|\s+[a-z]))"
    if before:
        yield rf"{before}{any_case(last)}"
    if len(last) < _SHORTEST or last.lower() in words:
        yield rf"(?<=Dr |Mr |Ms ){surname}"
        yield rf"(?:Mrs|Miss|Prof|Professor|Cllr|Councillor|Rev|Revd)\.?\s+{surname}"


def _alone(names: Sequence[str], words: set[str]) -> Iterator[str]:
    """Those that may go by themselves wherever they stand."""
    return (any_case(n) for n in _lone(names) if n.lower() not in words)


def within_sentences(
    names: Iterable[str], nicknames: Sequence[str], words: set[str]
) -> Iterator[str]:
    """Patterns for names that are words too, where a capital within a sentence shows them."""
    split = (p for n in names if not POSTS & set(n.lower().split()) for p in n.split())
    parts = [half for part in split for half in (part, *_halves(part))]
    found = {loose(n) for n in _lone([*parts, *nicknames]) if n.lower() in words - ALWAYS_CAPITAL}
    if found:
        yield rf"{_BEHIND_SMALL}(?:{'|'.join(sorted(found, reverse=True))})(?!(?:'s)?\s+[A-Z\d])"


def _lone(names: Sequence[str]) -> Iterator[str]:
    """Those of *names* that are long enough to go by themselves."""
    return (n for n in dict.fromkeys(names) if len(n) >= _SHORTEST and n[0].isupper())


def _is_particle(part: str) -> bool:
    return part.islower() or part.lower().strip(".'") in _PARTICLES


def _halves(name: str) -> list[str]:
    pieces = name.split("-")
    if len(pieces) == 1:
        return []
    return [*(p for p in pieces if len(p) > _SHORTEST), "".join(pieces).capitalize()]


def _short(first: str, words: set[str], written: str) -> Iterator[str]:
    """Chris for Christopher and Tony for Anthony, where they are written; also the other way."""
    long = first.lower()
    for said in dict.fromkeys(re.findall(r"\b[A-Z][a-z]{2,}\b", written)):
        short = said.lower()
        pair = f"{long}/{short}" in _SHORT or f"{short}/{long}" in _SHORT
        if pair or (long.startswith(short) and long != short and short not in words):
            yield said
