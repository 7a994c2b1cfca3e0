"""A first look at words, so that a pattern is tried only where it can match.

Most patterns of this package cannot match without one of a few words. Those cues are read off the
pattern itself, so nobody keeps a second list in step. A look costs one dictionary access a word,
a pattern's search some hundred times as much. Cues only ever rule out; the pattern decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, reduce
from importlib import import_module
from operator import or_
from typing import Any

_MOST_WAYS = 200  # spellings of one piece of a pattern that are followed
_MOST_WORDS = 10_000  # remembered at a time
_LONGEST_WORD = 40  # that is remembered
_EDGE = "\b"  # stands in a cue where a word must begin or end
# These stand in every letter, so as cues they are the last choice.
_COMMON = (
    "a all am an and are at be but by can for from have i in is it like my not of on our out "
    "please that the this to us was we were what will with would you your some full very more also "
    "could where which when how who it's it’s only because project team people first last other new"
)
_COMMON_WORDS = frozenset(_COMMON.split())


class Cued:
    """One pattern, searched for in a text only when one of its phrases stands there."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def search(self, text: str) -> re.Match[str] | None:
        return self._pattern.search(text) if self.may_match(text) else None

    def may_match(self, text: str) -> bool:
        lower = text.lower()
        return not self._phrases or any(map(lower.__contains__, self._phrases))

    @cached_property
    def _phrases(self) -> frozenset[str]:
        return frozenset(cue.replace(_EDGE, "") for cue in of_pattern(self._pattern) or ())


class Cues:
    """Several patterns, told apart by bits; for patterns that are tried on each sentence."""

    def __init__(self, *patterns: re.Pattern[str]) -> None:
        self._patterns = patterns

    def of(self, text: str) -> int:
        """The bits of the patterns that may match in *text*; the first pattern's is 1."""
        known = self._words
        return reduce(or_, map(known.__getitem__, text.lower().split()), known.always)

    @cached_property
    def _words(self) -> _Words:
        return _Words(map(of_pattern, self._patterns))


class _Words(dict[str, int]):
    """Lower-case words, each with the bits of the patterns that it is a cue for."""

    def __init__(self, cues: Iterable[frozenset[str] | None]) -> None:
        super().__init__()
        self.always = 0
        self._by_start: dict[str, list[tuple[str, bool, bool, int]]] = {}
        for number, some in enumerate(cues):
            if some is None:
                self.always |= 1 << number
            for phrase in some or ():
                word, begins, ends = _trimmed(_rarest(phrase))
                entry = (word, begins, ends, 1 << number)
                self._by_start.setdefault(word[:2], []).append(entry)

    def __missing__(self, word: str) -> int:
        found = 0
        for place in range(len(word) - 1):
            for cue, begins, ends, bit in self._by_start.get(word[place : place + 2], ()):
                if (
                    word.startswith(cue, place)
                    and not (begins and place and _is_letter(word[place - 1]))
                    and not (ends and _is_letter(word[place + len(cue) :][:1]))
                ):
                    found |= bit
        if len(self) >= _MOST_WORDS:
            self.clear()
        if len(word) <= _LONGEST_WORD:
            self[word] = found
        return found


def _is_letter(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _trimmed(word: str) -> tuple[str, bool, bool]:
    """A cue's letters, and whether a word must begin with them, and end with them."""
    bare = word.replace(_EDGE, "")
    return (
        bare,
        word.startswith(_EDGE) and _is_letter(bare[0]),
        word.endswith(_EDGE) and _is_letter(bare[-1]),
    )


def _rarest(phrase: str) -> str:
    return max(phrase.split() or [""], key=_worth_of_word)


def _worth_of_word(word: str) -> int:
    bare = word.replace(_EDGE, "")
    return min(len(bare), 2) if bare in _COMMON_WORDS else len(bare)


def _worth(phrases: frozenset[str]) -> int:
    """How much the most common of *phrases* still tells; below 2 it is no cue."""
    return min(_worth_of_word(_rarest(phrase)) for phrase in phrases)


def of_pattern(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Lower-case phrases, one of which stands in all that *pattern* matches.

    None when there are no such phrases: then the pattern must always be tried.
    """
    # The standard library's own reader of patterns; what it may add later is taken to say nothing.
    parser: Any = import_module("re._parser")
    return _required(parser.parse(pattern.pattern, pattern.flags))


def _required(sequence: Any) -> frozenset[str] | None:
    """The best cues of a sequence of nodes: those whose most common tells most, else the fewest."""
    found: list[frozenset[str] | None] = []
    spellings = frozenset({""})
    for node in sequence:
        ways = _ways(node)
        if ways is not None and len(spellings) * len(ways) <= _MOST_WAYS:
            spellings = frozenset(a + b for a in spellings for b in ways)
        else:
            found += [spellings, _inside(node)]
            spellings = frozenset({""})
    known = [some for some in (*found, spellings) if some and _worth(some) >= 2]
    return max(known, key=lambda some: (_worth(some), -len(some)), default=None)


def _inside(node: Any) -> frozenset[str] | None:
    """Cues of a node that has no small number of spellings."""
    name, value = str(node[0]), node[1]
    if name == "SUBPATTERN":
        return _required(value[-1])
    if name in ("MAX_REPEAT", "MIN_REPEAT") and value[0] > 0:
        return _required(value[2])
    if name == "BRANCH":
        return _union([_required(branch) for branch in value[1]])
    return None


def _union(each: list[frozenset[str] | None]) -> frozenset[str] | None:
    return None if None in each else frozenset(cue for some in each for cue in some or ())


def _ways(node: Any) -> frozenset[str] | None:
    """Every spelling of a node, in lower case; None when there are too many to follow."""
    name, value = str(node[0]), node[1]
    match name:
        case "LITERAL":
            return frozenset({chr(value).lower()})
        case "IN" if all(str(kind) == "LITERAL" for kind, _ in value):
            return frozenset(chr(code).lower() for _, code in value)
        case "AT":
            return frozenset({_EDGE if str(value) == "AT_BOUNDARY" else ""})
        case "ASSERT" | "ASSERT_NOT":
            return frozenset({""})
        case "SUBPATTERN":
            return _all_ways(value[-1])
        case "BRANCH":
            return _union([_all_ways(branch) for branch in value[1]])
        case "MAX_REPEAT" | "MIN_REPEAT" if value[1] == 1:
            once = _all_ways(value[2])
            return once if once is None or value[0] else once | {""}
    return None


def _all_ways(sequence: Any) -> frozenset[str] | None:
    spellings = frozenset({""})
    for node in sequence:
        ways = _ways(node)
        if ways is None or len(spellings) * len(ways) > _MOST_WAYS:
            return None
        spellings = frozenset(a + b for a in spellings for b in ways)
    return spellings
