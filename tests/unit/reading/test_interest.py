"""Expressions of interest in London's languages: `interest.toml` holds them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from ace_mailbot.config import Config
from ace_mailbot.model import Kind
from ace_mailbot.rules import classify
from tests.unit.reading.conftest import Reader

MAIL = tomllib.loads(Path(__file__).with_name("interest.toml").read_text("utf-8"))


def told(what: str) -> list[tuple[str, str]]:
    return [(language, text) for language, by in MAIL.items() for text in by[what]]


@pytest.mark.parametrize(("language", "text"), told("eoi"))
def test_interest_is_known_in_many_languages(
    read: Reader, write: Callable[..., bytes], config: Config, language: str, text: str
) -> None:
    assert classify(read(write(text, "ACE")), config)[0] is Kind.EOI, language


@pytest.mark.parametrize(("language", "text"), told("other"))
def test_what_only_speaks_of_the_programme_expresses_no_interest(
    read: Reader, write: Callable[..., bytes], config: Config, language: str, text: str
) -> None:
    assert read(write(text, "ACE")).eoi is None, language
