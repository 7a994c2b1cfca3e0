"""A day and time as a person types it in an order, read against when the order arrived.

Only "until when" is understood here; lengths of time ("a week more") are not, since nobody but
the sender knows from when they count.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?"
    r"|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})",
        # Day first, as in the UK: 3/4 is 3 April.
        rf"(?P<day>\d{{1,2}})[/.](?P<number>\d{{1,2}})(?:[/.]{_YEAR})?",
        rf"(?P<day>\d{{1,2}})-(?P<number>\d{{1,2}})-{_YEAR}",
        rf"{_DAY}(?: of)? ?{_MONTH}\.?(?:,? (?P<year>\d{{4}}))?",
        rf"{_MONTH}\.? {_DAY}(?:,? (?P<year>\d{{4}}))?",
        r"(?P<day>\d{1,2})(?P<ordinal>st|nd|rd|th)",
        r"(?P<relative>today|tonight|tomorrow)",
    )
)
_WEEKDAY_FIRST = re.compile(
    rf"(?P<which>next |this |coming |the )?{_WEEKDAY}\.?(?:,? (?:the )?(?P<date>.+))?",
    re.IGNORECASE,
)
_LAST_WEEKDAY = re.compile(
    rf"(?P<last>last |this |the )?{_WEEKDAY}\.?(?:,? (?:the )?(?P<date>.+))?", re.IGNORECASE
)
_CLOCKS = (
    re.compile(
        r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? ?(?P<half>am|pm|a\.m\.?|p\.m\.?)", re.I
    ),
    re.compile(
        r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?(?: ?h(?:rs?)?)?", re.I
    ),
    re.compile(r"(?P<noon>noon|midday|12 noon)", re.I),
    re.compile(r"(?P<end>(?:the )?end of (?:the )?(?:day|play)|eod|midnight)", re.I),
)
_HALF_A_YEAR = timedelta(days=183)


class NotAMoment(ValueError):
    """The words look like a day, but no single moment to come fits them; says why in a sentence."""


def read_moment(
    words: str, received_at: datetime, zone: ZoneInfo, closing: time
) -> datetime | None:
    """The moment, in UTC, that *words* name; None when they don't look like one.

    Weekdays count from *received_at*, a day that is named without a time ends at *closing*. Raises
    NotAMoment for a day that doesn't exist, has passed, or may be either of two.
    """
    text = re.sub(r"\s+", " ", words).strip(" .,!")
    today = received_at.astimezone(zone).date()
    problems: list[NotAMoment] = []
    for day_words, clock in _splits(text):
        try:
            day = _day(day_words, today)
        except NotAMoment as problem:
            problems.append(problem)  # "Monday 17.30" is no 17th of a 30th month, but half past 5
            continue
        if day is not None:
            moment = datetime.combine(day, clock or closing, zone).astimezone(UTC)
            if moment <= received_at:
                raise NotAMoment(f"{_spoken(day)} has passed.")
            return moment
    if problems:
        raise problems[0]
    return None


def read_past_day(words: str, today: date) -> date | None:
    """The day, today at the latest, that *words* name; None when they don't look like one.

    A weekday is its last one. Raises NotAMoment for a day that doesn't exist or is still to come.
    """
    said = re.sub(r"^(?:on )?(?:the )?", "", " ".join(words.split()).strip(" .,!()"), flags=re.I)
    if said.lower() == "yesterday":
        return today - timedelta(days=1)
    found = _LAST_WEEKDAY.fullmatch(said)
    day = _last(found, today) if found else _gone_by(said, today)
    if day and day > today:
        raise NotAMoment(f"{_spoken(day)} is still to come.")
    return day


def _last(found: re.Match[str], today: date) -> date | None:
    """The day that a weekday means, by itself or with its date."""
    index = _index(found["weekday"])
    if not found["date"]:
        back = (today.weekday() - index) % 7
        return today - timedelta(days=back or (7 if found["last"] else 0))
    day = _gone_by(found["date"], today)
    if day and day.weekday() != index:
        raise NotAMoment(f"{_spoken(day)} is not a {_WEEKDAYS[index].capitalize()}.")
    return day


def _gone_by(words: str, today: date) -> date | None:
    """A date that may lack its year or its month: then it is the last such day."""
    ordinal = re.fullmatch(r"(?P<day>\d{1,2})(?:st|nd|rd|th)", words, re.IGNORECASE)
    if ordinal:
        behind = (today - timedelta(days=n) for n in range(62))
        return next((d for d in behind if d.day == int(ordinal["day"])), None)
    day = _date(words, today)
    named = re.search(r"\d{4}|\d+[/.-]\d+[/.-]\d\d", words)
    if day and not named and day > today and day.year >= today.year:
        return _year_before(day)
    return day


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        raise NotAMoment(f"There was no {day:%-d %B} in {day.year - 1}.") from None


def _splits(text: str) -> list[tuple[str, time | None]]:
    """The ways to take *text* as a day with a time after it, before it, or without one."""
    ways: list[tuple[str, time | None]] = [(text, None)]
    pieces = text.split(" ")
    for cut in range(1, len(pieces)):
        left, right = " ".join(pieces[:cut]), " ".join(pieces[cut:])
        for clock_words, day_words in ((right, left), (left, right)):
            clock = _clock(re.sub(r"^(?:at|by|@) ?", "", clock_words, flags=re.I))
            if clock is not None:
                ways.append((re.sub(r"^on |,$| at$| by$", "", day_words, flags=re.I), clock))
    iso = re.fullmatch(r"(\d{4}-\d{2}-\d{2})T(\S+)", text)
    if iso and (clock := _clock(iso[2])) is not None:
        ways.append((iso[1], clock))
    return ways


def _clock(words: str) -> time | None:
    found = next((m for c in _CLOCKS if (m := c.fullmatch(words.strip(" ,")))), None)
    if found is None:
        return None
    named = found.groupdict()
    if named.get("noon"):
        return time(12)
    if named.get("end"):
        return time(23, 59, 59)
    hour, minute = int(named["hour"]), int(named["minute"] or 0)
    half = (named.get("half") or "")[:1].lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or int(named.get("second") or 0) > 59:
        return None
    return time(hour, minute, int(named.get("second") or 0))


def _day(words: str, today: date) -> date | None:
    words = re.sub(r"^(?:on|the) ", "", words.strip(" ,"), flags=re.IGNORECASE)
    found = _WEEKDAY_FIRST.fullmatch(words)
    if found is None:
        return _date(words, today)
    index = _index(found["weekday"])
    if found["date"]:
        day = _date(found["date"], today)
        if day and day.weekday() != index:
            raise NotAMoment(f"{_spoken(day)} is not a {_WEEKDAYS[index].capitalize()}.")
        return day
    # Said on a Monday, "Monday" is a week away, not now.
    coming = today + timedelta(days=(index - today.weekday() - 1) % 7 + 1)
    if (found["which"] or "").strip().lower() == "next" and coming - today < timedelta(days=7):
        after = coming + timedelta(days=7)
        raise NotAMoment(f"This may mean {_spoken(coming)} or {_spoken(after)}.")
    return coming


def _index(weekday: str) -> int:
    return next(i for i, day in enumerate(_WEEKDAYS) if day.startswith(weekday[:3].lower()))


def _date(words: str, today: date) -> date | None:
    found = next((m for d in _DATES if (m := d.fullmatch(words.strip(" ,")))), None)
    if found is None:
        return None
    named = found.groupdict()
    if relative := named.get("relative"):
        return today + timedelta(days=relative.lower() == "tomorrow")
    if named.get("ordinal"):
        return _coming(int(named["day"]), today)
    year = named.get("year")
    month = _month(named)
    try:
        day = date(_year(year, today), month, int(named["day"]))
        # In December, "5 January" is in the new year; in August, "5 August" is merely too late.
        if year is None and today - day > _HALF_A_YEAR:
            day = day.replace(year=day.year + 1)
    except ValueError:
        raise NotAMoment(f"There is no day {words}.") from None
    return day


def _coming(number: int, today: date) -> date:
    """The next day, today included, that is the *number*th of its month."""
    if not 1 <= number <= 31:
        raise NotAMoment(f"There is no day {number} in any month.")
    ahead = (today + timedelta(days=n) for n in range(62))
    return next(day for day in ahead if day.day == number)


def _month(named: dict[str, str | None]) -> int:
    if number := named.get("number"):
        return int(number)
    letters = (named["month"] or "")[:3].lower()
    return next(i for i, month in enumerate(_MONTHS, start=1) if month.startswith(letters))


def _year(year: str | None, today: date) -> int:
    if year is None:
        return today.year
    return int(year) + (2000 if len(year) == 2 else 0)


def _spoken(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
