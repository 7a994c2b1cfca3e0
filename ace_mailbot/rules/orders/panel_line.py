"""Orders about who reads what: `assign ACE-003 to Joan Price`, `reassign ACE-003 from X to Y`,
`conflict ACE-003 for Joan Price because ...`.

A member is named here as the organiser typed them; who that is, the panel's rules find out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ace_mailbot.rules.orders.words import References

VERBS = ("assign", "reassign", "conflict")
_BECAUSE = r"(?:[\s,;(-]+(?:because(?: of)?|since|as|due to)[\s:]+(?P<reason>.+?)\)?)?"


@dataclass(frozen=True, slots=True)
class Line:
    verb: str
    references: tuple[str, ...]
    member: str
    instead_of: str = ""
    reason: str = ""


class PanelLines:
    """Reads such lines for one programme."""

    def __init__(self, references: References) -> None:
        self._references = references
        refs, to = rf"(?P<refs>{references.some})", r"(?P<to>[^,;:()]+?)"
        self._patterns = {
            "assign": rf"(?:assign|allocate) {refs} (?:also )?to {to}"
            rf"(?: (?:instead of|in place of|not) (?P<out>[^,;:()]+?))?{_BECAUSE}",
            "reassign": rf"re-?(?:assign|allocate) {refs}(?: (?:from|off) (?P<out>[^,;:()]+?))?"
            rf" to {to}{_BECAUSE}",
            "conflict": rf"(?:(?:record|note|declare|put on record) )?(?:an? |the )?conflict"
            rf"(?: of interest)?(?: (?:in|on|with))? {refs}"
            rf" ?(?:for|of|with|by|:|-)? {to}{_BECAUSE}",
        }

    def read(self, plain: str, typed: str) -> Line | None:
        """*plain* is the line with typewriter quotes, of the same length as it was *typed*."""
        said = plain.rstrip(" .!")
        for verb, pattern in self._patterns.items():
            found = re.fullmatch(pattern, said, re.IGNORECASE)
            if found:
                return self._line(verb, found, typed)
        return None

    def _line(self, verb: str, found: re.Match[str], typed: str) -> Line:
        def cut(name: str) -> str:
            return typed[found.start(name) : found.end(name)].strip() if found[name] else ""

        out = cut("out") if "out" in found.groupdict() else ""
        references = self._references.read(found["refs"])
        meant = "reassign" if out else verb
        return Line(meant, references, cut("to"), out, cut("reason"))
