"""A calendar invitation and its cancellation, as iTIP wants them (RFC 5546, 3.2.2 and 3.2.5).

Each goes to one guest, and names that guest alone: nobody reads who else was asked.
"""

from __future__ import annotations

from datetime import UTC

from icalendar import Calendar, Event, vCalAddress, vText

from ace_mailbot.config import Config
from ace_mailbot.model import Address, Gathering
from ace_mailbot.writing.documents.occasion import Build, Occasion
from ace_mailbot.writing.mime import File
from ace_mailbot.writing.templates import Templates


def request(config: Config, templates: Templates) -> Build:
    """METHOD:REQUEST; a higher SEQUENCE than before makes it an update."""
    return lambda occasion: _file("REQUEST", "CONFIRMED", config, occasion)


def cancel(config: Config, templates: Templates) -> Build:
    return lambda occasion: _file("CANCEL", "CANCELLED", config, occasion)


def _file(method: str, status: str, config: Config, occasion: Occasion) -> File:
    gathering, guest = occasion.values["gathering"], occasion.values["guest"]
    event = _event(gathering, guest, status, config, occasion)
    calendar = Calendar()
    for name, value in (
        ("prodid", "-//ace-mailbot//EN"),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", method),
    ):
        calendar.add(name, value)
    calendar.add_component(event)
    kind = f"text/calendar; charset=utf-8; method={method}"
    name = "cancellation.ics" if method == "CANCEL" else "invitation.ics"
    return File(name, kind, bytes(calendar.to_ical()), invites=True)


def _event(
    gathering: Gathering, guest: Address, status: str, config: Config, occasion: Occasion
) -> Event:
    mailbox = config.mailbox
    event = Event()
    event.add("uid", f"{gathering.key}@{mailbox.address.rpartition('@')[2]}")
    event.add("dtstamp", occasion.now.astimezone(UTC))
    event.add("sequence", gathering.sequence)
    event.add("dtstart", gathering.starts.astimezone(UTC))
    event.add("dtend", gathering.ends.astimezone(UTC))
    event.add("summary", gathering.title)
    if gathering.place:
        event.add("location", gathering.place)
    event.add("status", status)
    event.add("transp", "OPAQUE")
    organizer = vCalAddress(f"mailto:{mailbox.address}")
    organizer.params["cn"] = vText(mailbox.sender_name)
    event["organizer"] = organizer
    event.add("attendee", _attendee(guest, asked=status == "CONFIRMED"))
    return event


def _attendee(guest: Address, *, asked: bool) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{guest.email}")
    attendee.params["cn"] = vText(guest.name or guest.email)
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    if asked:
        attendee.params["partstat"] = vText("NEEDS-ACTION")
        attendee.params["rsvp"] = vText("TRUE")
    return attendee
