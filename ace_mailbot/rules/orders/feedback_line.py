"""The organiser's own words for an applicant: `feedback ACE-003 C2: ...`, `ACE-003 strength: ...`.

What follows the colon is for the applicant and read as nothing else, whatever words stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ace_mailbot.rules.orders.words import References

_LEFT_OUT = re.compile(r"\W*(?:none|nothing|leave (?:it )?out|n/?a)?\W*", re.IGNORECASE)
_SAYS = {"strength": "strength", "improvement": "improvement"}


@dataclass(frozen=True, slots=True)
class Line:
    """*key* is a criterion's, or strength or improvement; *words* "" leaves that part out."""

    references: tuple[str, ...]
    key: str
    words: str

    @property
    def empty_reason(self) -> bool:
        """Whether a criterion is left without its reason, which every letter gives."""
        return not self.words and self.key not in _SAYS


class FeedbackLines:
    """Reads such lines for one programme, whose criteria have the keys *criteria*."""

    def __init__(self, references: References, criteria: Sequence[str]) -> None:
        self._references = references
        self._keys = {key.lower(): key for key in criteria} | _SAYS
        keys = "|".join(re.escape(key) for key in self._keys)
        self._pattern = re.compile(
            rf"(?:feed ?back(?: (?:to|for|on|of))?(?: ?[:-] ?| )(?P<named>{references.one})"
            rf"|(?P<bare>{references.one}))"
            rf"[\s,:-]+(?P<key>{keys})s?(?: ?[:=] ?| - )(?P<words>.*)",
            re.IGNORECASE,
        )

    def read(self, plain: str, typed: str) -> Line | None:
        """*plain* is the line with typewriter quotes, of the same length as it was *typed*."""
        found = self._pattern.fullmatch(plain)
        if not found:
            return None
        references = self._references.read(found["named"] or found["bare"])
        words = typed[found.start("words") :].strip()
        key = self._keys[found["key"].lower()]
        return Line(references, key, "" if _LEFT_OUT.fullmatch(words) else words)
