"""A question in other words than the form's own: by the words that carry its meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping

_EMPTY = re.compile(
    r"an?|and|are|as|at|be|by|can|did|do|does|for|from|ha[sd]|have|how|i|in|is|it|its|may|o[fnr]"
    r"|our|please|so|that|the|their|them|there|these|they|this|those|to|us|was|we|what|when|where"
    r"|which|who|why|will|with|would|you|your"
)
_ALIKE = 0.6  # of the words of both together
_CLEARLY = 0.15  # better than the next question
_LONGEST = 220  # letters; a question is no essay
_STEM = 5  # letters of a word that tell it: agree, agreed, agreement


def stems(text: str) -> frozenset[str]:
    found = re.findall(r"\w+", text.lower())
    return frozenset(word[:_STEM] for word in found if not _EMPTY.fullmatch(word))


def likeliest(text: str, questions: Mapping[str, frozenset[str]]) -> str:
    """The key of the question that *text* asks; "" where none is clearly meant.

    *questions* are stems by key. Only a line that asks or announces is looked at.
    """
    if len(text) > _LONGEST or not text.rstrip().endswith(("?", ":")):
        return ""
    said = stems(text)
    if len(said) < 3:
        return ""
    scored = sorted(((_shared(said, words), key) for key, words in questions.items()), reverse=True)
    best, *rest = scored or [(0.0, "")]
    clear = not rest or best[0] - rest[0][0] >= _CLEARLY
    return best[1] if best[0] >= _ALIKE and clear else ""


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
