"""Signing in to Exchange: a password, NTLM, an app's own secret, and whom to trust."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ace_mailbot.config.shapes import OAuth, Secret
from ace_mailbot.mailboxes.exchange import ExchangeMailbox
from ace_mailbot.model import Unreachable
from tests.contract.servers.exchange import ADDRESS, configured
from tests.servers.certificate import make_certificate
from tests.servers.ews import EwsServer, serving
from tests.unit.mailboxes.exchange_letters import sends, with_exchange


@pytest.fixture
def ews() -> Iterator[EwsServer]:
    with serving(ADDRESS) as server:
        yield server


def test_a_wrong_password_is_told_plainly(ews: EwsServer) -> None:
    config = configured(ews)
    ews.password = "another"
    with pytest.raises(Unreachable, match="it did not accept our sign-in"):
        ExchangeMailbox(config).listing()


def test_delegates_say_whose_mailbox_and_impersonators_who_they_are(ews: EwsServer) -> None:
    ExchangeMailbox(configured(ews)).held()
    assert set(ews.impersonated) == {None}
    ews.impersonated.clear()
    ExchangeMailbox(with_exchange(configured(ews), access="impersonation")).held()
    assert set(ews.impersonated) == {ADDRESS}


def test_ntlm_signs_in_and_sends_once() -> None:
    with serving(ADDRESS, sign_in="ntlm") as ews:
        mailbox = ExchangeMailbox(with_exchange(configured(ews), auth="ntlm"))
        assert sends(mailbox) == "accepted"
        assert [s.recipients for s in ews.store.left] == [("amara@trust.example",)]


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    return make_certificate(tmp_path)


@pytest.fixture
def app(certificate: tuple[Path, Path]) -> Iterator[tuple[EwsServer, ExchangeMailbox]]:
    with serving(ADDRESS, sign_in="bearer", certificate=certificate) as ews:
        oauth = OAuth("contoso", "1234", Secret("$ACE_CLIENT_SECRET", "s3cret"), ews.base)
        config = with_exchange(configured(ews), oauth=oauth, password=None, ca_file=certificate[0])
        yield ews, ExchangeMailbox(config)


def test_an_app_signs_in_with_its_own_secret(app: tuple[EwsServer, ExchangeMailbox]) -> None:
    ews, mailbox = app
    assert sends(mailbox) == "accepted"
    assert ews.tokens_asked == [
        {
            "path": "/contoso/oauth2/v2.0/token",
            "grant_type": "client_credentials",
            "client_id": "1234",
            "client_secret": "s3cret",
            "scope": "https://127.0.0.1/.default",
        }
    ]
    assert set(ews.impersonated) == {ADDRESS}


def test_a_token_that_ended_is_replaced(app: tuple[EwsServer, ExchangeMailbox]) -> None:
    ews, mailbox = app
    ews.token_seconds.append(-1)
    assert sends(mailbox) == "accepted"
    assert (len(ews.tokens_asked), len(ews.store.left)) == (2, 1)


def test_an_app_that_gets_no_token_now_gets_one_later(
    app: tuple[EwsServer, ExchangeMailbox],
) -> None:
    ews, mailbox = app
    mailbox.listing()
    ews.fail("FindItem", "close before")
    ews.fail("token", "none", times=3)
    for _ in range(2):
        # Also when the connection that was lost can't be replaced: that must not block for ever.
        with pytest.raises(Unreachable, match=r"given no token \(temporarily_unavailable\)"):
            mailbox.listing()
    assert sends(mailbox) == "Unreachable"
    assert mailbox.listing() == []


def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(
    certificate: tuple[Path, Path],
) -> None:
    with serving(ADDRESS, certificate=certificate) as ews:
        assert sends(ExchangeMailbox(configured(ews))) == "Unreachable"
        assert ews.asked == []
        assert (
            sends(ExchangeMailbox(with_exchange(configured(ews), ca_file=certificate[0])))
            == "accepted"
        )
