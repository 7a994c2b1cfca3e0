"""HTTP with Microsoft Graph: signing in, waiting when told to, and what an answer means.

It knows nothing of messages and folders. Neither tokens nor bodies are ever logged or put into an
error's text.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msal
import requests
from requests.auth import AuthBase
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ProxyError

from ace_mailbot.config.shapes import Graph
from ace_mailbot.model import Unreachable

_PUBLIC = "https://graph.microsoft.com/v1.0"
_SIGN_IN = {  # each cloud's own; any other signs in at the public one
    "graph.microsoft.us": "https://login.microsoftonline.us",
    "dod-graph.microsoft.us": "https://login.microsoftonline.us",
    "microsoftgraph.chinacloudapi.cn": "https://login.partner.microsoftonline.cn",
}
_TIMEOUT = (10, 100)  # seconds to connect, and between bytes
_ATTEMPTS = 3
_LONGEST_WAIT = 10  # seconds; a longer one is left to the next poll
_NO_MAILBOX = {"ErrorInvalidUser", "MailboxNotEnabledForRESTAPI", "Request_ResourceNotFound"}
_ENOUGH_FOR_NOW = {  # answers that blame the mailbox, whatever the letter
    "ErrorExceededMessageLimit",
    "ErrorMessageSubmissionBlocked",
    "ErrorQuotaExceeded",
    "ErrorSubmissionQuotaExceeded",
}
_PREFER = 'IdType="ImmutableId"'

Json = dict[str, Any]


class Rejected(Unreachable):
    """The server answered no to this one request, which was surely not carried out."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"Microsoft 365 answered {status} {code}: {message}")
        self.status = status


class Doubtful(Exception):
    """The request left, and nobody knows whether it was carried out."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one request of a batch."""

    status: int
    body: Json
    retry_after: float  # seconds; 0 where it doesn't say


class GraphClient:
    """One session with Microsoft Graph as an app. Nothing is asked before the first call.

    *wait* and *clock* are seconds of `time.sleep` and `time.monotonic`; tests bring their own.
    """

    def __init__(
        self, graph: Graph, wait: Callable[[float], None], clock: Callable[[], float]
    ) -> None:
        self._base = (graph.base_url or _PUBLIC).rstrip("/")
        self._session = _Session(str(graph.ca_file) if graph.ca_file else None)
        self._tokens = _Tokens(graph, self._base, self._session)
        self._wait = wait
        self._clock = clock
        self._not_before = 0.0  # on *clock*: until then the server wants to be left alone
        self.server_date = ""  # the Date header of the latest answer

    def get(self, path: str, params: Mapping[str, str] | None = None, prefer: str = "") -> Json:
        return _json(self.ask("GET", path, params=params, prefer=prefer))

    def pages(self, path: str, params: Mapping[str, str], prefer: str = "") -> Iterator[Json]:
        """The answer and those that its `@odata.nextLink` leads to, to the end."""
        page = self.get(path, params, prefer)
        yield page
        while link := page.get("@odata.nextLink"):
            page = self.get(link, prefer=prefer)
            yield page

    def batch(self, asked: Sequence[tuple[str, str, Json | None]]) -> list[Reply]:
        """The answers to at most 20 requests (method, path, body), in their order."""
        body = {"requests": [_in_batch(number, *one) for number, one in enumerate(asked)]}
        answers = _json(self.ask("POST", "/$batch", json=body)).get("responses", [])
        by_number = {int(answer["id"]): _reply(answer) for answer in answers}
        missing = Reply(503, {}, 0)
        return [by_number.get(number, missing) for number in range(len(asked))]

    def ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: Json | None = None,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        prefer: str = "",
        once: bool = False,
    ) -> requests.Response:
        """The server's good answer. *path* begins with / or is a link that the server gave.

        *once* marks what must not be done twice: it raises Unreachable and Rejected only when it
        was surely not done, and Doubtful when nobody knows.
        """
        url = self._url(path)
        every = {"Prefer": f"{_PREFER}, {prefer}" if prefer else _PREFER, **(headers or {})}
        for attempt in range(_ATTEMPTS):
            bearer = _Bearer(self._tokens.get())
            response = self._exchange(
                once, method, url, params=params, json=json, data=data, headers=every, auth=bearer
            )
            if response.status_code == 401 and attempt == 0:
                self._tokens.forget()
            elif (told := _told_to_wait(response)) is not None:
                self.pause(told)
            else:
                return _accepted(response, once)
        raise Unreachable(f"Microsoft 365 answers {response.status_code} again and again")

    def upload(self, url: str, data: bytes, content_range: str) -> None:
        """Put a piece of a file where an upload session told; the address carries its own key."""
        headers = {"Content-Range": content_range, "Content-Type": "application/octet-stream"}
        for _ in range(_ATTEMPTS):
            response = self._exchange(
                False, "PUT", url, data=data, headers=headers, auth=_Unsigned()
            )
            if (told := _told_to_wait(response)) is None:
                _accepted(response, once=False)
                return
            self.pause(told)
        raise Unreachable("Microsoft 365 takes no upload for now")

    def pause(self, seconds: float) -> None:
        """Wait as the server told us; raise Unreachable, and ask nothing till then, if long."""
        if seconds > _LONGEST_WAIT:
            self._not_before = self._clock() + seconds
            raise Unreachable(f"Microsoft 365 asks us to wait {seconds:.0f} seconds")
        self._wait(seconds)

    @property
    def sign_in_at(self) -> str:
        return self._tokens.authority

    def token(self) -> tuple[float, frozenset[str]]:
        """The seconds that our token lasts, and the roles that it names."""
        text = self._tokens.get()
        return self._tokens.seconds, _roles(text)

    def close(self) -> None:
        self._session.close()

    def _url(self, path: str) -> str:
        if path.startswith("/"):
            return self._base + path
        if not path.startswith(f"{self._base}/"):
            # Whoever gets our token can read the mailbox: it goes to the server alone.
            raise Unreachable(f"Microsoft 365 points to {urlsplit(path).netloc}, not to itself")
        return path

    def _exchange(self, once: bool, method: str, url: str, **rest: Any) -> requests.Response:
        left = self._not_before - self._clock()
        if left > 0:
            raise Unreachable(f"Microsoft 365 asked us to wait, {left:.0f} seconds from now")
        try:
            response = self._session.request(method, url, allow_redirects=False, **rest)
        except requests.RequestException as e:
            what = f"Microsoft 365 at {urlsplit(url).netloc}: {type(e).__name__}"
            if once and not _never_left(e):
                raise Doubtful(what) from e
            raise Unreachable(what) from e
        self.server_date = response.headers.get("Date", "")
        return response


class _Tokens:
    """Our sign-in. msal keeps the token and asks for the next five minutes before it ends."""

    def __init__(self, graph: Graph, base: str, session: requests.Session) -> None:
        url = urlsplit(base)
        public = "https://login.microsoftonline.com"
        authority = graph.authority or _SIGN_IN.get(url.netloc, public)
        self.authority = f"{authority.rstrip('/')}/{graph.tenant}"
        self._scopes = [f"{url.scheme}://{url.netloc}/.default"]
        self._graph = graph
        self._session = session
        self._app: Any = None
        self.seconds = 0.0

    def get(self) -> str:
        try:
            if self._app is None:
                self._app = self._signed_up()
            answer = self._app.acquire_token_for_client(scopes=self._scopes)
        except (requests.RequestException, msal.exceptions.MsalError) as e:
            raise Unreachable(f"{self.authority} can't be reached: {type(e).__name__}") from e
        except (ValueError, RuntimeError) as e:
            what = "check tenant and authority in [mailbox.graph]"
            raise Unreachable(f"{self.authority} is no place to sign in; {what}") from e
        if "access_token" not in answer:
            raise Unreachable(f"{self.authority} refuses the app: {_first_line(answer)}")
        self.seconds = float(answer["expires_in"])
        return str(answer["access_token"])

    def forget(self) -> None:
        """The server no longer takes our token: get another."""
        self._app.remove_tokens_for_client()

    def _signed_up(self) -> Any:
        return msal.ConfidentialClientApplication(
            self._graph.client_id,
            client_credential=self._graph.client_secret.value,
            authority=self.authority,
            instance_discovery=False,  # it would ask the public cloud about a national one
            http_client=self._session,
        )


class _Session(requests.Session):
    """Connections that are kept, with a time limit; *trusted* is a file of certificates."""

    def __init__(self, trusted: str | None) -> None:
        super().__init__()
        self._trusted = trusted

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", _TIMEOUT)
        if self._trusted:
            # Said with each request: requests prefers REQUESTS_CA_BUNDLE to a session's own.
            kwargs["verify"] = self._trusted
        try:
            return super().request(*args, **kwargs)
        except requests.ConnectionError as e:
            if args[0] != "GET" or _never_left(e):
                raise
            # A kept connection that died meanwhile; a GET does nothing twice.
            return super().request(*args, **kwargs)


class _Bearer(AuthBase):
    """Given as auth so that no ~/.netrc can replace it."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class _Unsigned(AuthBase):
    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


def _told_to_wait(response: requests.Response) -> float | None:
    """Seconds, where the request was turned away for now; None where it was not."""
    told = response.headers.get("Retry-After")
    if response.status_code == 429 or (response.status_code == 503 and told is not None):
        return _seconds(told)
    return None


def _seconds(told: str | None) -> float:
    return float(told) if told and told.isdecimal() else float(_LONGEST_WAIT)


def _accepted(response: requests.Response, once: bool) -> requests.Response:
    """*response* if it is a good one; otherwise the exception that it means."""
    status = response.status_code
    if 200 <= status < 300:
        return response
    code, message = _error(response)
    if status >= 500 and once:
        raise Doubtful(f"Microsoft 365 answered {status} {code}")
    if status >= 500 or status < 400:
        raise Unreachable(f"Microsoft 365 answered {status} {code}")
    if status == 401:
        raise Unreachable(f"Microsoft 365 doesn't take our token ({code})")
    if status == 403:
        raise Unreachable(
            f"Microsoft 365 denies the app this mailbox ({code}): it needs Mail.ReadWrite and "
            "Mail.Send for it, by RBAC for Applications; an application access policy may also "
            "stand against it. See docs/mailboxes.md"
        )
    if code in _NO_MAILBOX:
        raise Unreachable(f"Microsoft 365 knows no such mailbox ({code}): check mailbox.address")
    if code in _ENOUGH_FOR_NOW:
        raise Unreachable(f"Microsoft 365 takes no more from this mailbox for now ({code})")
    raise Rejected(status, code, message)


def _error(response: requests.Response) -> tuple[str, str]:
    try:
        error = response.json()["error"]
        return str(error.get("code", "")), str(error.get("message", ""))[:300]
    except (ValueError, KeyError, TypeError, AttributeError):
        return "", "without saying why"


def _json(response: requests.Response) -> Json:
    try:
        found = response.json()
    except requests.JSONDecodeError as e:
        raise Unreachable("something other than Microsoft 365 answers: no JSON came") from e
    if not isinstance(found, dict):
        raise Unreachable("something other than Microsoft 365 answers: its JSON is no object")
    return found


def _in_batch(number: int, method: str, path: str, body: Json | None) -> Json:
    """One request of a batch. Our preference doesn't reach it from the outer headers."""
    headers = {"Prefer": _PREFER}
    if body is None:
        return {"id": str(number), "method": method, "url": path, "headers": headers}
    headers["Content-Type"] = "application/json"
    return {"id": str(number), "method": method, "url": path, "headers": headers, "body": body}


def _reply(answer: Json) -> Reply:
    told = {k.lower(): str(v) for k, v in (answer.get("headers") or {}).items()}.get("retry-after")
    body = answer.get("body")
    seconds = _seconds(told) if told or answer["status"] == 429 else 0.0
    return Reply(int(answer["status"]), body if isinstance(body, dict) else {}, seconds)


def _never_left(error: requests.RequestException) -> bool:
    """Whether no connection was made, so that the request can't have reached anybody."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, requests.ConnectTimeout) or isinstance(
        reason, (NewConnectionError, ConnectTimeoutError, ProxyError)
    )


def _first_line(answer: Json) -> str:
    """Why a sign-in failed, such as "AADSTS7000215: Invalid client secret provided."."""
    told = str(answer.get("error_description") or answer.get("error") or "").strip()
    return told.splitlines()[0][:300] if told else "without saying why"


def _roles(token: str) -> frozenset[str]:
    """The roles a token names, for `check` alone: nothing is decided by what is read here."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return frozenset(str(role) for role in claims.get("roles", ()))
    except (IndexError, ValueError, binascii.Error, AttributeError, TypeError):
        return frozenset()  # not a JWT, which a token need not be
