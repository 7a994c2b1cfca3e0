"""What `status`, `digest` and `export` say, from the store as it stands."""

from __future__ import annotations

import csv as csv_format
import io
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ace_mailbot import pulse
from ace_mailbot.config import Config
from ace_mailbot.model import Accounts, Application, Letter
from ace_mailbot.store import Store
from ace_mailbot.writing.digest import Digest, accounting, compile_digest

_COLUMNS = (
    "reference",
    "stage",
    "title",
    "footprint",
    "footprint_basis",
    "lead_name",
    "lead_email",
    "lead_organisation",
    "lead_phone",
    "received_at",
    "due_at",
    "forms",
    "submitted_at",
    "amount_requested",
    "senior_leader",
    "senior_answer",
    "decision_reason",
)


def digest(config: Config, store: Store, held: int | None, now: datetime) -> Digest:
    """The digest as of *now*; *held* is the mailbox's own count, None where it wasn't asked."""
    accounts = store.accounts(now - _since_last(now), held)
    return compile_digest(store.state, accounts, config, now)


def digest_letter(
    config: Config, store: Store, held: int | None, version: str, now: datetime
) -> Letter:
    """The letter that carries the digest. *version* is its day, or the message that asked."""
    from ace_mailbot.rules.context import Context  # the rules are slow to load, as above
    from ace_mailbot.rules.letters import to_staff

    context = Context(config, now, store.state)
    values = {"digest": digest(config, store, held, now)}
    return to_staff(context, "digest", version, values=values)


def digest_text(config: Config, store: Store, now: datetime) -> str:
    """The digest as its reader would see it, but with no token to reply to."""
    from ace_mailbot.writing.writer import Writer  # slow to load, and `status` needs none of it

    letter = digest_letter(config, store, None, "now", now)
    return Writer(config, b"").text_of(letter, store.state, now)[1]


def status(config: Config, store: Store, now: datetime) -> dict[str, Any]:
    """Counts by stage and footprint, what waits for whom, what is parked, unknown or overdue."""
    accounts = store.accounts(now - timedelta(days=1), None)
    compiled = compile_digest(store.state, accounts, config, now)
    applications = store.state.applications.values()
    states = Counter(store.letter_counts())
    return {
        "programme": config.programme.key,
        "now": now.isoformat(),
        "applications": len(applications),
        "stages": dict(compiled.stages),
        "footprints": {
            f.key: sum(1 for a in applications if a.footprint == f.key)
            for f in config.programme.footprints
        }
        | {"unknown": sum(1 for a in applications if a.footprint is None)},
        "waiting_for_organiser": [need.sentence for need in compiled.needs],
        "waiting_for_leads": [a.reference for a in applications if a.asked],
        "waiting_for_senior_leaders": [
            a.reference for a in applications if a.senior_answer == "asked"
        ],
        "messages": _named(accounts),
        "parked": [filed.id for filed in compiled.parked],
        "letters": {s: states[s] for s in ("queued", "sending", "sent", "unknown", "failed")},
        "doubts": list(compiled.doubts),
        "overdue": [a.reference for a in applications if _overdue(a, config, now)],
        "sending_held": store.state.season.held,
        **_ages(config, store, now),
        "accounting": accounting(accounts),
    }


def _ages(config: Config, store: Store, now: datetime) -> dict[str, float | None]:
    """In seconds; None where there is nothing of the kind."""
    message, letter = store.waiting_since()
    moments = {
        "last_good_cycle": pulse.last(config),
        "oldest_waiting_message": message,
        "oldest_waiting_letter": letter,
    }
    return {
        f"{name}_age": (now - at).total_seconds() if at else None for name, at in moments.items()
    }


def status_text(report: dict[str, Any]) -> str:
    """*report*, as `status` made it, for a person at a terminal."""
    lines = [f"{report['programme']}: {report['applications']} applications"]
    lines += [f"  {count:4} {stage}" for stage, count in report["stages"].items()]
    lines.append("By footprint: " + _counts(report["footprints"]))
    lines.append("Letters: " + _counts(report["letters"]))
    for name, title in (
        ("waiting_for_organiser", "Waits for the organiser"),
        ("waiting_for_leads", "Waits for leads"),
        ("waiting_for_senior_leaders", "Waits for senior leaders"),
        ("overdue", "Overdue"),
        ("doubts", "In doubt"),
    ):
        if report[name]:
            lines.append(f"{title}:")
            lines += [f"  {item}" for item in report[name]]
    age = report["last_good_cycle_age"]
    lines.append(
        "No cycle has gone well yet."
        if age is None
        else f"The last good cycle was {timedelta(seconds=round(age))} ago."
    )
    if report["sending_held"]:
        lines.append("Sending is on hold.")
    lines.append(f"Messages: {report['accounting']}")
    return "\n".join(lines)


def csv(store: Store) -> str:
    """One row an application. Cells that a spreadsheet would run as a formula are made text."""
    out = io.StringIO()
    writer = csv_format.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for application in store.state.applications.values():
        writer.writerow([as_text(cell) for cell in _row(application)])
    return out.getvalue()


def xlsx(config: Config, store: Store, now: datetime) -> bytes:
    """The same rows as a workbook; with the panel's scores and the board once it reads."""
    from ace_mailbot.rules.context import Context  # slow to load, as above
    from ace_mailbot.rules.meeting import gather
    from ace_mailbot.writing.documents.meeting_sheets import add_sheets
    from ace_mailbot.writing.documents.workbook import Book, Sheet

    book = Book(f"{config.programme.key} applications", config.programme.funder)
    rows = [_row(application) for application in store.state.applications.values()]
    book.add(Sheet("Applications", _COLUMNS, rows))
    if store.state.assessments:
        add_sheets(book, gather(Context(config, now, store.state)), config)
    return book.finish()


def giving(
    config: Config, store: Store, now: datetime, *, is_table: bool
) -> tuple[bytes, tuple[str, ...]]:
    """The awards as 360Giving data, in JSON or as a table; and what was left out, and why."""
    from ace_mailbot.writing import grants

    found, missing = grants.grants(store.state, config)
    text = grants.as_csv(found, as_text) if is_table else grants.as_json(found, config, now)
    return text.encode(), tuple(missing if found else (*missing, "There is no award to publish."))


def as_text(cell: str) -> str:
    """*cell* behind an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.lstrip().startswith(("=", "+", "-", "@")) else cell


def _row(a: Application) -> Sequence[str]:
    return (
        a.reference,
        a.stage,
        a.title,
        a.footprint or "",
        a.footprint_basis,
        a.lead.name,
        a.lead.email,
        a.lead.organisation,
        a.lead.phone,
        a.received_at.isoformat(),
        a.due_at.isoformat() if a.due_at else "",
        str(len(a.forms)),
        a.submitted_at.isoformat() if a.submitted_at else "",
        a.form.answers.get("D2", "") if a.form else "",
        a.senior.name if a.senior else "",
        a.senior_answer,
        a.decision_reason,
    )


def _overdue(a: Application, config: Config, now: datetime) -> bool:
    """Whether it still waits for something whose time has passed."""
    due = a.due_at or config.programme.closes
    return a.stage in {"invited", "incomplete", "late"} and due < now


def _named(accounts: Accounts) -> dict[str, int]:
    return {name or "not yet read": count for name, count in accounts.stored.items()}


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def _since_last(now: datetime) -> timedelta:
    """How far back a digest counts: a Monday's takes the weekend in."""
    return timedelta(days=3 if now.weekday() == 0 else 1)
