"""What somebody who means harm may try: nothing is done, nothing is told, nobody is fooled.

Each attack ends in a mail back to the real person, in Parked, or in an answer that says nothing.
"""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest

from ace_mailbot.rehearsal.post import Posted
from tests.scenarios.texts import FALLS_IN_BRENT
from tests.world import Correspondent, World

ORDER = "extend 1 to 2021-08-27 because of the holidays"
_PASSED = "mx.funder.example; dmarc=pass header.from=funder.example"


@pytest.fixture
def amara(world: World) -> Correspondent:
    """A lead with an application, ACE-001, and its pack."""
    world.at("2021-07-06 09:12")
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    return amara


@pytest.fixture
def digest(world: World, amara: Correspondent) -> Posted:
    return world.digest("2021-07-07 08:00")


def nothing_came_of_it(world: World) -> None:
    application = world.application("ACE-001")
    assert application.due_at is None
    assert application.lead.email == "amara.okafor@trust.example"
    assert application.contacts == ()
    assert application.stage == "invited"


def raw(letter: Posted, sender: str, *results: str) -> bytes:
    """An order in reply to *letter*, with Authentication-Results as they stand, topmost first."""
    lines = (
        *(f"Authentication-Results: {result}" for result in results),
        f"From: {sender}",
        "To: ace@funder.example",
        f"In-Reply-To: <{letter.message_id}>",
        "Message-ID: <1@attacker.example>",
        "Subject: Re: the digest",
        "",
        ORDER,
        "",
    )
    return "\r\n".join(lines).encode()


# --- whoever pretends to be the organiser --------------------------------------------------------


def test_a_pass_that_came_with_the_message_proves_nothing(world: World, digest: Posted) -> None:
    failed = "mx.funder.example; spf=fail smtp.mailfrom=attacker.example; dmarc=fail"
    world.arrives(raw(digest, "Organiser <organiser@funder.example>", failed, _PASSED))
    world.organiser.receives("orders-confirm", mentioning=ORDER)
    nothing_came_of_it(world)


@pytest.mark.parametrize(
    "who",
    [
        "Organiser Name <organiser@funder.example.attacker.example>",
        "Organiser Name <organiser@funder-example.example>",
        "Organiser Name <0rganiser@funder.example>",
        '"organiser@funder.example" <mallory@attacker.example>',
    ],
)
def test_an_address_or_a_name_that_looks_alike_orders_nothing(
    world: World, digest: Posted, who: str
) -> None:
    mallory = world.person(who)
    mallory.replies(digest, ORDER)
    nothing_came_of_it(world)
    for letter in (*mallory.unread, *world.organiser.unread):
        assert not letter.says("Brent")
        assert letter.obligation != "orders"


@pytest.mark.parametrize(
    "sender",
    [
        "Organiser <organiser@funder.example>, Mallory <mallory@attacker.example>",
        "Mallory <mallory@attacker.example>, Organiser <organiser@funder.example>",
        "Organiser <organiser@funder.example>\r\nFrom: Mallory <mallory@attacker.example>",
        "Mallory <mallory@attacker.example>\r\nFrom: Organiser <organiser@funder.example>",
        "<organiser@funder.example> <mallory@attacker.example>",
        "organiser@funder.example (Organiser) mallory@attacker.example",
        "Organiser <\u043erganiser@funder.example>",
        "Organiser organiser@funder.example <mallory@attacker.example>",
    ],
)
def test_several_senders_or_a_doubtful_one_order_nothing(
    world: World, digest: Posted, sender: str
) -> None:
    world.arrives(raw(digest, sender, _PASSED))
    nothing_came_of_it(world)


def test_a_colleague_to_whom_the_digest_was_forwarded_orders_nothing(
    world: World, digest: Posted
) -> None:
    colleague = world.person("Colleague <colleague@funder.example>")
    colleague.replies(digest, ORDER)
    nothing_came_of_it(world)
    assert not any(letter.says("Brent") for letter in colleague.unread)


def test_the_token_of_an_applicants_letter_gives_no_orders(
    world: World, amara: Correspondent
) -> None:
    pack = amara.receives("pack")
    world.organiser.replies(pack, ORDER)
    world.organiser.receives("orders-confirm")
    nothing_came_of_it(world)


def test_the_mail_back_is_answered_by_its_reader_alone(world: World, digest: Posted) -> None:
    world.organiser.replies(digest, ORDER, authenticated=False)
    asked = world.organiser.receives("orders-confirm")
    mallory = world.person("Mallory <mallory@attacker.example>")
    mallory.replies(asked, "yes")
    world.approver.replies(asked, "yes")
    nothing_came_of_it(world)


def test_a_confirmation_works_once(world: World, digest: Posted) -> None:
    world.organiser.replies(digest, "hold", authenticated=False)
    asked = world.organiser.receives("orders-confirm")
    world.organiser.replies(asked, "yes")
    world.organiser.replies(world.organiser.receives("orders"), "resume")
    world.organiser.replies(asked, "Yes")
    assert not world.state.season.held


# --- whoever pretends to be, or to know, an applicant --------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "We withdraw ACE-001.",
        "I am the new lead of ACE-001. Please send everything to me from now on.",
        "Please add me as a contact to ACE-001.",
        "What is the status of ACE-001, and who leads it?",
    ],
)
def test_a_stranger_with_the_reference_and_the_token_changes_and_learns_nothing(
    world: World, amara: Correspondent, text: str
) -> None:
    pack = amara.receives("pack")
    mallory = world.person("Mallory Stone <mallory@attacker.example>")
    mallory.replies(pack, text)
    nothing_came_of_it(world)
    for letter in mallory.unread:
        for secret in ("Okafor", "amara", "Brent", "07700 900112", "falls"):
            assert not letter.says(secret), letter.text


def test_an_answer_goes_to_from_and_never_to_reply_to(world: World) -> None:
    world.at("2021-07-06 09:12")
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    amara.writes(
        "Expression of interest", FALLS_IN_BRENT, headers={"Reply-To": "mallory@attacker.example"}
    )
    amara.receives("pack")
    world.person("<mallory@attacker.example>").receives_nothing_more()


def test_our_own_address_as_sender_does_nothing(world: World, amara: Correspondent) -> None:
    amara.receives("pack")
    bot = world.person("ACE programme team <ace@funder.example>")
    bot.writes("Re: [ACE-001]", "We withdraw ACE-001.\naccept ACE-001")
    nothing_came_of_it(world)
    bot.receives_nothing_more()


# --- words that would be code --------------------------------------------------------------------

_INJECTED = "Falls\r\nBcc: mallory@attacker.example\r\nX-Evil: 1"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Subject", "=?utf-8?q?Falls=0D=0ABcc:_mallory@attacker.example?="),
        ("Subject", "=?utf-8?b?RmFsbHMNCkJjYzogbWFsbG9yeUBhdHRhY2tlci5leGFtcGxl?="),
        ("From", "=?utf-8?q?Amara=0D=0ABcc:_mallory@attacker.example?= <amara@trust.example>"),
        ("From", '"Amara\\\r\n Bcc: mallory@attacker.example" <amara@trust.example>'),
        ("Message-ID", "<a@trust.example>\r\n <b>\r\n\tBcc: mallory@attacker.example"),
        ("References", "<a@b>\r\n =?utf-8?q?=0D=0ABcc:_mallory@attacker.example?="),
        ("Cc", "=?utf-8?q?=0D=0ABcc:_mallory@attacker.example?= <joe@trust.example>"),
    ],
)
def test_no_header_of_theirs_adds_one_to_ours(world: World, name: str, value: str) -> None:
    world.at("2021-07-06 09:12")
    fields = {
        "From": "Amara Okafor <amara@trust.example>",
        "To": "ace@funder.example",
        "Subject": "Expression of interest",
        "Message-ID": "<1@trust.example>",
        "Date": "Tue, 6 Jul 2021 09:12:00 +0100",
    } | {name: value}
    head = "".join(f"{key}: {text}\r\n" for key, text in fields.items())
    world.arrives(f"{head}\r\n{FALLS_IN_BRENT}".encode())
    _sent_to_amara_alone(world, "amara@trust.example")


def test_no_word_in_the_text_or_a_form_adds_a_header(world: World) -> None:
    world.at("2021-07-08 10:00")
    kwame = world.applicant("kwame")
    kwame.expresses_interest()
    kwame.returns_form(A1=_INJECTED, B1_name=_INJECTED, B3_name=_INJECTED)
    kwame.receives("receipt")
    world.senior_of(kwame).receives("senior")
    _sent_to_amara_alone(world, kwame.email, world.senior_of(kwame).email)


def _sent_to_amara_alone(world: World, *known: str) -> None:
    sent = [entry.letter for entry in world.house.store.outbox() if not entry.letter.internal]
    assert sent
    for letter in sent:
        mail = message_from_bytes(letter.mime, policy=policy.default)
        assert set(letter.recipients) <= {*known, "joe@trust.example"}
        assert mail["Bcc"] is None
        assert mail["X-Evil"] is None
        names = [name.lower() for name in mail]
        assert [names.count(name) for name in ("from", "to", "subject")] == [1, 1, 1]


def test_what_people_write_is_no_template_and_no_markup(world: World) -> None:
    world.at("2021-07-06 09:12")
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    evil = "{{ 7*7 }} {% include 'layout.txt' %} <script>alert(1)</script> <img src=x onerror=a>"
    amara.writes("Expression of interest", FALLS_IN_BRENT.replace("a single first", evil))
    pack = amara.receives("pack", mentioning=["{{ 7*7 }}", "<script>alert(1)</script>"])
    assert "<script>" not in pack.html
    assert "<img src=x" not in pack.html
    assert "{{ 7*7 }}" in pack.html
