"""Orders about the support that a form asks for: `owner ACE-003 Joan Price`, `offer ACE-003: ...`,
`follow-up ACE-003: ...`.

What follows the colon is for people to read and read as nothing else, whatever words stand in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ace_mailbot.rules.orders.words import References

VERBS = ("owner", "offer", "follow-up")
_WORDED = {"offer": r"(?:support )?offer", "follow-up": r"follow(?:ed)?[ -]?up"}


@dataclass(frozen=True, slots=True)
class Line:
    """*words* are an owner's name, an offer, or what came of it, as they were typed."""

    verb: str
    references: tuple[str, ...]
    words: str


class SupportLines:
    """Reads such lines for one programme."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._patterns = {
            "owner": rf"(?:owner|contact person)(?: (?:of|for))? (?P<refs>{references.some})"
            r"(?: ?[:-] ?| is | to be | )(?P<words>[^:;]{2,200}?)[ .!]*",
            **{
                verb: rf"{said}(?: (?:to|for|on|with))? (?P<refs>{references.one}) ?[:=] ?"
                r"(?P<words>.+)"
                for verb, said in _WORDED.items()
            },
        }

    def read(self, plain: str, typed: str) -> Line | None:
        """*plain* is the line with typewriter quotes, of the same length as it was *typed*."""
        for verb, pattern in self._patterns.items():
            if found := re.fullmatch(pattern, plain, re.IGNORECASE):
                words = typed[found.start("words") : found.end("words")].strip()
                return Line(verb, self._references.read(found["refs"]), words)
        return None
