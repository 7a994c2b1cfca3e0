"""Word's content controls (w:sdt): where an applicant writes, each known by its tag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml.etree import _Element

_DEFAULT_PROMPT = (
    "DefaultPlaceholder_-1854013440"  # Word's own, shown again when a control is emptied
)


@dataclass(frozen=True, slots=True)
class Control:
    """One control. *options* makes it a list to choose from; a *locked* one can't be changed."""

    tag: str
    alias: str
    prompt: str
    options: Sequence[str] = ()
    date: bool = False
    many_lines: bool = False
    locked: bool = False


def element(control: Control, number: int) -> _Element:
    """The w:sdt of *control*, showing its prompt; *number* is unique in the document."""
    sdt, properties, content = (OxmlElement(n) for n in ("w:sdt", "w:sdtPr", "w:sdtContent"))
    # ISO 29500 gives these children a fixed order, and Word refuses a file that breaks it.
    for name, value in (("alias", control.alias), ("tag", control.tag), ("id", str(number))):
        properties.append(_valued(name, value))
    if control.locked:
        properties.append(_valued("lock", "sdtContentLocked"))
    placeholder = OxmlElement("w:placeholder")
    placeholder.append(_valued("docPart", _DEFAULT_PROMPT))
    properties.append(placeholder)
    properties.append(OxmlElement("w:showingPlcHdr"))
    properties.append(_sort(control))
    run, look = OxmlElement("w:r"), OxmlElement("w:rPr")
    look.append(_valued("rStyle", "PlaceholderText"))
    run.append(look)
    run.append(_text(control.prompt))
    content.append(run)
    sdt.append(properties)
    sdt.append(content)
    return sdt


def fill(sdt: _Element, answer: str) -> None:
    """Put *answer* into a control in place of its prompt."""
    for prompting in sdt.iter(qn("w:showingPlcHdr")):
        sdt[0].remove(prompting)
    run = OxmlElement("w:r")
    run.append(_text(answer))
    for content in sdt.iter(qn("w:sdtContent")):
        content[:] = [run]


def by_tag(root: _Element) -> dict[str, _Element]:
    """Every control under *root* by its tag."""
    found = {}
    for sdt in root.iter(qn("w:sdt")):
        tag = sdt.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        if tag is not None:
            found[str(tag.get(qn("w:val")))] = sdt
    return found


def _sort(control: Control) -> _Element:
    if control.date:
        date = OxmlElement("w:date")
        for name, value in (
            ("dateFormat", "d MMMM yyyy"),
            ("lid", "en-GB"),
            ("storeMappedDataAs", "dateTime"),
            ("calendar", "gregorian"),
        ):
            date.append(_valued(name, value))
        return date
    if control.options:
        choices = OxmlElement("w:dropDownList")
        for option in control.options:
            item = OxmlElement("w:listItem")
            item.set(qn("w:displayText"), option)
            item.set(qn("w:value"), option)
            choices.append(item)
        return choices
    text = OxmlElement("w:text")
    if control.many_lines:
        text.set(qn("w:multiLine"), "1")
    return text


def _valued(name: str, value: str) -> _Element:
    made = OxmlElement(f"w:{name}")
    made.set(qn("w:val"), value)
    return made


def _text(words: str) -> _Element:
    made = OxmlElement("w:t")
    made.set(qn("xml:space"), "preserve")
    made.text = words
    return made
