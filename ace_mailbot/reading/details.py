"""Labelled details, "Organisation: ...", as people type them in a mail or a document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LABELS = {
    "name": r"(?:your |full |my |contact )?name|(?:project |programme )?lead(?: applicant"
    r"| contact| name| person)?|applicant|contact(?: person)?"
    r"|name of (?:the )?(?:project )?lead|who (?:is|will be) (?:the )?lead",
    "role": r"(?:your |my )?(?:role|job title|job role|position|post|job)|job",
    "organisation": r"(?:your |my |lead |host )?(?:organisation|organization|employer|agency|org"
    r"|charity|company|trust)(?: name)?|name of (?:the )?organisation|where (?:i"
    r"|you) work",
    "email": r"(?:your |my |contact |work )?e-?mail(?: address)?|mail",
    "phone": r"(?:your |my |contact |work )?(?:tele)?phone(?: number| no\.?)?|(?:contact|work"
    r"|mobile|phone|tel|telephone) (?:number|no\.?)|tel(?:ephone)?|mob(?:ile)?|cell",
    "title": r"(?:project |working |proposed )?title|(?:name of (?:the |our )?|project )project"
    r"|project(?: name)?|title of (?:the |our )?project",
    "footprint": r"(?:which )?(?:ics|icb|stp|footprint|integrated care system)(?: footprint"
    r"| area)?(?: \(.{0,30}\))?",
    "area": r"(?:borough|area|location|place|where|boroughs|locality|region"
    r"|neighbourhoods?)(?:\(?s\)?)?(?: covered| or neighbourhoods?)?",
    "summary": r"(?:project |brief |short |the |our |a )*(?:summary|issue|description|outline"
    r"|background|idea|proposal|problem|overview|aim|aims|need|details)(?: of (?:the "
    r"|our )?(?:project|issue|work|idea))?|"
    r"(?:1|one|a) or (?:2|two) paragraphs.{0,80}|what (?:is|are|we|the|do|would)\b.{0,80}"
    r"|about (?:the |our )?(?:project|issue|work)|(?:the )?issue.{0,60}(?:built|work"
    r"|around).{0,30}|tell us.{0,80}|expression of interest",
}
_LINE = re.compile(
    r"^\W*(?:"
    + "|".join(f"(?P<{k}>{v})" for k, v in _LABELS.items())
    + r")\s*(?P<mark>[:=–—]|\s-\s|\t|[?]|$)[ \t]*(?P<value>.*)$",
    re.IGNORECASE,
)
_MARKS = (":", "=", "\t", "–", "—", " - ")
_INLINE = ("name", "role", "organisation", "email", "phone", "title", "footprint", "area")


@dataclass
class Details:
    """*values* by the names above; *rest* is the text without the lines they stood on."""

    values: dict[str, str] = field(default_factory=dict)
    rest: str = ""


def find(text: str, document: bool = False) -> Details:
    """The labelled lines of *text*. In a *document* a label may stand alone above its value."""
    found, rest = Details(), []
    lines = text.split("\n")
    waiting = ""
    for line in lines:
        match = _LINE.match(line.strip()) if _may_label(line, document) else None
        kind = match.lastgroup if match else None
        name = next((k for k in _LABELS if match and match[k] is not None), "")
        if match is not None and name and kind and _counts(match, name, document, line):
            value = match["value"].strip(" \t")
            waiting = name if (not value or name == "summary") else ""
            if value:
                _keep(found, name, value)
        elif waiting == "summary":
            found.values["summary"] = f"{found.values.get('summary', '')}\n{line}".strip("\n")
        elif waiting and line.strip():
            _keep(found, waiting, line.strip())
            waiting = ""
        elif not waiting:
            rest.append(line)
    found.rest = "\n".join(rest).strip()
    return found


def may_stand(text: str, document: bool) -> bool:
    """A first look: whether several labels may stand in *text*."""
    if not document and not any(mark in text for mark in _MARKS):
        return False
    return sum(_may_label(line, document) for line in text.split("\n")) > 1


def _may_label(line: str, document: bool) -> bool:
    """A first look: in a mail a label ends in a mark."""
    return len(line) < 2000 and (document or any(mark in line for mark in _MARKS))


def _counts(match: re.Match[str], name: str, document: bool, line: str) -> bool:
    """Whether it is a label: it ends in a colon or a tab, or stands alone in a document."""
    mark, value = match["mark"].strip(" "), match["value"]
    if mark in (":", "\t", "=") or (mark == "" and "\t" in match["mark"]):
        return True
    if mark == "?" or not mark:
        return document and not value.strip() and len(line.split()) <= 16
    return name in _INLINE and mark in "–—-" and len(line) < 120


def _keep(found: Details, name: str, value: str) -> None:
    if not found.values.get(name):
        found.values[name] = value
