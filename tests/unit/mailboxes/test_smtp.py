"""SMTP: what servers refuse, put off or limit, and what becomes of the letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ace_mailbot.config.shapes import Secret, Smtp
from ace_mailbot.mailboxes.smtp import SmtpSender
from ace_mailbot.model import Later, Outgoing, Refused, Unreachable
from tests.contract.test_mailboxes import letter
from tests.servers.certificate import make_certificate
from tests.servers.smtp_sink import BEARER, PASSWORD, USER, SmtpSink, smtp_sink

ADDRESS = "ace@funder.example"
AMARA, BEN = "amara@trust.example", "ben@trust.example"


class FixedTokens:
    """Stands where `oauth.Tokens` does, with one token to give."""

    def __init__(self, token: str) -> None:
        self._token = token
        self.forgotten = 0

    def bearer(self) -> str:
        return self._token

    def forget(self) -> None:
        self.forgotten += 1


def sender_to(
    sink: SmtpSink, smtp: Smtp | None = None, tokens: FixedTokens | None = None
) -> SmtpSender:
    smtp = smtp or Smtp("127.0.0.1", sink.port, "none")
    return SmtpSender(smtp, ADDRESS, tokens)  # type: ignore[arg-type]


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with smtp_sink() as sink:
        yield sink


@pytest.fixture
def sender(sink: SmtpSink) -> Iterator[SmtpSender]:
    sender = sender_to(sink)
    yield sender
    sender.close()


def to_both() -> Outgoing:
    return replace(letter(), recipients=(AMARA, BEN))


def test_a_letter_leaves_as_it_was_written(sink: SmtpSink, sender: SmtpSender) -> None:
    dotted = replace(letter(), mime=b"Subject: dots\r\n\r\n.\r\n..two\r\nend\r\n")
    assert sender.send(dotted) == "250 2.0.0 Ok: queued as 1"
    [received] = sink.letters
    assert (received.sender, received.recipients) == (ADDRESS, (AMARA,))
    assert received.data == dotted.mime
    assert f"SIZE={len(dotted.mime)}" in received.options


def test_letters_share_one_connection(sink: SmtpSink, sender: SmtpSender) -> None:
    for token in ("aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc"):
        sender.send(letter(token))
    assert (len(sink.letters), sink.connections) == (3, 1)


def test_another_connection_is_made_when_one_has_taken_enough(
    sink: SmtpSink, sender: SmtpSender
) -> None:
    sink.per_connection = 2
    answers = [sender.send(letter()) for _ in range(5)]
    assert answers == [f"250 2.0.0 Ok: queued as {n}" for n in range(1, 6)]
    assert sink.connections == 3


@pytest.mark.parametrize("stage", ["MAIL", f"RCPT {AMARA}", "DATA"])
@pytest.mark.parametrize("code", [421, 452])
def test_a_server_that_has_enough_puts_all_off(
    sink: SmtpSink, sender: SmtpSender, stage: str, code: int
) -> None:
    sink.will_answer(stage, f"{code} 4.3.2 Too busy")
    with pytest.raises(Unreachable, match=f"takes no more letters now: {code} 4.3.2 Too busy") as e:
        sender.send(letter())
    assert not isinstance(e.value, Later)
    assert sink.letters == []
    assert sender.send(letter()) == "250 2.0.0 Ok: queued as 1"


@pytest.mark.parametrize("stage", [f"RCPT {AMARA}", "DATA"])
def test_one_letter_put_off_leaves_the_others_alone(
    sink: SmtpSink, sender: SmtpSender, stage: str
) -> None:
    sink.will_answer(stage, "450 4.2.0 Greylisted")
    with pytest.raises(Later, match=r"450 4\.2\.0 Greylisted"):
        sender.send(letter())
    sender.send(replace(letter("bbbbbbbbbbbb"), recipients=(BEN,)))
    assert [x.recipients for x in sink.letters] == [(BEN,)]
    assert sink.connections == 1


@pytest.mark.parametrize("stage", ["MAIL", f"RCPT {AMARA}", "DATA"])
def test_a_letter_refused_for_good_is_refused_in_the_servers_words(
    sink: SmtpSink, sender: SmtpSender, stage: str
) -> None:
    sink.will_answer(stage, "550 5.1.1 Nobody here")
    with pytest.raises(Refused, match=r"550 5\.1\.1 Nobody here"):
        sender.send(letter())
    assert sender.send(letter()) == "250 2.0.0 Ok: queued as 1"
    assert sink.connections == 1


def test_one_recipient_refused_does_not_keep_it_from_the_other(
    sink: SmtpSink, sender: SmtpSender
) -> None:
    sink.will_answer(f"RCPT {AMARA}", "550 5.1.1 Nobody here")
    answer = sender.send(to_both())
    assert answer == f"250 2.0.0 Ok: queued as 1; {AMARA} was refused: 550 5.1.1 Nobody here"
    assert [x.recipients for x in sink.letters] == [(BEN,)]


def test_one_recipient_put_off_puts_off_the_letter(sink: SmtpSink, sender: SmtpSender) -> None:
    sink.will_answer(f"RCPT {BEN}", "451 4.3.0 Try later")
    with pytest.raises(Later):
        sender.send(to_both())
    sender.send(to_both())
    assert [x.recipients for x in sink.letters] == [(AMARA, BEN)]


def test_a_letter_too_large_for_the_server_is_refused_before_it_is_sent() -> None:
    with smtp_sink(size_limit=2**20) as sink:
        sender = sender_to(sink)
        with pytest.raises(Refused, match=r"the letter has 2\.0 MB; 127\.0\.0\.1 takes 1\.0"):
            sender.send(replace(letter(), mime=bytes(2**21)))
        sender.close()


def test_an_address_beyond_ascii_asks_for_smtputf8(sink: SmtpSink, sender: SmtpSender) -> None:
    sender.send(replace(letter(), recipients=("zoë@trust.example",)))
    sender.send(letter())
    assert [x.recipients for x in sink.letters] == [("zoë@trust.example",), (AMARA,)]
    assert ["SMTPUTF8" in x.options for x in sink.letters] == [True, False]


def test_a_server_without_smtputf8_refuses_such_an_address() -> None:
    with smtp_sink(smtputf8=False) as sink:
        sender = sender_to(sink)
        with pytest.raises(Refused, match="SMTPUTF8"):
            sender.send(replace(letter(), recipients=("zoë@trust.example",)))
        sender.close()


def test_a_password_goes_over_starttls_only_to_a_server_we_trust(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    with smtp_sink(certificate, sign_in=True) as sink:
        secret = Secret("$ACE_SMTP_PASSWORD", PASSWORD)
        smtp = Smtp("localhost", sink.port, "starttls", USER, secret)
        with pytest.raises(Unreachable, match="certificate verify failed"):
            sender_to(sink, smtp).send(letter())
        smtp = replace(smtp, ca_file=certificate[0])
        sender = sender_to(sink, smtp)
        assert sender.send(letter()) == "250 2.0.0 Ok: queued as 1"
        assert next(sender.describe()).endswith("connected, TLSv1.3")
        sender.close()


def test_a_wrong_password_blames_no_letter() -> None:
    with smtp_sink(sign_in=True) as sink:
        smtp = Smtp("127.0.0.1", sink.port, "none", USER, Secret("$ACE_SMTP_PASSWORD", "wrong"))
        with pytest.raises(Unreachable, match="535"):
            sender_to(sink, smtp).send(letter())


def test_a_bearer_token_signs_in_and_a_refused_one_is_forgotten() -> None:
    with smtp_sink(sign_in=True) as sink:
        smtp = Smtp("127.0.0.1", sink.port, "none", USER)
        good, bad = FixedTokens(BEARER), FixedTokens("an old one")
        sender = sender_to(sink, smtp, good)
        assert sender.send(letter()) == "250 2.0.0 Ok: queued as 1"
        sender.close()
        with pytest.raises(Unreachable):
            sender_to(sink, smtp, bad).send(letter())
        assert (good.forgotten, bad.forgotten) == (0, 1)


def test_check_tells_limits_and_who_files_the_copies(sink: SmtpSink, sender: SmtpSender) -> None:
    assert list(sender.describe()) == [
        f"SMTP 127.0.0.1:{sink.port}: connected, no TLS",
        "SMTP offers: SIZE, 8BITMIME, SMTPUTF8, AUTH",
        "SMTP takes letters of up to 64 MB",
    ]
    by_server = sender_to(sink, replace(sender.smtp, save_sent="server"))
    last = list(by_server.describe())[-1]
    assert last == "the server is trusted to file what it sends in Sent"
    by_server.close()
