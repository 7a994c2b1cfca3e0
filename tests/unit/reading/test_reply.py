"""The sender's new words are told from what their mail program put around them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from ace_mailbot.model import Address
from ace_mailbot.reading import html, mime, reply

SAID = tomllib.loads(Path(__file__).with_name("replies.toml").read_text("utf-8"))
ANSWER = "Yes, we can do that."


@pytest.mark.parametrize(
    "below",
    [
        "On Tue, 6 Jul 2021 at 09:12, ACE <ace@funder.example> wrote:\n\n> Dear Jo\n> Hello",
        "On 6 Jul 2021, at 09:12, ACE programme team with a long name\n<ace@funder.example>"
        " wrote:\n> Hi",
        "Le 6 juil. 2021 à 09:12, ACE <ace@funder.example> a écrit :\n\n> Bonjour",
        "Am 06.07.2021 um 09:12 schrieb ACE:\n> Hallo",
        "El mar, 6 jul 2021 a las 9:12, ACE (<ace@funder.example>) escribió:\n\n> Hola",
        "W dniu 06.07.2021 o 09:12, ACE pisze:\n> Dzień dobry",
        "________________________________\nFrom: ACE <ace@funder.example>\nSent: 06 July 2021"
        " 09:12\n"
        "To: Jo <jo@trust.example>\nSubject: Your pack\n\nDear Jo",
        "-----Original Message-----\nFrom: ACE\nSent: 06 July 2021\nTo: Jo\nSubject: Pack\n\nDear"
        " Jo",
        "Von: ACE <ace@funder.example>\nGesendet: Dienstag, 6. Juli 2021\nAn: Jo\nBetreff:"
        " x\n\nHallo",
        "ในวันที่ 6 ก.ค. 2021 ACE <ace@funder.example> เขียนว่า:\n\n> Hello",
    ],
)
def test_quoted_mail_below_is_cut(below: str) -> None:
    assert reply.trim(f"Yes, that is right.\n\n{below}") == "Yes, that is right."


@pytest.mark.parametrize(
    "text",
    [
        "On Monday Jo wrote that she would lead.\nWe agree.",
        "From: October\nTo: March we would test it.",
        "The plan:\n\n-----\n\nWe would meet weekly, all of us, with users and their families, and "
        "we would write down what we learn every time, so that others can read it afterwards.",
        "Is the form confidential?",
    ],
)
def test_what_only_resembles_quoting_stays(text: str) -> None:
    assert reply.trim(text) == text


def test_answers_between_and_below_quoted_lines_stay() -> None:
    text = (
        "On 6 Jul 2021, ACE <ace@funder.example> wrote:\n"
        "> Who leads?\n\nJo does.\n\n> Where?\n\nBrent."
    )
    assert reply.trim(text) == "> Who leads?\n\nJo does.\n\n> Where?\n\nBrent."
    assert reply.own_words(text) == "Jo does.\n\n\nBrent."


OLD_LETTER = (
    "From: ACE <ace@funder.example>\nSent: 06 July 2021 09:12\nTo: Jo <jo@trust.example>\n"
    "Subject: Your pack\n\nWhich borough is the work in?\nBrent.\n\nWho leads?\nJo does."
)


@pytest.mark.parametrize(
    "announced",
    [
        "Hi, please see my answers below in red.\n\nJo Reed\nElm Tree Centre",
        "I've replied in-line. Thanks, Jo",
        "I have typed the answers in your email.",
        "Mes réponses sont ci-dessous.",
        "Meine Antworten stehen unten.",
        "Moje odpowiedzi są poniżej.",
    ],
)
def test_answers_typed_into_an_old_letter_without_quote_marks_stay(announced: str) -> None:
    kept = reply.trim(f"{announced}\n\n{OLD_LETTER}", answers_within=True)
    assert "Brent." in kept
    assert "Jo does." in kept
    assert "Sent: 06 July" not in kept


@pytest.mark.parametrize("mark", ["Answer: ", "ANSWER > ", "Réponse : ", "--> "])
def test_answers_called_so_in_an_old_letter_stay(mark: str) -> None:
    letter = OLD_LETTER.replace("Brent.", f"{mark}Brent.")
    assert "Brent." in reply.trim(f"Thanks, Jo\n\n{letter}", answers_within=True)


@pytest.mark.parametrize(
    "said",
    [
        "Yes, that is right.",
        "My answers are below.\n\n"
        + "1. We work in Brent, with the council, the trust and two charities who know the estate "
        "well, and have done so for three years now, since the hub was opened.\n2. Jo leads.",
        "See below, I have nothing to add.",
    ],
)
def test_an_old_letter_below_words_of_their_own_is_cut(said: str) -> None:
    assert reply.trim(f"{said}\n\n{OLD_LETTER}", answers_within=True) == said


def test_furniture_is_taken_away_and_words_beside_it_stay() -> None:
    text = (
        "[EXTERNAL] This message came from outside the council. Do not click links.\n\n"
        "I confirm.\n\nJo\n\nSent from my iPhone\n\n"
        "This email is confidential and intended solely for the use of the addressee. If you "
        "received it in error please delete it."
    )
    assert reply.trim(text) == "I confirm.\n\nJo"


def test_each_older_message_keeps_its_author() -> None:
    text = (
        "+1\n\nOn 6 Jul 2021, Bo <bo@trust.example> wrote:\n> Good.\n>\n"
        "> On 5 Jul 2021, Rosa <rosa@charity.example> wrote:\n>> My idea.\n"
    )
    assert reply.older(text) == (
        reply.Older("Good.", Address("bo@trust.example", "Bo")),
        reply.Older("My idea.", Address("rosa@charity.example", "Rosa")),
    )


def test_html_keeps_lines_paragraphs_and_quotes() -> None:
    source = (
        "<html><head><style>p {color:red}</style></head><body><!--[if mso]><p>no</p><![endif]-->"
        '<p class="MsoNormal">Dear&nbsp;team</p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        '<div style="display:none">hidden</div><table><tr><td>T:</td><td>020 7946 0000</td></tr>'
        '</table><ul><li>one<li>two</ul><blockquote type="cite"><p>older</p></blockquote></body>'
    )
    assert html.to_text(source) == ("Dear team\n\nT:\t020 7946 0000\n\n- one\n- two\n\n> older")


def test_html_that_nests_without_end_still_gives_its_text() -> None:
    assert "words" in html.to_text("<div>" * 5000 + "words")


@pytest.mark.parametrize("line", SAID["attributions"])
def test_an_introduction_in_any_language_ends_the_reply(line: str) -> None:
    words = line.split(" ")
    wrapped = "\n".join((" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])))
    for below in (f"\n{line}\n\n> Hi\n> Jo", f"\n{wrapped}\n> Hi", f"{line}\n\nHello,\nJo"):
        assert reply.trim(mime.normal(f"{ANSWER}\n{below}")) == ANSWER


@pytest.mark.parametrize("line", SAID["rulers"])
def test_a_ruler_above_headers_ends_the_reply(line: str) -> None:
    below = "From: Jo <jo@trust.example>\nDate: 5 July 2021\nTo: x@y.example\nSubject: Pack\n\nHi"
    assert reply.trim(f"{ANSWER}\n\n{line}\n{below}") == ANSWER


@pytest.mark.parametrize("line", SAID["devices"])
def test_what_a_phone_signs_with_is_no_part_of_the_reply(line: str) -> None:
    below = "On 5 Jul 2021, Jo <jo@trust.example> wrote:\n> Hi"
    for text in (f"{ANSWER}\n\n{line}", f"{ANSWER}\n\n{line}\n\n{below}"):
        assert reply.trim(text) == ANSWER


@pytest.mark.parametrize(("text", "wanted"), [s[1:] for s in SAID["shapes"]])
def test_replies_of_many_shapes(text: str, wanted: str) -> None:
    assert reply.trim(mime.normal(text)) == wanted


@pytest.mark.parametrize("text", SAID["kept"])
def test_no_word_of_the_writer_is_lost(text: str) -> None:
    words = iter(re.findall(r"\w+", reply.trim(mime.normal(text))))
    assert all(word in words for word in re.findall(r"\w+", text))


@pytest.mark.parametrize("source", [h[1] for h in SAID["html"]])
def test_replies_in_the_html_of_many_programs(source: str) -> None:
    assert reply.trim(mime.normal(html.to_text(source))) == "Yes, we agree."
