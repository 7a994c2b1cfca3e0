"""What an agency goes by in a text, as patterns for what is folded. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from ace_mailbot.writing.blind.setting import loose
from ace_mailbot.writing.blind.words import GENERIC, JOINS

_SHORTEST = 3  # letters
_NHS = frozenset({"nhs", "foundation", "trust", "ft"})
_COUNCIL = frozenset({"london", "royal", "borough", "city", "county", "council", "lb"})


def both(name: str) -> Iterator[str]:
    """The name, and the long one of SLaM (South London and Maudsley NHS Trust)."""
    yield name
    yield from (inside for inside in re.findall(r"\(([^)]+)\)", name) if " " in inside.strip())


def wholes(name: str, place: Collection[str]) -> Iterator[str]:
    """The name, without what stands in brackets too, and without a place behind a comma."""
    outside = re.sub(r"\s*\([^)]*\)?", "", name).strip()
    head, _, tail = outside.rpartition(",")
    yield from dict.fromkeys((name, outside))
    if head and " " in head.strip() and set(_lower(_parts(tail))) <= {*place, "london"}:
        yield head.strip()


def said_short(name: str, written: str) -> Iterator[str]:
    """What a text calls it in brackets: "Brent Community Trust (BCT)"."""
    if not re.search(rf"{re.escape(name.split()[0])}[^()]*\(", written, re.IGNORECASE):
        return  # to look for all of it takes longer
    said = re.compile(rf"{loose(name)}\s*\((?:the )?[\"']?(?P<short>[A-Z][\w&.-]+)[\"']?\)", re.I)
    yield from (m["short"] for m in said.finditer(written) if len(m["short"]) > 1)


def forms(
    name: str, words: set[str], place: Collection[str], kept: Collection[str]
) -> Iterator[str]:
    """Patterns for its initials, and for what is left without words that others have too."""
    for inside in re.findall(r"\(([A-Z][A-Za-z&]+)\)", name):
        if inside.upper() not in kept and inside.lower() not in words:
            yield re.escape(inside)
    said = min(wholes(name, place), key=len)
    parts = _parts(said.title() if said.islower() or said.isupper() else said)
    if not parts:
        return
    yield from _initials(parts, place, kept)
    yield from _without_kind(parts, words, place)
    yield from _without_place(parts, words, place)
    yield from _as_trust(parts, place)
    yield from _as_council(parts, place)


def _initials(parts: Sequence[str], place: Collection[str], kept: Collection[str]) -> Iterator[str]:
    """LNWUHT, LNWUH and LNWH, of London North West University Healthcare NHS Trust; L&G."""
    capital = [p for p in parts if p.lower() not in JOINS and (p[0].isupper() or p[0].isdigit())]
    drops: list[set[str]] = [set(), {"nhs"}, {"nhs", "foundation"}, set(_NHS)]
    found = {
        "".join(p[0] for p in capital if p.lower() not in dropped | more)
        for dropped in drops
        for more in (set(), {"university"})
    }
    found.add("".join(p[0] for p in capital[: _places(capital, place)]))
    if {"foundation", "ft"} & set(_lower(capital)):
        found.add("".join(p[0] for p in capital if p.lower() not in _NHS) + "FT")
    for initials in sorted(found):
        if len(initials) >= _SHORTEST and len(capital) >= _SHORTEST and initials not in kept:
            yield "-?".join(map(re.escape, initials))
    for before, join, after in zip(parts, parts[1:], parts[2:], strict=False):
        if join.lower() in ("and", "&") and before[0].isupper() and after[0].isupper():
            yield rf"{before[0]}\s?&\s?{after[0]}[A-Z]{{0,4}}"


def _without_kind(parts: Sequence[str], words: set[str], place: Collection[str]) -> Iterator[str]:
    """Whittington Health, of Whittington Health NHS Trust."""
    for length in range(len(parts) - 1, 0, -1):
        if parts[length].lower() not in GENERIC:
            return
        yield from _distinct(parts[:length], words, place)


def _without_place(parts: Sequence[str], words: set[str], place: Collection[str]) -> Iterator[str]:
    """Mencap, of Harrow Mencap; Age UK, of Age UK Barnet."""
    before = _places(parts, place)
    behind = _places(parts[::-1], place)
    if 0 < before < len(parts):
        yield from _distinct(parts[before:], words, place)
    if 0 < behind < len(parts):
        yield from _distinct(parts[:-behind], words, place)


def _distinct(parts: Sequence[str], words: set[str], place: Collection[str]) -> Iterator[str]:
    """A pattern for *parts*, unless they may mean something else."""
    lower = [p for p in _lower(parts) if p not in JOINS]
    if set(lower) <= GENERIC or set(lower) <= set(place):
        return
    if len(lower) > 1 or (len(lower[0]) > _SHORTEST and lower[0] not in words):
        yield loose(" ".join(parts), may_join=len(lower) > 1)
        if len(lower) == 1:
            yield loose(parts[-1].upper())


def _as_trust(parts: Sequence[str], place: Collection[str]) -> Iterator[str]:
    """East London FT, of East London NHS Foundation Trust."""
    head = [p for p in parts if p.lower() not in _NHS]
    if not head or not {"trust", "ft"} & set(_lower(parts)):
        return
    there = loose(" ".join(head))
    if not set(_lower(head)) <= GENERIC | JOINS:
        yield rf"(?i:{there}(?:\s+(?:NHS|Foundation|Trust|FT))+)"
    if len(head) > _SHORTEST and not set(_lower(head)) <= {*place, *JOINS}:
        yield there


def _as_council(parts: Sequence[str], place: Collection[str]) -> Iterator[str]:
    """Southwark Council and LB Southwark, of London Borough of Southwark."""
    where = [p for p in parts if p.lower() not in {*_COUNCIL, "of", "the"}]
    if not {"council", "borough"} & set(_lower(parts)) or not where:
        return
    if {w for w in _lower(where) if w not in JOINS} <= set(place):
        there = loose(" ".join(where))
        yield f"[LR]B{''.join(p[0] for p in where if p.lower() not in JOINS)}"
        yield rf"(?i:(?:LB|(?:London|Royal)\s+Borough)(?:\s+of)?\s+{there})"
        yield rf"(?i:{there}\s+(?:(?:London\s+)?(?:Borough|City|County)\s+)?Council)"


def _parts(name: str) -> list[str]:
    return re.findall(r"[\w&'-]+", name)


def _lower(parts: Sequence[str]) -> list[str]:
    return [p.lower().strip("'") for p in parts]


def _places(parts: Sequence[str], place: Collection[str]) -> int:
    """How many of *parts*, from the first on, name places."""
    found = 0
    for number, part in enumerate(parts, 1):
        if part.lower() in place:
            found = number
        elif part.lower() not in JOINS:
            break
    return found
