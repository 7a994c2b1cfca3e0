"""Names struck out of what people wrote, for a review that is blind. Pure.

A person goes by their whole name, by an initial and the surname, by either name alone; an agency
by its whole name, its initials, or what is left without "NHS Trust" and the like. A name that is
also a word, or a place, stands alone only for the word: it goes where a title, an initial, the
other name or a capital within a sentence shows that it is meant. Accents, apostrophes, hyphens and
capitals make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ace_mailbot.writing.blind import agencies, people
from ace_mailbot.writing.blind.setting import composed, folded, loose
from ace_mailbot.writing.blind.words import ALSO_WORDS, GENERIC, JOINS, POSTS

GONE = "[left out]"

Strike = Callable[[str], str]

_SHORTEST_WHOLE = 4  # letters of whole names: a shorter one would strike out parts of others
# What stands after one of these is a place: "we live near King's Cross".
_NEAR = r"(?:[Ii]n|[Nn]ear|[Aa]round|[Aa]cross|[Tt]hroughout|[Oo]utside)"
_WEB = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.])@[A-Za-z]\w{2,}"
    r"|(?<![\w@.-])(?:[\w-]+\.)+(?:uk|org|com|net|london|example)(?:/\S*)?(?![\w@-])"
    r"|(?:Twitter|Facebook|Instagram):\s*[\w@][\w.]+",
    re.IGNORECASE,
)
_SPELT_EMAIL = re.compile(
    r"[\w.+'-]+ ?[\[(] ?at ?[\])] ?[\w-]+(?:(?:\.| ?[\[(] ?dot ?[\])] ?)[\w-]+)+"
)
# Small letters in an address or a link are no sign of a word.
_SMALL = re.compile(r"(?<![\w.@])[a-z]+(?![\w@]|\.\w)")
_AGAIN = re.compile(rf"{re.escape(GONE)}(?:[ ,&/-]{{1,3}}{re.escape(GONE)})+")
# "Okafor-led" is about Okafor; "Okafor-Smith" is somebody else.
_ENDS = r"(?![\w@]|-(?!(?:led|run|based|style|owned)\b)\w)"


def strike(
    persons: Iterable[str],
    organisations: Iterable[str],
    texts: Iterable[str],
    places: Iterable[str],
    keep: Iterable[str] = (),
) -> Strike:
    """What takes the names out of a text. *texts* are all that will be read: a name that stands in
    one of them in small letters is a word there. *places* and *keep* stay: "Brent", "NHS"."""
    written = folded(composed("\n".join(texts)))
    place = {word for name in places for word in re.findall(r"[^\W\d_]+", folded(name).lower())}
    words = set(_SMALL.findall(written)) | place | ALSO_WORDS | GENERIC
    kept = {k.upper() for k in keep} | {"NHS", "ICS", "ICB", "GP", "MOU", "UK"}
    known = {people.bare(p): list(people.nickname(p)) for p in _all(persons)}
    whole = set(known)
    exact = {s for name in known for s in people.forms(name, known[name], words, written)}
    nicknames = [n for some in known.values() for n in some]
    near = re.findall(rf"\b{_NEAR}\s+(.{{1,60}})", written)
    for name in (each for said in _all(organisations) for each in agencies.both(said)):
        whole.update(agencies.wholes(name, place))
        whole.update(s for s in agencies.said_short(name, written) if s.upper() not in kept)
        short = agencies.forms(name, words, place, kept)
        exact.update(s for s in short if not _is_a_place(s, near))
    names = (loose(n, may_join=_may_join(n)) for n in whole if _is_name(n, words))
    alternatives = [
        _any_of(names, re.IGNORECASE),
        _any_of(exact, re.NOFLAG),
        _any_of(people.within_sentences(known, nicknames, words), re.NOFLAG),
    ]
    return _striking([_SPELT_EMAIL, _WEB, *filter(None, alternatives)])


def _all(names: Iterable[str]) -> list[str]:
    return [said for n in dict.fromkeys(names) if (said := folded(composed(n)).strip())]


def _is_a_place(short: str, near: Iterable[str]) -> bool:
    """Whether what matches the pattern *short* stands in the text as where something is."""
    likely = [said for said in near if said[0] == short[0]]
    return bool(likely) and any(re.match(rf"{short}(?!\w)", said) for said in likely)


def _striking(patterns: Iterable[re.Pattern[str]]) -> Strike:
    def struck(text: str) -> str:
        text = composed(text)
        for pattern in patterns:
            for found in reversed([*pattern.finditer(folded(text))]):
                text = text[: found.start()] + GONE + text[found.end() :]
        return _AGAIN.sub(GONE, text)

    return struck


def _any_of(alternatives: Iterable[str], flags: re.RegexFlag) -> re.Pattern[str] | None:
    longest_first = "|".join(sorted(alternatives, key=lambda a: (-len(a), a)))
    return re.compile(rf"(?<![\w@-])(?:{longest_first}){_ENDS}", flags) if longest_first else None


def _may_join(name: str) -> bool:
    """Whether a hashtag's TeamHope may be meant: "AN Other" is also "another"."""
    return len(name) > 2 * _SHORTEST_WHOLE


def _is_name(said: str, words: set[str]) -> bool:
    """Whether it says who: "Local council" and "Hall" by themselves do not."""
    # Initials make no name of a word: "A. Young" is also "a young".
    parts = re.findall(r"[^\W\d_]{2,}", said.lower())
    if len(said) < _SHORTEST_WHOLE or not parts:
        return False
    if len(parts) == 1:
        return parts[0] not in words | POSTS
    return not set(parts) <= GENERIC | POSTS | JOINS
