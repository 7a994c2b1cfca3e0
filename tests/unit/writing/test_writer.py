"""Letters as they leave: headers, parts, determinism, and what nobody can smuggle in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest

from ace_mailbot import tokens
from ace_mailbot.config import Config
from ace_mailbot.model import Address, Application, Letter, Person, State
from ace_mailbot.writing import samples
from ace_mailbot.writing.mark import HEADER, Place, read
from ace_mailbot.writing.writer import Writer
from tests.unit.writing.conftest import SECRET, body, parsed


@pytest.fixture
def now(config: Config) -> datetime:
    return config.programme.opens


def test_a_letter_says_who_it_is_from_what_it_is_about_and_what_it_answers(
    writer: Writer, pack: Letter, state: State, now: datetime
) -> None:
    message = parsed(writer.compose(pack, state, now, Place(17, "M-AAAAAA")))
    token = tokens.mint(SECRET, pack.key("ACE"))
    assert {name: str(value) for name, value in message.items() if name != "Content-Type"} == {
        "Date": "Mon, 05 Jul 2021 09:00:00 +0100",
        "From": "ACE programme team <ace@funder.example>",
        "To": "Amara Okafor <amara.okafor@trust.example>",
        "Cc": "Denise Hall <denise.hall@trust.example>",
        "Subject": "[ACE-001] Your ACE application form",
        "Message-ID": f"<ace-001.{token}@funder.example>",
        "In-Reply-To": "<first@trust.example>",
        "References": "<earlier@trust.example> <first@trust.example>",
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        "X-ACE-Mailbot": "n=17 c=M-AAAAAA p=amara.okafor@trust.example r=ACE-001 o=pack"
        f" v={pack.version} f= i=abcd2345",
        "MIME-Version": "1.0",
    }


def test_what_the_outbox_knows_of_a_letter_is_read_back_from_its_header(
    writer: Writer, pack: Letter, state: State, now: datetime
) -> None:
    odd = replace(
        pack,
        to=(Address("zoë/n=3 c@trust.example"), *pack.to),
        version="M-AAAAAA.1 + ä/b\r\nBcc: x@y.example",
        decision=True,
        internal=True,
    )
    message = parsed(writer.compose(odd, state, now, Place(3, "M-BBBBBB", "412.0a1b")))
    assert message["Bcc"] is None
    mark = read(str(message[HEADER]))
    assert mark is not None
    assert mark.key("ACE") == odd.key("ACE")
    assert (mark.number, mark.cause, mark.reference) == (3, "M-BBBBBB", "ACE-001")
    assert (mark.instance, mark.line) == (writer.instance, "412.0a1b")
    assert (mark.automatic, mark.decision, mark.internal) == (False, True, True)


def test_a_header_that_is_no_mark_is_not_taken_for_one() -> None:
    for header in ("", "n=1", "n=x c=M-1 p=a@b.example o=pack v=1", "hello world"):
        assert read(header) is None


def test_a_letter_of_our_own_accord_is_auto_generated_and_answers_nothing(
    writer: Writer, pack: Letter, state: State, now: datetime
) -> None:
    ours = replace(pack, answers=None, thread=())
    message = parsed(writer.compose(ours, state, now))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["In-Reply-To"] is None
    assert message["References"] is None


def test_the_envelope_names_each_address_once(
    writer: Writer, pack: Letter, state: State, now: datetime
) -> None:
    doubled = replace(pack, cc=(*pack.cc, *pack.to))
    outgoing = writer.compose(doubled, state, now)
    assert outgoing.recipients == ("amara.okafor@trust.example", "denise.hall@trust.example")


def test_a_pack_carries_text_html_and_four_documents(
    writer: Writer, pack: Letter, state: State, now: datetime
) -> None:
    message = parsed(writer.compose(pack, state, now))
    alternative, *files = message.iter_parts()
    assert message.get_content_type() == "multipart/mixed"
    assert [p.get_content_type() for p in alternative.iter_parts()] == ["text/plain", "text/html"]
    assert [f.get_filename() for f in files] == [
        "ACE-001 application form.docx",
        "ACE-001 application form.odt",
        "ACE guidance.docx",
        "ACE-001 closing date.ics",
    ]


def test_a_letter_without_documents_is_an_alternative_alone(
    writer: Writer, pack: Letter, state: State, now: datetime
) -> None:
    message = parsed(writer.compose(replace(pack, documents=()), state, now))
    assert message.get_content_type() == "multipart/alternative"


def test_the_same_letter_gives_the_same_bytes_even_from_another_writer(
    config: Config, writer: Writer, pack: Letter, state: State, now: datetime
) -> None:
    assert writer.compose(pack, state, now) == Writer(config, SECRET, writer.instance).compose(
        pack, state, now
    )


def test_every_line_ends_in_crlf_and_none_is_too_long_for_smtp(
    writer: Writer, pack: Letter, state: State, now: datetime
) -> None:
    endless = Person("N" * 2000, pack.to[0].email)
    letter = replace(pack, to=(endless.address,), answers="x" * 880 + "@trust.example")
    mime = writer.compose(letter, state, now).mime
    assert mime.count(b"\n") == mime.count(b"\r\n") == mime.count(b"\r")
    assert max(map(len, mime.split(b"\r\n"))) <= 998
    assert mime.isascii()


def test_the_token_stands_in_the_text_and_the_html(
    writer: Writer, pack: Letter, state: State, now: datetime
) -> None:
    outgoing = writer.compose(pack, state, now)
    assert tokens.in_body(body(outgoing, "plain")) == (outgoing.token,)
    assert tokens.in_body(body(outgoing, "html")) == (outgoing.token,)
    assert tokens.in_message_ids((outgoing.message_id,)) == (outgoing.token,)


def test_the_token_is_in_the_address_only_where_plus_addressing_is_on(
    config: Config, writer: Writer, pack: Letter, state: State, now: datetime
) -> None:
    plus = Writer(replace(config, sending=replace(config.sending, plus_addressing=True)), SECRET)
    outgoing = plus.compose(pack, state, now)
    assert parsed(outgoing)["Reply-To"] == f"ace+{outgoing.token}@funder.example"
    assert parsed(writer.compose(pack, state, now))["Reply-To"] is None


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85", "\x00\n"])
def test_no_field_can_add_a_header_or_a_line(
    writer: Writer,
    pack: Letter,
    application: Application,
    state: State,
    now: datetime,
    break_: str,
) -> None:
    evil = f"Eve{break_}Bcc: victim@other.example{break_}{break_}<b>Hello</b>"
    lead = Person(evil, f"eve@trust.example>{break_}Bcc: victim@other.example", organisation=evil)
    spoilt = replace(application, lead=lead, title=evil, eoi=replace(application.eoi, lead=lead))
    letter = replace(
        pack, to=(lead.address,), answers=f"a@b.example>{break_}Bcc: x", thread=(evil,)
    )
    known = replace(state, applications={spoilt.reference: spoilt})
    outgoing = writer.compose(letter, known, now)
    message = parsed(outgoing)
    assert message["Bcc"] is None
    assert message["In-Reply-To"] is None
    assert message["References"] is None
    assert len(message["To"].addresses) == 1
    assert not re.search(r"^Bcc:", body(outgoing, "plain"), re.MULTILINE)
    assert "<b>Hello" not in body(outgoing, "html")


def test_what_people_write_is_a_value_and_never_a_template(
    writer: Writer, pack: Letter, application: Application, state: State, now: datetime
) -> None:
    sly = replace(application, title="{{ people.organiser.email }}{% include 'privacy.txt' %}")
    text = body(
        writer.compose(pack, replace(state, applications={sly.reference: sly}), now), "plain"
    )
    assert "Title: {{ people.organiser.email }}{% include 'privacy.txt' %}\n" in text


def test_names_beyond_ascii_arrive_whole(
    writer: Writer, pack: Letter, state: State, now: datetime
) -> None:
    names = ("Zoë Müller-Nuñez", 'Dr "Sam" Adeyemi, GP', "=?utf-8?q?tricked?=", "陳麗慧")
    for name in names:
        letter = replace(pack, to=(Address("zoe@charity.example", name),))
        to = parsed(writer.compose(letter, state, now))["To"].addresses
        assert [(a.display_name, a.addr_spec) for a in to] == [(name, "zoe@charity.example")]


def test_the_reference_stands_in_the_subject_once(
    own_templates: Config, pack: Letter, state: State, now: datetime
) -> None:
    (own_templates.templates / "pack/subject.txt").write_text("Form [ACE-001] for you")
    assert (
        Writer(own_templates, SECRET).compose(pack, state, now).subject == "Form [ACE-001] for you"
    )


def test_a_letter_about_no_application_has_no_reference(
    config: Config, writer: Writer, state: State, now: datetime
) -> None:
    letter = Letter((samples.AMARA.address,), "unclear", "1", "unclear", values={"advice": ""})
    outgoing = writer.compose(letter, state, now)
    assert outgoing.subject == "A person will read your email"
    assert outgoing.message_id == f"programme.{outgoing.token}@funder.example"
    assert f"ACE/{outgoing.token[:4]}-" in body(outgoing, "plain")


def test_text_of_is_what_compose_sends_less_the_token(
    writer: Writer, pack: Letter, state: State, now: datetime
) -> None:
    outgoing = writer.compose(pack, state, now)
    token = tokens.visible(outgoing.token, "ACE-001")
    sent = body(outgoing, "plain")
    assert token in sent
    assert writer.text_of(pack, state, now) == (outgoing.subject, sent.replace(token, "ACE-001"))


def test_those_who_join_later_get_all_earlier_answers(
    writer: Writer, pack: Letter, state: State, now: datetime
) -> None:
    text = body(writer.compose(pack, state, now), "plain")
    assert "1. A question about the programme\n\nYes, any agency can lead." in text
    assert "2. Who can lead?\n\nYes, any agency can lead." in text
    assert "Can a hospice lead?" not in text


def test_the_style_is_in_the_elements_and_dark_mode_in_a_style_of_its_own(
    writer: Writer, pack: Letter, state: State, now: datetime
) -> None:
    html = body(writer.compose(pack, state, now), "html")
    assert '<p style="margin: 0 0 16px;">Dear Amara Okafor,</p>' in html
    assert "<style>@media (prefers-color-scheme: dark)" in html
    assert 'lang="en-GB"' in html
    assert "<!--[if mso]><table" in html
    assert "http://" not in html and "https://" not in html
