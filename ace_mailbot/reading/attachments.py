"""One attachment to its Contents. Pure, and meant for the fence: it may run out of memory or time.

The file's bytes say what it is; its name and type are the sender's claim.
"""

from __future__ import annotations

import re

from ace_mailbot.config import Form
from ace_mailbot.model import Attachment, Contents, Unreadable
from ace_mailbot.reading import charsets, html, mime, scoring
from ace_mailbot.reading.forms import answers, docx, odt
from ace_mailbot.reading.forms.archive import Archive
from ace_mailbot.reading.forms.found import Found

_OPENED = re.compile(
    r"\.(?:docx|docm|dotx|doc|dot|odt|ott|fodt|pdf|rtf|txt|md|html?|eml|msg|pages|zip|wps|"
    r"jpe?g|png|heic|tiff?|xps|rpmsg|p7m)$",
    re.IGNORECASE,
)
_TYPES = re.compile(
    r"word|opendocument|pdf|rtf|^text/(?:plain|html)|octet-stream|rfc822|pkcs7-mime|pgp-encrypted"
    r"|rpmsg|zip|image/",
    re.IGNORECASE,
)
_SMALLEST_PHOTO = 40_000  # bytes; a smaller picture is a logo rather than a photographed form
_RETURN = (
    "Please send it as a Word (.docx) or OpenDocument (.odt"
    ") file, or paste your answers into an email."
)


def worth_opening(attachment: Attachment) -> bool:
    """Whether the file's contents could be a form or an expression of interest."""
    if attachment.inline or not attachment.data:
        return False
    if attachment.content_type.startswith("image/"):
        return len(attachment.data) >= _SMALLEST_PHOTO
    if attachment.content_type in ("text/calendar", "text/vcard", "text/x-vcard"):
        return False
    return bool(_OPENED.search(attachment.filename) or _TYPES.search(attachment.content_type))


def open_attachment(
    filename: str, content_type: str, data: bytes, form: Form, programme_key: str
) -> Contents:
    """What stands in the file: its text, its answers and, if it can't be read, a kind sentence."""
    try:
        found = _opened(filename, content_type, data)
    except Unreadable as reason:
        return Contents(
            problem=f"We could not read the file {_shown(filename)}: {reason}. {_RETURN}"
        )
    scores = scoring.of_document(found)
    return Contents(
        text=found.text,
        answers={} if scores else answers.of_document(found, form),
        scoring=scores,
        reference=answers.reference(found, programme_key),
    )


def _shown(filename: str) -> str:
    return filename[:80] or "that you attached"


def _opened(filename: str, content_type: str, data: bytes) -> Found:
    found = _unpacked(filename, content_type, data)
    if not found.text and not any(value for _, value in found.controls):
        raise Unreadable("there is no text in it")
    return found


def _unpacked(filename: str, content_type: str, data: bytes) -> Found:
    if data.startswith(b"PK\x03\x04"):
        return _zipped(Archive(data))
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Unreadable(_why_not_ole(data))
    if reason := _why_not(data[:1100], filename, content_type):
        raise Unreadable(reason)
    if content_type == "message/rfc822" or filename.lower().endswith(".eml"):
        return _lines(mime.body(mime.parse(data), len(data)).text)
    if b"\0" in data[:8000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("we do not know this kind of file")
    text = charsets.decode(data, "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "")
    if "html" in content_type or re.match(r"\s*<(?:!doctype|html)", text[:200], re.IGNORECASE):
        text = html.to_text(text)
    return _lines(mime.normal(text))


def _zipped(archive: Archive) -> Found:
    if any(name.endswith("vbaProject.bin") for name in archive.names):
        raise Unreadable("it holds macros, which we never open")
    if "word/document.xml" in archive.names:
        return docx.read(archive)
    if "content.xml" in archive.names and "mimetype" in archive.names:
        if not archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument.text"):
            raise Unreadable("it is not a text document")
        return odt.read(archive)
    raise Unreadable("it is not a text document")


def _why_not_ole(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "it is protected with a password"
    if "__nameid_version1.0".encode("utf-16-le") in data:
        return "it is a saved Outlook message"
    return "it is an older kind of Office document (.doc)"


def _why_not(start: bytes, filename: str, content_type: str) -> str:
    """Why a file that begins like this is not read by us; "" when it may be."""
    if b"%PDF-" in start[:1024]:
        return "it is a PDF"
    if start.lstrip().startswith(b"{\\rtf"):
        return "it is a Rich Text document (.rtf)"
    pictures = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"RIFF", b"BM")
    if start.startswith(pictures) or start[4:12] in (b"ftypheic", b"ftypmif1", b"ftypheix"):
        return "it is a picture or a scan"
    encrypted = "pkcs7-mime" in content_type or "pgp-encrypted" in content_type
    if (
        encrypted
        or filename.lower().endswith((".rpmsg", ".p7m", ".pgp"))
        or b"BEGIN PGP MESSAGE" in start
    ):
        return "it is encrypted"
    return ""


def _lines(text: str) -> Found:
    return Found(tuple(line.strip() for line in text.split("\n")))
