"""Which footprint the work is in: named by the writer, suggested by a borough, or unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ace_mailbot.config import Footprint
from ace_mailbot.model import Basis
from ace_mailbot.reading import gazetteer
from ace_mailbot.reading.cues import Cued, Cues

_ORGANISATION = re.compile(
    r"(?:\b[A-Z][\w'’]{0,40}(?:,? (?:and|of|&|the|for|upon|in) |,? |-)){1,12}"
    r"(?:NHS(?: Foundation)?(?: Trust)?|(?:Foundation |Care |Healthcare |University )?Trust"
    r"|Hospitals?|University|College|CCG|Council|Corporation)\b"
)
_ORGANISATIONS = Cued(_ORGANISATION)
_COMPASS = {"north": "N", "south": "S", "east": "E", "west": "W", "central": "C"}


@dataclass(frozen=True)
class Place:
    footprint: str | None = None
    basis: Basis = Basis.UNKNOWN
    areas: tuple[str, ...] = ()


def find(
    text: str, elsewhere: str, names: tuple[str, ...], footprints: tuple[Footprint, ...]
) -> Place:
    """The footprint of the work that *text* describes.

    *elsewhere* (a signature) is looked at only when *text* names no place. *names* are people's,
    for Sutton and Brent are names too. An organisation's name states nothing: the trust may be
    called after one place and the work be in another.
    """
    masked, signed = _without_names(text, names), _without_names(elsewhere, names)
    bare = _ORGANISATION.sub(" ", masked) if _ORGANISATIONS.may_match(masked) else masked
    stated = _stated(bare, footprints)
    ways = [(_areas, bare)]
    if masked != bare:
        ways.append((_areas, masked))
    if not stated:
        ways.append((_hints, masked))
        ways += [(_areas, signed), (_hints, signed)] if signed else []
    areas = next(filter(None, (way(words, footprints) for way, words in ways)), [])
    names_of_areas = tuple(area for area, _ in areas if area)
    if len(stated) == 1:
        return Place(stated[0], Basis.STATED, names_of_areas)
    suggested = {key for _, key in areas}
    if not stated and len(suggested) == 1:
        return Place(suggested.pop(), Basis.SUGGESTED, names_of_areas)
    return Place(areas=names_of_areas)


def stated(value: str, footprints: tuple[Footprint, ...]) -> str | None:
    """The footprint that a label's value names, such as "ICS: NWL"."""
    found = _stated(value, footprints)
    return found[0] if len(found) == 1 else None


def _stated(text: str, footprints: tuple[Footprint, ...]) -> list[str]:
    if not _cues(footprints).of(text):
        return []
    return [f.key for f in footprints if _is_named(text, f)]


def _without_names(text: str, names: tuple[str, ...]) -> str:
    for name in names:
        if name.strip():
            text = re.sub(rf"\b{re.escape(name.strip())}\b", " ", text)
    return text


def _is_named(text: str, footprint: Footprint) -> bool:
    return any(p.search(text) for p in _named(footprint))


@cache
def _named(footprint: Footprint) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p) for p in _ways_to_say(footprint))


@cache
def _cues(footprints: tuple[Footprint, ...]) -> Cues:
    """A first look: whether any footprint or area may be named in a text."""
    named = (p for footprint in footprints for p in _named(footprint))
    areas = (_area(area) for footprint in footprints for area in footprint.areas)
    return Cues(*named, *areas)


@cache
def _any_area(footprint: Footprint) -> re.Pattern[str]:
    """A first look: whether any word of the footprint's areas stands in a text."""
    words = {w for area in footprint.areas for w in re.findall(r"[A-Z]\w+", area)}
    return re.compile("|".join(sorted(map(re.escape, words))), re.IGNORECASE)


def _ways_to_say(footprint: Footprint) -> Iterator[str]:
    """Patterns for its name, key and the short forms people use: NW London, North-West London."""
    words = footprint.name.split()
    yield rf"(?<![\w&]){re.escape(footprint.key)}(?![\w])"
    joined = r"[\s-]*".join(re.escape(w) for w in words)
    yield rf"(?i)(?<!central and )(?<!central & )\b{joined}\b"
    compass = [w for w in words if w.lower() in _COMPASS]
    if len(compass) > 1 and len(compass) < len(words):
        letters = "".join(_COMPASS[w.lower()] for w in compass)
        rest = r"\s+".join(re.escape(w) for w in words[len(compass) :])
        yield rf"\b{'[. ]?'.join(letters)}\.?\s+(?i:{rest})\b"
        yield rf"(?i)\b{'[- ]?'.join(compass)}\s+{rest}\b"


def _areas(text: str, footprints: tuple[Footprint, ...]) -> list[tuple[str, str]]:
    """(area, footprint key) for each area named in *text*, in order of appearance."""
    found: list[tuple[int, str, str]] = []
    for footprint in footprints if _cues(footprints).of(text) else ():
        for area in footprint.areas if _any_area(footprint).search(text) else ():
            if match := _area(area).search(text):
                found.append((match.start(), area, footprint.key))
    for place, boroughs in gazetteer.localities(text):
        for borough in boroughs:
            if key := _footprint_of(borough, footprints):
                found.append((place, borough, key))
    return list(dict.fromkeys((area, key) for _, area, key in sorted(found)))


def _hints(text: str, footprints: tuple[Footprint, ...]) -> list[tuple[str, str]]:
    """The same for what a trust's name, else a postcode, suggests; "" for several boroughs."""
    for found in (gazetteer.services(text), gazetteer.postcodes(text)):
        hints = [
            (borough if len(boroughs) == 1 else "", key)
            for _, boroughs in sorted(found)
            for borough in boroughs
            if (key := _footprint_of(borough, footprints))
        ]
        if hints:
            return list(dict.fromkeys(hints))
    return []


def _footprint_of(borough: str, footprints: tuple[Footprint, ...]) -> str | None:
    return next((f.key for f in footprints if borough in map(_spelt_out, f.areas)), None)


def _spelt_out(area: str) -> str:
    return area.replace("&", "and")


@cache
def _area(area: str) -> re.Pattern[str]:
    """How people write an area: & for and, without "upon Thames", half of a double name."""
    if area.startswith("City of "):
        return re.compile(rf"\b{re.escape(area)}\b")
    halves = area.split(" and ")
    ways = [r"\s*(?:and|&|\+|/)\s*".join(re.escape(h) for h in halves)]
    ways += [re.escape(h) for h in halves if len(halves) > 1]
    ways.append(re.escape(re.split(r" (?:upon|on) ", area)[0]))
    return re.compile(
        rf"(?<![\w@.-])(?:{'|'.join(ways)})(?![\w@]|\.\w| coldfield| mean time| road\b| street\b"
        rf"| avenue\b)",
        re.IGNORECASE,
    )
