"""Fill in the application form as a lead would: in Word, in LibreOffice, or typed into an email.

Only what people's programs do to the form that came with the pack; what stands in the answers is
`proposals`'. The same answers in the same form give the same bytes.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class NoSuchControl(Exception):
    """The form has no control with this tag."""


def fill(docx: bytes, answers: Mapping[str, str]) -> bytes:
    """The Word form in *docx* with *answers* (tag -> text) typed into its content controls.

    Raises NoSuchControl for an answer that the form has no control for.
    """
    parts = unzip(docx)
    root = etree.fromstring(parts["word/document.xml"])
    missing = set(answers)
    for control in root.iter(f"{_W}sdt"):
        tag = _tag(control)
        if tag in answers:
            _type_into(control, answers[tag])
            missing.discard(tag)
    if missing:
        raise NoSuchControl(", ".join(sorted(missing)))
    parts["word/document.xml"] = etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return rezip(parts)


def unzip(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def rezip(parts: Mapping[str, bytes]) -> bytes:
    """A zip of *parts* in their order, without times: the same parts give the same bytes."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return out.getvalue()


def _tag(control: etree._Element) -> str:
    tag = control.find(f"{_W}sdtPr/{_W}tag")
    return "" if tag is None else tag.get(f"{_W}val", "")


def _type_into(control: etree._Element, text: str) -> None:
    """What Word does when somebody types: the hint goes, the text stands in its place."""
    properties = control.find(f"{_W}sdtPr")
    content = control.find(f"{_W}sdtContent")
    if properties is None or content is None:
        raise ValueError("a content control without properties or content is no form's")
    for hint in properties.findall(f"{_W}showingPlcHdr"):
        properties.remove(hint)
    paragraphs = list(content.iter(f"{_W}p"))
    if not paragraphs:
        _set_runs(content, text)
        return
    first = paragraphs[0]
    for extra in paragraphs[1:]:
        _parent(extra).remove(extra)
    lines = text.split("\n")
    for line in reversed(lines[1:]):
        later = copy.deepcopy(first)
        _set_runs(later, line)
        first.addnext(later)
    _set_runs(first, lines[0])


def _set_runs(holder: etree._Element, text: str) -> None:
    """Make *text* all that *holder* (a paragraph, or a control within one) says."""
    run = etree.Element(f"{_W}r")
    kept = holder.find(f".//{_W}r/{_W}rPr")
    if kept is not None and kept.find(f"{_W}rStyle") is None:
        run.append(copy.deepcopy(kept))
    for number, line in enumerate(text.split("\n")):
        if number:
            etree.SubElement(run, f"{_W}br")
        typed = etree.SubElement(run, f"{_W}t")
        typed.text = line
        typed.set(_XML_SPACE, "preserve")
    for child in list(holder):
        if child.tag != f"{_W}pPr":
            holder.remove(child)
    holder.append(run)


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    if parent is None:
        raise ValueError("the element stands alone")
    return parent


# --- LibreOffice ---------------------------------------------------------------------------------

_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def fill_odt(odt: bytes, answers: Mapping[str, str]) -> bytes:
    """The OpenDocument form in *odt*, filled in as LibreOffice Writer does it.

    Raises NoSuchControl for an answer that the form has no control for.
    """
    parts = unzip(odt)
    root = etree.fromstring(parts["content.xml"])
    missing = set(answers)
    for control in root.iter(f"{_LOEXT}content-control"):
        tag = control.get(f"{_LOEXT}tag", "")
        if tag in answers:
            _type_into_odt(control, answers[tag])
            missing.discard(tag)
    if missing:
        raise NoSuchControl(", ".join(sorted(missing)))
    parts["content.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return rezip(parts)


def _type_into_odt(control: etree._Element, text: str) -> None:
    control.attrib.pop(f"{_LOEXT}showing-place-holder", None)
    for child in list(control):
        control.remove(child)
    first, *others = text.split("\n")
    control.text = first
    for line in others:
        etree.SubElement(control, f"{_TEXT}line-break").tail = line
