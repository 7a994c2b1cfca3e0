"""Tokens: asked for once, kept for their owner alone, renewed when they end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from ace_mailbot.config.shapes import Flow, OAuth, Secret
from ace_mailbot.mailboxes.oauth import Tokens
from ace_mailbot.model import Unreachable

BASE = "https://login.funder.example/tenant"


PERSON = {
    "refresh_token": "refresh",
    "scope": "https://outlook.office365.com/IMAP.AccessAsUser.All "
    "https://outlook.office365.com/SMTP.Send",
    "client_info": "eyJ1aWQiOiJ1IiwidXRpZCI6InQifQ",
}


class Answer:
    def __init__(self, body: dict[str, Any], status: int = 200) -> None:
        self.status_code = status
        self.text = json.dumps(body)
        self.headers: dict[str, str] = {}

    def raise_for_status(self) -> None:
        assert self.status_code < 400


class SignIn:
    """A sign-in service as msal sees it: what it was asked, and what it answers."""

    def __init__(self, lasts: int = 3600) -> None:
        self.lasts = lasts
        self.asked: list[str] = []
        self.error: dict[str, Any] | None = None
        self.down = False

    def get(self, url: str, **_: Any) -> Answer:
        if self.down:
            raise ConnectionError("no route")
        return Answer(
            {
                "issuer": f"{BASE}/v2.0",
                "authorization_endpoint": f"{BASE}/oauth2/v2.0/authorize",
                "token_endpoint": f"{BASE}/oauth2/v2.0/token",
                "device_authorization_endpoint": f"{BASE}/oauth2/v2.0/devicecode",
            }
        )

    def post(self, url: str, data: Any = None, **_: Any) -> Answer:
        if url.endswith("/devicecode"):
            return Answer(
                {
                    "device_code": "device",
                    "user_code": "ABCD-EFGH",
                    "expires_in": 900,
                    "interval": 0,
                    "message": "Go to https://login.funder.example/device and enter ABCD-EFGH",
                }
            )
        grant = data if isinstance(data, dict) else {k: v[0] for k, v in parse_qs(data).items()}
        self.asked.append(grant["grant_type"])
        if self.error:
            return Answer(self.error, 401)
        token = {
            "token_type": "Bearer",
            "access_token": f"token {len(self.asked)}",
            "expires_in": self.lasts,
        }
        return Answer(token if grant["grant_type"] == "client_credentials" else {**token, **PERSON})

    def close(self) -> None:
        return


def tokens(sign_in: SignIn, folder: Path, flow: Flow = "client") -> Tokens:
    secret = Secret("$ACE_CLIENT_SECRET", "a secret")
    oauth = OAuth("tenant", "client", secret, "https://login.funder.example", flow)
    return Tokens(oauth, folder / "imap-token.json", sign_in)


def test_a_token_is_kept_for_its_owner_alone_and_used_again(tmp_path: Path) -> None:
    sign_in = SignIn()
    assert [tokens(sign_in, tmp_path).bearer() for _ in range(3)] == ["token 1"] * 3
    assert sign_in.asked == ["client_credentials"]
    assert (tmp_path / "imap-token.json").stat().st_mode & 0o777 == 0o600
    assert b"a secret" not in (tmp_path / "imap-token.json").read_bytes()


def test_a_token_that_is_about_to_end_is_renewed(tmp_path: Path) -> None:
    kept = tokens(SignIn(lasts=60), tmp_path)
    assert [kept.bearer(), kept.bearer()] == ["token 1", "token 2"]


def test_a_token_that_a_server_refused_is_asked_for_anew(tmp_path: Path) -> None:
    kept = tokens(SignIn(), tmp_path)
    kept.bearer()
    kept.forget()
    assert kept.bearer() == "token 2"


def test_a_secret_that_has_ended_is_told_in_one_line(tmp_path: Path) -> None:
    sign_in = SignIn()
    sign_in.error = {
        "error": "invalid_client",
        "error_description": "AADSTS7000222: The provided client secret keys are expired.\r\nTrace",
    }
    with pytest.raises(Unreachable) as e:
        tokens(sign_in, tmp_path).bearer()
    assert str(e.value) == "no token: AADSTS7000222: The provided client secret keys are expired."


def test_a_sign_in_service_out_of_reach_is_an_outage(tmp_path: Path) -> None:
    sign_in = SignIn()
    sign_in.down = True
    with pytest.raises(Unreachable, match=r"no token from https://login\.funder\.example"):
        tokens(sign_in, tmp_path).bearer()


def test_check_tells_how_long_a_token_lasts(tmp_path: Path) -> None:
    first, note = tokens(SignIn(), tmp_path).describe()
    assert first == "sign-in: OAuth; the token lasts 60 more minutes and is renewed by itself"
    assert "client secret ends" in note


def test_a_person_signs_in_once_while_check_is_read(tmp_path: Path) -> None:
    sign_in = SignIn()
    with pytest.raises(Unreachable, match="ace-mailbot check"):
        tokens(sign_in, tmp_path, "device").bearer()
    lines = list(tokens(sign_in, tmp_path, "device").describe())
    assert lines[0] == "Go to https://login.funder.example/device and enter ABCD-EFGH"
    assert tokens(sign_in, tmp_path, "device").bearer() == "token 1"
    assert len(sign_in.asked) == 1
