"""A file by what its bytes are: a document's words and controls, or the files that it holds.

Its name and type are the sender's claim, and only decide where the bytes say nothing. Imported by
the fenced process alone: the readers load slowly, and may run out of memory or time.
"""

from __future__ import annotations

import re

from ace_mailbot.model import Unreadable
from ace_mailbot.reading import charsets, html, mime, sealed, signed
from ace_mailbot.reading.enclosed import Holding, outlook, saved_mail, winmail, zipped
from ace_mailbot.reading.forms import doc, docx, odt, ole, pdf, rtf
from ace_mailbot.reading.forms.archive import Archive
from ace_mailbot.reading.forms.found import Found, locked

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_HEIF = (b"ftypheic", b"ftypmif1", b"ftypheix", b"ftypmsf1", b"ftypavif")
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body)", re.IGNORECASE)
_MAIL = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2}")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# What some programs write for the ends of a content control.
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f]")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_UTF8 = b"\xef\xbb\xbf"


def opened(filename: str, content_type: str, data: bytes) -> Found | Holding:
    """What stands in the file. Raises Unreadable, with a reason, where nothing can be read."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(Archive(data), filename)
    if data.startswith(ole.BEGINS):
        if _ENCRYPTED in data:
            raise locked()
        return _ole(ole.Ole(data))
    if b"%PDF-" in data[:1024]:
        return pdf.read(data)
    if data[:200].lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"{\\rtf"):
        return rtf.read(data)
    if data.startswith(winmail.BEGINS):
        return winmail.read(data)
    if _is_picture(data):
        raise Unreadable("it is a picture or a scan")
    if sealed.file(data[:1100], filename, content_type):
        return _sealed(data)
    if _is_mail(filename, content_type, data):
        return saved_mail.read(data)
    return _plain(content_type, data)


def _zipped(archive: Archive, filename: str) -> Found | Holding:
    names = archive.names
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Unreadable(
            "it holds macros, which we never open", "Please save it as a Word document (.docx)"
        )
    if "word/document.xml" in names:
        return docx.read(archive)
    if "content.xml" in names and "mimetype" in names:
        if not archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument.text"):
            raise Unreadable("it is not a text document")
        return odt.read(archive)
    if filename.lower().endswith(".pages") or any(n.endswith(".iwa") for n in names):
        raise Unreadable(
            "it is a Pages document", "Please choose File, Export To, Word, and send us that file"
        )
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise Unreadable("it is not a text document")
    return zipped.read(archive)


def _ole(file: ole.Ole) -> Found | Holding:
    if file.has(outlook.NAMES):
        return outlook.read(file)
    if file.has("WordDocument"):
        if file.has("Macros/VBA"):
            raise Unreadable(
                "it holds macros, which we never open", "Please save it as a Word document (.docx)"
            )
        return doc.read(file)
    raise Unreadable("it is not a text document")


def _is_picture(data: bytes) -> bool:
    webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    return data.startswith(_PICTURES) or data[4:12] in _HEIF or webp


def _sealed(data: bytes) -> Holding:
    inside = signed.inside(data)
    if inside is None:
        raise Unreadable(sealed.REASON, sealed.ADVICE)
    return saved_mail.read(inside)


def _is_mail(filename: str, content_type: str, data: bytes) -> bool:
    claimed = content_type == "message/rfc822" or filename.lower().endswith(".eml")
    return claimed and (filename.endswith("forwarded message.eml") or bool(_MAIL.match(data)))


def _plain(content_type: str, data: bytes) -> Found:
    if b"\0" in data[:8000] and not data.startswith(_WIDE):
        raise Unreadable("we do not know this kind of file")
    text = charsets.decode(data.removeprefix(_UTF8), "utf-16" if data[:2] in _WIDE else "")
    if "html" in content_type or _HTML.match(text[:500]):
        source, text = text, html.to_text(text)
        if sealed.page(source) or sealed.words(text):
            raise Unreadable(sealed.REASON, sealed.ADVICE)
    text = _CONTROLS.sub("", mime.normal(text))
    return Found(tuple(line.strip() for line in text.split("\n")))
