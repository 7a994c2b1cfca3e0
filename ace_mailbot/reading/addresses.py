"""Address headers to Addresses: tolerant, linear in their length, never raising."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ace_mailbot.model import Address

_NOT_IN_EMAIL = r"\s<>()\[\]\\,;:\"@（）《》「」【】，。、：；"
_EMAIL = re.compile(rf"[^{_NOT_IN_EMAIL}]{{1,64}}@[^{_NOT_IN_EMAIL}]{{1,255}}")
_QUOTED_LOCAL = re.compile(r'"[^"@]{1,64}"@[\w.-]{1,255}')
_POSSESSIVE = re.compile(r"['’]s$")
_IN_ANGLES = re.compile(r"<([^<>]*)>")
_COMMENT = re.compile(r"\(([^()]*)\)")
_LAST_FIRST = re.compile(
    r"^([^\W\d_][\w'’-]*(?: [\w'’-]+)?),\s*((?:[\w'’.-]+ ?){1,3}?)(\s*\(.*\))?$"
)
_ORGANISATION = re.compile(r"\s*\((?:[^()]*\b[A-Z]{2,}[^()]*|[^()]{12,})\)\s*$")
MOST = 5000  # addresses looked at in one header
_LONGEST = 10_000  # characters of a From header in which a second sender is looked for


def parse(value: str) -> tuple[Address, ...]:
    """The addresses of a decoded header, in their order; what is no address is passed over."""
    found = (_one(piece) for piece in _pieces(value))
    return tuple(address for address in found if address is not None)


def all_in(values: Iterable[str]) -> frozenset[str]:
    """Every address that somebody could read in these From headers, well formed or not.

    A quoted name may hold one: lists and some programs write `"a@b.example" <list@c.example>`.
    """
    bare = [re.sub(r'"(?:[^"\\]|\\.)*"(?!@)', "", value[:_LONGEST]) for value in values]
    loose = (match.lower().rstrip(".") for value in bare for match in _EMAIL.findall(value))
    return frozenset(loose) | {a.email for value in values for a in parse(value)}


def _pieces(value: str) -> list[str]:
    """Split at commas and semicolons that stand outside quotes, brackets and comments."""
    if "," not in value and ";" not in value:
        return [value]
    pieces: list[str] = []
    start, quoted, angle, comment = 0, False, False, 0
    for place, letter in enumerate(value):
        if letter == '"' and value[place - 1 : place] != "\\":
            quoted = not quoted
        elif quoted:
            continue
        elif letter in "<>":
            angle = letter == "<"
        elif letter in "()":
            comment = max(0, comment + (1 if letter == "(" else -1))
        elif letter in ",;" and not angle and not comment:
            pieces.append(value[start:place])
            start = place + 1
    pieces.append(value[start:])
    return pieces[:MOST]


def _one(piece: str) -> Address | None:
    in_angles = _IN_ANGLES.search(piece)
    where = in_angles[1] if in_angles else piece
    match = _EMAIL.search(where) or _QUOTED_LOCAL.search(where)
    if match is None:
        return None
    name = piece[: in_angles.start()] if in_angles else ""
    if not name.strip() and (comment := _COMMENT.search(piece)):
        name = comment[1]
    # A group's label ("Team: a@b.example") is no part of the first member's name.
    return Address(match[0].lower().rstrip("."), tidy_name(name.rsplit(":", 1)[-1]))


def tidy_name(name: str) -> str:
    """A display name as its owner writes it: `"OKAFOR, Amara (TRUST)"` is Amara Okafor."""
    name = re.sub(r"\\(.)", r"\1", name.strip().strip("\"'").strip())
    name = re.sub(r"\s+", " ", name)
    if "@" in name:
        return ""
    name = _ORGANISATION.sub("", name)
    swapped = _LAST_FIRST.match(name)
    if swapped:
        name = f"{swapped[2].strip()} {swapped[1].strip()}"
    return " ".join(_cased(word) for word in name.split(" "))


def _cased(word: str) -> str:
    """SURNAME as directories shout it becomes Surname; initials and GPs stay."""
    if len(word) > 3 and word.isupper() and word.isalpha():
        return word.title()
    return word


def emails_in(text: str) -> tuple[str, ...]:
    """Every address that stands in *text*, lower case, in order, without repeats."""
    found = (_POSSESSIVE.sub("", m[0].lower()).strip(".'’") for m in _EMAIL.finditer(text))
    return tuple(dict.fromkeys(e for e in found if "." in e.rpartition("@")[2]))
