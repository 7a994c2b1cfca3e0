"""What the project is called."""

from __future__ import annotations

import re

from ace_mailbot.reading.details import Details

_CALLED = re.compile(
    r"\b(?:project|work|idea|pilot|proposal|initiative)\b[^.\n]{0,30}?\b(?:called|titled|entitled"
    r"|named|known as|is)\s*,?\s*[\"“‘']([^\"”’'\n]{4,100})[\"”’']|"
    r"[\"“‘]([A-Z][^\"”’\n]{4,80})[\"”’]\s+(?:project|is a project)|\b(?:project"
    r"|pilot)\s+(?:called|titled|entitled|named)\s+([A-Z][\w'’-]*(?: (?:[A-Z][\w'’-]*|in|at|to"
    r"|for|of|and|the|with|on)){0,8})",
)
_SUBJECT_WORDS = re.compile(
    r"\b(?:expressions? of interest|expressing (?:an )?interest|eoi|interest in|interest"
    r"|application|applying|apply|submission|bid|proposal|grants?|funding|fund|programme|program|"
    r"ace|20\d\d(?:\s*[-/–]\s*\d{2,4})?|llll|nhs london|the|for|to|our|my|re|from|a|an|of|new"
    r"|form|pack|query|question|hello|hi|project|request|please|collaborative|grassroots|systems?"
    r"|development|support|enquiry|project idea|idea|leadership|lifelong|learning|attached|i|we"
    r"|in|and|would|like)\b",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(?:(?:ace|nhs london|llll|our|new|my|a|an|the|20\d\d(?:[-/–]\d\d(?:\d\d)?)?|programme"
    r"|grant|fund(?:ing)?|collaborative)[\s:–—,-]+)*"
    r"(?:expressions? of interest|expresi[oó]n de inter[eé]s|expression d['’]int[eé]r[eê]t|eoi"
    r"|project idea|project proposal|idea|proposal|application|interest)\b"
    r"(?:\s*(?:in|for|from|to|re)\b)?(?:\s*(?:the )?(?:ace|programme|grant"
    r"|fund(?:ing)?|20\d\d(?:[-/–]\d\d(?:\d\d)?)?|project)\b)*[\s:–—,.|-]*",
    re.IGNORECASE,
)

_ON_BEHALF = re.compile(r"(?:^|\s)\(?on behalf of .*", re.IGNORECASE)


def find(given: Details, subject: str, body: str) -> str:
    """The project's title as labelled, as the text calls it, or as the subject has it; else ""."""
    if given.values.get("title"):
        return given.values["title"].strip(" \"“”'.")[:200]
    if match := _CALLED.search(body):
        return next(g for g in match.groups() if g).strip()
    rest = _ON_BEHALF.sub("", _PREFIX.sub("", subject)).strip(' -–—:,."“”')
    telling = [w for w in re.findall(r"\w+", _SUBJECT_WORDS.sub(" ", rest)) if len(w) > 1]
    return rest if len(telling) >= 2 and not rest.endswith("?") else ""
