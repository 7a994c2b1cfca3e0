"""Orders as people type them: understood whole, or answered with what to type instead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ace_mailbot.config import Config, load, shipped_folder
from ace_mailbot.model import Address
from ace_mailbot.rules.orders import NotUnderstood, Order, parse
from tests.unit.rules.ordering import MONDAY, the_doubt, the_order


@pytest.fixture(scope="module")
def config() -> Config:
    return load(shipped_folder() / "config.toml", {}, with_secrets=False)


@pytest.mark.parametrize(
    "text",
    [
        "accept ACE-003",
        "Accept ACE-003.",
        "ACCEPT ace 003",
        "accept 003",
        "Accept 3!",
        "accept #3",
        "accept no. 3",
        "accept ACE003",
        "accept ACE–003",
        "accept ACE\u2011003",
        "Accept: ACE-003",
        "accept [ACE-003]",
        "accept application 3",
        "Accept the project ACE-3",
        "please accept ACE-003",
        "Pls accept 3 thanks",
        "Ok, accept 3",
        "Yes, please accept ACE-003.",
        "I'd like to accept ACE-003",
        "We’ll accept ACE-003",
        "Hi, please accept ACE-003",
        "could you accept ACE-003 please?",
        "accept ACE-003 please",
        "accept ACE-003, thank you!",
        "Accept\u00a0ACE-003",
        "  accept   ACE-003  ",
        "- accept ACE-003",
        "1. accept ACE-003",
        "• Accept ACE-003",
        "ACE-003 accept",
        "ACE-003: accept",
        "ACE-003 is accepted",
        "fund ACE-003",
        "award 3",
        "accept 3 as well",
        "And accept 3 too",
        "\ufeffaccept ACE-003",
    ],
)
def test_an_acceptance_is_known_however_it_is_typed(text: str, config: Config) -> None:
    assert the_order(text, config) == Order(
        " ".join(text.replace("\ufeff", "").split())
        .removeprefix("- ")
        .removeprefix("1. ")
        .removeprefix("• "),
        "accept",
        ("ACE-003",),
    )


@pytest.mark.parametrize(
    ("text", "verb", "references"),
    [
        ("reserve ACE-005", "reserve", ("ACE-005",)),
        ("put 5 on the reserve list", "reserve", ("ACE-005",)),
        ("Reserve 5, 7 & 9", "reserve", ("ACE-005", "ACE-007", "ACE-009")),
        ("accept ACE-003 and ACE-005 and 7", "accept", ("ACE-003", "ACE-005", "ACE-007")),
        ("accept ACE-003 ACE-005", "accept", ("ACE-003", "ACE-005")),
        ("accept 3, 3 and ACE-003", "accept", ("ACE-003",)),
        ("withdraw ACE-004", "withdraw", ("ACE-004",)),
        ("ACE-004 has withdrawn", "withdraw", ("ACE-004",)),
        ("confirm ACE-003", "confirm", ("ACE-003",)),
        ("confirm the senior leader of ACE-003", "confirm", ("ACE-003",)),
        ("rescue M-7QKABC", "rescue", ("M-7QKABC",)),
        ("Rescue m-7qkabc please", "rescue", ("M-7QKABC",)),
        ("dismiss M-7QKABC and M-AAAAA2", "dismiss", ("M-7QKABC", "M-AAAAA2")),
        ("ignore M-7QKABC", "dismiss", ("M-7QKABC",)),
        ("send ACE-003", "send", ("ACE-003",)),
        ("send Q-7QKABC", "send", ("Q-7QKABC",)),
        ("accept ACE-1003", "accept", ("ACE-1003",)),
    ],
)
def test_each_verb_finds_what_it_is_about(
    text: str, verb: str, references: tuple[str, ...], config: Config
) -> None:
    order = the_order(text, config)
    assert (order.verb, order.references, order.argument) == (verb, references, "")


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("approve", "approve"),
        ("Approved.", "approve"),
        ("ok approve", "approve"),
        ("I approve these letters", "approve"),
        ("Yes, approved, thanks", "approve"),
        ("hold", "hold"),
        ("Hold everything please", "hold"),
        ("STOP!", "hold"),
        ("Please pause all letters", "hold"),
        ("resume", "resume"),
        ("resume sending", "resume"),
        ("carry on", "resume"),
        ("status", "status"),
        ("Send me the digest now", "status"),
        ("send me the digest please", "status"),
        ("yes", "yes"),
        ("Yes please", "yes"),
        ("Yes, that was me", "yes"),
        ("no", "no"),
        ("No, that wasn't me", "no"),
    ],
)
def test_orders_that_need_no_reference_stand_alone(text: str, verb: str, config: Config) -> None:
    assert the_order(text, config) == Order(text, verb)


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("send all", "all"),
        ("Send all letters now", "all"),
        ("send everything", "all"),
        ("send nothing", "nothing"),
        ("send it", ""),
    ],
)
def test_send_says_how_much(text: str, argument: str, config: Config) -> None:
    assert the_order(text, config) == Order(text, "send", argument=argument)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("decline ACE-004 because it is too broad", "it is too broad"),
        ("Decline 4 because of the missing partners.", "the missing partners."),
        ("decline 4 as it’s too broad", "it’s too broad"),
        ("decline 4 since no users are named", "no users are named"),
        ("decline 4 - too broad", "too broad"),
        ("decline 4 — too broad", "too broad"),
        ("decline 4: too broad", "too broad"),
        ("decline 4 (too broad)", "too broad"),
        ("decline 4, too broad", "too broad"),
        ("Decline 4. Too broad for this fund.", "Too broad for this fund."),
        ("reject ACE-004 due to its budget", "its budget"),
        ("turn down 4 because its plan is thin. Thanks!", "its plan is thin."),
        ("ACE-004 decline because weak", "weak"),
        ('Decline ACE-004 because the board said: "no", twice', 'the board said: "no", twice'),
        ("decline 4 because we accept ACE-005 for that slot", "we accept ACE-005 for that slot"),
        ("decline 4 because C4 is weak and C5 too", "C4 is weak and C5 too"),
    ],
)
def test_a_reason_is_kept_as_typed_whatever_stands_before_it(
    text: str, reason: str, config: Config
) -> None:
    assert the_order(text, config) == Order(text, "decline", ("ACE-004",), reason=reason)


def test_a_reason_is_optional_for_an_acceptance_and_a_reserve(config: Config) -> None:
    assert the_order("accept 3 because it is strong", config).reason == "it is strong"
    assert (
        the_order("Reserve 5 - strong but third in NCL", config).reason == "strong but third in NCL"
    )
    assert the_order("withdraw ACE-004 at their request", config).reason == "at their request"
    assert the_order("confirm 3 - she rang me", config).reason == "she rang me"


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("decline ACE-004", "decline ACE-004 because ..."),
        ("Decline 4.", "decline ACE-004 because ..."),
        ("decline ACE-004 because", "decline ACE-004 because ..."),
        ("decline ACE-004 because ...", "decline ACE-004 because ..."),
        ("decline ACE-004 because…", "decline ACE-004 because ..."),
        ("decline ACE-004 too broad", "decline ACE-004 because too broad"),
        ("decline 4 for now", "decline ACE-004 because ..."),
        ("decline 4 and 7", "decline ACE-004 and ACE-007 because ..."),
        ("extend ACE-007 to Friday", "extend ACE-007 to 2021-08-27 because ..."),
        ("extend all to Friday 5pm", "extend all to 2021-08-27 17:00 because ..."),
        ("admit incomplete", "admit incomplete because ..."),
        ("exclude unconfirmed", "exclude unconfirmed because ..."),
    ],
)
def test_what_needs_a_reason_is_asked_for_it(text: str, nearest: str, config: Config) -> None:
    doubt = the_doubt(text, config)
    assert "needs its reason" in doubt.sentence
    assert doubt.nearest == (nearest,)


@pytest.mark.parametrize(
    ("text", "verb", "group"),
    [
        ("admit incomplete because all came in time", "admit", "incomplete"),
        ("Admit the incomplete forms because all came in time", "admit", "incomplete"),
        ("exclude unconfirmed - all came in time", "exclude", "unconfirmed"),
        ("exclude all those that are unconfirmed as all came in time", "exclude", "unconfirmed"),
    ],
)
def test_a_ruling_is_for_a_whole_group(text: str, verb: str, group: str, config: Config) -> None:
    expected = Order(text, verb, reason="all came in time", argument=group)
    assert the_order(text, config) == expected


@pytest.mark.parametrize(
    "text",
    [
        "lead ACE-005 Joanna Mills joanna.mills@council.example",
        "Lead ACE-005: Joanna Mills <Joanna.Mills@council.example>",
        "The new lead of ACE-005 is Joanna Mills, joanna.mills@council.example",
        "change the lead for 5 to Joanna Mills (joanna.mills@council.example)",
        "ACE-005 lead Joanna Mills joanna.mills@council.example.",
    ],
)
def test_a_new_lead_has_a_name_and_an_address(text: str, config: Config) -> None:
    order = the_order(text, config)
    assert (order.verb, order.references) == ("lead", ("ACE-005",))
    assert order.argument == "Joanna Mills <joanna.mills@council.example>"
    assert order.address == Address("joanna.mills@council.example", "Joanna Mills")


@pytest.mark.parametrize(
    "text",
    [
        "footprint ACE-011 NCL",
        "Footprint 11: ncl",
        "footprint of ACE-011 is North Central London",
        "ACE-011 NCL",
        "ACE-011 is in NCL.",
        "move ACE-011 to NCL",
    ],
)
def test_a_footprint_goes_by_key_or_name(text: str, config: Config) -> None:
    assert the_order(text, config) == Order(text, "footprint", ("ACE-011",), argument="NCL")


def test_an_unknown_footprint_is_answered_with_the_known_ones(config: Config) -> None:
    assert the_doubt("footprint 11 North Centrl London", config).nearest[0] == (
        "footprint ACE-011 NCL"
    )
    assert the_doubt("footprint 11 Barnet", config).nearest == tuple(
        f"footprint ACE-011 {key}" for key in ("NWL", "NCL", "NEL", "SEL", "SWL")
    )


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        (
            "accept ACE-003 and decline ACE-004",
            ("accept ACE-003", "decline ACE-004 because ..."),
        ),
        (
            "Accept 3, decline 4 because it is weak",
            ("accept ACE-003", "decline ACE-004 because it is weak"),
        ),
        ("accept 3 then reserve 4 please", ("accept ACE-003", "reserve ACE-004")),
        ("accept 3; reserve 4; decline 5: weak", None),
        ("decline 4 because weak and accept 5", ("decline ACE-004 because weak", "accept ACE-005")),
        ("accept 3 and approve", ("accept ACE-003", "approve")),
        ("ACE-004 decline, ACE-003 accept", ("decline ACE-004 because ...", "accept ACE-003")),
        (
            "extend 7 to Friday because ill, and 9 to Thursday because late",
            ("extend ACE-007 to 2021-08-27 because ...",),
        ),
    ],
)
def test_two_orders_on_a_line_are_not_half_done(
    text: str, nearest: tuple[str, ...] | None, config: Config
) -> None:
    doubt = the_doubt(text, config)
    assert doubt.sentence == "Each order needs a line of its own, so nothing was done."
    assert nearest is None or doubt.nearest == nearest


@pytest.mark.parametrize(
    "text",
    [
        "don't accept ACE-003",
        "Don’t accept ACE-003",
        "do not hold",
        "Never accept 3",
        "please do not accept ACE-003",
        "I don't approve",
        "not approved",
        "I can't approve this",
        "We will not fund ACE-003",
        "Don't send",
        "do not extend ACE-007 to Friday because it is late",
        "Not yet approved",
        "never resume",
    ],
)
def test_a_negation_is_never_the_order(text: str, config: Config) -> None:
    doubt = the_doubt(text, config)
    assert not any(form.startswith("approve") for form in doubt.nearest if "approv" in text)
    assert not any(form.startswith("accept") for form in doubt.nearest if "accept" in text.lower())


@pytest.mark.parametrize(
    "text",
    [
        "accept ACE-003?",
        "accept ACE-003? No!",
        "should we accept ACE-003?",
        "accept ACE-003 if the leader confirms",
        "accept ACE-003 but only up to £15,000",
        "accept 3 - but only if they agree",
        "accept 3 for £15,000",
        "accept 3 as long as they confirm",
        "accept 3, tell them to ring me",
        "accept ACE-003 unless NCL objects",
        "accept ACE-003 tomorrow",
        "accept ACE-003 subject to references",
        "accept ACE-003 - once the leader has confirmed",
        "accept all",
        "accept",
        "accept 3-5",
        "accept 3 to 5",
        "accept 0",
        "accept MND-003",
        "accept the Brent one",
        "acept ACE-003",
        "approve ACE-003",
        "hold ACE-003",
        "Approved in principle",
        "approve if Sam agrees",
        "maybe accept ACE-003",
        "I think accept ACE-003",
        "No. Accept ACE-004 instead",
        "admit ACE-012 because they are nice",
        "lead ACE-005 joanna",
        "rescue everything",
        "dismiss M-123",
    ],
)
def test_a_line_that_is_not_an_order_from_end_to_end_is_not_done(text: str, config: Config) -> None:
    doubt = the_doubt(text, config)
    assert doubt.line == text
    assert doubt.nearest


def test_the_nearest_forms_carry_the_senders_own_references(config: Config) -> None:
    assert the_doubt("acept ACE-003", config).nearest == ("accept ACE-003",)
    assert the_doubt("rejekt 4 because weak", config).nearest == (
        "accept ACE-004",
        "reserve ACE-004",
        "decline ACE-004 because ...",
    )
    assert the_doubt("What happened to the Brent one?", config).nearest == (
        "approve",
        "hold",
        "status",
    )


def test_a_form_offered_without_a_reference_does_nothing_when_it_is_copied(
    config: Config,
) -> None:
    (form,) = the_doubt("accept the Brent one", config).nearest
    assert form == "accept ACE-..."
    assert isinstance(parse(form, config, MONDAY)[0], NotUnderstood)


def test_every_form_that_is_offered_complete_is_understood(config: Config) -> None:
    for text in ("acept ACE-003", "reserv ACE-003", "lead 5", "aprove", "holdd", "exclude"):
        for form in the_doubt(text, config).nearest:
            complete = form.replace("...", "it is so")
            assert isinstance(parse(complete, config, MONDAY)[0], Order), complete


def test_a_key_with_digits_and_other_programmes_are_told_apart(config: Config) -> None:
    other = replace(config, programme=replace(config.programme, key="YP2"))
    assert the_order("accept YP2-014", other).references == ("YP2-014",)
    assert the_order("accept yp2 14 and 15", other).references == ("YP2-014", "YP2-015")
    assert isinstance(parse("accept ACE-003", other, MONDAY)[0], NotUnderstood)


@pytest.mark.parametrize("piece", ["3, ", "ACE-003 and ", "ACE-003 ", "- ", "extend 7 to 3 "])
def test_a_long_line_is_answered_as_quickly_as_a_short_one(piece: str, config: Config) -> None:
    assert len(parse("accept " + piece * 300 + "maybe", config, MONDAY)) == 1
    assert len(parse("accept " + piece * 5000, config, MONDAY)) == 1


# --- the board -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("confirm board", "confirm board"),
        ("Please confirm the board as it stands.", "confirm board"),
        ("I confirm the board", "confirm board"),
        ("meeting pack", "meeting pack"),
        ("Please send me the meeting pack again", "meeting pack"),
    ],
)
def test_the_boards_orders(text: str, verb: str, config: Config) -> None:
    assert the_order(text, config).verb == verb


@pytest.mark.parametrize(
    "text",
    [
        "confirm board if nobody objects",
        "do not confirm the board",
        "confirm the board?",
        "confirm board tomorrow",
    ],
)
def test_half_a_confirmation_of_the_board_is_none(text: str, config: Config) -> None:
    the_doubt(text, config)


@pytest.mark.parametrize(
    "text",
    [
        "accept ACE-009 in place of NWL because nobody there is fundable",
        "accept 9 in place of North West London because nobody there is fundable",
        "accept ACE-009 in the unused place of NWL: nobody there is fundable",
        "accept ACE-009 with a place from NWL because nobody there is fundable",
    ],
)
def test_a_place_moved_from_another_footprint(text: str, config: Config) -> None:
    order = the_order(text, config)
    assert (order.verb, order.references, order.argument) == ("accept", ("ACE-009",), "NWL")
    assert order.reason == "nobody there is fundable"


def test_a_moved_place_needs_a_footprint_and_a_reason(config: Config) -> None:
    doubt = the_doubt("accept ACE-009 in place of NWL", config)
    assert doubt.nearest == ("accept ACE-009 in place of NWL because ...",)
    doubt = the_doubt("accept ACE-009 in place of NWX because nobody is fundable", config)
    assert "accept ACE-009 in place of NWL" in doubt.nearest


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("feedback ACE-003 C2: You have everyone.", "C2", "You have everyone."),
        ("Feedback for 3, c2 - You have everyone.", "C2", "You have everyone."),
        ("ACE-003 C2: You have everyone.", "C2", "You have everyone."),
        ("feedback ACE-003 strength: You know your streets", "strength", "You know your streets"),
        ("feedback ACE-003 improvements: none", "improvement", ""),
        (
            "feedback 3 C4: Why stop? Accept 5 or decline 6.",
            "C4",
            "Why stop? Accept 5 or decline 6.",
        ),
    ],
)
def test_the_organisers_words_for_an_applicant(
    text: str, key: str, words: str, config: Config
) -> None:
    order = the_order(text, config)
    assert (order.verb, order.references) == ("feedback", ("ACE-003",))
    assert (order.argument, order.reason) == (key, words)


def test_words_may_stand_under_the_reference_as_the_draft_shows_them(config: Config) -> None:
    text = (
        "ACE 001 Steady on your feet\n\nC2, solid: You have everyone.\nstrength: You know your"
        " streets.\n\nACE-002\nimprovement: none\n\naccept 3\n"
    )
    found = [
        (x.verb, x.references, x.argument, x.reason)
        for x in parse(text, config, MONDAY)
        if isinstance(x, Order)
    ]
    assert found == [
        ("feedback", ("ACE-001",), "C2", "You have everyone."),
        ("feedback", ("ACE-001",), "strength", "You know your streets."),
        ("feedback", ("ACE-002",), "improvement", ""),
        ("accept", ("ACE-003",), "", ""),
    ]
    assert len(parse(text, config, MONDAY)) == 4


def test_words_under_no_reference_are_asked_about(config: Config) -> None:
    assert len(parse("ACE-000\nC2: You have everyone.", config, MONDAY)) == 2
    assert the_doubt("C2: You have everyone.", config).nearest == ("feedback ACE-... C2: ...",)


def test_a_criterion_keeps_a_reason(config: Config) -> None:
    assert the_doubt("feedback ACE-003 C2: none", config).nearest == ("feedback ACE-003 C2: ...",)
