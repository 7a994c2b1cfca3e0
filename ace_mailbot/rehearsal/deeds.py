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

from ace_mailbot import reading
from ace_mailbot.config import Config
from ace_mailbot.model import RawMessage
from ace_mailbot.rehearsal import forms, mailmaker, proposals
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
    letter = scene.latest(_player(deed), details.get("to", ""), details.get("about", ""))
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
    def fill(match: re.Match[str]) -> str:
        if match[1] == "ref":
            return _reference(scene, scene.cast.part(match[2]))
        if match[1] == "mail":
            raw = RawMessage("", scene.latest_mail.get(match[2], b""), deed.at)
            return reading.read(raw, scene.config).id
        moment = getattr(scene.config.programme, match[1]) + timedelta(days=int(match[3] or 0))
        return f"{moment:%Y-%m-%d}"

    return _PLACE.sub(fill, deed.details.get("text", ""))


def _reference(scene: Scene, part: Part) -> str:
    """The reference in the latest letter to the part's lead, such as ACE-003."""
    pattern = re.compile(rf"\[({re.escape(scene.config.programme.key)}-\d+)\]")
    for letter in reversed(scene.to(part.lead)):
        if match := pattern.search(letter.subject):
            return match[1]
    return f"{scene.config.programme.key}-000"
