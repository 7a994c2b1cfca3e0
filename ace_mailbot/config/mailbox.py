"""The [mailbox] tables of config.toml, and the secrets that they name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import get_args

from ace_mailbot.config.shapes import (
    Access,
    Backend,
    Exchange,
    Flow,
    Graph,
    Imap,
    Mailbox,
    OAuth,
    SaveSent,
    Secret,
    Security,
    SignIn,
    Smtp,
)
from ace_mailbot.config.tables import Table

_BACKENDS: tuple[Backend, ...] = get_args(Backend)
_SECURITIES: tuple[Security, ...] = get_args(Security)
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")
_ACCESSES: tuple[Access, ...] = get_args(Access)
_SAVE_SENT: tuple[SaveSent, ...] = get_args(SaveSent)
_FLOWS: tuple[Flow, ...] = get_args(Flow)
_SIGN_INS: tuple[SignIn, ...] = get_args(SignIn)


@dataclass(frozen=True)
class Surroundings:
    """What secrets and paths are looked up in. *in_use*: a missing secret is a problem."""

    folder: Path
    environ: Mapping[str, str]
    in_use: bool = True


def read_mailbox(
    table: Table, folder: Path, environ: Mapping[str, str], with_secrets: bool
) -> Mailbox:
    """The whole [mailbox]; only what the backend uses has to have its secrets at hand."""
    backend = table.choice("backend", _BACKENDS)
    address = table.address("address", required=True)
    maildir = table.table("maildir")
    maildir_path = maildir.text("path", "a folder", "data/mail") if maildir else "data/mail"

    def for_backends(*names: str) -> Surroundings:
        return Surroundings(folder, environ, with_secrets and backend in names)

    imap = _imap(table.table("imap"), for_backends("imap"))
    if backend in ("imap", "exchange", "graph") and not table.has(backend):
        table.missing(backend, f"a table [mailbox.{backend}], since mailbox.backend is {backend}")
    return Mailbox(
        backend=backend,
        address=address.email if address else "",
        sender_name=table.text("sender_name", "the name letters are from"),
        authserv_id=table.text("authserv_id", "your mail server's name", ""),
        maildir_path=folder / maildir_path,
        imap=imap,
        smtp=read_smtp(table.table("smtp"), imap, for_backends("maildir", "imap")),
        exchange=_exchange(table.table("exchange"), for_backends("exchange")),
        graph=_graph(table.table("graph"), for_backends("graph")),
    )


def _imap(table: Table | None, around: Surroundings) -> Imap | None:
    if table is None:
        return None
    host = table.text("host", "your IMAP server's name")
    user = table.text("user", "the name to sign in with")
    password, oauth = _password_or_oauth(table, around)
    return Imap(
        host=host,
        user=user,
        port=_port(table, 993),
        security=_security(table, host, "tls"),
        password=password,
        oauth=oauth,
        ca_file=_ca_file(table, around),
    )


def read_smtp(table: Table | None, imap: Imap | None, around: Surroundings) -> Smtp | None:
    if table is None:
        return None
    host = table.text("host", "your SMTP server's name")
    user = table.text("user", "the name to sign in with", "")
    password: Secret | None = None
    oauth = imap.oauth if imap else None
    named = any(table.has(k) for k in ("password_env", "password_file", "oauth"))
    if named or (user and not oauth):
        password, oauth = _password_or_oauth(table, around)
    return Smtp(
        host=host,
        port=_port(table, 587),
        security=_security(table, host, "starttls"),
        user=user,
        password=password,
        oauth=oauth if user else None,
        ca_file=_ca_file(table, around),
        save_sent=table.choice("save_sent", _SAVE_SENT, "append"),
    )


def _exchange(table: Table | None, around: Surroundings) -> Exchange | None:
    if table is None:
        return None
    password, oauth = _password_or_oauth(table, around)
    return Exchange(
        endpoint=_url(table, "endpoint", "https://mail.funder.example/EWS/Exchange.asmx"),
        user=table.text("user", "the name to sign in with"),
        password=password,
        oauth=oauth,
        access=table.choice("access", _ACCESSES, "delegate"),
        auth=table.choice("auth", _SIGN_INS, "ntlm"),
        ca_file=_ca_file(table, around),
    )


def _graph(table: Table | None, around: Surroundings) -> Graph | None:
    if table is None:
        return None
    has_url, has_authority = table.has("base_url"), table.has("authority")
    sign_in = "https://login.microsoftonline.us"
    return Graph(
        tenant=table.text("tenant", "your Microsoft 365 tenant's id"),
        client_id=table.text("client_id", "the app's id"),
        client_secret=_secret(table, "client_secret", around),
        base_url=_url(table, "base_url", "https://graph.microsoft.us/v1.0") if has_url else "",
        authority=_url(table, "authority", sign_in) if has_authority else "",
        ca_file=_ca_file(table, around),
    )


def _password_or_oauth(table: Table, around: Surroundings) -> tuple[Secret | None, OAuth | None]:
    """The one of the two that stands there; a problem where neither or both do."""
    oauth_table = table.table("oauth")
    if oauth_table is None:
        return _secret(table, "password", around), None
    for key in ("password_env", "password_file"):
        if table.has(key):
            table.wrong(key, f"either a password or [{table.where('oauth')}], not both")
    has_authority = oauth_table.has("authority")
    example = "https://login.microsoftonline.us"
    flow = oauth_table.choice("flow", _FLOWS, "client")
    oauth = OAuth(
        tenant=oauth_table.text("tenant", "your Microsoft 365 tenant's id"),
        client_id=oauth_table.text("client_id", "the app's id"),
        client_secret=_secret(oauth_table, "client_secret", around)
        if flow == "client"
        else Secret(""),
        authority=_url(oauth_table, "authority", example) if has_authority else "",
        flow=flow,
    )
    return None, oauth


def _secret(table: Table, name: str, around: Surroundings) -> Secret:
    """The secret named by `NAME_env` or `NAME_file`. Its value is never shown in a problem."""
    by_env, by_file = f"{name}_env", f"{name}_file"
    has_env, has_file = table.has(by_env), table.has(by_file)
    if has_env and has_file:
        table.wrong(by_file, f"one of {by_env} and {by_file}, not both")
    if has_file and not has_env:
        return _secret_in_file(table, by_file, around)
    variable = table.text(by_env, f"the name of an environment variable (or {by_file})")
    value = around.environ.get(variable, "")
    if variable and not value and not _VARIABLE.fullmatch(variable):
        # Not shown: whoever mistakes this key for the password itself wrote the secret here.
        expected = "expected the name of an environment variable, such as ACE_PASSWORD"
        table.problems.note(f"{table.where(by_env)} is no such name; {expected}")
    elif variable and not value and around.in_use:
        table.wrong(by_env, "the name of an environment variable that is set")
    return Secret(f"${variable}", value)


def _secret_in_file(table: Table, key: str, around: Surroundings) -> Secret:
    path = around.folder / table.text(key, "the path of a file")
    try:
        value = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        value = ""
    if not value and around.in_use:
        table.wrong(key, "the path of a file that can be read and isn't empty")
    return Secret(str(path), value)


def _port(table: Table, default: int) -> int:
    expected = f"a port between 1 and 65535, such as {default}"
    port = table.whole("port", expected, default, least=1)
    if port > 65535:
        table.wrong("port", expected)
    return port


def _security(table: Table, host: str, default: Security) -> Security:
    value = table.choice("security", _SECURITIES, default)
    if value == "none" and not _is_loopback(host):
        table.wrong("security", f'"tls" or "starttls": "none" is for loopback, not for {host}')
    return value


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _ca_file(table: Table, around: Surroundings) -> Path | None:
    if not table.has("ca_file"):
        return None
    path = around.folder / table.text("ca_file", "the path of a file of certificates")
    if around.in_use and not path.is_file():
        table.wrong("ca_file", "the path of a file that is there")
    return path


def _url(table: Table, key: str, example: str) -> str:
    expected = f'an address that begins with https://, such as "{example}"'
    # http is let through for loopback alone, where tests and gateways listen.
    return table.matching(
        key,
        r"https://[^\s/]+(/\S*)?|http://(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?(/\S*)?",
        expected,
    )
