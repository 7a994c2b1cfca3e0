"""A panel member's scoring: from the controls of its form, or from lines as people type them.

Both come out by the tags of the scoring form: `C4_score`, `C4_evidence`, `conflict`, `strength`,
`improvement`, `recommendation`, `confidence`, `questions`, `note`. What a score may be is not
looked at here: one that is none ("4", "2.5") is kept as it was typed, for somebody to ask about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from ace_mailbot.config import Criterion
from ace_mailbot.reading import sentences
from ace_mailbot.reading.forms.found import Found

LEAST = 2  # criteria scored in a mail that answers no letter of ours make it an assessment
_TAG = re.compile(r"[a-z]+\d*_(?:score|evidence)$", re.IGNORECASE)
_WORDS = {
    "not shown": "0",
    "emerging": "1",
    "solid": "2",
    "strong": "3",
    **{word: str(n) for n, word in enumerate(("zero", "one", "two", "three", "four", "five"))},
}
_NUMBER = re.compile(
    r"(?:scores?|scoring)?\W{0,3}(?P<raw>[-−]?\d+(?:[.,]\d+)?(?:(?:[-–]| or | to )\d+)?)"
    r"(?P<of> ?(?:/|out of|of) ?\d+)?(?![\w/])",
    re.IGNORECASE,
)
_WORD = re.compile(
    rf"(?:score\W{{0,3}})?(?P<word>{'|'.join(_WORDS)})(?=\W*$|\s*[-–—:,;.(])", re.IGNORECASE
)
_SAME_AGAIN = re.compile(
    rf"\(?(?:{'|'.join(_WORDS)}|\(\d\))(?:\)|(?=\s*[-–—:,;.]|\s*$))", re.IGNORECASE
)
_LABELS = {
    "conflict": r"(?:(?:any|my) )?conflicts?(?: of interests?)?|coi",
    "strength": r"(?:one |main |key |biggest )?strengths?(?: for the applicants?)?",
    "improvement": r"(?:one |main |key )?(?:areas? (?:for|to) )?improve(?:ments?)?"
    r"(?: for the applicants?)?|to improve|could (?:be improved|improve|be better)|weakness(?:es)?",
    "recommendation": r"(?:my |overall )?recommend(?:ation|ed)?|rec(?=\W)|verdict",
    "confidence": r"(?:my )?confiden(?:ce|t)(?: level| in (?:my|these) scores)?",
    "questions": r"questions?(?: for (?:the )?(?:meeting|panel|discussion))?",
    "note": r"(?:private |my )?notes?(?: to self)?|private",
}
_LABEL = {
    tag: re.compile(rf"(?:{said})(?:\s*[:=–—]\s*|\s+-+\s*|\s*$)(?P<rest>.*)", re.I | re.DOTALL)
    for tag, said in _LABELS.items()
}
# Said so plainly that no mark is needed between the label and what follows.
_BARE = (
    (
        "conflict",
        re.compile(r"(?:conflicts? (?P<rest>none|no)|(?P<none>no conflicts?.{0,40}))\W*$", re.I),
    ),
    ("confidence", re.compile(r"confiden(?:ce|t)(?: is)? (?P<rest>low|medium|high)\W*$", re.I)),
    (
        "recommendation",
        re.compile(
            r"(?:(?:my )?recommend(?:ation)?(?: is)?(?: to)? |i(?:['’]d| would) )?"
            r"(?P<rest>(?:do not |don['’]?t |not to |not )?fund(?:ing|ed)?(?: it)?(?: if .+)?)"
            r"[.!]?$",
            re.I,
        ),
    ),
)
_DECLARES = re.compile(
    r"\b(?:conflict of interest|i (?:must|need to|should|have to) declare|i(?:['’]m| am) conflicted"
    r"|have a conflict)\b",
    re.IGNORECASE,
)
_CANNOT = re.compile(
    r"\b(?:i (?:can['’]?t|cannot|can not|should not|shouldn['’]t|must not|ought not to)"
    r" (?:fairly )?(?:assess|score|read|review|judge|mark) (?:this|it)\b)",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:no|not|none|without|n['’]t|any)\b", re.IGNORECASE)
_BULLET = re.compile(r"^[\s*•·>_#–—-]+|^\s*\(?\d{1,2}[.)]\s+(?=[A-Za-z])")


def is_form(found: Found) -> bool:
    """Whether a document is a scoring form, be it filled in or not."""
    return any(_TAG.match(_tag(title)) for title, _ in found.controls)


def of_document(found: Found) -> Mapping[str, str]:
    """What a scoring form says; empty for one with nothing in it."""
    tagged = {_tag(title): value for title, value in found.tagged().items()}
    wanted = (*_LABELS, *(tag for tag in tagged if _TAG.match(tag)))
    return {_spelt(tag): tagged[tag] for tag in wanted if tagged.get(tag)}


def of_text(text: str, criteria: Sequence[Criterion]) -> Mapping[str, str]:
    """What the lines of a mail say; of two on the same thing the first, for below it may be older.

    The text must be the sender's own: what they quote may hold lines of an applicant's making.
    """
    found: dict[str, str] = {}
    current = ""
    seen: set[str] = set()
    for line in _lines(text, criteria):
        read = _read(line, criteria)
        if read is not None:
            current = "" if read[0] in seen else read[0]
            seen.add(read[0])
            if current:
                found |= read[1]
        elif current:
            found[current] = f"{found.get(current, '')}\n{line}".strip()
    return {tag: value for tag, value in found.items() if re.search(r"\w", value)}


def scored(scoring: Mapping[str, str]) -> int:
    """How many criteria it gives a score."""
    return sum(tag.endswith("_score") for tag in scoring)


def stands_alone(scoring: Mapping[str, str]) -> bool:
    """Whether it can hardly be anything but an assessment, whatever it answers."""
    criteria = {tag.partition("_")[0] for tag in scoring if _TAG.match(tag)}
    return scored(scoring) >= LEAST and 2 * scored(scoring) >= len(criteria)


def _tag(title: str) -> str:
    """A control's tag; its title ("C4 score") does where a program dropped the tag."""
    return title.replace(" ", "_").lower()


def _spelt(tag: str) -> str:
    key, mark, rest = tag.partition("_")
    return f"{key.upper()}{mark}{rest}" if mark else tag


def _lines(text: str, criteria: Sequence[Criterion]) -> Iterator[str]:
    """The lines up to the sign-off, those with several scores taken apart."""
    for raw in text.split("\n"):
        line = _BULLET.sub("", raw).strip()
        if line and sentences.is_valediction(line) and not _read(line, criteria):
            return
        yield from _taken_apart(line, criteria)


def _taken_apart(line: str, criteria: Sequence[Criterion]) -> list[str]:
    keys = "|".join(re.escape(c.key) for c in criteria)
    starts = [m.start() for m in re.finditer(rf"\b(?:{keys})\b(?=\W{{0,3}}\d)", line, re.I)]
    if len(starts) < 2 or starts[0] != 0:
        return [line]
    pieces = [line[a:b] for a, b in zip(starts, [*starts[1:], len(line)], strict=True)]
    return [piece.strip(" ,;/|") for piece in pieces]


def _read(line: str, criteria: Sequence[Criterion]) -> tuple[str, dict[str, str]] | None:
    """What *line* is about, and what it says by tag; None for one that only goes on."""
    if found := _criterion(line, criteria):
        key, rest = found
        score, evidence = _score(rest)
        return f"{key}_evidence", {f"{key}_score": score, f"{key}_evidence": evidence}
    for tag, label in _LABEL.items():
        if match := label.fullmatch(line):
            return tag, {tag: match["rest"].strip()}
    for tag, bare in _BARE:
        if match := bare.fullmatch(line):
            return tag, {tag: match["rest"] or "none"}
    if _CANNOT.search(line) or (_DECLARES.search(line) and not _NEGATED.search(line)):
        return "conflict", {"conflict": line}
    return None


def _criterion(line: str, criteria: Sequence[Criterion]) -> tuple[str, str] | None:
    """The criterion that *line* begins with, by its key or its title, and what follows."""
    for criterion, pattern in _criteria_patterns(tuple(criteria)):
        if match := pattern.match(line):
            return criterion.key, line[match.end() :].strip()
    return None


@lru_cache(maxsize=4)
def _criteria_patterns(
    criteria: tuple[Criterion, ...],
) -> tuple[tuple[Criterion, re.Pattern[str]], ...]:
    return tuple(
        (
            c,
            re.compile(
                rf"(?:(?:score|criterion)\s+(?:for\s+)?)?(?:{re.escape(c.key)}\b[\s.:)(-]*"
                rf"(?:{_loosely(c.title)})?|{_loosely(c.title)}(?=\s*[:=–—-]|\s+\d))"
                r"[\s)]*(?:[:=.,–—-]|is\b)*\s*",
                re.IGNORECASE,
            ),
        )
        for c in criteria
    )


def _loosely(title: str) -> str:
    return r"[\s-]+".join(re.escape(word) for word in re.findall(r"\w+", title))


def _score(rest: str) -> tuple[str, str]:
    """The score that *rest* begins with, as a number where it is a word, and the evidence."""
    number, word = _NUMBER.match(rest), _WORD.match(rest)
    if word:
        score, after = _WORDS[word["word"].lower()], rest[word.end() :]
    elif number:
        of = re.sub(r"\D", "", number["of"] or "3")
        score = number["raw"] if of == "3" else number[0].strip()
        after = rest[number.end() :]
    else:
        return "", rest
    after = after.strip(" \t-–—:;,.=")
    if again := _SAME_AGAIN.match(after):
        after = after[again.end() :]
    return score, after.strip(" \t-–—:;,.=")
