"""Answers by the labels that stand before them: "C3.", "B1 name:", or the question's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ace_mailbot.config import Form, FormQuestion
from ace_mailbot.reading.forms import parts, rewording
from ace_mailbot.reading.forms.found import Block, plain, tidy

_KEY = re.compile(
    r"^[\s>*_#•\-\[(]*(?:question\s+|q\.?\s*)?(?P<key>[A-Za-z]{1,3}\d{1,2})(?!\w)"
    r"(?P<mark>[\s.):\]*_–—-]*)(?P<rest>.*)$",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"^\s*(?P<tag>[A-Z]\d{1,2}(?:_\w+)+)\s*[:=]\s*(?P<rest>.*)$", re.DOTALL)
_DIGIT = re.compile(r"\d")
_NOTE = re.compile(
    r"^\W*(?:\(?optional\)?|\(?required\)?|you may leave this empty"
    r"|\(?(?:up to|max(?:imum)?(?: of)?|no more than|limit:?|word (?:limit|count):?)?\s*"
    r"\d+ words?(?: (?:max(?:imum)?|or fewer|at most|limit))?\)?)[.:]?(?=\W|$)\W*",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    r"^\W*\((?:[^()]*\bwords?\b[^()]*|optional|required|[^()]{0,20}£[^()]*)\)", re.IGNORECASE
)
_SECTION = re.compile(r"^(?:(?:section|part) )?[a-z] ")
_ORNAMENTS = " \t>*_#•·-–—[(.:“\"'‘"


@dataclass(frozen=True)
class _Labels:
    """What announces a form's questions. *begins* are the first words of their wordings.

    *meanings* are the stems of each question's words, for those who word it anew.
    """

    keys: dict[str, FormQuestion]
    wordings: tuple[tuple[str, FormQuestion], ...]
    sections: frozenset[str]
    begins: tuple[str, ...]
    meanings: Mapping[str, frozenset[str]]


@lru_cache(maxsize=4)
def _labels(form: Form) -> _Labels:
    told = ((plain(question.text), question) for question in form.questions)
    # A text of one short word may stand anywhere and announces nothing.
    wordings = tuple((words, question) for words, question in told if len(words) >= 5)
    return _Labels(
        keys={question.key: question for question in form.questions},
        wordings=wordings,
        sections=frozenset(plain(question.section) for question in form.questions),
        begins=tuple({words.split()[0] for words, _ in wordings}),
        meanings={question.key: rewording.stems(question.text) for question in form.questions},
    )


def announcing(lines: list[str], form: Form) -> int:
    """How many of *lines* begin as a question of the form might: a first look, and a quick one."""
    labels = _labels(form)
    return sum(_may_announce(line, labels) for line in lines)


def _may_announce(line: str, labels: _Labels) -> bool:
    bare = line.lstrip(_ORNAMENTS).lower()
    if bare and not bare[0].isalnum():
        bare = plain(bare)
    if bare.startswith(labels.begins):
        said = plain(bare[:400])
        if any(said.startswith(words) for words, _ in labels.wordings):
            return True
    return bool(_DIGIT.search(line)) and bool(_KEY.match(line) or _TAG.match(line))


class _Reader:
    """Collects the pieces of each question while the blocks go by."""

    def __init__(self, labels: _Labels) -> None:
        self.pieces: dict[str, list[Block]] = {}
        self._current: FormQuestion | None = None
        self._labels = labels

    def see(self, block: Block) -> None:
        first = block if isinstance(block, str) else block[0]
        if tagged := _TAG.match(first):
            self.pieces.setdefault(tagged["tag"], []).append(tagged["rest"])
            self._current = None
            return
        question, rest = self._heading(first)
        if question is not None:
            self._current = question
            self._keep(rest if isinstance(block, str) else (rest, *block[1:]))
        elif self._is_section(first):
            self._current = None
        else:
            self._keep(block)

    def _keep(self, block: Block) -> None:
        if self._current is None:
            return
        if isinstance(block, str):
            block = _without_notes(block, self._current)
        else:
            block = tuple(c for c in block if c.strip()) if not self._current.parts else block
        begun = self._current.key in self.pieces  # then a blank line parts two paragraphs
        if begun or any(c.strip() for c in ((block,) if isinstance(block, str) else block)):
            self.pieces.setdefault(self._current.key, []).append(block)

    def _heading(self, text: str) -> tuple[FormQuestion | None, str]:
        """The question that *text* announces, and what is left of it as an answer."""
        match = _KEY.match(text)
        if match is not None:
            question = self._labels.keys.get(match["key"].upper())
            # "a1" may begin a sentence; in lower case a mark must follow it.
            sure = match["mark"].strip() or match["key"][0].isupper()
            if question is not None and sure:
                return question, _after_words(match["rest"], question)
        said = plain(text[:400])
        for words, question in self._labels.wordings:
            if said.startswith(words) and _announces(said, words, text):
                return question, _after_words(text, question)
        asked, mark, rest = text.partition("?") if "?" in text else text.partition(":")
        key = rewording.likeliest(asked + mark, self._labels.meanings)
        return (self._labels.keys[key], rest.strip()) if key else (None, "")

    def _is_section(self, text: str) -> bool:
        said = plain(text) if len(text) < 80 else ""
        sections = self._labels.sections
        return said in sections or _SECTION.sub("", said) in sections


def answers(blocks: tuple[Block, ...], form: Form) -> dict[str, str]:
    """Answers by tag, empty ones left out, of every question whose label stands in *blocks*."""
    reader = _Reader(_labels(form))
    for block in blocks:
        reader.see(block)
    found: dict[str, str] = {}
    for question in form.questions:
        found.update(_answered(question, reader.pieces.get(question.key, [])))
        for tag in question.tags:
            if tag in reader.pieces:
                found[tag] = _joined(reader.pieces[tag])
    return {tag: value for tag, value in found.items() if value}


def _announces(said: str, words: str, text: str) -> bool:
    """Whether a text without a key begins with a question's words, and not by chance."""
    if said in (words, f"{words} optional", f"{words} required"):
        return True
    marked = len(words) >= 30 or any(mark in text for mark in ":\t(")
    return len(words) >= 12 and marked


def _after_words(rest: str, question: FormQuestion) -> str:
    """*rest* of a heading without the question's words and word limit."""
    place = 0
    for word in re.findall(r"\w+", question.text.lower()):
        found = re.compile(rf"\W*{re.escape(word)}\b", re.IGNORECASE).match(rest, place)
        if found is None:
            place = 0
            break
        place = found.end()
    if not place and _overlap(rest, question.text) >= 0.6:
        # Worded a little differently: up to the question mark or colon it is still the question.
        cut = re.search(r"[?:\n]", rest)
        place = cut.end() if cut else len(rest)
    rest = _IN_BRACKETS.sub("", rest[place:])
    return rest.lstrip(" \t?.:*_)–—-").strip() if place else rest.strip()


def _overlap(text: str, words: str) -> float:
    wanted = set(plain(words).split())
    have = set(plain(text[: len(words) * 2]).split())
    return len(wanted & have) / len(wanted) if len(wanted) > 2 else 0.0


def _without_notes(text: str, question: FormQuestion) -> str:
    """*text* without the form's own words at its beginning: limit, hint, "you may leave this"."""
    hint = plain(question.hint)
    while match := _NOTE.match(text):
        if not match.end():
            break
        text = text[match.end() :]
    if hint and plain(text).startswith(hint):
        letters = len(re.sub(r"\W", "", question.hint))
        place = 0
        while letters and place < len(text):
            letters -= bool(re.match(r"\w", text[place]))
            place += 1
        text = text[place:].lstrip(" .\n")
    return "" if plain(text) == plain(question.text) else text.strip()


def _answered(question: FormQuestion, pieces: list[Block]) -> dict[str, str]:
    if not pieces or question.kind == "email_reply":
        return {}
    if question.rows:
        return parts.of_table(question, pieces)
    if question.parts:
        return parts.of_parts(question, pieces)
    return {question.key: _joined(pieces)}


def _joined(pieces: list[Block]) -> str:
    lines = [p if isinstance(p, str) else " ".join(c for c in p if c) for p in pieces]
    return tidy("\n".join(lines))
