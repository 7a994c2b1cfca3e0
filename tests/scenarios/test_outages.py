"""A week without the bot: what is still useful is sent once, deadlines go by receipt.

`pytest -s tests/scenarios/test_outages.py` prints what was sent when it came back.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.scenarios.texts import FALLS_IN_BRENT
from tests.world import Correspondent, World


def invited(world: World, *ids: str) -> list[Correspondent]:
    found = []
    for id in ids:
        found.append(world.applicant(id))
        found[-1].expresses_interest()
    return found


def away(world: World, local: str) -> None:
    world.at(local, awake=False)


def has_unread(who: Correspondent) -> list[str]:
    return sorted(letter.obligation for letter in who.unread)


def show(title: str, rows: Sequence[tuple[Correspondent, str]]) -> None:
    print(f"\n{title}")
    for who, why in rows:
        print(f"  {who!s:22} {', '.join(has_unread(who)) or 'nothing':38} {why}")


def test_a_week_in_the_middle_of_a_season(world: World) -> None:
    world.at("2021-07-07 16:48")
    kwame, tom, priya = invited(world, "kwame", "tom", "priya")
    world.each_day_until("2021-08-09 10:00")
    for who in (kwame, tom, priya, world.organiser):
        who.has_read()

    away(world, "2021-08-10 11:00")  # from Tuesday to Tuesday; the reminder of the 13th is missed
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    away(world, "2021-08-11 15:00")
    kwame.writes("A question", "Can we use the grant to pay for room hire?")
    away(world, "2021-08-12 12:00")
    tom.returns_form()
    world.at("2021-08-17 10:00")

    show(
        "A week's outage in the middle of a season, back on Tuesday 17 August 10:00",
        [
            (amara, "asked on the 10th: her pack, at once; no reminder of a week she never had"),
            (kwame, "asked before questions closed; one reminder, with the days left now"),
            (tom, "his form came on the 12th: a receipt, and no reminder"),
            (priya, "one reminder, four days late, still of use"),
            (world.organiser, "one digest for the week, not five; the question"),
        ],
    )
    assert has_unread(amara) == ["pack"]
    assert has_unread(kwame) == ["question-received", "reminder-7"]
    assert has_unread(tom) == ["receipt"]
    assert has_unread(priya) == ["reminder-7"]
    assert has_unread(world.organiser) == ["digest", "question-asked"]
    kwame.receives("reminder", mentioning="3 days")
    world.cycle()
    assert has_unread(priya) == ["reminder-7"], "a second cycle sends nothing again"


def test_a_week_across_the_close(world: World) -> None:
    world.at("2021-07-07 16:48")
    kwame, tom, priya = invited(world, "kwame", "tom", "priya")
    world.each_day_until("2021-08-17 10:00")
    for who in (kwame, tom, priya, world.organiser):
        who.has_read()

    away(world, "2021-08-19 09:00")  # the reminder of the 18th is missed, and the close
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    away(world, "2021-08-20 23:58")
    kwame.returns_form()
    away(world, "2021-08-21 00:05")
    tom.returns_form()
    world.at("2021-08-24 10:00")

    show(
        "A week's outage across the close, back on Tuesday 24 August 10:00",
        [
            (kwame, "his form came at 23:58 on the day: on time, whenever it was read"),
            (tom, "his came at 00:05: held for the organiser, nobody is refused"),
            (priya, "no form: told that the close came; a reminder would be of no use now"),
            (
                amara,
                "asked in time: her pack, and the organiser is asked to give her time",
            ),
            (world.organiser, "one digest, which asks for a ruling on what came late"),
        ],
    )
    assert world.stage("ACE-001") == "submitted"
    assert world.stage("ACE-002") == "late"
    assert world.stage("ACE-003") == "lapsed"
    assert has_unread(kwame) == ["receipt"]
    assert has_unread(tom) == ["late-form"]
    assert has_unread(priya) == ["lapsed"]
    world.organiser.receives("digest", mentioning=["extend ACE-002", "extend ACE-004 to DATE"])
    assert has_unread(amara) == ["pack"]
    assert world.stage("ACE-004") == "invited"
