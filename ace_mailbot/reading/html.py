"""HTML mail to text that keeps lines, paragraphs and quoting (as "> ").

No layout is attempted: a table cell is a tab, a block is a line. Nothing is fetched.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

_SKIP = frozenset(
    {"head", "style", "script", "title", "meta", "link", "noscript", "template", "svg", "object"}
)
_BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "thead",
        "tr",
        "ul",
    ]
)
_SPACED = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "p", "ol", "ul", "blockquote"])
_QUOTE_CLASS = re.compile(r"gmail_quote|yahoo_quoted|protonmail_quote|zmail_extra|moz-cite", re.I)
_TIGHT = re.compile(r"MsoNormal|MsoPlainText|MsoListParagraph|xmsonormal|x_MsoNormal", re.I)
_NO_MARGIN = re.compile(r"margin(?:-top|-bottom)?\s*:\s*0", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.I)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_DEEPEST = 200  # of quoting levels and of nesting we follow by the tree
_TAG = re.compile(r"<(style|script|head)\b.*?</\1\s*>|<!--.*?-->|<[^>]{0,5000}>", re.I | re.S)


def to_text(source: str) -> str:
    """The text of an HTML body; without a usable tree, the tags are simply taken out."""
    source = source.replace("\0", "")
    if not source.strip():
        return ""
    try:
        # A declared charset must not be believed twice: the text is decoded already.
        tree = document_fromstring(
            source.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8", huge_tree=True)
        )
        # A tree that nests too deep for the parser comes back without its words.
        return _Writer().write(tree) or _without_tags(source)
    except (etree.LxmlError, ValueError, AssertionError, RecursionError):
        return _without_tags(source)


def _without_tags(source: str) -> str:
    text = re.sub(r"(?i)<(?:br|/p|/div|/tr|/li)\b[^>]{0,200}>", "\n", source)
    text = entities.unescape(_TAG.sub("", text))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+", " ", text)).strip()


class _Writer:
    """Collects lines while the tree is walked."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line = ""
        self.gap = 0  # blank lines owed before the next text
        self.depth = 0  # of quoting
        self.started = False

    def write(self, tree: etree._Element) -> str:
        skipped: etree._Element | None = None
        for event, element in _walk(tree):
            if skipped is not None:
                if event == "end" and element is skipped:
                    skipped = None
                    self._text(element.tail, element.getparent())
                continue
            if event == "start" and _is_skipped(element):
                skipped = element
            elif event == "start":
                self._open(element)
            else:
                self._close(element)
                self._text(element.tail, element.getparent())
        self._break()
        return "\n".join(self.lines).strip("\n")

    def _open(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "br":
            self._newline()
        elif tag == "hr":
            self._break()
            self._append("_" * 32)
            self._break()
        elif tag in ("td", "th"):
            if self.line.strip():
                self.line += "\t"
        elif tag in _BLOCK:
            self._break(_margin(element))
            if _is_quote(element):
                self.depth = min(self.depth + 1, _DEEPEST)
            if tag == "li":
                self.line = "- "
        self._text(element.text, element)

    def _close(self, element: etree._Element) -> None:
        if element.tag in _BLOCK:
            self._break(_margin(element))
            if _is_quote(element):
                self.depth = max(0, self.depth - 1)

    def _text(self, text: str | None, parent: etree._Element | None) -> None:
        if not text:
            return
        if parent is not None and parent.tag == "pre":
            *whole, last = text.replace("\r", "").split("\n")
            for line in whole:
                self.line += line
                self._newline()
            self.line += last
            return
        text = _SPACE.sub(" ", text)
        if not self.line or self.line.endswith((" ", "\t")):
            text = text.lstrip(" ")
        self.line += text

    def _newline(self) -> None:
        self._append(self.line)
        self.line = ""

    def _break(self, gap: int = 0) -> None:
        """End the current line if it holds anything; owe *gap* blank lines."""
        if self.line.strip(" \t"):
            self._append(self.line)
        self.line = ""
        self.gap = max(self.gap, gap)

    def _append(self, line: str) -> None:
        line = line.replace("\xa0", " ").strip(" \t")
        prefix = ">" * self.depth
        if self.gap and self.lines and self.lines[-1].strip("> "):
            self.lines.append(">" * min(self.depth, _depth(self.lines[-1])))
        self.gap = 0
        if not line and self.lines and not self.lines[-1].strip("> "):
            return  # one blank line says as much as two
        self.lines.append(f"{prefix} {line}".rstrip() if prefix else line)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(">"))


def _walk(tree: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("start", "end"):
            yield event, element
        else:
            # A comment's words are not the message's, but what follows it is.
            marker = etree.Element("span")
            yield from (("start", marker), ("end", _tailed(marker, element)))


def _tailed(marker: etree._Element, comment: etree._Element) -> etree._Element:
    marker.tail = comment.tail
    return marker


def _is_skipped(element: etree._Element) -> bool:
    if element.tag in _SKIP:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style + ";"))


def _margin(element: etree._Element) -> int:
    if element.tag not in _SPACED or _TIGHT.search(element.get("class") or ""):
        return 0
    if element.tag == "p" and _NO_MARGIN.search(element.get("style") or ""):
        return 0
    parent = element.getparent()
    return 0 if element.tag in ("ol", "ul") and parent is not None and parent.tag == "li" else 1


def _is_quote(element: etree._Element) -> bool:
    kind = element.get("class") or ""
    if element.tag == "blockquote":
        style = element.get("style") or ""
        return bool(
            element.get("type") == "cite" or _QUOTE_CLASS.search(kind) or "border-left" in style
        )
    return element.tag == "div" and "yahoo_quoted" in kind
