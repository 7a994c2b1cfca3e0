"""The calendar entry for the close: a date to keep, which nobody has to answer."""

from __future__ import annotations

from datetime import UTC, timedelta

from icalendar import Alarm, Calendar, Event

from ace_mailbot.config import Config
from ace_mailbot.writing.documents.occasion import Build, Occasion
from ace_mailbot.writing.documents.prose import unguarded
from ace_mailbot.writing.mime import File
from ace_mailbot.writing.templates import Templates

_CONTENT_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
_ENTRY = timedelta(minutes=30)


def closing(config: Config, templates: Templates) -> Build:
    """An entry that ends at the close, or at the application's own extended time."""

    def build(occasion: Occasion) -> File:
        name = occasion.named("closing date.ics", config.programme.key)
        return File(name, _CONTENT_TYPE, _entry(config, templates, occasion))

    return build


def _entry(config: Config, templates: Templates, occasion: Occasion) -> bytes:
    programme, application = config.programme, occasion.application
    own_due = application.due_at if application else None
    due = own_due or programme.closes
    label = application.reference if application else programme.key
    rendered = templates.render(
        "documents/calendar.txt",
        {"programme": programme, "mailbox": config.mailbox, "due": due, "label": label},
    )
    summary, _, description = unguarded(rendered).partition("\n")
    event = Event()
    event.add("uid", f"{label.lower()}-close@{config.mailbox.address.rpartition('@')[2]}")
    event.add("dtstamp", occasion.now.astimezone(UTC))
    event.add("sequence", 1 if own_due else 0)  # a later entry for an extension replaces the first
    event.add("dtstart", due.astimezone(UTC) - _ENTRY)
    event.add("dtend", due.astimezone(UTC))
    event.add("summary", summary.strip())
    event.add("description", description.strip())
    event.add("transp", "TRANSPARENT")  # it must not show anyone as busy
    event.add_component(_alarm(summary.strip()))
    calendar = Calendar()
    for name, value in (
        ("prodid", "-//ace-mailbot//EN"),
        ("version", "2.0"),
        ("method", "PUBLISH"),
    ):
        calendar.add(name, value)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _alarm(words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(days=-3))
    return alarm
