"""Letters through Microsoft Graph, and their copies found again in Sent Items.

A letter goes out whole in one request. One too large for that becomes a draft, its largest files
follow in upload sessions, and the draft is sent. Until that last request nothing can have left.
"""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from ace_mailbot import tokens
from ace_mailbot.mailboxes.graph_client import GraphClient, Json, Rejected
from ace_mailbot.model import Later, Outgoing, Refused, Unreachable

_WHOLE = 2_500_000  # bytes of MIME that fit, in base64, under the 4 MB that a request may have
_ATTACHED_AT_ONCE = 2_500_000  # bytes of a file, likewise
_PIECE = 3 * 1024 * 1024  # bytes of an upload's piece, of 4 MB at most
_EARLIER = timedelta(minutes=10)  # how far the server's clock may be behind ours
_MIME = {"Content-Type": "text/plain"}  # base64 goes by that name
_FOR_NOW = {404, 408, 409, 423, 424}  # answers that blame the moment, not the letter

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    content_type: str
    data: bytes


def send(client: GraphClient, user: str, letter: Outgoing) -> str:
    """Send *letter* from *user* (its path in Graph); the answer, and what Sent calls the copy.

    Raises as `Mailbox.send` does; Doubtful is its doubt.
    """
    try:
        if len(letter.mime) <= _WHOLE:
            answer = _send_whole(client, user, letter.mime)
        else:
            answer = _send_in_parts(client, user, letter)
    except Rejected as e:
        raise (Later if e.status in _FOR_NOW else Refused)(str(e)) from e
    return f"{answer}; {_copy_of(client, user, letter)}"


def find_sent(client: GraphClient, user: str, letter: Outgoing) -> str | None:
    """The Message-ID under which Sent Items holds *letter*, in angle brackets; None if it doesn't.

    Microsoft 365 may have given it another: then by its token, its recipients and its time.
    """
    sent = f"{user}/mailFolders/sentitems/messages"
    if client.get(sent, _same(letter))["value"]:
        return f"<{letter.message_id}>"
    headers = message_from_bytes(letter.mime.partition(b"\r\n\r\n")[0])
    alike = {
        "$filter": " and ".join(_alike(headers)),
        "$select": "internetMessageId,toRecipients,ccRecipients,bccRecipients,body",
    }
    for page in client.pages(sent, alike, 'outlook.body-content-type="text"'):
        for row in page["value"]:
            if _is_copy(row, letter):
                return str(row["internetMessageId"])
    return None


def _send_whole(client: GraphClient, user: str, mime: bytes) -> str:
    path = f"{user}/sendMail"
    done = client.ask("POST", path, data=base64.b64encode(mime), headers=_MIME, once=True)
    return f"accepted ({done.status_code})"


def _send_in_parts(client: GraphClient, user: str, letter: Outgoing) -> str:
    mime, files = without_largest(letter.mime, _WHOLE)
    if len(mime) > _WHOLE:
        raise Refused("it is too large for Microsoft 365 even without its files")
    _discard_drafts(client, user, letter)
    draft = _draft(client, user, mime)
    try:
        for file in files:
            _attach(client, draft, file)
        done = client.ask("POST", f"{draft}/send", once=True)
    except Unreachable:
        _discard(client, draft)
        raise
    return f"accepted ({done.status_code}), its {len(files)} largest files uploaded"


def _attach(client: GraphClient, draft: str, file: _File) -> None:
    if len(file.data) <= _ATTACHED_AT_ONCE:
        attachment = {
            "@odata.type": "#microsoft.graph.fileAttachment",
            "name": file.name,
            "contentType": file.content_type,
            "contentBytes": base64.b64encode(file.data).decode(),
        }
        client.ask("POST", f"{draft}/attachments", json=attachment)
        return
    size = len(file.data)
    item = {
        "attachmentType": "file",
        "name": file.name,
        "contentType": file.content_type,
        "size": size,
    }
    path = f"{draft}/attachments/createUploadSession"
    url = client.ask("POST", path, json={"AttachmentItem": item}).json()["uploadUrl"]
    for start in range(0, size, _PIECE):
        piece = file.data[start : start + _PIECE]
        client.upload(url, piece, f"bytes {start}-{start + len(piece) - 1}/{size}")


def keep(client: GraphClient, user: str, mime: bytes, folder: str) -> None:
    """Put *mime*, which must be small, into *folder* (an id) without sending it."""
    client.ask("POST", f"{_draft(client, user, mime)}/move", json={"destinationId": folder})


def _draft(client: GraphClient, user: str, mime: bytes) -> str:
    """The path of a new draft made of *mime*."""
    made = client.ask("POST", f"{user}/messages", data=base64.b64encode(mime), headers=_MIME)
    return f"{user}/messages/{quote(str(made.json()['id']), safe='')}"


def _discard_drafts(client: GraphClient, user: str, letter: Outgoing) -> None:
    """Remove what an attempt that we died over left in Drafts: nobody should send it by hand."""
    for row in client.get(f"{user}/mailFolders/drafts/messages", _same(letter))["value"]:
        client.ask("DELETE", f"{user}/messages/{quote(row['id'], safe='')}")


def _discard(client: GraphClient, draft: str) -> None:
    try:
        client.ask("DELETE", draft)
    except Unreachable as e:
        # The next attempt removes it.
        log.warning("draft_left_behind", extra={"why": str(e)})


def _copy_of(client: GraphClient, user: str, letter: Outgoing) -> str:
    """What Sent calls the copy. The letter has left: not finding it changes nothing."""
    try:
        found = find_sent(client, user, letter)
    except Unreachable:
        return "Sent could not be asked"
    return f"in Sent as {found}" if found else "its copy is not in Sent yet"


def _same(letter: Outgoing) -> dict[str, str]:
    wanted = _quoted(f"<{letter.message_id}>")
    return {"$filter": f"internetMessageId eq {wanted}", "$select": "id"}


def _alike(headers: Message) -> Iterator[str]:
    """Conditions that the copy meets whatever its Message-ID."""
    composed = _date(headers) - _EARLIER
    yield f"sentDateTime ge {composed.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    yield f"subject eq {_quoted(_subject(headers))}"


def _date(headers: Message) -> datetime:
    try:
        found = parsedate_to_datetime(str(headers["Date"]))
    except ValueError:
        return datetime(1990, 1, 1, tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _subject(headers: Message) -> str:
    written = re.sub(r"\r?\n(?=[ \t])", "", str(headers["Subject"] or ""))
    return str(make_header(decode_header(written)))


def _quoted(text: str) -> str:
    """A string as an OData filter writes it."""
    return "'" + text.replace("'", "''") + "'"


def _is_copy(row: Json, letter: Outgoing) -> bool:
    kinds = ("toRecipients", "ccRecipients", "bccRecipients")
    found = {
        str(one["emailAddress"]["address"]).casefold()
        for kind in kinds
        for one in row.get(kind, ())
    }
    wanted = {address.casefold() for address in letter.recipients}
    return wanted <= found and letter.token in tokens.in_body(row["body"]["content"])


def without_largest(mime: bytes, most: int) -> tuple[bytes, list[_File]]:
    """*mime* less the largest of its files, so that *most* bytes remain if they can, and these.

    The other parts keep their bytes.
    """
    head, _, body = mime.partition(b"\r\n\r\n")
    headers = message_from_bytes(head)
    if headers.get_content_type() != "multipart/mixed":
        return mime, []
    boundary = re.escape(str(headers.get_boundary()).encode())
    parts = re.split(rb"\r\n--" + boundary + rb"(?=\r\n|--)", b"\r\n" + body)
    size, taken = len(mime), []
    for number in sorted(range(1, len(parts) - 1), key=lambda n: -len(parts[n])):
        if size <= most:
            break
        if (file := _file(parts[number])) is not None:
            size -= len(parts[number])
            taken.append((number, file))
    out = {number for number, _ in taken}
    mark = b"\r\n--" + str(headers.get_boundary()).encode()
    kept = mark.join(part for number, part in enumerate(parts) if number not in out)
    return head + b"\r\n\r\n" + kept.removeprefix(b"\r\n"), [file for _, file in sorted(taken)]


def _file(part: bytes) -> _File | None:
    """The file that a part holds, as our letters carry files; None for the letter's own text."""
    head, _, body = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    headers = message_from_bytes(head)
    name, encoding = headers.get_filename(), headers.get("Content-Transfer-Encoding")
    if name is None or encoding != "base64":
        return None
    # Decoded here, for the standard library would copy a large file several times on the way.
    return _File(name, headers.get_content_type(), base64.b64decode(body))
