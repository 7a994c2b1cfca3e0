"""How many projects a letter announces: by numbered headings, repeated labels, or in so many words.

A doubt counts as one project: whoever writes of several in passing is asked nothing.
"""

from __future__ import annotations

import re

_KIND = (
    r"(?:projects?|proposals?|ideas?|bids?|eois?|expressions? of interest|projets?|proyectos?"
    r"|projekte?|projetos?|progett[oi]|proje|proiecte?|projektu)"
)
_NUMBERS = {
    **{word: n for n, word in enumerate(("one", "two", "three", "four", "five"), 1)},
    **{word: n for n, word in enumerate(("first", "second", "third", "fourth", "fifth"), 1)},
    **{letter: n for n, letter in enumerate("abcde", 1)},
    **{numeral: n for n, numeral in enumerate(("i", "ii", "iii", "iv", "v"), 1)},
}
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_HEADING = re.compile(
    rf"^[^\w\n]{{0,12}}(?:our )?(?:{_KIND} ?(?:no\.?|number|nr\.?|#)? ?(?P<after>[1-5]|{_WORDS})"
    rf"|(?P<before>[1-5](?:st|nd|rd|th)|{_WORDS}) {_KIND})[ \t*_]*(?:[:.)–—]|-\s|$)",
    re.IGNORECASE | re.MULTILINE,
)
_LABEL = re.compile(
    r"^[^\w\n]{0,12}(?:project (?:title|name)|title of (?:the )?project|(?:project )?summary)\s*:"
    r"[ \t]*(?P<value>\S.{2,200})$",
    re.IGNORECASE | re.MULTILINE,
)
_SAID = re.compile(
    r"\b(?:(?:like|want|wish|hope|hoping|plan|planning) to (?:put forward|submit|propose|apply"
    r"|bid|suggest|offer|express)|(?:putting forward|submitting|proposing|sending you|applying)"
    r"|(?:here|below|attached|these|following|enclosed) are|(?:we|i) have|interest (?:in|for|with))"
    r"\b[^.!?\n]{0,40}?\b(?P<many>two|three|four|2|3|4)"
    r" (?:(?:separate|different|distinct|possible|quite|very|project|unrelated) )*"
    r"(?:(?P<sure>ideas|proposals|bids|eois|expressions of interest)|projects\b(?=[^.\n]{0,20}"
    r"(?:to (?:put|submit|propose|apply)|for (?:you|ace|the (?:grant|programme))|[:.]|$)))",
    re.IGNORECASE,
)
_FEWEST_WORDS = 9  # of what stands under a heading


def projects(text: str) -> int:
    """How many projects *text* clearly announces; 1 when it does not say."""
    return max(_headed(text), _labelled(text), _said(text), 1)


def _headed(text: str) -> int:
    """How many numbered headings follow each other from 1, each with words of its own below."""
    headings = list(_HEADING.finditer(text))
    ends = [h.start() for h in headings[1:]] + [len(text)]
    count = 0
    for heading, end in zip(headings, ends, strict=False):
        number = _number(heading["after"] or heading["before"])
        if number == count + 1 and len(text[heading.end() : end].split()) >= _FEWEST_WORDS:
            count = number
    return count


def _labelled(text: str) -> int:
    """How many different values stand behind the label that tells a project."""
    values: dict[str, set[str]] = {}
    for label in _LABEL.finditer(text):
        name = label[0].partition(":")[0].strip(" *-•").lower()
        values.setdefault(name, set()).add(label["value"].strip().lower())
    return max(map(len, values.values()), default=0)


def _said(text: str) -> int:
    said = _SAID.search(" ".join(text.split()))
    return _number(said["many"]) if said else 0


def _number(word: str) -> int:
    return _NUMBERS.get(word.lower()) or int(word[0])
