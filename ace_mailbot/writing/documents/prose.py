"""Documents as an organiser writes them: plain text with a few marks, read into blocks.

`# ` and `## ` start headings, `- ` a point, `| a | b |` a row of a table (its first row is the
header); lines that stand together are one paragraph. Nothing else is a mark, and nothing in a
value that a template was given is one either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ace_mailbot.writing.templates import GUARD, GUARDED_BAR


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Point | Table


def blocks(source: str) -> tuple[Block, ...]:
    return tuple(_blocks(source))


def _blocks(source: str) -> Iterator[Block]:
    for mark, group in groupby(source.splitlines(), _mark):
        lines = [line.strip() for line in group]
        if mark == "|":
            rows = [_cells(line) for line in lines]
            yield Table(rows[0], tuple(rows[1:]))
        elif mark == "#":
            for line in lines:
                hashes, _, text = line.partition(" ")
                yield Heading(unguarded(text), len(hashes))
        elif mark == "-":
            yield from (Point(unguarded(line[1:])) for line in lines)
        elif mark == "text":
            yield Paragraph(unguarded(" ".join(lines)))


def _mark(line: str) -> str:
    line = line.strip()
    if re.match(r"#{1,3} ", line):
        return "#"
    if line.startswith("- "):
        return "-"
    if line.startswith("|"):
        return "|"
    return "text" if line else ""


def _cells(line: str) -> tuple[str, ...]:
    return tuple(unguarded(cell) or "-" for cell in line.strip("|").split("|"))


def unguarded(text: str) -> str:
    """Rendered *text* as its readers see it, the guards around values taken off."""
    return text.replace(GUARD, "").replace(GUARDED_BAR, "|").strip()
