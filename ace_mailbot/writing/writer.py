"""The writer: one letter at a time from its template, its values and its documents to MIME."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ace_mailbot import tokens
from ace_mailbot.config import Config
from ace_mailbot.model import Address, Letter, Outgoing, QuestionStage, State
from ace_mailbot.writing import mark, mime
from ace_mailbot.writing.answers import read_back
from ace_mailbot.writing.checking import problems
from ace_mailbot.writing.documents import Cabinet, Occasion
from ace_mailbot.writing.mark import Place
from ace_mailbot.writing.paper import paper, shown_title
from ace_mailbot.writing.templates import Templates
from ace_mailbot.writing.words import listed, one_line

if TYPE_CHECKING:
    from css_inline import CSSInliner

_MOST_NAMES = 3
_NOWHERE = Place()


class Writer:
    """Writes the letters of one config; *secret* is what tokens are made with.

    *instance* is the name that its letters bear. Documents that every pack shares are built once
    and kept, so keep the writer too.
    """

    def __init__(self, config: Config, secret: bytes, instance: str = "") -> None:
        self.instance = instance
        self._config = config
        self._secret = secret
        self._templates = Templates(config)
        self._cabinet = Cabinet(config, self._templates)

    @cached_property
    def _inliner(self) -> CSSInliner:
        from css_inline import CSSInliner  # large, and not wanted before the first letter

        # Rules for dark mode can't be inlined: they stay in a style element of their own.
        return CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)

    def compose(
        self, letter: Letter, state: State, now: datetime, place: Place = _NOWHERE
    ) -> Outgoing:
        """*letter* as it will leave; the same arguments give the same bytes.

        *state* is the state after the change that owes the letter. Raises jinja2.TemplateError
        where a template names a value that the letter hasn't got.
        """
        key = letter.key(self._config.programme.key)
        token = tokens.mint(self._secret, key)
        values = self._values(letter, state, now)
        subject = self._subject(letter, values)
        html = self._templates.render(
            f"{letter.template}/body.html", {**values, "letter_subject": subject}
        )
        envelope = replace(
            self._envelope(letter, subject, token, now), mark=self._mark(letter, place)
        )
        occasion = Occasion(values["application"], now, letter.values)
        return Outgoing(
            key=key,
            token=token,
            message_id=envelope.message_id,
            reference=letter.reference,
            obligation=letter.obligation,
            party=letter.party,
            recipients=tuple(dict.fromkeys(a.email for a in (*letter.to, *letter.cc))),
            subject=subject,
            mime=mime.build(
                envelope,
                self._text(letter, values),
                self._inliner.inline(html),
                [self._cabinet.build(name, occasion) for name in letter.documents],
                token,
            ),
            automatic=letter.automatic,
            decision=letter.decision,
            internal=letter.internal,
        )

    def readdressed(self, letter: Outgoing, to: Address, now: datetime, place: Place) -> Outgoing:
        """*letter* once more, its words as they were, to *to* and to nobody else."""
        programme = self._config.programme
        version = letter.key.rpartition("/")[2]
        parts = (programme.key, to.email, letter.reference or "-", letter.obligation, version)
        key = "/".join(parts)
        token = tokens.mint(self._secret, key)
        date = now.astimezone(programme.zone)
        marked = mark.Mark(
            number=place.number,
            cause=place.cause,
            party=to.email,
            reference=letter.reference,
            obligation=letter.obligation,
            version=version,
            decision=letter.decision,
            internal=letter.internal,
            instance=self.instance,
            line=place.line,
        )
        words = mark.to_words(marked)
        return replace(
            letter,
            key=key,
            token=token,
            message_id=letter.message_id.replace(letter.token, token),
            party=to.email,
            recipients=(to.email,),
            mime=mime.readdressed(letter.mime, to, date, letter.token, token, words),
            automatic=False,
        )

    def token(self, letter: Letter) -> str:
        """The token that *letter* bears, or would."""
        return tokens.mint(self._secret, letter.key(self._config.programme.key))

    def text_of(self, letter: Letter, state: State, now: datetime) -> tuple[str, str]:
        """Subject and text body as `compose` would write them, without the token.

        A preview of a letter must not hold what proves an answer to it; and its fingerprint
        outlasts the secret.
        """
        label = letter.reference or self._config.programme.key
        values = {**self._values(letter, state, now), "token_line": label}
        return self._subject(letter, values), self._text(letter, values)

    def check(self) -> list[str]:
        """What is wrong with the templates, a line each: file, line, and what stands there."""
        return list(problems(self._config, self._templates, self._values))

    def _values(self, letter: Letter, state: State, now: datetime) -> dict[str, Any]:
        config = self._config
        token = tokens.mint(self._secret, letter.key(config.programme.key))
        answered = (q for q in state.questions.values() if q.stage is QuestionStage.ANSWERED)
        numbered = [q for q in answered if q.number is not None and not q.private]
        return {
            "programme": config.programme,
            "people": config.people,
            "mailbox": config.mailbox,
            "form": config.form,
            "sender_name": config.mailbox.sender_name,
            "now": now,
            "dear": _dear(letter.to),
            "application": state.applications.get(letter.reference or ""),
            "earlier_answers": sorted(numbered, key=lambda q: q.number or 0),
            "paper": lambda: paper(state.applications[letter.reference or ""], config),
            "shown_title": lambda application: shown_title(application, config),
            "read_back": lambda answers: read_back(config.form, answers),
            "token_line": tokens.visible(token, letter.reference or config.programme.key),
            **letter.values,
        }

    def _subject(self, letter: Letter, values: Mapping[str, Any]) -> str:
        subject = mime.clean(self._templates.render(f"{letter.template}/subject.txt", values))
        if not letter.reference:
            return subject
        mark = f"[{letter.reference}]"
        return subject if mark in subject else f"{mark} {subject}"

    def _text(self, letter: Letter, values: Mapping[str, Any]) -> str:
        rendered = self._templates.render(f"{letter.template}/body.txt", values)
        # Paragraphs that a condition left out would otherwise leave gaps of several lines.
        return re.sub(r"\n{3,}", "\n\n", rendered).strip() + "\n"

    def _mark(self, letter: Letter, place: Place) -> list[str]:
        return mark.to_words(
            mark.Mark(
                number=place.number,
                cause=place.cause,
                party=letter.party,
                reference=letter.reference,
                obligation=letter.obligation,
                version=letter.version,
                automatic=letter.automatic,
                decision=letter.decision,
                internal=letter.internal,
                instance=self.instance,
                line=place.line,
            )
        )

    def _envelope(self, letter: Letter, subject: str, token: str, now: datetime) -> mime.Envelope:
        address = self._config.mailbox.address
        local, _, domain = address.rpartition("@")
        reply = f"{local}+{token}@{domain}" if self._config.sending.plus_addressing else ""
        answering = letter.answers is not None or letter.automatic
        return mime.Envelope(
            sender=Address(address, self._config.mailbox.sender_name),
            to=letter.to,
            cc=letter.cc,
            subject=subject,
            date=now.astimezone(self._config.programme.zone),
            message_id=tokens.message_id(token, letter.reference, domain),
            in_reply_to=letter.answers or next(reversed(letter.thread), None),
            references=(*letter.thread, *filter(None, (letter.answers,))),
            auto_submitted="auto-replied" if answering else "auto-generated",
            reply_to=Address(reply) if reply else None,
        )


def _dear(to: tuple[Address, ...]) -> str:
    """Whom the letter greets; "colleague" for somebody whose name we don't know."""
    names = [one_line(a.name) for a in to]
    if not all(names) or len(names) > _MOST_NAMES:
        return "colleague" if len(names) == 1 else "all"
    return listed(names)
