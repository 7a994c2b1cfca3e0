"""Word documents: content controls at every level, legacy fields, paragraphs and tables.

python-docx sees none of a form's controls, so the XML is walked here.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ace_mailbot.reading.forms.archive import Archive
from ace_mailbot.reading.forms.found import Block, Found, tidy

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_ASIDE = frozenset(
    {f"{_W}pPr", f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", _FALLBACK}
)
_ON = frozenset({"1", "true", "on"})


def read(archive: Archive) -> Found:
    # Strict documents use another namespace name for the same elements.
    root = archive.xml("word/document.xml", renamed=(_STRICT, _W))
    controls = [_control(control) for control in root.iter(f"{_W}sdt")]
    return Found(tuple(_blocks(root)), (*controls, *_legacy_fields(root)))


def _control(control: etree._Element) -> tuple[str, str]:
    properties = control.find(f"{_W}sdtPr")
    content = control.find(f"{_W}sdtContent")
    if properties is None:
        return "", ""
    tag = _value(properties, "tag") or _value(properties, "alias")
    box = properties.find(f"{_W14}checkbox")
    if box is not None:
        checked = box.find(f"{_W14}checked")
        on = checked is not None and checked.get(f"{_W14}val", "1") in _ON
        return tag, "Yes" if on else ""
    if content is None or _is_on(properties, "showingPlcHdr"):
        return tag, ""
    return tag, tidy(_content(content))


def _value(parent: etree._Element, name: str) -> str:
    child = parent.find(f"{_W}{name}")
    return "" if child is None else child.get(f"{_W}val", "").strip()


def _is_on(parent: etree._Element, name: str) -> bool:
    child = parent.find(f"{_W}{name}")
    return child is not None and child.get(f"{_W}val", "1") in _ON


def _content(element: etree._Element) -> str:
    """The text in a control, whatever level it stands at: a paragraph is a line."""
    lines: list[str] = []
    paragraphs = [p for p in element.iter(f"{_W}p") if not _is_gone(p, element)]
    if not paragraphs:
        return _run_text(element)
    for paragraph in paragraphs:
        lines.append(_run_text(paragraph))
    return "\n".join(lines)


def _is_gone(element: etree._Element, within: etree._Element) -> bool:
    """Whether *element* stands in something deleted or a fallback rendering."""
    for parent in element.iterancestors():
        if parent is within:
            return False
        if parent.tag in _ASIDE:
            return True
    return False


def _run_text(element: etree._Element) -> str:
    """The text of runs below *element*, without placeholders of empty controls."""
    pieces: list[str] = []
    stack = [element]
    while stack:
        node = stack.pop()
        if node.tag in _ASIDE or (node is not element and _is_empty_control(node)):
            continue
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag in (f"{_W}br", f"{_W}cr"):
            pieces.append("\n")
        elif node.tag == f"{_W}tab":
            pieces.append("\t")
        elif node.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        else:
            stack.extend(reversed(list(node)))
    return "".join(pieces)


def _is_empty_control(node: etree._Element) -> bool:
    if node.tag != f"{_W}sdt":
        return False
    properties = node.find(f"{_W}sdtPr")
    return properties is not None and _is_on(properties, "showingPlcHdr")


def _legacy_fields(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Name and value of each form field of Word 97 to 2003 (w:ffData)."""
    for begin in root.iter(f"{_W}fldChar"):
        data = begin.find(f"{_W}ffData")
        if data is None:
            continue
        name = _value(data, "name")
        box, choices = data.find(f"{_W}checkBox"), data.find(f"{_W}ddList")
        if box is not None:
            yield name, "Yes" if _is_checked(box) else ""
        elif choices is not None:
            yield name, _chosen(choices)
        else:
            yield name, tidy(_result(begin))


def _is_checked(box: etree._Element) -> bool:
    name = "checked" if box.find(f"{_W}checked") is not None else "default"
    return _is_on(box, name)


def _chosen(choices: etree._Element) -> str:
    """The picked entry of a drop-down; without a pick, nothing was answered."""
    entries = [e.get(f"{_W}val", "") for e in choices.findall(f"{_W}listEntry")]
    result = _value(choices, "result")
    if result.isdecimal() and len(result) < 4 and int(result) < len(entries):
        return tidy(entries[int(result)])
    return ""


def _result(begin: etree._Element) -> str:
    """The text between a field's separator and its end, across runs and paragraphs."""
    pieces: list[str] = []
    depth, showing = 1, False
    for element in begin.xpath("following::*")[:5000]:
        if element.tag == f"{_W}fldChar":
            kind = element.get(f"{_W}fldCharType")
            depth += {"begin": 1, "end": -1}.get(kind or "", 0)
            showing = showing or (kind == "separate" and depth == 1)
            if depth == 0:
                break
        elif showing and element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif showing and element.tag in (f"{_W}br", f"{_W}p"):
            pieces.append("\n")
    return "".join(pieces)


def _blocks(root: etree._Element) -> Iterator[Block]:
    """Paragraphs and rows in reading order; what stands in a row's cells is not told twice."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.tag in _ASIDE or _is_empty_control(node):
            continue
        if node.tag == f"{_W}p":
            if text := tidy(_run_text(node)):
                yield text
        elif node.tag == f"{_W}tr":
            cells = tuple(tidy(_content(cell)) for cell in _cells(node))
            if any(cells):
                yield cells
        else:
            stack.extend(reversed(list(node)))


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of *row*, those inside a cell-level control included."""
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag == f"{_W}sdt":
            yield from child.iterfind(f"{_W}sdtContent/{_W}tc")
