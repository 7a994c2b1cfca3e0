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
