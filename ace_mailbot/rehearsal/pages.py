"""The rehearsal as files: every letter as .eml, and pages to browse that need no network.

It writes into a folder of its own: one that is new, empty, or of an earlier rehearsal.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ace_mailbot.config import Footprint
from ace_mailbot.model import Application, ConfigError, Stage
from ace_mailbot.rehearsal.conversations import DESK, Conversation, Shown
from ace_mailbot.rehearsal.mailmaker import File
from ace_mailbot.rehearsal.post import Posted
from ace_mailbot.rehearsal.season import Record

_MARK = ".ace-mailbot-rehearsal"
_OURS = ("index.html", "digests.html", "style.css", "letters", "mails", "people", "files", _MARK)
_TEMPLATES = Path(__file__).parent / "pages"

# Our letters are shown as they are, but nothing in them may run or fetch anything.
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
)


@dataclass(frozen=True)
class Slots:
    """A footprint as the season left it."""

    footprint: Footprint
    awarded: tuple[Application, ...]
    reserve: tuple[Application, ...]
    others: tuple[Application, ...]


def make_room(out: Path) -> None:
    """Empty *out* of an earlier rehearsal. Raises ConfigError where anything else lives there."""
    if out.exists() and not out.is_dir():
        raise ConfigError(f"--out: {out} is a file; expected a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / _MARK).exists():
        raise ConfigError(
            f"--out: {out} holds other things; expected an empty folder or an earlier rehearsal"
        )
    for name in _OURS:
        old = out / name
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink(missing_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    (out / _MARK).write_text("Made by ace-mailbot rehearse; the next rehearsal replaces it.\n")


def write(
    record: Record, conversations: Sequence[Conversation], out: Path, *, shipped: bool
) -> Path:
    """Write everything into *out*; return the page to begin with.

    *shipped* says that the people are ours, and made up.
    """
    pages = _environment(record)
    shown = {mail.number: mail for each in conversations for mail in each.mails}
    for mail in shown.values():
        _write_mail(mail, out)
    shutil.copyfile(_TEMPLATES / "style.css", out / "style.css")
    for each in conversations:
        _page(out / "people" / f"{each.slug}.html", pages, "person.html", conversation=each)
    digests = [m for m in shown.values() if m.obligation.startswith("digest")]
    _page(out / "digests.html", pages, "digests.html", digests=digests)
    _page(
        out / "index.html",
        pages,
        "index.html",
        slots=[_slots(f, record) for f in record.config.programme.footprints],
        groups=_groups(conversations, record),
        days=list(_days(shown, conversations)),
        counts=_counts(record),
        shipped=shipped,
    )
    return out / "index.html"


def mail_file(mail: Shown) -> str:
    """Where *mail* lies below the output folder, such as `letters/0012-0706-pack-amara.eml`."""
    folder = "letters" if mail.ours else "mails"
    what = mail.obligation if mail.ours else "from"
    who = (mail.to if mail.ours else mail.sender).partition("@")[0]
    return f"{folder}/{_safe(f'{mail.number:04d}-{mail.at:%m%d}-{what}-{who}')}.eml"


def file_path(file: File) -> str:
    """Where an attachment lies; the same bytes under the same name are kept once."""
    digest = hashlib.sha256(file.data).hexdigest()[:10]
    stem, dot, ending = file.filename.rpartition(".")
    return f"files/{digest}-{_safe(stem or ending)}{dot}{_safe(ending) if stem else ''}"


def _write_mail(mail: Shown, out: Path) -> None:
    """The mail itself, what was attached, and for ours how it looks."""
    path = out / mail_file(mail)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(mail.data)
    if mail.html:
        guarded = re.sub(r"(<head[^>]*>)", lambda m: m[1] + _POLICY, mail.html, count=1)
        path.with_suffix(".html").write_text(guarded, encoding="utf-8", newline="\n")
    for file in mail.files:
        kept = out / file_path(file)
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(file.data)


def _environment(record: Record) -> Environment:
    pages = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals |= {"programme": record.config.programme, "desk": DESK}
    pages.filters |= {
        "day": lambda at: f"{at:%A} {at.day} {at:%B %Y}",
        "short_day": lambda at: f"{at:%a} {at.day} {at:%b}",
        "clock": lambda at: f"{at:%H:%M}",
        "eml": lambda mail: quote(mail_file(mail)),
        "look": lambda mail: quote(mail_file(mail).removesuffix("eml") + "html"),
        "href": lambda file: quote(file_path(file)),
    }
    return pages


def _page(path: Path, pages: Environment, template: str, **values: object) -> None:
    path.parent.mkdir(exist_ok=True)
    up = "../" if path.parent.name == "people" else ""
    html = pages.get_template(template).render(up=up, **values)
    path.write_text(html + "\n", encoding="utf-8", newline="\n")


def _slots(footprint: Footprint, record: Record) -> Slots:
    def at(*stages: Stage) -> tuple[Application, ...]:
        every = record.state.applications.values()
        return tuple(a for a in every if a.takes_place_in == footprint.key and a.stage in stages)

    taken = (Stage.AWARDED, Stage.ACCEPTED)
    reserve = (Stage.ON_RESERVE, Stage.RESERVED)
    return Slots(
        footprint, at(*taken), at(*reserve), at(*(s for s in Stage if s not in taken + reserve))
    )


def _groups(
    conversations: Sequence[Conversation], record: Record
) -> list[tuple[str, list[Conversation]]]:
    """Conversations by footprint, then those that belong to none; the desk stands elsewhere."""
    groups: dict[str, list[Conversation]] = {f.key: [] for f in record.config.programme.footprints}
    names = {f.key: f.name for f in record.config.programme.footprints}
    for each in conversations:
        if each.slug != DESK:
            groups.setdefault(each.footprint, []).append(each)
    return [(names.get(key, "Others who wrote"), each) for key, each in groups.items() if each]


def _days(
    shown: Mapping[int, Shown], conversations: Sequence[Conversation]
) -> Iterator[tuple[date, list[tuple[Shown, str]]]]:
    """Each day's mails with the conversation to find them in."""
    slug_of = {m.number: c.slug for c in reversed(conversations) for m in c.mails}

    def day_of(mail: Shown) -> date:
        return mail.at.date()

    ordered = sorted(shown.values(), key=lambda m: (m.at, m.number))
    for day, mails in groupby(ordered, day_of):
        yield day, [(mail, slug_of[mail.number]) for mail in mails]


def _counts(record: Record) -> dict[str, int]:
    applications = record.state.applications.values()
    letters = sum(1 for mail in record.mails if isinstance(mail, Posted))
    return {
        "emails came in": len(record.mails) - letters,
        "letters went out": letters,
        "applications": len(applications),
        "forms came back": sum(1 for a in applications if a.forms),
        "projects supported": sum(1 for a in applications if a.stage is Stage.AWARDED),
    }


def _safe(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")[:70] or "x"
