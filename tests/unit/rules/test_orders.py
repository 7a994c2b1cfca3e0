"""Orders as people type them: understood whole, or answered with what to type instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ace_mailbot.config import Config, load, shipped_folder
from ace_mailbot.model import Address
from ace_mailbot.rules.orders import NotUnderstood, Order, parse

MONDAY = datetime(2021, 8, 23, 9, 30, tzinfo=UTC)  # 10:30 in London, three days after the close


@pytest.fixture(scope="module")
def config() -> Config:
    return load(shipped_folder() / "config.toml", {}, with_secrets=False)


def the_order(text: str, config: Config, at: datetime = MONDAY) -> Order:
    found = parse(text, config, at)
    assert len(found) == 1
    assert isinstance(found[0], Order), found[0]
    return found[0]


def the_doubt(text: str, config: Config, at: datetime = MONDAY) -> NotUnderstood:
    found = parse(text, config, at)
    assert len(found) == 1
    assert isinstance(found[0], NotUnderstood), found[0]
    return found[0]


def what(text: str, config: Config) -> list[tuple[str, ...]]:
    """Verb and references of each order in *text*; `?` and its first words for a doubt."""
    return [
        (line.verb, *line.references) if isinstance(line, Order) else ("?", line.line)
        for line in parse(text, config, MONDAY)
    ]


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
    ("said", "local"),
    [
        ("to 2021-08-27", "2021-08-27 23:59:59"),
        ("until 2021-08-27 17:00", "2021-08-27 17:00:00"),
        ("to 2021-08-27T17:00", "2021-08-27 17:00:00"),
        ("until 27 Aug", "2021-08-27 23:59:59"),
        ("till 27th August", "2021-08-27 23:59:59"),
        ("to the 27th of August at 5pm", "2021-08-27 17:00:00"),
        ("to the 27th", "2021-08-27 23:59:59"),
        ("to August 27th, 2021", "2021-08-27 23:59:59"),
        ("to 27 August 2021", "2021-08-27 23:59:59"),
        ("to 27/8", "2021-08-27 23:59:59"),
        ("to 27/08/21", "2021-08-27 23:59:59"),
        ("to 27.8.2021", "2021-08-27 23:59:59"),
        ("to 3/9", "2021-09-03 23:59:59"),
        ("to Friday", "2021-08-27 23:59:59"),
        ("to this Friday", "2021-08-27 23:59:59"),
        ("until Fri 5pm", "2021-08-27 17:00:00"),
        ("until 5pm on Friday", "2021-08-27 17:00:00"),
        ("to Friday, 17.30", "2021-08-27 17:30:00"),
        ("to Friday noon", "2021-08-27 12:00:00"),
        ("to Friday 27 August at 17:00", "2021-08-27 17:00:00"),
        ("to Mon 30 Aug 5pm", "2021-08-30 17:00:00"),
        ("to Monday", "2021-08-30 23:59:59"),  # it is Monday: not today
        ("to next Monday", "2021-08-30 23:59:59"),
        ("to tomorrow", "2021-08-24 23:59:59"),
        ("to today 5pm", "2021-08-23 17:00:00"),
        ("to end of day Friday", "2021-08-27 23:59:59"),
        ("to 5 Jan", "2022-01-05 23:59:59"),
        ("Friday", "2021-08-27 23:59:59"),
        ("an extension to Friday", "2021-08-27 23:59:59"),
    ],
)
def test_an_extension_reads_days_as_people_write_them(
    said: str, local: str, config: Config
) -> None:
    text = f"extend ACE-007 {said} because the lead is ill"
    zone = config.programme.zone
    until = datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC)

    assert the_order(text, config) == Order(text, "extend", ("ACE-007",), until, "the lead is ill")


@pytest.mark.parametrize(
    "text",
    [
        "extend all to Friday because the mailbox was down",
        "Extend everyone until 27/8 - the mailbox was down",
        "please extend the deadline for all to 27 August: the mailbox was down",
    ],
)
def test_an_extension_may_be_for_all(text: str, config: Config) -> None:
    order = the_order(text, config)
    assert (order.references, order.argument, order.reason) == ((), "all", "the mailbox was down")
    assert order.until == datetime(2021, 8, 27, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "extend 7 to Friday - ill",
        "extend 7 to Friday: ill",
        "extend 7 to Friday (ill)",
        "extend 7 to Friday, 17:00, ill",
        "give ACE-007 until Friday because ill",
        "Extension for ACE-007 to Friday as ill",
        "extend ACE-007's deadline to Friday because ill",
    ],
)
def test_an_extension_finds_where_the_day_ends_and_the_reason_begins(
    text: str, config: Config
) -> None:
    order = the_order(text, config)
    assert (order.verb, order.references, order.reason) == ("extend", ("ACE-007",), "ill")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("to 20 Aug", "Friday 20 August 2021 has passed."),
        ("to today 9am", "Monday 23 August 2021 has passed."),
        ("to 3/4", "Saturday 3 April 2021 has passed."),
        ("to 31 September", "There is no day 31 September."),
        ("to 8/27", "There is no day 8/27."),
        ("to Monday 27 August", "Friday 27 August 2021 is not a Monday."),
        (
            "to next Friday",
            "This may mean Friday 27 August 2021 or Friday 3 September 2021.",
        ),
        ("by 3 days", "An extension needs the day it ends."),
        ("a bit", "An extension needs the day it ends."),
    ],
)
def test_a_day_that_cannot_be_meant_is_told_and_not_guessed(
    said: str, sentence: str, config: Config
) -> None:
    doubt = the_doubt(f"extend ACE-007 {said} because ill", config)
    assert doubt.sentence == sentence
    assert doubt.nearest == ("extend ACE-007 to 2021-08-30 because ...",)


def test_a_weekday_counts_from_receipt_in_the_programmes_zone(config: Config) -> None:
    late_sunday = datetime(2021, 8, 22, 23, 30, tzinfo=UTC)  # already Monday in London
    order = the_order("extend 7 to Monday because ill", config, late_sunday)
    assert order.until == datetime(2021, 8, 30, 22, 59, 59, tzinfo=UTC)


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


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Thanks",
        "Thank you so much for this, very helpful.",
        "OK thanks",
        "Noted, many thanks",
        "Great!",
        "Hi team,\n\nThanks.\n\nBest wishes,\nJo Bloggs\nHead of Programmes\n020 7946 0000",
        "Organiser Name",
        "Organiser",
        "Sent from my iPhone",
        "Get Outlook for Android",
        "Best regards\nJo\n\nThis email is confidential. If you are not its addressee, delete it.",
        "-- \nJo Bloggs\naccept no liability",
        "> accept ACE-003",
        "On Mon, 23 Aug 2021 at 09:00, ACE team <ace@funder.example> wrote:\naccept ACE-003",
        "-----Original Message-----\naccept ACE-003",
    ],
)
def test_courtesy_signatures_and_quotations_are_no_orders(text: str, config: Config) -> None:
    assert parse(text, config, MONDAY) == ()


def test_a_mail_as_it_is_typed_on_a_phone(config: Config) -> None:
    text = """Hi,

Accept 3
Accept ace 5.
Decline 4 because it’s too broad
Reserve 7

Something about ACE-009 I forgot
Thanks
Jo

Sent from my iPhone"""
    assert what(text, config) == [
        ("accept", "ACE-003"),
        ("accept", "ACE-005"),
        ("decline", "ACE-004"),
        ("reserve", "ACE-007"),
        ("?", "Something about ACE-009 I forgot"),
    ]


def test_orders_below_a_sign_off_still_count(config: Config) -> None:
    text = "Thanks\nJo\n\nPS decline 4 because weak\nHead of Programmes"
    assert what(text, config) == [("decline", "ACE-004")]


def test_a_reason_that_the_mail_program_wrapped_is_not_cut_off(config: Config) -> None:
    text = """Decline ACE-004 because the partners are not named and the plan covers only
one month of the six, so nobody could say in March whether anything had
changed.
Accept ACE-003
Best wishes
Jo"""
    first, second = parse(text, config, MONDAY)
    assert isinstance(first, Order)
    assert first.reason == (
        "the partners are not named and the plan covers only one month of the six, so nobody "
        "could say in March whether anything had changed."
    )
    assert second == Order("Accept ACE-003", "accept", ("ACE-003",))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("decline ACE-004\nbecause it is weak", "it is weak"),
        ("decline ACE-004 because it is weak\nand late", "it is weak and late"),
        ("decline ACE-004 because it is weak\n\nand late", "it is weak"),
        ("decline ACE-004 because it is weak\nJo", "it is weak"),
        ("decline ACE-004 because it is weak\nOrganiser Name", "it is weak"),
        ("decline ACE-004 because it is weak\nThanks", "it is weak"),
        ("decline ACE-004 because it is weak\nKind regards", "it is weak"),
        (
            "decline ACE-004 because we would rather\naccept ACE-005 in that footprint",
            "we would rather accept ACE-005 in that footprint",
        ),
        (
            "decline ACE-004 because the trust says that it has no means at all to\nhold the money",
            "the trust says that it has no means at all to hold the money",
        ),
    ],
)
def test_the_next_line_belongs_to_a_reason_unless_it_clearly_does_not(
    text: str, reason: str, config: Config
) -> None:
    first = parse(text, config, MONDAY)[0]
    assert isinstance(first, Order)
    assert first.reason == reason


def test_an_order_below_half_a_sentence_is_part_of_that_sentence(config: Config) -> None:
    assert what("I think we should probably not\naccept ACE-003", config) == [
        ("?", "I think we should probably not accept ACE-003")
    ]
    assert what("I would say, having read all of it twice, that nobody on the panel is\n"
                "going to\naccept ACE-003", config)[0][0] == "?"  # fmt: skip
    assert what("Please could you\naccept ACE-003", config) == [("accept", "ACE-003")]


def test_a_misspelt_order_below_a_reason_is_not_swallowed_by_it(config: Config) -> None:
    text = "decline ACE-004 because it is weak\nacept ACE-003\nACE-005 looks good"
    assert what(text, config) == [
        ("decline", "ACE-004"),
        ("?", "acept ACE-003"),
        ("?", "ACE-005 looks good"),
    ]


def test_a_key_with_digits_and_other_programmes_are_told_apart(config: Config) -> None:
    other = replace(config, programme=replace(config.programme, key="YP2"))
    assert the_order("accept YP2-014", other).references == ("YP2-014",)
    assert the_order("accept yp2 14 and 15", other).references == ("YP2-014", "YP2-015")
    assert isinstance(parse("accept ACE-003", other, MONDAY)[0], NotUnderstood)


@pytest.mark.parametrize("piece", ["3, ", "ACE-003 and ", "ACE-003 ", "- ", "extend 7 to 3 "])
def test_a_long_line_is_answered_as_quickly_as_a_short_one(piece: str, config: Config) -> None:
    assert len(parse("accept " + piece * 300 + "maybe", config, MONDAY)) == 1
    assert len(parse("accept " + piece * 5000, config, MONDAY)) == 1
