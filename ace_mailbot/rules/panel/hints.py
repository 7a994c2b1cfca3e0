"""Likely conflicts: what the organiser should look at, never a decision.

A member may share an organisation or an email domain with an application, or be named in its form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ace_mailbot.config import Config, PanelMember
from ace_mailbot.model import Application

CONNECTIONS = "F1"  # the form's question about connections with the funder or the panel
_NOTHING = re.compile(r"\W*(?:none|no|nil|n/?a|nothing)\b.{0,30}", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Hint:
    reference: str
    member: str  # their address; "" for what an application itself says of its connections
    sentence: str


def hints(application: Application, panel: tuple[PanelMember, ...], config: Config) -> list[Hint]:
    """Why members may be too close to *application*, a sentence for each."""
    found = [
        Hint(application.reference, each.address.email, sentence)
        for each in panel
        for sentence in _about(each, application, config)
    ]
    said = _answers(application).get(CONNECTIONS, "").strip()
    if said and not _NOTHING.fullmatch(said):
        sentence = f"Its answer to {CONNECTIONS} is: “{' '.join(said.split())[:300]}”"
        found.append(Hint(application.reference, "", sentence))
    return found


def organisations(application: Application, config: Config) -> tuple[str, ...]:
    """The agencies that an application's form and people name, each once."""
    return _distinct(
        [
            *(p.organisation for p in (*application.people, application.senior) if p),
            *_of(("organisation", "agency"), application, config),
            _answers(application).get("D4_name", ""),
        ]
    )


def people(application: Application, config: Config) -> tuple[str, ...]:
    """The people that an application's form names, and those that write about it, each once."""
    return _distinct(
        [
            *(p.name for p in (*application.people, application.senior) if p),
            *_of(("name", "person"), application, config, without=("D4",)),
        ]
    )


def _about(each: PanelMember, application: Application, config: Config) -> Iterator[str]:
    name = each.name
    ours = [o for o in organisations(application, config) if _same(o, each.organisation)]
    if each.organisation and ours:
        yield f"{name} is from {each.organisation}, which is in it."
    domain = each.address.email.rpartition("@")[2]
    if domain and domain not in config.sending.shared_domains and domain in _domains(application):
        yield f"{name}'s email is at {domain}, as is one of its people's."
    if name and _says(application, name):
        yield f"Its form names {name}."


def _domains(application: Application) -> set[str]:
    addresses = [p.email for p in (*application.people, application.senior) if p]
    addresses += [a for tag, a in _answers(application).items() if tag.endswith("_email")]
    return {a.strip().lower().rpartition("@")[2] for a in addresses if "@" in a}


def _says(application: Application, name: str) -> bool:
    whole = f" {_plain(' . '.join(_answers(application).values()))} "
    named = any(
        _plain(p.name) == _plain(name) for p in (*application.people, application.senior) if p
    )
    return named or f" {_plain(name)} " in whole


def _of(
    parts: tuple[str, ...], application: Application, config: Config, without: tuple[str, ...] = ()
) -> list[str]:
    answers = _answers(application)
    return [
        answers.get(tag, "")
        for question in config.form.questions
        if question.parts and question.key not in without
        for tag in question.tags
        if tag.rpartition("_")[2] in parts
    ]


def _answers(application: Application) -> dict[str, str]:
    return dict(application.form.answers) if application.form else {}


def _distinct(names: list[str]) -> tuple[str, ...]:
    return tuple({_plain(n): " ".join(n.split()) for n in reversed(names) if _plain(n)}.values())[
        ::-1
    ]


def _same(a: str, b: str) -> bool:
    return bool(_plain(a)) and _plain(a) == _plain(b)


def _plain(text: str) -> str:
    words = re.findall(r"\w+", text.lower())
    return " ".join(w for w in words if w not in {"the", "nhs", "foundation"})
