"""How letters put dates, sums and lists into words: the filters that every template may use.

It formats values and knows no letter. Times come in aware and are shown in the programme's zone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from markupsafe import Markup, escape

from ace_mailbot.config import Config

# As `tokens.visible` writes it, after a reference or a programme's key.
_TOKEN_LINE = re.compile(r"\b([A-Z][A-Z0-9]*(?:-\d+)?)/[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}\b", re.I)


class Lines(str):
    """Text that may keep its line breaks in a letter; any other value is put on one line."""

    __slots__ = ()


def clock(at: time) -> str:
    """A time of day as the NHS style guide writes it: 9am, 5:30pm, midday, midnight."""
    if (at.hour, at.minute) == (0, 0):
        return "midnight"
    if (at.hour, at.minute) == (12, 0):
        return "midday"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def long_date(on: date) -> str:
    """A date with its weekday, such as Friday 20 August 2021, whatever the machine's locale."""
    weekdays = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    months = (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    )
    return f"{weekdays[on.weekday()]} {on.day} {months[on.month - 1]} {on.year}"


def day_time(at: datetime) -> str:
    """A moment, in the zone that it bears: Friday 20 August 2021 at 5:30pm."""
    return f"{long_date(at)} at {clock(at.time())}"


def pounds(amount: Any) -> str:
    """A sum such as £18,500; what is no number is shown as it was written."""
    written = str(amount).strip()
    found = re.fullmatch(r"£?\s*(\d[\d,]*)(\.\d{1,2})?", written)
    if not found:
        return written
    pence = found[2] or ""
    whole = int(found[1].replace(",", ""))
    return f"£{whole:,}" + ("" if not pence.strip(".0") else f"{pence:0<3}")


def listed(items: Sequence[Any], last: str = "and") -> str:
    """Items as a sentence has them: a, b and c."""
    words = [str(i) for i in items]
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def score(figure: Any) -> str:
    """A score with two decimals: exact figures would show thirds."""
    return f"{float(figure):.2f}"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 day, 2 days."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def quote(text: Any) -> Lines:
    """Somebody's own words in a text part: every line marked, so that nothing passes for ours."""
    shown = without_tokens(str(text)).strip().splitlines()
    return Lines("\n".join(f"> {line}".rstrip() for line in shown))


def lines(text: Any) -> Lines:
    """The organiser's words, or ours, with their line breaks."""
    shown = without_tokens(str(text)).strip().splitlines()
    return Lines("\n".join(line.rstrip() for line in shown))


def paragraphs(text: Any) -> Markup:
    """Somebody's own words in HTML: escaped, with their paragraphs and line breaks kept."""
    shown = without_tokens(str(text)).replace("\r\n", "\n")
    blocks = re.split(r"\n\s*\n", shown.strip())
    lines = (Markup("<br>\n").join(escape(line) for line in block.split("\n")) for block in blocks)
    return Markup("\n").join(Markup("<p>{}</p>").format(block) for block in lines)


def without_tokens(text: str) -> str:
    """*text* with the token of every letter that it quotes left out.

    A token proves which letter a reply answers, so no letter may carry another's to someone else.
    """
    return _TOKEN_LINE.sub(r"\1/…", text)


def one_line(text: Any) -> str:
    """Text with every run of white space, line breaks included, as a single space."""
    return " ".join(str(text).split())


def unbroken(value: Any) -> Any:
    """*value* as a template may print it: nobody's name can start a line that looks like ours."""
    return " ".join(value.splitlines()) if type(value) is str else value


def filters(config: Config) -> Mapping[str, Callable[..., Any]]:
    """The filters by name; those for times and footprints speak for *config*'s programme."""
    zone = config.programme.zone

    def local(at: datetime) -> datetime:
        return at.astimezone(zone)

    def footprint_name(key: str | None) -> str:
        found = config.programme.footprint(key)
        return found.name if found else key or "not known yet"

    return {
        "day": lambda at: long_date(local(at)),
        "day_time": lambda at: day_time(local(at)),
        "clock": lambda at: clock(local(at).time()),
        "pounds": pounds,
        "score": score,
        "footprint_name": footprint_name,
        "listed": listed,
        "counted": counted,
        "quote": quote,
        "lines": lines,
        "paragraphs": paragraphs,
        "one_line": one_line,
    }
