"""A small Microsoft Graph of our own; `graph_http` puts it on a port of this machine.

It follows Microsoft's documents for what our mailbox uses of mail and of the sign-in, with faults
to inject. It is not Microsoft's: what it proves is that we keep to the documented protocol.
"""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, unquote, urlsplit

from tests.servers.graph_store import GraphStore, Json, Message, row_of

TENANT = "11111111-2222-3333-4444-555555555555"
CLIENT, SECRET = "the-app", "the-apps-secret"
ADDRESS = "ace@funder.example"
SIZE = "Integer 0x0E08"
_MOST = 4 * 1024 * 1024  # bytes of a request


@dataclass
class Fault:
    """What befalls the next *times* requests whose method and path match.

    *closes* is "before" (nothing is done, no answer comes), "after" (it is done, no answer comes)
    or "amid" (half of the answer comes); otherwise *status* is answered and nothing done.
    """

    request: str  # a pattern for "POST /users/.../sendMail"
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    code: str = "anErrorCode"
    closes: str = ""
    times: int = 1
    spares: int = 0  # how many such requests go well before


@dataclass(frozen=True)
class Ask:
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Json:
        found = json.loads(self.body)
        assert isinstance(found, dict)
        return found

    @property
    def lasting(self) -> bool:
        return 'IdType="ImmutableId"' in self.headers.get("prefer", "")


@dataclass(frozen=True)
class Answer:
    status: int
    body: Json | bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def error(status: int, code: str, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(status, {"error": {"code": code, "message": f"{code} happened"}}, headers or {})


class GraphServer:
    """What stands behind the port, and what tests change and look at."""

    def __init__(self) -> None:
        self.store = GraphStore()
        self.faults: list[Fault] = []
        self.asked: list[str] = []  # "GET /users/...", in their order; those in batches too
        self.lasting_ids = True
        self.page_size = 500
        self.uncounted = 0  # items that the inbox counts and never lists
        self.forgets_links = False  # pages come without a way on
        self.links_to = ""  # another server that its links name
        self.token_seconds = 3600
        self.roles: tuple[str, ...] = ()
        self.tokens: list[str] = []  # those given out; the last one counts
        self.base = ""
        self._rounds: dict[str, tuple[list[Json], int]] = {}  # what a skiptoken leads to
        self._uploads: dict[str, tuple[Message, Json, bytearray]] = {}
        self._lock = threading.Lock()

    def count(self, pattern: str) -> int:
        return sum(1 for line in self.asked if re.fullmatch(pattern, line))

    def fault_for(self, ask: Ask) -> Fault | None:
        line = f"{ask.method} {ask.path}"
        for fault in self.faults:
            if not fault.times or not re.fullmatch(fault.request, line):
                continue
            if fault.spares:
                fault.spares -= 1
                continue
            fault.times -= 1
            return fault
        return None

    def answer(self, ask: Ask) -> Answer:
        with self._lock:
            self.asked.append(f"{ask.method} {ask.path}")
            if ask.path.startswith(f"/{TENANT}/"):
                return self._sign_in(ask)
            if len(ask.body) > _MOST:
                return error(413, "RequestEntityTooLarge")
            if ask.path.startswith("/upload/"):
                return self._upload(ask)
            if ask.headers.get("authorization") != f"Bearer {self.tokens[-1]}":
                return error(401, "InvalidAuthenticationToken")
            return self._route(ask)

    def _sign_in(self, ask: Ask) -> Answer:
        place = f"{self.base}/{TENANT}"
        if ask.path.endswith("/v2.0/.well-known/openid-configuration"):
            found = {
                "issuer": f"{place}/v2.0",
                "authorization_endpoint": f"{place}/oauth2/v2.0/authorize",
                "token_endpoint": f"{place}/oauth2/v2.0/token",
            }
            return Answer(200, found)
        form = {k: v[0] for k, v in parse_qs(ask.body.decode()).items()}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            told = "AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 1234"
            return Answer(401, {"error": "invalid_client", "error_description": told})
        assert form["grant_type"] == "client_credentials", form
        assert form["scope"] == f"{self.base}/.default", form
        self.tokens.append(_token(len(self.tokens), self.roles))
        fields = {"token_type": "Bearer", "expires_in": self.token_seconds}
        return Answer(200, {**fields, "access_token": self.tokens[-1]})

    def _route(self, ask: Ask) -> Answer:
        if ask.path == "/v1.0/$batch":
            return self._batch(ask)
        mine = f"/v1.0/users/{quote(ADDRESS)}"
        if not ask.path.startswith(f"{mine}/"):
            return error(404, "ErrorInvalidUser")
        rest = ask.path.removeprefix(mine)
        for method, pattern, do in self._routes():
            if ask.method == method and (found := re.fullmatch(pattern, rest)):
                return do(ask, *(unquote(part) for part in found.groups()))
        return error(400, "BadRequest")

    def _routes(self) -> list[tuple[str, str, Callable[..., Answer]]]:
        folder, message = "/mailFolders/([^/]+)", "/messages/([^/]+)"
        return [
            ("GET", "/mailFolders", self._folders),
            ("POST", "/mailFolders", self._make_folder),
            ("GET", folder, self._folder),
            ("GET", f"{folder}/childFolders", self._folders),
            ("GET", f"{folder}/messages", self._messages),
            ("GET", f"{folder}/messages/delta", self._delta),
            ("GET", message, self._message),
            ("GET", rf"{message}/\$value", self._value),
            ("POST", f"{message}/move", self._move),
            ("DELETE", message, self._delete),
            ("POST", "/messages", self._draft),
            ("POST", f"{message}/attachments", self._attach),
            ("POST", f"{message}/attachments/createUploadSession", self._upload_session),
            ("POST", f"{message}/send", self._send_draft),
            ("POST", "/sendMail", self._send_mail),
        ]

    def _batch(self, ask: Ask) -> Answer:
        asked = ask.json()["requests"]
        if len(asked) > 20:
            return error(400, "BadRequest")
        answers = []
        for one in reversed(asked):  # their order is not promised
            url = urlsplit(one["url"])
            headers = {k.lower(): str(v) for k, v in one.get("headers", {}).items()}
            body = json.dumps(one["body"]).encode() if "body" in one else b""
            inner = Ask(one["method"], f"/v1.0{url.path}", query_of(url.query), headers, body)
            self.asked.append(f"{inner.method} {inner.path}")
            fault = self.fault_for(inner)
            given = error(fault.status, fault.code, fault.headers) if fault else self._route(inner)
            answers.append(
                {
                    "id": one["id"],
                    "status": given.status,
                    "headers": dict(given.headers),
                    "body": given.body,
                }
            )
        return Answer(200, {"responses": answers})

    def _folders(self, ask: Ask, parent: str = "root") -> Answer:
        wanted = re.fullmatch("displayName eq '(.*)'", ask.query["$filter"])
        assert wanted, ask.query
        under = self.store.folder_id(parent) or "root"
        rows = [
            {"id": i, "displayName": name}
            for i, (name, above) in self.store.folders.items()
            if name == wanted[1] and above == under
        ]
        return Answer(200, {"value": rows})

    def _make_folder(self, ask: Ask) -> Answer:
        name = ask.json()["displayName"]
        if self.store.named(name):
            return error(409, "ErrorFolderExists")
        return Answer(201, {"id": self.store.make_folder(name), "displayName": name})

    def _folder(self, ask: Ask, name: str) -> Answer:
        if not (found := self.store.folder_id(name)):
            return error(404, "ErrorItemNotFound")
        total = len(self.store.inside(found)) + (self.uncounted if name == "inbox" else 0)
        return Answer(200, {"id": found, "displayName": name, "totalItemCount": total})

    def _messages(self, ask: Ask, name: str) -> Answer:
        inside = self.store.inside(self.store.folder_id(name) or "")
        rows = [row_of(m) for m in inside]
        if not all(re.fullmatch(_CONDITION, c) for c in _conditions(ask)):
            return error(400, "ErrorInvalidUrlQueryFilter")
        found = [_selected(r, ask) for r in rows if all(_meets(r, c) for c in _conditions(ask))]
        return Answer(200, {"value": found})

    def _delta(self, ask: Ask, name: str) -> Answer:
        folder = self.store.folder_id(name) or ""
        number = len(self.store.journal)
        rows: list[Json]
        if skip := ask.query.get("$skiptoken"):
            rows, number = self._rounds.pop(skip)
        elif since := ask.query.get("$deltatoken"):
            changed = self.store.changes(folder, int(since))
            rows = [c if isinstance(c, dict) else _delta_row(c) for c in changed]
        else:
            assert ask.query["$select"] == "id,receivedDateTime", ask.query
            assert SIZE in ask.query["$expand"], ask.query
            rows = [_delta_row(m) for m in self.store.inside(folder)]
        link = f"{self.links_to or self.base}{ask.path}"
        if len(rows) > self.page_size:
            token = f"skip-{len(self.asked)}"
            self._rounds[token] = (rows[self.page_size :], number)
            more = {"@odata.nextLink": f"{link}?$skiptoken={token}"}
        else:
            more = {"@odata.deltaLink": f"{link}?$deltatoken={number}"}
        if self.forgets_links:
            more = {}
        return Answer(200, {"value": rows[: self.page_size], **more})

    def _message(self, ask: Ask, uid: str) -> Answer:
        if not (message := self.store.messages.get(uid)):
            return error(404, "ErrorItemNotFound")
        return Answer(200, _selected(row_of(message), ask))

    def _value(self, ask: Ask, uid: str) -> Answer:
        if not (message := self.store.messages.get(uid)):
            return error(404, "ErrorItemNotFound")
        return Answer(200, message.whole())

    def _move(self, ask: Ask, uid: str) -> Answer:
        message = self.store.messages.get(uid)
        target = self.store.folder_id(ask.json()["destinationId"])
        if not message or not target:
            return error(404, "ErrorItemNotFound")
        lasting = self.lasting_ids and ask.lasting
        return Answer(201, row_of(self.store.move(message, target, lasting)))

    def _delete(self, ask: Ask, uid: str) -> Answer:
        if not (message := self.store.messages.get(uid)):
            return error(404, "ErrorItemNotFound")
        self.store.move(message, "AQMk-deleteditems=", lasting=False)
        return Answer(204)

    def _draft(self, ask: Ask) -> Answer:
        message = self.store.put("AQMk-drafts=", _mime(ask), self.store.now, draft=True)
        return Answer(201, row_of(message))

    def _attach(self, ask: Ask, uid: str) -> Answer:
        file = ask.json()
        assert file["@odata.type"] == "#microsoft.graph.fileAttachment", file
        data = base64.b64decode(file["contentBytes"], validate=True)
        if len(data) > 3 * 1024 * 1024:
            return error(413, "ErrorAttachmentSizeLimitExceeded")
        self.store.messages[uid].files.append((file["name"], file["contentType"], data))
        return Answer(201, {"id": "file"})

    def _upload_session(self, ask: Ask, uid: str) -> Answer:
        session = f"/upload/{len(self._uploads)}"
        item = ask.json()["AttachmentItem"]
        self._uploads[session] = (self.store.messages[uid], item, bytearray())
        return Answer(201, {"uploadUrl": f"{self.base}{session}", "nextExpectedRanges": ["0-"]})

    def _upload(self, ask: Ask) -> Answer:
        """A piece of a file. The address is the permission: a token here would be given away."""
        assert "authorization" not in ask.headers
        message, item, data = self._uploads[ask.path]
        expected = f"bytes {len(data)}-{len(data) + len(ask.body) - 1}/{item['size']}"
        if ask.headers.get("content-range") != expected:
            return error(416, "InvalidRange")
        data += ask.body
        if len(data) < item["size"]:
            return Answer(200, {"nextExpectedRanges": [str(len(data))]})
        message.files.append((item["name"], item["contentType"], bytes(data)))
        return Answer(201)

    def _send_draft(self, ask: Ask, uid: str) -> Answer:
        message = self.store.messages.get(uid)
        if not message or not message.draft:
            return error(404, "ErrorItemNotFound")
        del self.store.messages[uid]
        self.store.submit(message.whole())
        return Answer(202)

    def _send_mail(self, ask: Ask) -> Answer:
        self.store.submit(_mime(ask))
        return Answer(202)


_CONDITION = r"(internetMessageId|subject) eq '(?:[^']|'')*'|(sent|received)DateTime ge [0-9TZ:-]+"


def _conditions(ask: Ask) -> list[str]:
    return [c for c in ask.query.get("$filter", "").split(" and ") if c]


def _meets(row: Json, condition: str) -> bool:
    name, relation, value = condition.split(" ", 2)
    if relation == "ge":
        return bool(row[name] >= value)
    return bool(row[name] == value[1:-1].replace("''", "'"))


def _selected(row: Json, ask: Ask) -> Json:
    wanted = ask.query.get("$select", "").split(",")
    return {k: v for k, v in row.items() if k == "id" or k in wanted or wanted == [""]}


def _delta_row(message: Message) -> Json:
    row = row_of(message)
    sizes = [{"id": SIZE, "value": str(len(message.whole()))}]
    return {
        "id": message.id,
        "receivedDateTime": row["receivedDateTime"],
        "singleValueExtendedProperties": sizes,
    }


def _mime(ask: Ask) -> bytes:
    assert ask.headers["content-type"] == "text/plain", ask.headers
    return base64.b64decode(ask.body, validate=True)


def _token(number: int, roles: tuple[str, ...]) -> str:
    parts = ({"alg": "none"}, {"roles": roles, "number": number})
    coded = [base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts]
    return ".".join([*coded, "signature"])


def query_of(text: str) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(text).items()}
