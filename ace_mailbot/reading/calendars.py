"""A calendar program's answer to an invitation: the REPLY of iTIP (RFC 5546, 3.2.3).

Only lines are read, so nothing in a file can do more than be no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from ace_mailbot.model import Attachment, Attendance, CalendarAnswer
from ace_mailbot.reading import charsets

_LARGEST = 100_000  # bytes; a reply holds one event and is some hundred
_LINE = re.compile(r'(?P<name>[A-Za-z0-9-]+)(?P<parameters>(?:;(?:"[^"]*"|[^":])*)?):(?P<value>.*)')
_PARTSTAT = re.compile(r';PARTSTAT="?(?P<said>[A-Z-]+)', re.IGNORECASE)


def answer(attachments: tuple[Attachment, ...]) -> CalendarAnswer | None:
    """The answer in the first of *attachments* that holds one."""
    for attachment in attachments:
        kind = attachment.content_type.lower()
        is_calendar = kind in ("text/calendar", "application/ics")
        if (is_calendar or attachment.filename.lower().endswith(".ics")) and attachment.data:
            found = of_text(charsets.decode(attachment.data[:_LARGEST], "utf-8"))
            if found:
                return found
    return None


def of_text(text: str) -> CalendarAnswer | None:
    """The answer that an iCalendar *text* gives; None for any other method, and for counters."""
    lines = list(_event_lines(text))
    if ("METHOD", "", "REPLY") not in [(n, "", v.strip().upper()) for n, _, v in lines]:
        return None
    values = {name: value.strip() for name, _, value in lines}
    attendees = [parameters for name, parameters, _ in lines if name == "ATTENDEE"]
    said = _PARTSTAT.search(attendees[0]) if len(attendees) == 1 else None
    if not said or said["said"].upper() not in list(Attendance) or not values.get("UID"):
        return None
    sequence = values.get("SEQUENCE", "0")
    return CalendarAnswer(
        uid=values["UID"],
        attendance=Attendance(said["said"].upper()),
        sequence=int(sequence) if re.fullmatch(r"\d{1,9}", sequence) else 0,
        stamp=_stamp(values.get("DTSTAMP", "")),
    )


def _event_lines(text: str) -> Iterator[tuple[str, str, str]]:
    """Name, parameters and value of each line that stands in no component but the event."""
    inside: list[str] = []
    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        found = _LINE.fullmatch(line)
        if not found:
            continue
        name, value = found["name"].upper(), found["value"]
        if name == "BEGIN":
            inside.append(value.strip().upper())
        elif name == "END":
            inside = inside[:-1]
        elif inside in (["VCALENDAR"], ["VCALENDAR", "VEVENT"]):
            yield name, found["parameters"], value


def _stamp(value: str) -> datetime | None:
    """A DTSTAMP, which is always in UTC."""
    if not re.fullmatch(r"\d{8}T\d{6}Z", value):
        return None
    try:
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
