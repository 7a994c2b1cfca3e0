"""Lines of a printed page, and the paragraphs that they were before they were wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from pdfplumber.page import Page

_SAME_LINE = 0.6  # of a letter's height: words that lie closer stand on one line
_GAP = 2.2  # letter heights between two words: a column rather than a blank
_LOOSE = 1.0  # letter heights between two lines: a new paragraph
_KEYED = re.compile(r"[A-Z]\d{1,2}[.):\s]")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. Measures are points; *first* is the width of its first word."""

    text: str
    x1: float
    top: float
    bottom: float
    first: float
    font: tuple[str, int]


def lines_of(page: Page) -> list[Line]:
    """The page's words as lines; a wide gap between two words becomes a tab."""
    words = page.extract_words(
        use_text_flow=False, keep_blank_chars=False, extra_attrs=["fontname", "size"]
    )
    lines: list[list[dict[str, float | str]]] = []
    for word in sorted(words, key=lambda w: (round(w["top"]), w["x0"])):
        height = word["bottom"] - word["top"]
        if lines and abs(float(lines[-1][0]["bottom"]) - word["bottom"]) < _SAME_LINE * height:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_line(sorted(line, key=lambda w: float(w["x0"]))) for line in lines]


def _line(words: list[dict[str, float | str]]) -> Line:
    text = str(words[0]["text"])
    for before, word in pairwise(words):
        height = float(word["bottom"]) - float(word["top"])
        wide = float(word["x0"]) - float(before["x1"]) > _GAP * height
        text += ("\t" if wide else " ") + str(word["text"])
    first = words[0]
    return Line(
        text=text,
        x1=float(words[-1]["x1"]),
        top=float(first["top"]),
        bottom=float(first["bottom"]),
        first=float(first["x1"]) - float(first["x0"]),
        font=(str(first["fontname"]), round(float(first["size"]))),
    )


def paragraphs(lines: Iterable[Line], right: float) -> Iterator[str]:
    """Wrapped lines joined again: one whose next word would not have fitted goes on below."""
    before: Line | None = None
    text = ""
    for line in lines:
        if before is not None and _goes_on(before, line, right):
            text += " " + line.text
        else:
            if text:
                yield text
            text = line.text
        before = line
    if text:
        yield text


def _goes_on(before: Line, line: Line, right: float) -> bool:
    height = before.bottom - before.top
    blank = 0.2 * height
    return (
        not _KEYED.match(line.text)  # a question's answer must never be lost in another's
        and before.font == line.font
        and "\t" not in before.text
        and line.top - before.bottom < _LOOSE * height
        and before.x1 + blank + line.first > right - 0.02 * right
    )
