"""The table that is printed: one row a measurement, what was aimed at beside what was reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_WIDTHS = (58, 22)


@dataclass(frozen=True)
class Row:
    what: str
    target: str  # "" for what is only shown for comparison
    reached: str


def head() -> str:
    return f"{_line('', 'target', 'reached')}\n{'-' * (sum(_WIDTHS) + 40)}"


def lines(rows: Iterable[Row]) -> str:
    return "\n".join(_line(row.what, row.target, row.reached) for row in rows)


def _line(what: str, target: str, reached: str) -> str:
    return f"{what:<{_WIDTHS[0]}}{target:<{_WIDTHS[1]}}{reached}".rstrip()
