"""How the Exchange mailbox reaches its server, and what the server's answers mean.

Nothing here knows of letters or folders. Imported only when the backend is in use: exchangelib
takes half a second.
"""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from exchangelib import (
    BASIC,
    DELEGATE,
    IMPERSONATION,
    NTLM,
    OAUTH2,
    UTC,
    Account,
    Configuration,
    Credentials,
    FailFast,
    OAuth2Credentials,
    Version,
)
from exchangelib.errors import (
    ErrorAttachmentSizeLimitExceeded,
    ErrorDataSizeLimitExceeded,
    ErrorExceededConnectionCount,
    ErrorImpersonateUserDenied,
    ErrorImpersonationDenied,
    ErrorImpersonationFailed,
    ErrorInvalidRecipients,
    ErrorInvalidRequest,
    ErrorInvalidSchemaVersionForMailboxVersion,
    ErrorInvalidSmtpAddress,
    ErrorMailboxMoveInProgress,
    ErrorMailRecipientNotFound,
    ErrorMessageSizeExceeded,
    ErrorMimeContentConversionFailed,
    ErrorMimeContentInvalid,
    ErrorMimeContentInvalidBase64String,
    ErrorMissingEmailAddress,
    ErrorMissingRecipients,
    ErrorNonExistentMailbox,
    ErrorSchemaValidation,
    ErrorSendAsDenied,
    ErrorServerBusy,
    ErrorSubmissionQuotaExceeded,
    EWSError,
    TransportError,
    UnauthorizedError,
)
from exchangelib.protocol import CachingProtocol, Protocol
from exchangelib.services import CreateItem
from exchangelib.version import EXCHANGE_2016
from oauthlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectTimeout, RequestException, SSLError
from requests.exceptions import Timeout as RequestTimeout
from urllib3.exceptions import NewConnectionError

from ace_mailbot.config import Config
from ace_mailbot.config.shapes import Exchange, OAuth, Secret
from ace_mailbot.model import Refused, Unreachable

# What may go wrong on the way to an answer. Anything else is a bug of ours.
FAILURES = (EWSError, RequestException, OAuth2Error)

_ONLINE_DOMAINS = ("office365.com", "office.com", "outlook.com", "office365.us", "outlook.cn")
_PIECE = 1 << 16  # bytes
_PUBLIC_SIGN_IN = "https://login.microsoftonline.com"

# Answers that the server gives instead of doing anything, and may not give again.
_NOT_NOW = (
    UnauthorizedError,
    ErrorExceededConnectionCount,
    ErrorImpersonateUserDenied,
    ErrorImpersonationDenied,
    ErrorImpersonationFailed,
    ErrorMailboxMoveInProgress,
    ErrorNonExistentMailbox,
    ErrorSubmissionQuotaExceeded,
)
# Answers that the same letter would be given again.
_NEVER = (
    ErrorAttachmentSizeLimitExceeded,
    ErrorDataSizeLimitExceeded,
    ErrorInvalidRecipients,
    ErrorInvalidRequest,
    ErrorInvalidSchemaVersionForMailboxVersion,
    ErrorInvalidSmtpAddress,
    ErrorMailRecipientNotFound,
    ErrorMessageSizeExceeded,
    ErrorMimeContentConversionFailed,
    ErrorMimeContentInvalid,
    ErrorMimeContentInvalidBase64String,
    ErrorMissingEmailAddress,
    ErrorMissingRecipients,
    ErrorSchemaValidation,
    ErrorSendAsDenied,
)
_NEVER_STATUS = (400, 404, 413)  # IIS calls what is too long for it 404 (404.13) or 413


class HttpAnswer(TransportError):  # type: ignore[misc]
    """An answer that isn't EWS's own. *wait_seconds* is its Retry-After, 0 where it has none."""

    def __init__(self, status: int, wait_seconds: float) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.wait_seconds = wait_seconds


class _AtOnce(FailFast):  # type: ignore[misc]
    """Fails at once, and keeps the HTTP status.

    exchangelib calls every error page "busy" that ends the connection, whether it stands for a
    request never looked at or for one that fell over half done.
    """

    def raise_response_errors(self, response: Any) -> None:
        status = response.status_code
        soap_fault = status == 500 and b"<s:Envelope" in response.content[:400]
        if status != 200 and not soap_fault and "X-CasErrorCode" not in response.headers:
            after = response.headers.get("Retry-After", "")
            raise HttpAnswer(status, float(after) if after.isdecimal() else 0)
        super().raise_response_errors(response)


class _OwnConnection(CachingProtocol):  # type: ignore[misc]
    """exchangelib gives equal credentials one connection; a watch would keep letters waiting."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return type.__call__(cls, *args, **kwargs)


class _Protocol(Protocol, metaclass=_OwnConnection):  # type: ignore[misc]
    def __init__(self, config: Any, exchange: Exchange) -> None:
        super().__init__(config=config)
        self._ca_file = exchange.ca_file

    def raw_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().raw_session(*args, **kwargs)
        session.hooks["response"].append(_in_large_pieces)
        if self._ca_file:
            for prefix in list(session.adapters):
                session.mount(prefix, _Trusting(self._ca_file))
        return session


class _Trusting(HTTPAdapter):
    """Trusts the servers that *ca_file* vouches for, whatever the environment says.

    requests lets REQUESTS_CA_BUNDLE win over what a session was told.
    """

    def __init__(self, ca_file: Path) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0, pool_block=True)
        self._ca_file = ca_file

    def send(self, *args: Any, **kwargs: Any) -> Any:
        return super().send(*args, **{**kwargs, "verify": str(self._ca_file)})


def _in_large_pieces(response: Any, *_: Any, stream: bool = False, **__: Any) -> None:
    """exchangelib reads an answer byte by byte, which takes 20 s for a message of 25 MB."""
    read = response.iter_content

    def iter_content(chunk_size: int = 1 if stream else _PIECE, **kwargs: Any) -> Any:
        return read(chunk_size, **kwargs)

    response.iter_content = iter_content


class _AppCredentials(OAuth2Credentials):  # type: ignore[misc]
    """An app's own credentials, for whichever cloud or hybrid Exchange the config names."""

    def __init__(self, oauth: OAuth, endpoint: str) -> None:
        super().__init__(oauth.client_id, oauth.client_secret.value, oauth.tenant)
        self._sign_in = (oauth.authority or _PUBLIC_SIGN_IN).rstrip("/")
        self._resource = f"https://{urlsplit(endpoint).hostname}"

    def session_params(self) -> dict[str, Any]:
        # No automatic refresh: an app's token has none. Expired, a session signs in afresh.
        return {"token": self.access_token}

    @property
    def token_url(self) -> str:
        return f"{self._sign_in}/{self.tenant_id}/oauth2/v2.0/token"

    @property
    def scope(self) -> list[str]:
        return [f"{self._resource}/.default"]


class SendOnce(CreateItem):  # type: ignore[misc]
    """CreateItem that is posted a single time.

    exchangelib would try a refused request again under each older version of the schema.
    """

    def _api_versions_to_try(self) -> tuple[str, ...]:
        return (self._version_hint.api_version,)


def open_account(config: Config) -> Any:
    """The account of [mailbox.exchange], with a connection of its own; asks the server nothing."""
    exchange = config.mailbox.exchange
    assert exchange
    settings = Configuration(
        service_endpoint=exchange.endpoint,
        credentials=_credentials(exchange),
        auth_type=_auth_type(exchange),
        # Pinned: guessing asks twice more, and every server since 2016 takes this schema.
        version=Version(EXCHANGE_2016),
        # Never FaultTolerance: it posts a letter again when the answer to the first was lost.
        retry_policy=_AtOnce(),
        max_connections=1,
    )
    account = Account(
        config.mailbox.address,
        config=settings,
        autodiscover=False,
        access_type=DELEGATE if access_of(exchange) == "delegate" else IMPERSONATION,
        locale="en_GB",
        default_timezone=UTC,
    )
    account.protocol = _Protocol(settings, exchange)
    return account


def access_of(exchange: Exchange) -> str:
    """An app has no mailbox of its own: with OAuth it always takes on the one it serves."""
    return "impersonation" if exchange.oauth else exchange.access


def _credentials(exchange: Exchange) -> Any:
    if exchange.oauth:
        return _AppCredentials(exchange.oauth, exchange.endpoint)
    password = exchange.password or Secret("")
    return Credentials(exchange.user, password.value)


def _auth_type(exchange: Exchange) -> str:
    if exchange.oauth:
        return str(OAUTH2)
    return str(BASIC if exchange.auth == "basic" else NTLM)


def sign_in(account: Any) -> None:
    """Have a session ready, with its token, so that what fails afterwards is the request's own."""
    account.protocol.release_session(account.protocol.get_session())


def warnings(exchange: Exchange) -> list[str]:
    """What an operator should know before the season."""
    host = urlsplit(exchange.endpoint).hostname or ""
    if not any(host == d or host.endswith(f".{d}") for d in _ONLINE_DOMAINS):
        return []
    return [
        f"{host} is Exchange Online. Microsoft blocks EWS there since 1 October 2026 unless the "
        "tenant has put the app on its allow list, and removes it on 1 April 2027. "
        'Set mailbox.backend = "graph".'
    ]


def wait_seconds(error: BaseException) -> float:
    """For how long the server asks not to be asked again."""
    if isinstance(error, HttpAnswer):
        return error.wait_seconds
    return float(error.back_off or 0) if isinstance(error, ErrorServerBusy) else 0


def plainly(error: BaseException) -> str:
    """A failure in words for the operator; what the server quotes is left out."""
    if isinstance(error, HttpAnswer) and error.status == 401:
        return "it did not accept our sign-in"
    if isinstance(error, HttpAnswer):
        return f"it answered {error}"
    if isinstance(error, OAuth2Error):
        return f"the app was given no token ({error.error})"
    if isinstance(error, ErrorServerBusy) and (wait := wait_seconds(error)):
        return f"it is busy and asks to wait {wait:.0f} seconds"
    cause = error if isinstance(error, RequestException) else error.__context__
    if isinstance(cause, SSLError):
        return "its certificate is not trusted (mailbox.exchange.ca_file)"
    if isinstance(cause, RequestTimeout):
        return "it did not answer in time"
    return "no connection" if isinstance(cause, RequestException) else type(error).__name__


def not_sent(error: BaseException) -> Unreachable | Refused | None:
    """What the failure of a letter comes to; None where nobody knows whether it left."""
    if isinstance(error, _NEVER) or _status(error) in _NEVER_STATUS:
        return Refused(f"Exchange refused the letter: {plainly(error)}")
    surely = (
        isinstance(error, (*_NOT_NOW, OAuth2Error))
        or _is_own_busy(error)
        or _status(error) in (429, 503)
        or 300 <= _status(error) < 500
        or _never_connected(error)
    )
    return Unreachable(f"Exchange did not take the letter: {plainly(error)}") if surely else None


def _status(error: BaseException) -> int:
    return error.status if isinstance(error, HttpAnswer) else 0


def _is_own_busy(error: BaseException) -> bool:
    """Whether the server itself said so; exchangelib calls other failures busy as well."""
    return isinstance(error, ErrorServerBusy) and error.__context__ is None


def _never_connected(error: BaseException) -> bool:
    """Whether the request can't have reached the server: no connection, or one not trusted."""
    cause = error if isinstance(error, RequestException) else error.__context__
    if isinstance(cause, ConnectTimeout):
        return True
    reason = getattr(cause.args[0], "reason", None) if cause and cause.args else None
    if isinstance(reason, NewConnectionError):
        return True
    tls = reason.args[0] if reason is not None and reason.args else None
    return isinstance(tls, ssl.SSLCertVerificationError)
