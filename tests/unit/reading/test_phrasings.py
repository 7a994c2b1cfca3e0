"""Short mails in many people's words, each read for what it is: `phrasings.toml` holds them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from ace_mailbot.config import Config
from ace_mailbot.model import Intent, Kind, Message
from ace_mailbot.rules import classify
from tests.unit.reading.conftest import Reader

Write = Callable[..., bytes]
PHRASINGS = tomllib.loads(Path(__file__).with_name("phrasings.toml").read_text("utf-8"))
ANSWERS = {"In_Reply_To": "<ace-003.k7m2pq4dxabz@funder.example>"}


def told(part: str, *names: str) -> list[tuple[str, str]]:
    groups = PHRASINGS[part]
    return [(name, text) for name in names or groups for text in groups[name]]


@pytest.fixture
def anew(read: Reader, write: Write) -> Callable[[str], Message]:
    return lambda text: read(write(text, "ACE"))


@pytest.fixture
def in_reply(read: Reader, write: Write) -> Callable[[str], Message]:
    return lambda text: read(write(text, "Re: [ACE-003] Your pack", **ANSWERS))


@pytest.mark.parametrize(("kind", "text"), told("anew", "eoi", "question", "withdrawal"))
def test_what_a_mail_is_for(
    anew: Callable[[str], Message], config: Config, kind: str, text: str
) -> None:
    assert classify(anew(text), config)[0] is Kind(kind)


@pytest.mark.parametrize(("name", "text"), told("anew", "adjustment"))
def test_a_request_for_an_adjustment(
    anew: Callable[[str], Message], config: Config, name: str, text: str
) -> None:
    message = anew(text)
    assert Intent(name) in message.intents
    assert classify(message, config)[0] is Kind.QUESTION


@pytest.mark.parametrize(
    "text", [t for _, t in told("anew", "thanks") + told("in_reply", "thanks")]
)
def test_thanks_ask_for_nothing(in_reply: Callable[[str], Message], text: str) -> None:
    message = in_reply(text)
    assert (set(message.intents), message.eoi) == ({Intent.THANKS}, None)


SHORT = told("in_reply", "yes", "no", "neither", "replaces", "separate")


@pytest.mark.parametrize(("name", "text"), SHORT)
def test_a_short_answer(in_reply: Callable[[str], Message], name: str, text: str) -> None:
    exclusive = {
        "yes": {Intent.YES, Intent.NO, Intent.CHANGE_LEAD},
        "no": {Intent.YES, Intent.NO},
        "neither": {Intent.YES, Intent.NO},
        "replaces": {Intent.REPLACES, Intent.SEPARATE},
        "separate": {Intent.REPLACES, Intent.SEPARATE},
    }
    expected = set() if name == "neither" else {Intent(name)}
    assert set(in_reply(text).intents) & exclusive[name] == expected


@pytest.mark.parametrize(("name", "text"), told("in_reply", "change-lead", "add-contact"))
def test_somebody_new_is_named(in_reply: Callable[[str], Message], name: str, text: str) -> None:
    assert Intent(name) in in_reply(text).intents


@pytest.mark.parametrize("text", PHRASINGS["in_reply"]["question"])
def test_a_question_about_people_changes_none(
    in_reply: Callable[[str], Message], config: Config, text: str
) -> None:
    message = in_reply(text)
    assert {Intent.CHANGE_LEAD, Intent.ADD_CONTACT, Intent.WITHDRAW}.isdisjoint(message.intents)
    assert classify(message, config)[0] is Kind.QUESTION


@pytest.mark.parametrize(("footprint", "text"), told("in_reply", "NCL", "NWL", "NEL", "SEL", "SWL"))
def test_a_footprint_as_people_answer_it(
    in_reply: Callable[[str], Message], footprint: str, text: str
) -> None:
    message = in_reply(text)
    assert (message.footprint, message.eoi) == (footprint, None)


@pytest.mark.parametrize("text", PHRASINGS["in_reply"]["phone"])
def test_a_phone_number_as_people_answer_it(in_reply: Callable[[str], Message], text: str) -> None:
    assert in_reply(text).writer.phone.replace(" ", "")[:3] in ("077", "020")
