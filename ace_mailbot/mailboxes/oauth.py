"""Tokens for XOAUTH2 from Microsoft's sign-in, kept beside the database.

msal decides when a token is renewed, a few minutes before it ends. It takes 0.3 s to import, so it
is imported when the first token is needed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ace_mailbot.config.shapes import OAuth
from ace_mailbot.model import Unreachable

_PUBLIC_CLOUD = "https://login.microsoftonline.com"
_OUTLOOK = "https://outlook.office365.com"
# A service may only ask for all that it was granted; a person grants these two by name.
_SERVICE_SCOPES = [f"{_OUTLOOK}/.default"]
_PERSON_SCOPES = [f"{_OUTLOOK}/IMAP.AccessAsUser.All", f"{_OUTLOOK}/SMTP.Send"]


class Tokens:
    """Bearer tokens for one account; *cache* is a file that only its owner can read.

    *http* replaces msal's own way to the network (something with `get` and `post`).
    """

    def __init__(self, oauth: OAuth, cache: Path, http: object | None = None) -> None:
        self._oauth = oauth
        self._path = cache
        self._http = http
        self._app: Any = None

    def bearer(self) -> str:
        """A token with some minutes left. Raises Unreachable when none is to be had now."""
        return str(self._answer()["access_token"])

    def forget(self) -> None:
        """The server refused the token we have: the next one is asked for anew."""
        if self._oauth.flow == "client":
            with _reaching(self._oauth):
                self._application().remove_tokens_for_client()
                self._save()

    def describe(self) -> Iterator[str]:
        """How long the token lasts; where nobody has signed in yet, sign in while being read."""
        if self._oauth.flow == "device" and not self._silently():
            yield from self._sign_in()
        minutes = int(self._answer().get("expires_in", 0)) // 60
        yield f"sign-in: OAuth; the token lasts {minutes} more minutes and is renewed by itself"
        if self._oauth.flow == "client":
            yield (
                "note: the app's client secret ends on a day that only your tenant's admins see: "
                "Microsoft Entra, App registrations, Certificates & secrets"
            )

    def _answer(self) -> dict[str, Any]:
        with _reaching(self._oauth):
            if self._oauth.flow == "device":
                answer = self._silently()
                if not answer:
                    raise Unreachable("nobody has signed in yet: run `ace-mailbot check` to do so")
            else:
                answer = self._application().acquire_token_for_client(_SERVICE_SCOPES)
            self._save()
        return _token_in(answer)

    def _silently(self) -> dict[str, Any] | None:
        """What a person's earlier sign-in still gives; None when they have to do it again."""
        app = self._application()
        for account in app.get_accounts():
            answer: dict[str, Any] | None = app.acquire_token_silent(_PERSON_SCOPES, account)
            if answer and "access_token" in answer:
                return answer
        return None

    def _sign_in(self) -> Iterator[str]:
        with _reaching(self._oauth):
            flow = self._application().initiate_device_flow(scopes=_PERSON_SCOPES)
            if "message" not in flow:
                _token_in(flow)
        yield str(flow["message"])
        with _reaching(self._oauth):
            _token_in(self._application().acquire_token_by_device_flow(flow))
            self._save()

    def _application(self) -> Any:
        if self._app is None:
            import msal

            cache = msal.SerializableTokenCache()
            if self._path.exists():
                cache.deserialize(self._path.read_text(encoding="utf-8"))
            authority = f"{self._oauth.authority or _PUBLIC_CLOUD}/{self._oauth.tenant}"
            common = {
                "authority": authority,
                "token_cache": cache,
                "http_client": self._http,
                "instance_discovery": False,  # it would ask the public cloud about a national one
            }
            with _reaching(self._oauth):
                if self._oauth.flow == "device":
                    self._app = msal.PublicClientApplication(self._oauth.client_id, **common)
                else:
                    secret = self._oauth.client_secret.value
                    self._app = msal.ConfidentialClientApplication(
                        self._oauth.client_id, client_credential=secret, **common
                    )
        return self._app

    def _save(self) -> None:
        cache = self._app.token_cache
        if not cache.has_state_changed:
            return
        beside = self._path.with_suffix(".new")
        beside.unlink(missing_ok=True)
        # Made for its owner alone before anything is in it, and put in place whole.
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(cache.serialize())
        beside.rename(self._path)


class _reaching:
    """Tell whatever goes wrong on the way to the sign-in as Unreachable."""

    def __init__(self, oauth: OAuth) -> None:
        self._where = oauth.authority or _PUBLIC_CLOUD

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        import msal

        # requests raises OSErrors, and msal ValueError for a tenant that it can't find.
        if isinstance(error, (OSError, ValueError, RuntimeError, msal.exceptions.MsalError)):
            raise Unreachable(f"no token from {self._where}: {error}") from error


def _token_in(answer: dict[str, Any]) -> dict[str, Any]:
    if "access_token" not in answer:
        # The description's first line says what is wrong; ids to quote to Microsoft follow it.
        words = str(answer.get("error_description") or answer.get("error") or "no reason given")
        raise Unreachable(f"no token: {words.splitlines()[0]}")
    return answer
