"""Which attachments are worth the trouble of opening: forms, letters, and what may hold them."""

from __future__ import annotations

import re

from ace_mailbot.model import Attachment

_OPENED = re.compile(
    r"\.(?:docx|docm|dotx|dotm|doc|dot|odt|ott|fodt|pdf|rtf|txt|md|html?|eml|msg|pages|zip|wps|"
    r"jpe?g|png|heic|tiff?|xps|rpmsg|p7m|pgp|gpg|asc)$|^winmail\.dat$",
    re.IGNORECASE,
)
_TYPES = re.compile(
    r"word|opendocument|pdf|rtf|^text/(?:plain|html)|octet-stream|rfc822|pkcs7-mime|pgp-encrypted"
    r"|rpmsg|zip|ms-tnef|ms-outlook|image/",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|heic|tiff?|bmp)$", re.IGNORECASE)
_SMALLEST_PHOTO = 40_000  # bytes; a smaller picture is a logo rather than a photographed form


def worth_opening(attachment: Attachment) -> bool:
    """Whether the file's contents could be a form or an expression of interest."""
    if attachment.inline or not attachment.data:
        return False
    kind, name = attachment.content_type, attachment.filename
    if kind.startswith("image/") or _PICTURE.search(name):
        return len(attachment.data) >= _SMALLEST_PHOTO
    if kind in ("text/calendar", "text/vcard", "text/x-vcard"):
        return False
    return bool(_OPENED.search(name) or _TYPES.search(kind))
