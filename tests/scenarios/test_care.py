"""What must reach a person at once, whatever else a message is for."""

from __future__ import annotations

from tests.scenarios.texts import FALLS_IN_BRENT
from tests.world import World


def test_a_word_of_abuse_reaches_the_person_named_for_it_at_once(world: World) -> None:
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    named = world.person("<safeguarding@funder.example>")
    world.at("2021-07-06 09:12")
    told = "A patient told us of abuse at home.\n\nAmara Okafor\nCommunity"
    amara.writes("Expression of interest", FALLS_IN_BRENT.replace("Amara Okafor\nCommunity", told))
    named.receives("safeguarding", mentioning=["abuse at home", "amara.okafor@trust.example"])
    amara.receives("pack")


def test_while_sending_is_held_it_reaches_them_all_the_same(world: World) -> None:
    world.at("2021-07-06 08:00")
    digest = world.digest("2021-07-06 08:00")
    world.organiser.replies(digest, "hold")
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    amara.writes("A worry", "A colleague says that a child is at risk of abuse. What should I do?")
    world.person("<safeguarding@funder.example>").receives("safeguarding")
    amara.receives_nothing_more()


NHS_NUMBER = "943 476 5919"  # kept free for examples


def _never_repeated(world: World) -> None:
    world.digest("2021-07-07 08:00", mentioning="NHS number", not_mentioning=NHS_NUMBER)
    for letter in world.letters():
        assert NHS_NUMBER.encode() not in letter.data, letter.subject


def test_an_nhs_number_in_a_subject_is_not_repeated_either(world: World) -> None:
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    world.at("2021-07-06 09:12")
    amara.writes(f"Expression of interest, patient {NHS_NUMBER}", FALLS_IN_BRENT)
    amara.receives("nhs-number")
    _never_repeated(world)


def test_an_nhs_number_in_a_forwarded_message_goes_to_a_person_too(world: World) -> None:
    denise = world.person("Denise Hall <denise.hall@trust.example>")
    world.at("2021-07-06 09:12")
    denise.writes(
        "Fwd: our idea",
        "On behalf of Dr Adeyemi.\n\n---------- Forwarded message ---------\n"
        "From: Samuel Adeyemi <samuel.adeyemi@trust.example>\nSubject: our idea\n\n"
        f"{FALLS_IN_BRENT}\n\nWe met patient {NHS_NUMBER}.",
    )
    denise.receives("nhs-number")
    _never_repeated(world)


def test_a_word_of_abuse_beside_an_nhs_number_is_told_without_the_number(world: World) -> None:
    sam = world.person("Sam Poole <sam.poole@charity.example>")
    world.at("2021-07-06 09:12")
    sam.writes(f"Patient {NHS_NUMBER}", f"She told us of abuse. Her number is {NHS_NUMBER}.")
    safeguarding = world.config.people.safeguarding
    assert safeguarding
    told = world.person(safeguarding.email).receives("safeguarding", mentioning="She told us")
    assert NHS_NUMBER not in told.text
    _never_repeated(world)


def test_a_rescued_message_is_handled_and_the_number_still_not_repeated(world: World) -> None:
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    world.at("2021-07-06 09:12")
    amara.writes("EOI", FALLS_IN_BRENT.replace("Brent", f"Brent, such as {NHS_NUMBER},", 1))
    amara.receives("nhs-number")
    (parked,) = world.state.parked
    digest = world.digest("2021-07-07 08:00")
    world.organiser.replies(digest, f"rescue {parked}")
    amara.receives("pack", mentioning="[number removed]")
    for letter in world.letters():
        assert NHS_NUMBER.encode() not in letter.data, letter.subject


def test_a_word_of_abuse_in_a_forwarded_message_reaches_the_person_named_for_it(
    world: World,
) -> None:
    denise = world.person("Denise Hall <denise.hall@trust.example>")
    world.at("2021-07-06 09:12")
    denise.writes(
        "Fwd: worried",
        "Please see below.\n\n---------- Forwarded message ---------\n"
        "From: Sam Poole <sam.poole@charity.example>\nSubject: worried\n\n"
        "A child at our club told me of abuse at home.",
    )
    safeguarding = world.config.people.safeguarding
    assert safeguarding
    world.person(safeguarding.email).receives("safeguarding")
