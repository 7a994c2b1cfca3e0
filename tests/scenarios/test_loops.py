"""Machines that answer machines: each loop ends within `per_address_per_day` letters.

Each of these writes back to whatever reaches it, for ever. None carries a header that gives it
away, unless its test says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from ace_mailbot.rehearsal.post import Posted
from tests.scenarios.texts import FALLS_IN_BRENT
from tests.world import Correspondent, World, open_world

_ROUNDS = 60
NOTED = "Dear sender, which of our services is your message about? The Reception Desk"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path) as world:
        world.at("2021-07-06 09:00")
        yield world


def letters_to(world: World, machine: Callable[[int, Posted | None], Correspondent]) -> int:
    """How many letters the machines got that wrote back to every one of them, a round a minute."""
    got: Posted | None = None
    total = 0
    for number in range(_ROUNDS):
        who = machine(number, got)
        letters = [*who.unread]
        total += len(letters)
        who.has_read()
        if not letters:
            return total
        got = letters[-1]
        world.now += timedelta(minutes=1)
    return total


def limit(world: World) -> int:
    return world.config.sending.per_address_per_day


def test_a_bot_that_answers_every_letter_in_new_words(world: World) -> None:
    bot = world.person("Front Desk <desk@council.example>")

    def answers(number: int, letter: Posted | None) -> Correspondent:
        bot.writes(f"Your message {number}", f"{NOTED}. Our number {number} for this is {number}.")
        return bot

    assert 1 <= letters_to(world, answers) <= limit(world)


def test_a_bot_that_quotes_us(world: World) -> None:
    bot = world.person("Front Desk <desk@council.example>")

    def answers(number: int, letter: Posted | None) -> Correspondent:
        if letter:
            bot.replies(letter, NOTED)
        else:
            bot.writes("Query", NOTED)
        return bot

    assert 1 <= letters_to(world, answers) <= limit(world)


def test_a_bot_with_an_application_of_its_own(world: World) -> None:
    bot = world.person("Amara Okafor <amara.okafor@trust.example>")

    def answers(number: int, letter: Posted | None) -> Correspondent:
        if letter:
            bot.replies(letter, NOTED)
        else:
            bot.writes("Expression of interest", FALLS_IN_BRENT)
        return bot

    assert 1 <= letters_to(world, answers) <= limit(world) + 1  # the pack is owed, and not counted


def test_a_bot_that_sends_the_same_interest_again_and_again(world: World) -> None:
    bot = world.person("Amara Okafor <amara.okafor@trust.example>")

    def answers(number: int, letter: Posted | None) -> Correspondent:
        bot.writes("Expression of interest", FALLS_IN_BRENT)
        return bot

    assert 1 <= letters_to(world, answers) <= limit(world) + 1


@pytest.mark.parametrize("domain", ["council.example", "council{}.example"])
def test_an_autoresponder_that_changes_its_address_and_drops_our_headers(
    world: World, domain: str
) -> None:
    def answers(number: int, letter: Posted | None) -> Correspondent:
        bot = world.person(f"Desk <desk-{number}@{domain.format(number)}>")
        bot.writes("Your letter", f"{NOTED} (case {number * 7919})")
        return bot

    assert 1 <= letters_to(world, answers) <= limit(world)


def test_one_that_changes_its_address_and_forwards_the_same_interest(world: World) -> None:
    def answers(number: int, letter: Posted | None) -> Correspondent:
        bot = world.person(f"Amara Okafor <amara-{number}@trust{number}.example>")
        bot.writes("Expression of interest", FALLS_IN_BRENT)
        return bot

    assert 1 <= letters_to(world, answers) <= limit(world)


def test_one_that_changes_its_address_and_sends_our_letter_back(world: World) -> None:
    def answers(number: int, letter: Posted | None) -> Correspondent:
        bot = world.person(f"Desk <desk-{number}@council{number}.example>")
        bot.writes(letter.subject if letter else "Query", letter.text if letter else NOTED)
        return bot

    assert 1 <= letters_to(world, answers) <= limit(world)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Auto-Submitted": "auto-generated"},
        {"X-Autoreply": "yes"},
        {"List-Id": "<all.council.example>", "Precedence": "list"},
        {"Precedence": "bulk", "X-Auto-Response-Suppress": "All"},
    ],
)
def test_one_that_says_so_gets_nothing(world: World, headers: dict[str, str]) -> None:
    bot = world.person("Front Desk <desk@council.example>")
    bot.writes("Your message", NOTED, headers=headers)
    bot.receives_nothing_more()


def test_a_mailbox_that_forwards_our_letters_to_us(world: World) -> None:
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    pack = amara.receives("pack")
    rounds = count()
    while next(rounds) < 5:
        world.arrives(b"Received: from elsewhere\r\n" + pack.data)
    amara.receives_nothing_more()


def test_the_organiser_is_told_once_that_somebody_is_answered_no_more(world: World) -> None:
    bot = world.person("Front Desk <desk@council.example>")
    for number in range(limit(world) + 5):
        bot.writes(f"Your message {number}", f"{NOTED} Our number for this is {number}.")
    world.organiser.receives("no-more-answers", mentioning=["desk@council.example", "10"])
    assert not [x for x in world.organiser.unread if x.obligation == "no-more-answers"]


def test_people_at_a_domain_that_many_share_are_answered_each(world: World) -> None:
    for number in range(world.config.sending.per_domain_per_day + 3):
        person = world.person(f"Person {number} <person{number}@nhs.net>")
        person.writes(f"A thing {number}", f"{_word(number)} {_word(number * 31)} {_word(number)}.")
        person.receives("unclear")


def test_too_many_answers_in_an_hour_stop_all_sending_until_the_organiser_resumes(
    world: World,
) -> None:
    most = world.config.sending.answers_per_hour
    for number in range(most + 3):
        person = world.person(f"Person {number} <person@trust{number}.example>")
        person.writes(f"A thing {number}", f"{_word(number)} {_word(number * 31)} {_word(number)}.")
    world.organiser.receives("sending-stopped", mentioning=["resume"])
    world.person("<ops@funder.example>").receives("sending-stopped")
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    amara.receives_nothing_more()
    digest = world.digest("2021-07-07 08:00", mentioning="resume")
    world.organiser.replies(digest, "resume")
    amara.receives("pack")
    world.organiser.receives("orders", mentioning="Sending goes on")
    late = world.person("Late Comer <late@comer.example>")
    late.writes("A thing", "Violet marmalade elephants.")
    late.receives("unclear")
    world.organiser.receives_nothing_more(besides="digest")


def _word(number: int) -> str:
    """A made-up word, another for each number."""
    letters = "bcdfghjklmnprstv"
    return "".join(letters[number // 16**i % 16] + "aeiou"[number // 5**i % 5] for i in range(4))
