"""The shipped config, a writer for it, and what a letter needs to be written."""

from __future__ import annotations

import email
import email.policy
import shutil
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from ace_mailbot.config import Config, load, shipped_folder
from ace_mailbot.model import Application, Letter, Outgoing, State
from ace_mailbot.writing import samples
from ace_mailbot.writing.templates import shipped_templates
from ace_mailbot.writing.writer import Writer

SECRET = b"a secret for tests"

Composed = Callable[..., Outgoing]


@pytest.fixture(scope="session")
def config() -> Config:
    return load(shipped_folder() / "config.toml", {})


@pytest.fixture(scope="session")
def writer(config: Config) -> Writer:
    return Writer(config, SECRET, "abcd2345")


@pytest.fixture
def application(config: Config) -> Application:
    return samples.full(config)


@pytest.fixture
def state(config: Config) -> State:
    return samples.state(config)


@pytest.fixture
def pack(application: Application) -> Letter:
    return Letter(
        to=(application.lead.address,),
        cc=tuple(p.address for p in application.contacts),
        obligation="pack",
        version="M-AAAAAA",
        template="pack",
        reference=application.reference,
        values={"early": False, "contact": None},
        documents=("form-docx", "form-odt", "guidance", "calendar"),
        answers="first@trust.example",
        thread=("earlier@trust.example",),
    )


@pytest.fixture
def own_templates(config: Config, tmp_path: Path) -> Config:
    """A config whose templates are a copy that a test may spoil."""
    folder = tmp_path / "templates"
    shutil.copytree(shipped_templates(), folder)
    return replace(config, path=tmp_path / "config.toml", templates=folder)


def parsed(outgoing: Outgoing) -> EmailMessage:
    message = email.message_from_bytes(outgoing.mime, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(outgoing: Outgoing, kind: str) -> str:
    """The text of a letter's `plain` or `html` part."""
    part = parsed(outgoing).get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
