"""Invitations hold to iTIP (RFC 5546), survive the icalendar library, and stand where it counts."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy

import pytest
from icalendar import Calendar, Event

from ace_mailbot.config import Config
from ace_mailbot.model import Address, Attendance, Gathering, Letter, State
from ace_mailbot.reading import calendars
from ace_mailbot.writing.writer import Writer

STARTS = datetime(2021, 11, 10, 10, tzinfo=UTC)
GATHERING = Gathering(
    "masterclass-1",
    "Masterclass 1: fail safely, learn; quickly",
    STARTS,
    STARTS + timedelta(hours=2),
    "The Wesley,\n81 Euston Street",
)
ZOE = Address("zoe.muller@charity.example", "Zoë Müller-Nuñez")


def written(config: Config, gathering: Gathering, document: str) -> bytes:
    """The whole letter with *document*, which is event-request or event-cancel."""
    template = "event" if document == "event-request" else "event-cancelled"
    letter = Letter(
        (ZOE,),
        template,
        "1",
        template,
        values={"gathering": gathering, "guest": ZOE},
        documents=(document,),
    )
    return Writer(config, b"secret").compose(letter, State(), STARTS - timedelta(days=30)).mime


def parts(data: bytes) -> list[tuple[str, str | None, bytes]]:
    """Type, method and content of each part that is no container."""
    mail = email.message_from_bytes(data, policy=policy.default)
    return [
        (part.get_content_type(), part.get_param("method"), part.get_payload(decode=True))  # type: ignore[misc]
        for part in mail.walk()
        if not part.is_multipart()
    ]


def event_of(data: bytes) -> tuple[Calendar, Event]:
    _kind, _method, content = next(p for p in parts(data) if p[0] == "text/calendar")
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return calendar, event  # type: ignore[return-value]


def test_a_request_has_what_rfc_5546_requires_of_one(config: Config) -> None:
    calendar, event = event_of(written(config, GATHERING, "event-request"))
    assert (str(calendar["version"]), str(calendar["method"])) == ("2.0", "REQUEST")
    required = ("attendee", "dtstamp", "dtstart", "organizer", "sequence", "summary", "uid")
    assert [name for name in required if name not in event] == []
    assert str(event["organizer"]) == f"mailto:{config.mailbox.address}"
    assert str(event["attendee"]) == f"mailto:{ZOE.email}"
    assert event["attendee"].params["RSVP"] == "TRUE"
    assert event["attendee"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert (event.start, event.end) == (GATHERING.starts, GATHERING.ends)
    assert str(event["summary"]) == GATHERING.title
    assert str(event["location"]) == GATHERING.place
    assert "duration" not in event


def test_an_update_keeps_its_uid_and_counts_up(config: Config) -> None:
    _, first = event_of(written(config, GATHERING, "event-request"))
    _, second = event_of(written(config, replace(GATHERING, sequence=1), "event-request"))
    assert first["uid"] == second["uid"]
    assert (first["sequence"], second["sequence"]) == (0, 1)


def test_a_cancellation_has_what_rfc_5546_requires_of_one(config: Config) -> None:
    _, before = event_of(written(config, GATHERING, "event-request"))
    gone = replace(GATHERING, sequence=1, cancelled=True)
    calendar, event = event_of(written(config, gone, "event-cancel"))
    assert str(calendar["method"]) == "CANCEL"
    required = ("attendee", "dtstamp", "organizer", "sequence", "uid")
    assert [name for name in required if name not in event] == []
    assert (event["uid"], str(event["status"])) == (before["uid"], "CANCELLED")
    assert event["sequence"] == 1
    assert "RSVP" not in event["attendee"].params


def test_it_is_the_last_alternative_and_a_file_that_counts_once(config: Config) -> None:
    found = parts(written(config, GATHERING, "event-request"))
    assert [(kind, method) for kind, method, _ in found] == [
        ("text/plain", None),
        ("text/html", None),
        ("text/calendar", "REQUEST"),
        ("application/ics", None),
    ]
    assert found[2][2] == found[3][2]
    assert all(len(line) <= 75 for line in found[2][2].split(b"\r\n"))


def answer(event: Event, partstat: str, method: str = "REPLY") -> str:
    """What a calendar program answers to *event*."""
    calendar, reply = Calendar(), Event()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN")
    calendar.add("method", method)
    for name in ("uid", "organizer", "attendee", "sequence", "dtstart", "dtend", "summary"):
        reply[name] = event[name]
    reply["attendee"].params["PARTSTAT"] = partstat
    reply.add("dtstamp", STARTS - timedelta(days=20))
    calendar.add_component(reply)
    return bytes(calendar.to_ical()).decode()


@pytest.mark.parametrize("partstat", ["ACCEPTED", "DECLINED", "TENTATIVE"])
def test_a_reply_that_the_icalendar_library_writes_is_read(config: Config, partstat: str) -> None:
    _, event = event_of(written(config, replace(GATHERING, sequence=3), "event-request"))
    found = calendars.of_text(answer(event, partstat))
    assert found
    assert (found.uid, found.attendance) == (str(event["uid"]), Attendance(partstat))
    assert (found.sequence, found.stamp) == (3, STARTS - timedelta(days=20))


@pytest.mark.parametrize(
    ("partstat", "method"),
    [("ACCEPTED", "REQUEST"), ("ACCEPTED", "COUNTER"), ("DELEGATED", "REPLY"), ("", "REPLY")],
)
def test_nothing_else_is_taken_for_an_answer(config: Config, partstat: str, method: str) -> None:
    _, event = event_of(written(config, GATHERING, "event-request"))
    assert calendars.of_text(answer(event, partstat, method)) is None


OUTLOOK = """\
BEGIN:VCALENDAR\r
METHOD:REPLY\r
PRODID:Microsoft Exchange Server 2010\r
VERSION:2.0\r
BEGIN:VTIMEZONE\r
TZID:GMT Standard Time\r
BEGIN:STANDARD\r
DTSTART:16010101T020000\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0000\r
END:STANDARD\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
ATTENDEE;PARTSTAT=ACCEPTED;CN="Okafor, Amara: Brent":mailto:amara.okafor@trus\r
 t.example\r
COMMENT;LANGUAGE=en-GB:\\n\r
UID:masterclass-1@funder.example\r
SUMMARY;LANGUAGE=en-GB:Accepted: Masterclass 1\r
DTSTART;TZID=GMT Standard Time:20211110T100000\r
DTSTAMP:20211004T081502Z\r
SEQUENCE:0\r
BEGIN:VALARM\r
UID:another\r
END:VALARM\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_outlooks_reply_is_read_with_its_folded_lines_and_time_zone() -> None:
    found = calendars.of_text(OUTLOOK)
    assert found
    assert (found.uid, found.attendance) == ("masterclass-1@funder.example", Attendance.ACCEPTED)
    assert found.stamp == datetime(2021, 10, 4, 8, 15, 2, tzinfo=UTC)


def test_a_reply_for_several_people_counts_for_nobody() -> None:
    other = "ATTENDEE;PARTSTAT=DECLINED:mailto:b@trust.example\r\nUID:"
    assert calendars.of_text(OUTLOOK.replace("UID:", other, 1)) is None
