"""A mail saved as a file, or forwarded as an attachment."""

from __future__ import annotations

from ace_mailbot.reading import mime
from ace_mailbot.reading.enclosed.holding import Enclosed, Holding


def read(data: bytes) -> Holding:
    body = mime.body(mime.parse(data), len(data))
    files = (a for a in body.attachments if not a.inline)
    return Holding(body.text, tuple(Enclosed(a.filename, a.content_type, a.data) for a in files))
