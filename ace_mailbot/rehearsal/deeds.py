"""What the cast does: each deed of `cast/*.toml` becomes a mail, given the letters so far.

`DEEDS` names every deed. A mail that answers a letter answers one that really came: the latest to
its writer that fits. Texts may hold `{ref:amara}` (the reference in the letters to that part),
`{mail:amara}` (our name for the latest mail of that part) and `{closes+7}` (a date, 7 days after
the close).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from icalendar import Calendar

from ace_mailbot import reading
from ace_mailbot.config import Config
from ace_mailbot.model import RawMessage
from ace_mailbot.rehearsal import forms, mailmaker, marks, proposals
from ace_mailbot.rehearsal.cast import Cast, Deed, Part, Player
from ace_mailbot.rehearsal.post import Posted

SAMPLES = Path(__file__).parent / "mail"


@dataclass
class Scene:
    """What the players know when they write: the config, one another, and their letters."""

    config: Config
    cast: Cast
    letters: dict[str, list[Posted]] = field(default_factory=dict)  # by recipient, oldest first
    latest_mail: dict[str, bytes] = field(default_factory=dict)  # by Part.id
    scored: set[str] = field(default_factory=set)  # Message-IDs of papers that were answered

    def take(self, posted: Iterable[Posted]) -> None:
        """Hand out letters that were just sent."""
        for letter in posted:
            for email in letter.recipients:
                self.letters.setdefault(email, []).append(letter)

    def to(self, player: Player) -> list[Posted]:
        return self.letters.get(player.person.email, [])

    def latest(self, player: Player, obligation: str = "", words: str = "") -> Posted | None:
        """The latest letter to *player* of *obligation* (its beginning) that says *words*."""
        fitting = (
            letter
            for letter in reversed(self.to(player))
            if letter.obligation.startswith(obligation) and letter.says(words)
        )
        return next(fitting, None)


def mail_of(deed: Deed, scene: Scene) -> bytes | None:
    """The mail that *deed* puts into the mailbox; None when what it answers never came."""
    data = DEEDS[deed.what](deed, scene)
    if data:
        scene.latest_mail[deed.part.id] = data
    return data


def _eoi(deed: Deed, scene: Scene) -> bytes:
    part, project = deed.part, deed.part.project
    if project is None:
        raise ValueError(f"{part.id} has no project to be interested in")
    variant = sum(map(ord, part.id))
    footprint = scene.config.programme.footprint(project.footprint)
    text = deed.details.get("text") or proposals.eoi_text(
        part.lead.person, project, footprint.name if footprint else "", variant
    )
    subject = deed.details.get("subject") or proposals.eoi_subject(project, variant)
    # The closing of the text holds the details; a signature would say them twice.
    return _make(deed, scene, mailmaker.Mail(text, subject), signed=False)


def _sample(deed: Deed, scene: Scene) -> bytes:
    """One of the twelve messages that any release must read right, or their repeats."""
    (path,) = SAMPLES.glob(f"{deed.details['number']:02d}*.eml")
    return path.read_bytes()


def _writes(deed: Deed, scene: Scene) -> bytes:
    details = deed.details
    mail = mailmaker.Mail(
        _text(deed, scene), details["subject"], headers=details.get("headers", {})
    )
    return _make(deed, scene, mail)


def _replies(deed: Deed, scene: Scene) -> bytes | None:
    details = deed.details
    letter = scene.latest(
        _player(deed), details.get("to", ""), _filled(details.get("about", ""), deed, scene)
    )
    return _make(deed, scene, _reply(_text(deed, scene), letter)) if letter else None


def _form(deed: Deed, scene: Scene) -> bytes | None:
    """Fill the form that came with the pack and send it back, in the way that the deed says."""
    details, part = deed.details, deed.part
    answers = _answers(deed, scene)
    letter = scene.latest(_player(deed)) or scene.latest(part.lead)
    pack = _pack(part, scene)
    if letter is None or pack is None:
        return None
    text = details.get("text", "Dear team,\n\nPlease find our application form attached.")
    style = details.get("as", "docx")
    if style == "pasted":
        pasted = proposals.pasted(answers, scene.config.form)
        return _make(deed, scene, _reply(f"{text}\n\n{pasted}", letter))
    blank = pack.file(f"form.{style}")
    if blank is None:
        raise ValueError(f"the pack of {part.id} holds no form.{style}")
    fill = forms.fill_odt if style == "odt" else forms.fill
    file = mailmaker.File(blank.filename, fill(blank.data, answers))
    return _make(deed, scene, _reply(text, letter, (file,)))


def _out_of_office(deed: Deed, scene: Scene) -> bytes | None:
    letter = scene.latest(_player(deed), deed.details.get("to", ""))
    if letter is None:
        return None
    return mailmaker.out_of_office(
        _writer(deed), letter.data, _text(deed, scene), _postmark(deed, scene)
    )


def _bounce(deed: Deed, scene: Scene) -> bytes | None:
    """The letter to an address that nobody has comes back."""
    recipient = deed.details["recipient"]
    lost = scene.letters.get(recipient)
    return mailmaker.bounce(recipient, lost[-1].data, _postmark(deed, scene)) if lost else None


def _assesses(deed: Deed, scene: Scene) -> bytes | None:
    """A panel member scores the oldest paper that they have not scored yet."""
    player = _player(deed)
    papers = (x for x in scene.to(player) if x.obligation == "paper")
    letter = next((x for x in papers if x.message_id not in scene.scored), None)
    if letter is None:
        return None
    scene.scored.add(letter.message_id)
    part = _applicant(letter, scene)
    given = marks.given(scene.cast.marks[part.id], deed.details.get("shift", 0), player.person.name)
    criteria = scene.config.programme.criteria
    if deed.details.get("as") == "docx":
        blank = letter.file("form.docx")
        assert blank, "a paper comes with its scoring form"
        filled = forms.fill(blank.data, marks.in_controls(given, criteria))
        files = (mailmaker.File(blank.filename, filled),)
        return _make(deed, scene, _reply("My scores are attached.", letter, files))
    return _make(deed, scene, _reply(marks.in_lines(given, criteria), letter))


def _signs(deed: Deed, scene: Scene) -> bytes | None:
    """The memorandum comes back signed: a scan as PDF, or a photo where `file` says so."""
    letter = scene.latest(_player(deed), "outcome-accepted")
    if letter is None:
        return None
    name = deed.details.get("file", "Memorandum signed.pdf")
    data = _PHOTO if name.endswith(".jpg") else _SCAN
    text = deed.details.get("text", "Dear team,\n\nOur signed memorandum is attached.")
    return _make(deed, scene, _reply(text, letter, (mailmaker.File(name, data),)))


# Their beginnings tell what they are; nobody opens them.
_PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 4 + b"\xff\xd9"
_SCAN = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def _answers_invitation(deed: Deed, scene: Scene) -> bytes | None:
    """A calendar program answers the latest invitation: `partstat` says how (RFC 5546, 3.2.3)."""
    player = _player(deed)
    letter = scene.latest(player, "event", deed.details.get("about", ""))
    invited = letter and letter.file(".ics")
    if not letter or not invited:
        return None
    calendar = Calendar.from_ical(invited.data)
    for attendee in (e["attendee"] for e in calendar.walk("VEVENT")):
        attendee.params["partstat"] = deed.details["partstat"]
    calendar["method"] = "REPLY"
    file = mailmaker.File("reply.ics", bytes(calendar.to_ical()))
    return _make(deed, scene, _reply("", letter, (file,)))


def _applicant(letter: Posted, scene: Scene) -> Part:
    """Whose application a letter is about."""
    named = (p for p in scene.cast.parts if p.id in scene.cast.marks)
    return next(p for p in named if f"[{_reference(scene, p)}]" in letter.subject)


def _follows(deed: Deed, scene: Scene) -> bytes | None:
    """Replies to the latest letter with those of its lines that match `lines`, as they stand."""
    letter = scene.latest(_player(deed), deed.details["to"])
    if letter is None:
        return None
    proposed = (line.strip() for line in letter.text.splitlines())
    lines = [line for line in proposed if re.match(deed.details["lines"], line)]
    date = f"{deed.at:%Y-%m-%d}"
    text = "\n".join(dict.fromkeys(lines)).replace("DATE", date)
    return _make(deed, scene, _reply(text, letter)) if text else None


def _garbage(deed: Deed, scene: Scene) -> bytes:
    """Bytes that no mail program made: the same each time, and such as any server passes on."""
    return bytes(33 + (n * 89 + n // 7) % 222 for n in range(700))


DEEDS: Mapping[str, Callable[[Deed, Scene], bytes | None]] = {
    "eoi": _eoi,
    "sample": _sample,
    "writes": _writes,
    "replies": _replies,
    "form": _form,
    "out of office": _out_of_office,
    "bounce": _bounce,
    "garbage": _garbage,
    "assesses": _assesses,
    "follows": _follows,
    "signs": _signs,
    "answers invitation": _answers_invitation,
}


# --- what deeds share ----------------------------------------------------------------------------


def _player(deed: Deed) -> Player:
    return deed.part.players[deed.who]


def _writer(deed: Deed, *, signed: bool = True) -> mailmaker.Writer:
    player = _player(deed)
    program = deed.details.get("program", player.program)
    return mailmaker.Writer(player.address, program, player.signature if signed else "")


def _postmark(deed: Deed, scene: Scene) -> mailmaker.Postmark:
    mailbox = scene.config.mailbox
    return mailmaker.Postmark(deed.at, mailbox.address, mailbox.authserv_id)


def _make(deed: Deed, scene: Scene, mail: mailmaker.Mail, *, signed: bool = True) -> bytes:
    writer = _writer(deed, signed=signed)
    return mailmaker.make(writer, mail, _postmark(deed, scene))


def _reply(text: str, letter: Posted, files: tuple[mailmaker.File, ...] = ()) -> mailmaker.Mail:
    return mailmaker.Mail(text, answers=letter.data, files=files)


def _answers(deed: Deed, scene: Scene) -> Mapping[str, str]:
    part = deed.part
    if part.project is None:
        raise ValueError(f"{part.id} has no project to apply with")
    config = scene.config
    lead = _player(deed).person
    answers = proposals.complete(lead, part.project, config.form, config.programme)
    answers.update(deed.details.get("changes", {}))
    return proposals.STATES[deed.details.get("state", "complete")](answers)


def _pack(part: Part, scene: Scene) -> Posted | None:
    """The pack that any of the part's people got: colleagues pass it on."""
    for player in part.players.values():
        for letter in reversed(scene.to(player)):
            if letter.file("form.docx"):
                return letter
    return None


_PLACE = re.compile(r"\{(ref|mail|opens|closes|decisions)(?::(\w+)|([+-]\d+))?\}")


def _text(deed: Deed, scene: Scene) -> str:
    return _filled(deed.details.get("text", ""), deed, scene)


def _filled(text: str, deed: Deed, scene: Scene) -> str:
    def fill(match: re.Match[str]) -> str:
        if match[1] == "ref":
            return _reference(scene, scene.cast.part(match[2]))
        if match[1] == "mail":
            raw = RawMessage("", scene.latest_mail.get(match[2], b""), deed.at)
            return reading.read(raw, scene.config).id
        moment = getattr(scene.config.programme, match[1]) + timedelta(days=int(match[3] or 0))
        return f"{moment:%Y-%m-%d}"

    return _PLACE.sub(fill, text)


def _reference(scene: Scene, part: Part) -> str:
    """The reference in the latest letter to the part's lead, such as ACE-003."""
    pattern = re.compile(rf"\[({re.escape(scene.config.programme.key)}-\d+)\]")
    for letter in reversed(scene.to(part.lead)):
        if match := pattern.search(letter.subject):
            return match[1]
    return f"{scene.config.programme.key}-000"
