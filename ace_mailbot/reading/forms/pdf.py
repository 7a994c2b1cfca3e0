"""PDF files: form fields by their names, and what was printed, lines and ruled tables.

Only the fenced process imports this: pdfplumber loads slowly, and a PDF may make it run forever.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from itertools import islice
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfpage import PDFPage
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from ace_mailbot.model import Unreadable
from ace_mailbot.reading.forms import fields
from ace_mailbot.reading.forms.found import Block, Found, locked, tidy
from ace_mailbot.reading.forms.lines import Line, lines_of, paragraphs

MOST_PAGES = 60  # a form has six; what is longer is a report that came with it
_TEXT_REACHES = 0.75  # of a page's width: lines that all end before it were not wrapped there
_MARGIN = 0.12  # of a page's height, above and below: running heads and page numbers
_BROKEN = (PDFException, PSException, MalformedPDFException)
_LIVECYCLE = re.compile(r"please wait.{0,200}pdf viewer may not be able to display", re.I | re.S)

_Box = tuple[float, float, float, float]  # left, top, right, bottom

# A page's lines and tables with the height at which each begins.
_Placed = tuple[float, Line | list[tuple[str, ...]]]


def read(data: bytes) -> Found:
    try:
        with pdfplumber.open(BytesIO(data)) as file:
            return _read(file)
    except PDFPasswordIncorrect as problem:
        raise locked() from problem
    except PdfminerException as problem:
        if isinstance(problem.args[0] if problem.args else None, PDFPasswordIncorrect):
            raise locked() from problem
        raise Unreadable("it is damaged") from problem
    except (*_BROKEN, ValueError, TypeError, LookupError, AttributeError, OSError) as problem:
        # The library promises no errors of its own for a PDF that breaks the rules.
        raise Unreadable("it is damaged") from problem


def _read(file: PDF) -> Found:
    # Counted by the parser's own walk, which stops when it is told to.
    if len(list(islice(PDFPage.create_pages(file.doc), MOST_PAGES + 1))) > MOST_PAGES:
        raise Unreadable(f"it has more than {MOST_PAGES} pages")
    controls = tuple(fields.of_document(file.doc))
    pages = [list(_placed(page)) for page in file.pages]
    running = _running(pages, [float(page.height) for page in file.pages])
    # A paragraph may go on overleaf, so the pages are read as one.
    shown = [x for page in pages for x in page if not _is_running(x, running)]
    width = max((float(page.width) for page in file.pages), default=0.0)
    found = Found(tuple(_blocks(shown, width)), controls)
    if _LIVECYCLE.search(found.text[:2000]):
        raise Unreadable("only Adobe's own reader can show what it holds")
    if not found.text and not any(value for _, value in controls):
        raise Unreadable("it is a picture or a scan")
    return found


def _placed(page: Page) -> Iterator[_Placed]:
    """Tables and the lines around them, from the top of the page to its bottom."""
    tables = [t for t in page.find_tables() if len(t.rows) > 1 or len(t.rows[0].cells) > 1]
    placed: list[_Placed] = []
    rest = page
    for table in tables:
        rows = [tuple(_cell(page, box) for box in row.cells) for row in table.rows]
        placed.append((table.bbox[1], rows))
        rest = rest.filter(partial(_outside, table.bbox))
    placed += [(line.top, line) for line in lines_of(rest)]
    page.close()  # it keeps every letter otherwise
    yield from sorted(placed, key=lambda x: x[0])


def _outside(box: _Box, thing: dict[str, Any]) -> bool:
    return not _inside(box, thing)


def _inside(box: _Box, thing: dict[str, Any]) -> bool:
    if "x0" not in thing or "top" not in thing:
        return False
    middle = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3])


def _cell(page: Page, box: _Box | None) -> str:
    """The text of one cell, its wrapped lines joined."""
    if box is None:
        return ""
    inside = page.filter(partial(_inside, box))
    return tidy("\n".join(paragraphs(lines_of(inside), right=box[2])))


def _blocks(page: list[_Placed], width: float) -> Iterator[Block]:
    waiting: list[Line] = []
    right = max((x.x1 for _, x in page if isinstance(x, Line)), default=0.0)
    right = max(right, _TEXT_REACHES * width)
    for _, thing in page:
        if isinstance(thing, Line):
            waiting.append(thing)
            continue
        yield from filter(None, map(tidy, paragraphs(waiting, right)))
        waiting = []
        yield from (row for row in thing if any(row))
    yield from filter(None, map(tidy, paragraphs(waiting, right)))


def _running(pages: list[list[_Placed]], heights: list[float]) -> frozenset[str]:
    """Heads and feet that more than half of the pages repeat, numbers aside."""
    if len(pages) < 2:
        return frozenset()
    seen = Counter(
        told
        for page, height in zip(pages, heights, strict=True)
        for told in {
            _unnumbered(thing.text)
            for top, thing in page
            if isinstance(thing, Line) and not _MARGIN < top / (height or 1) < 1 - _MARGIN
        }
    )
    return frozenset(text for text, times in seen.items() if times * 2 > len(pages))


def _is_running(placed: _Placed, running: frozenset[str]) -> bool:
    return isinstance(placed[1], Line) and _unnumbered(placed[1].text) in running


def _unnumbered(text: str) -> str:
    return re.sub(r"\d+", "0", text)
