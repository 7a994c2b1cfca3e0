"""Before the opening: an expression of interest is confirmed and queued; its pack waits."""

from __future__ import annotations

from tests.scenarios.texts import FALLS_IN_BRENT
from tests.world import World


def test_an_early_expression_of_interest_is_confirmed_and_its_pack_goes_at_the_opening(
    world: World,
) -> None:
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    world.at("2021-07-02 16:40")
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    confirmed = amara.receives("received-early", mentioning=["Monday 5 July 2021", "ACE-001"])
    assert confirmed.files == ()
    world.at("2021-07-05 08:59")
    amara.receives_nothing_more()
    world.at("2021-07-05 09:00")
    amara.receives("pack", attached=["application form.docx", "application form.odt"])
    world.at("2021-07-05 09:01")
    amara.receives_nothing_more()


def test_one_who_withdraws_before_the_opening_gets_no_pack(world: World) -> None:
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    world.at("2021-07-02 16:40")
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    confirmed = amara.receives("received-early")
    amara.replies(confirmed, "Sorry, we have to withdraw our application.")
    amara.receives("withdrawn")
    world.at("2021-07-05 09:00")
    amara.receives_nothing_more()
    assert world.stage("ACE-001") == "withdrawn"
