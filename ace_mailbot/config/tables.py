"""Reading a TOML table key by key, so that every problem is told at once and in one line each.

It knows types and how to word a problem, not what any key means. A getter that notes a problem
returns a stand-in of the right type; since a problem noted makes the whole load fail, nobody ever
sees it.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from ace_mailbot.model import Address

C = TypeVar("C", bound=str)

STAND_IN_TIME = datetime.max.replace(tzinfo=UTC)

_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:[\w](?:[\w-]*[\w])?\.)+[\w](?:[\w-]*[\w])")
_NAMED = re.compile(r"\s*(?P<name>[^<>]*?)\s*<(?P<email>[^<>]*)>\s*")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_SECRET_KEYS = ("password", "secret", "client_secret", "token")


def shown(value: object) -> str:
    """A value as it stood in the file, or near enough, and never more than a line."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, dict):
        return "a table"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."


@dataclass
class Problems:
    """What is wrong with one file, and which keys were asked for where."""

    file: str
    lines: list[str] = field(default_factory=list)
    homes: dict[str, list[str]] = field(default_factory=dict)  # key -> tables that know it

    def note(self, line: str) -> None:
        self.lines.append(f"{self.file}: {line}")


class Table:
    """One table of the file. *path* is "" for the file itself."""

    def __init__(self, problems: Problems, path: str, data: dict[str, Any]) -> None:
        self.problems = problems
        self.path = path
        self.data = data
        self._known: list[str] = []
        self._children: list[Table] = []

    def where(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def wrong(self, key: str, expected: str) -> None:
        """Note that *key* holds something other than what was *expected*."""
        self.problems.note(f"{self.where(key)} is {shown(self.data.get(key))}; expected {expected}")

    def missing(self, key: str, expected: str) -> None:
        self.problems.note(f"{self.where(key)} is missing; expected {expected}")

    def has(self, key: str) -> bool:
        self._know(key)
        return key in self.data

    def _know(self, key: str) -> None:
        if key not in self._known:
            self._known.append(key)
            self.problems.homes.setdefault(key, []).append(self.path)

    def _take(self, key: str, kind: type, expected: str, required: bool) -> Any:
        """The value of *key* where it is of *kind*; None, and perhaps a problem, where it isn't."""
        if not self.has(key):
            if required:
                self.missing(key, expected)
            return None
        value = self.data[key]
        # A bool is an int to Python, but `true` is no number of pounds.
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.wrong(key, expected)
            return None
        return value

    # --- values ---------------------------------------------------------------------------------

    def text(self, key: str, expected: str = "some text", default: str | None = None) -> str:
        """A text that isn't empty; required unless there is a *default*."""
        value = self._take(key, str, expected, default is None)
        if value is not None and not value.strip():
            self.wrong(key, expected)
        return str(value).strip() if value else default or ""

    def matching(self, key: str, pattern: str, expected: str) -> str:
        value = self.text(key, expected)
        if value and not re.fullmatch(pattern, value):
            self.wrong(key, expected)
        return value

    def whole(self, key: str, expected: str, default: int | None = None, least: int = 0) -> int:
        value = self._take(key, int, expected, default is None)
        if value is not None and value < least:
            self.wrong(key, expected)
        return int(value) if value is not None else default or 0

    def number(self, key: str, expected: str, default: float) -> float:
        """A number above 0, whole or not."""
        kind = float if isinstance(self.data.get(key), float) else int
        value = self._take(key, kind, expected, required=False)
        if value is not None and not 0 < value < float("inf"):
            self.wrong(key, expected)
        return float(value) if value is not None else default

    def flag(self, key: str, default: bool) -> bool:
        value = self._take(key, bool, "true or false, without quotes", required=False)
        return default if value is None else bool(value)

    def choice(self, key: str, options: Sequence[C], default: C | None = None) -> C:
        expected = " or ".join(f'"{o}"' for o in options)
        value = self._take(key, str, expected, default is None)
        found = next((o for o in options if o == value), None)
        if value is not None and found is None:
            self.wrong(key, expected)
        return found or default or options[0]

    def texts(
        self, key: str, expected: str, default: Sequence[str] = (), required: bool = False
    ) -> tuple[str, ...]:
        """A list of texts, none of them empty or twice the same."""
        value = self._take(key, list, expected, required)
        if value is None:
            return tuple(default)
        if not all(isinstance(v, str) and v.strip() for v in value) or (required and not value):
            self.wrong(key, expected)
            return tuple(default)
        if len(set(value)) < len(value):
            self.wrong(key, expected + ", each of them once")
        return tuple(value)

    def wholes(self, key: str, expected: str, default: Sequence[int]) -> tuple[int, ...]:
        value = self._take(key, list, expected, required=False)
        if value is None:
            return tuple(default)
        # type() and not isinstance(): true and false are ints to Python.
        if not all(type(v) is int and v > 0 for v in value):
            self.wrong(key, expected)
            return tuple(default)
        if len(set(value)) < len(value):
            self.wrong(key, expected + ", each of them once")
        return tuple(sorted(value, reverse=True))

    # --- times ----------------------------------------------------------------------------------

    def zone(self, key: str) -> ZoneInfo:
        expected = 'a time zone by its IANA name, such as "Europe/London"'
        name = self.text(key, expected)
        try:
            return ZoneInfo(name or "UTC")
        except (LookupError, ValueError, OSError):
            self.wrong(key, expected)
            return ZoneInfo("UTC")

    def moment(self, key: str, zone: ZoneInfo, required: bool = True) -> datetime | None:
        """A local date and time, made aware in *zone*. Of two that it may mean, the first."""
        expected = "a local date and time without quotes, such as 2021-08-20T23:59:59"
        value = self._take(key, datetime, expected, required)
        if value is None:
            return None
        if value.tzinfo is not None:
            self.wrong(key, expected + f" (times are local to {zone.key}, so without Z or +01:00)")
            return None
        aware: datetime = value.replace(tzinfo=zone)
        existing = aware.astimezone(UTC).astimezone(zone)
        if existing.replace(tzinfo=None) != value:
            later = existing.replace(tzinfo=None).isoformat()
            self.wrong(
                key, f"a time that exists in {zone.key}, such as {later}: the clocks skip it"
            )
            return None
        return aware

    def clock(self, key: str, default: time) -> time:
        expected = 'a time of day in quotes, such as "08:00"'
        value = self._take(key, str, expected, required=False)
        if value is None:
            return default
        found = _CLOCK.fullmatch(value)
        if not found:
            self.wrong(key, expected)
            return default
        return time(int(found[1]), int(found[2]))

    # --- people ---------------------------------------------------------------------------------

    def address(self, key: str, required: bool = False) -> Address | None:
        """`Name <name@host>` or `name@host`; the email comes back in lower case."""
        expected = 'an email address, such as "Name <name@funder.example>"'
        value = self._take(key, str, expected, required)
        if value is None:
            return None
        named = _NAMED.fullmatch(value)
        name, email = (named["name"], named["email"]) if named else ("", value)
        if not _EMAIL.fullmatch(email.strip()):
            self.wrong(key, expected)
            return None
        return Address(email.strip().lower(), name.strip().strip('"'))

    # --- tables ---------------------------------------------------------------------------------

    def table(self, key: str, required: bool = False) -> Table | None:
        value = self._take(key, dict, f"a table [{self.where(key)}]", required)
        return None if value is None else self._child(self.where(key), value)

    def tables(self, key: str, required: bool = False) -> Iterator[Table]:
        """The tables of `[[key]]`, each with a path such as `programme.footprints[2]`."""
        heading = re.sub(r"\[\d+\]", "", self.where(key))
        expected = f"one or more tables [[{heading}]]"
        value = self._take(key, list, expected, required)
        if value is not None and not all(isinstance(v, dict) for v in value):
            self.wrong(key, expected)
            return
        for number, data in enumerate(value or (), start=1):
            yield self._child(f"{self.where(key)}[{number}]", data)

    def children(self, key: str) -> tuple[Table, ...]:
        """The tables of `[[key]]` once more, after `tables` gave them."""
        return tuple(c for c in self._children if c.path.startswith(f"{self.where(key)}["))

    def _child(self, path: str, data: dict[str, Any]) -> Table:
        child = Table(self.problems, path, data)
        self._children.append(child)
        return child

    def finish(self) -> None:
        """Note every key that nobody asked for, here and below, with the nearest that is known."""
        for key in self.data:
            if key not in self._known:
                self.problems.note(f"{self.where(key)} {self._advice(key)}")
        for child in self._children:
            child.finish()

    def _advice(self, key: str) -> str:
        # What such a key holds is never shown: somebody may have written the secret itself.
        if key in _SECRET_KEYS and f"{key}_env" in self._known:
            return f"is not a key: secrets don't stand here; expected {key}_env or {key}_file"
        near = difflib.get_close_matches(key, self._known, n=1, cutoff=0.6)
        if near:
            return f'is not a known key; expected perhaps "{near[0]}"'
        homes = [h for h in self.problems.homes.get(key, ()) if h and "[" not in h]
        if homes:
            return f"is not a known key here; expected under [{homes[0]}]"
        return f"is not a known key; expected one of {', '.join(self._known)}"
