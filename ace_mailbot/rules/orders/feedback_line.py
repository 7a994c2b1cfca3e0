"""The organiser's own words for an applicant: `feedback ACE-003 C2: ...`, `ACE-003 strength: ...`.

Lines such as `C2: ...` may also stand under the reference, as the draft shows them. What follows
the colon is for the applicant and read as nothing else, whatever words stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ace_mailbot.model import Band
from ace_mailbot.rules.orders.words import References, plain

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
        part = rf"(?P<key>{keys})s?(?:, (?:{'|'.join(Band)}))?(?: ?[:=] ?| - )(?P<words>.*)"
        self._pattern = re.compile(
            rf"(?:feed ?back(?: (?:to|for|on|of))?(?: ?[:-] ?| )(?P<named>{references.one})"
            rf"|(?P<bare>{references.one}))"
            rf"[\s,:-]+{part}",
            re.IGNORECASE,
        )
        self._part = re.compile(part, re.IGNORECASE)

    def read(self, plain: str, typed: str) -> Line | None:
        """*plain* is the line with typewriter quotes, of the same length as it was *typed*."""
        found = self._pattern.fullmatch(plain)
        if not found:
            return None
        references = self._references.read(found["named"] or found["bare"])
        words = typed[found.start("words") :].strip()
        key = self._keys[found["key"].lower()]
        return Line(references, key, "" if _LEFT_OUT.fullmatch(words) else words)

    def key_alone(self, plain_line: str) -> str:
        """The key that a line without a reference is about; "" for any other line."""
        found = self._part.fullmatch(plain_line)
        return self._keys[found["key"].lower()] if found else ""

    def spelled_out(self, text: str) -> str:
        """*text* with each `C2: ...` that stands under a reference made a line by itself."""
        lines = [line.strip() for line in text.splitlines()]
        under, spelled = "", []
        for number, line in enumerate(lines):
            if under and self.key_alone(plain(line)):
                spelled.append(f"feedback {under} {line}")
            elif heading := self._heading(line, lines[number + 1 : number + 4]):
                under = heading
            else:
                under = under if not line else ""
                spelled.append(line)
        return "\n".join(spelled)

    def _heading(self, line: str, following: Sequence[str]) -> str:
        """The reference that *line* is, perhaps with its title, above such a line; "" for none."""
        found = self._references.keyed.match(line)
        below = next(filter(None, following), "")
        if not found or not self.key_alone(plain(below)):
            return ""
        return "".join(self._references.read(found[0])[:1])
