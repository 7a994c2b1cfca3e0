"""How much English sounds like an automatic reply: the weights of its words and pairs, added up.

`weights.py` holds the weights. `make fit` finds them from what autoresponders and people write in
the tests, and prints how well they tell a batch that they have not seen. Words that do the same
work in such a note count as one, so that what is learnt of "enquiry" goes for "message" too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ace_mailbot.reading import weights

_ALIKE = {
    "MAIL": "email emails e-mail e-mails message messages mail mails enquiry enquiries inquiry"
    " query queries request requests correspondence letter letters",
    "BOX": "inbox mailbox mailboxes account",
    "TURN": "contact call ring phone telephone text speak",
    "ANSWER": "reply respond answer replies response responses replied responded replying"
    " responding",
    "LEAVE": "leave holiday holidays vacation hols sabbatical",
    "DESK": "team staff office department desk colleague colleagues officer adviser advisers"
    " volunteers volunteer manager assistant reception service services",
    "WATCHED": "monitored checked attended staffed manned unmonitored monitor monitoring checking",
    "RECEIVED": "received acknowledged logged registered recorded",
    "CASE": "ticket case reference ref incident job",
    "MATTER": "form forms pack application applications apply project projects bid budget panel"
    " deadline proposal funding grant fund attachment attached guidance lead partner partners eoi"
    " draft interview",
    "SHE": "she he her his him",
    "WE": "we our us",
    "I": "i my me",
    "HELLO": "hi hello hey dear",
    "URGENT": "urgent urgently emergency emergencies immediate immediately",
    "SOON": "soon shortly possible",
}
_CLASS = {word: name for name, words in _ALIKE.items() for word in words.split()}
_TOKEN = re.compile(
    r"(?P<ADDRESS>\S+@\S+)|(?P<LINK>(?:https?:|www\.)\S+)|(?P<PHONE>\b0\d[\d ]{7,})|(?P<NUMBER>\d+)"
    r"|(?P<DAY>\b(?:mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|satur|sun)(?:days?|s)?\b)"
    r"|(?P<MONTH>\b(?:january|february|march|april|june|july|august|september|october|november"
    r"|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b)"
    r"|[a-z][a-z-]*|[?!.]"
)
_SHORTENED = (
    ("won't", "will not"),
    ("can't", "can not"),
    ("cannot", "can not"),
    ("n't ", " not "),
    ("'m ", " am "),
    ("'re ", " are "),
    ("'ll ", " will "),
    ("'ve ", " have "),
    ("'d ", " would "),
)
# They say nothing alone, only beside another word.
_LITTLE_ONES = (
    "a an the and or of to in on at is are was be been this that it as with for from by has have"
    " had do does which your you if but so . ! NUMBER there than s t can one its all not no will"
    " would please"
)
_LITTLE = frozenset(_LITTLE_ONES.split())
_FEW, _MANY = 10, 60  # words


def score(text: str) -> float:
    """What the pieces of *text*, as `phrases.plain` leaves it, weigh: above 0 like a machine's."""
    known = _weights()
    return sum(known.get(piece, 0) for piece in pieces(text)) / 100


def telling(text: str, most: int = 4) -> tuple[str, ...]:
    """The words and pairs of *text* that weigh most for a machine, heaviest first."""
    known = _weights()
    said = {words.strip("^ .!?"): known.get(piece, 0) for piece, words in pieces(text).items()}
    heaviest = sorted(said, key=lambda words: -said[words])
    return tuple(words for words in heaviest if words and said[words] > 0)[:most]


def pieces(text: str) -> dict[str, str]:
    """Its words by class, each pair that stands together, and its length; with what is said."""
    found = {"ALL": ""}
    before = before_said = "^"
    count = text.count(" ") + 1
    if not _FEW <= count <= _MANY:
        found["FEW" if count < _FEW else "MANY"] = ""
    for word, said in _words(text):
        if word not in _LITTLE:
            found[word] = said
        found[f"{before} {word}"] = f"{before_said} {said}"
        before, before_said = word, said
    return found


def _words(text: str) -> Iterator[tuple[str, str]]:
    for short, long in _SHORTENED:
        text = text.replace(short, long)
    for token in _TOKEN.finditer(text):
        yield token.lastgroup or _CLASS.get(token[0], token[0]), token[0]


@cache
def _weights() -> dict[str, int]:
    return {
        piece: weight
        for weight, block in weights.WEIGHTS.items()
        for piece in block.strip().replace("\n", "|").split("|")
    }
