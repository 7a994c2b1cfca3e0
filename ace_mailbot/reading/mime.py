"""The tree of MIME parts to a body, files and defects.

Parsed with the standard library's old policy: the newer one is ten times slower and raises on
real mail.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message as Part
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32
from functools import partial
from itertools import islice
from typing import Any

from ace_mailbot.model import Attachment
from ace_mailbot.reading import charsets, flowed, headers, html, links, sealed, signed
from ace_mailbot.reading.cuts import Cuts, cut

LARGEST_BYTES = 35 * 1024 * 1024
LARGEST_HEADER = 256 * 1024
DEEPEST = 20
DEEPEST_MAIL = 4  # mails forwarded within mails
MOST_PARTS = 400

_STUB = re.compile(
    r"html|view (?:this|it) (?:message|email|e-mail)? ?(?:in|online)|text/plain", re.IGNORECASE
)
_SIGNATURES = {
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-keys",
    "application/pgp-encrypted",  # says only that the part after it is
}
_SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_BASE64 = re.compile(rb"[A-Za-z0-9+/]+")
_CID = re.compile(r"""["'(]\s*cid:([^"'>)\s]+)""", re.IGNORECASE)
_MIME_PREAMBLE = re.compile(r"^This is a multi-?part message in MIME format\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class Body:
    """What a message holds.

    *reports* are delivery-status parts, *notices* those of receipts and complaints, *returned* the
    letters that came back. *linked* names the clouds that links in it lead to; *sealed* says that
    one leads to a letter that some service keeps sealed.
    """

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    reports: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    sealed: bool = False


@dataclass(frozen=True)
class _Leaf:
    type: str
    parameters: dict[str, str]
    disposition: str
    filename: str
    content_id: str
    alternative: int  # number of the multipart/alternative it stands in, 0 for none
    related: bool
    part: Part

    @property
    def data(self) -> bytes:
        return content(self.part)


class _Part(Part):
    """A part that knows what was cut out of the message before it was taken apart."""

    def __init__(self, cuts: Cuts, policy: Any) -> None:
        super().__init__(policy)
        self.cuts = cuts


def parse(data: bytes) -> Part:
    """The message of *data*. Of one that is too large only the headers are read."""
    if len(data) > LARGEST_BYTES:
        head = data[: 2 * 1024 * 1024]
        return BytesHeaderParser(policy=compat32).parsebytes(head)
    cuts = cut(data)
    parser = BytesParser(partial(_Part, cuts), policy=compat32)
    return parser.parsebytes(cuts.skeleton())


def body(message: Part, size: int) -> Body:
    """Text, files and defects of *message*."""
    defects = list(_header_defects(message))
    if size > LARGEST_BYTES:
        defects.append(f"The message is larger than {LARGEST_BYTES // 1024 // 1024} MB.")
        return Body(defects=tuple(defects))
    leaves: list[_Leaf] = []
    for leaf in _leaves(message):
        if leaf is None:
            defects.append(f"Its parts are nested more than {DEEPEST} deep.")
        elif len(leaves) == MOST_PARTS:
            defects.append(f"It has more than {MOST_PARTS} parts.")
            break
        else:
            leaves.append(leaf)
    return _assembled(leaves, tuple(dict.fromkeys(defects)))


def content(part: Part) -> bytes:
    """The decoded bytes of a leaf part, as far as they can be decoded."""
    # The library tries out the charset that the part claims, and some raise. Its type has been
    # read by now, so the claim goes. Nor may decode be left out: raw 8-bit text would be lost.
    del part["content-type"]
    if isinstance(part, _Part) and part.cuts.spans:
        encoded = str(part.get_payload())
        if part.cuts.mark in encoded:
            decoded = part.cuts.decoded(encoded) if _is_base64(part) else None
            if decoded is not None:
                return decoded
            part.set_payload(part.cuts.restored(encoded))
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return b""
    return _cut_short(payload) if _is_base64(part) and _is_undecoded(part, payload) else payload


def _is_undecoded(part: Part, payload: bytes) -> bool:
    return str(part.get_payload()).encode("ascii", "replace") == payload


def _cut_short(encoded: bytes) -> bytes:
    """Base64 that lost its end, without the letter that is one too many; else as it stands."""
    letters = b"".join(encoded.split())
    if len(letters) % 4 != 1 or not _BASE64.fullmatch(letters):
        return encoded
    return binascii.a2b_base64(letters[:-1])


def _is_base64(part: Part) -> bool:
    return str(part.get("content-transfer-encoding", "")).strip().lower() == "base64"


def _header_defects(message: Part) -> Iterator[str]:
    items = [(name, str(value)) for name, value in message.raw_items()]
    if not items:
        yield "It has no headers: this is not an email."
    for name, value in items:
        if len(value) > LARGEST_HEADER:
            yield f"Its {name[:40]} header is larger than {LARGEST_HEADER // 1024} kB."


def _leaves(message: Part) -> Iterator[_Leaf | None]:
    """The leaf parts in their order; None stands for a branch nested too deep."""
    # A stack rather than recursion: the depth is the sender's to choose.
    stack: list[tuple[Part, int, int, bool]] = [(message, 0, 0, False)]
    alternatives = 0
    while stack:
        part, depth, alternative, related = stack.pop()
        kind, parameters = _type(part)
        # To ask for the payload of a leaf would try out the charset that it claims.
        payload = part.get_payload() if part.is_multipart() else None
        if kind.startswith("multipart/") and isinstance(payload, list):
            if depth == DEEPEST:
                yield None
                continue
            if kind == "multipart/alternative":
                alternatives += 1
                alternative = alternatives
            related = related or kind == "multipart/related"
            inner = [p for p in reversed(payload) if isinstance(p, Part)]
            stack += [(p, depth + 1, alternative, related) for p in inner]
        elif kind in _SEALED and depth < DEEPEST and (opened := signed.inside(content(part))):
            stack.append((parse(opened), depth + 1, alternative, related))
        else:
            yield _leaf(part, kind, parameters, alternative, related)


def _type(part: Part) -> tuple[str, dict[str, str]]:
    kind, parameters = headers.parameters(headers.text(str(part.get("content-type", ""))))
    if kind.count("/") != 1:
        kind = "text/plain"
    return kind, parameters


def _leaf(
    part: Part, kind: str, parameters: dict[str, str], alternative: int, related: bool
) -> _Leaf:
    disposition, more = headers.parameters(headers.text(str(part.get("content-disposition", ""))))
    filename = more.get("filename") or parameters.get("name", "")
    return _Leaf(
        type=kind,
        parameters=parameters,
        disposition=disposition,
        filename=re.split(r"[/\\]", filename.replace("\0", "").strip())[-1],
        content_id=str(part.get("content-id", "")).strip().strip("<>"),
        alternative=alternative,
        related=related,
        part=part,
    )


def _assembled(leaves: list[_Leaf], defects: tuple[str, ...], depth: int = 0) -> Body:
    plain: list[tuple[_Leaf, str]] = []
    rich: list[tuple[_Leaf, str]] = []
    files: list[_Leaf] = []
    reports: list[str] = []
    notices: list[str] = []
    returned: list[str] = []
    for leaf in leaves:
        if leaf.type in ("message/delivery-status", "message/global-delivery-status"):
            reports.append(_enclosed(leaf.part))
        elif leaf.type in ("message/disposition-notification", "message/feedback-report"):
            notices.append(_enclosed(leaf.part))
        elif leaf.type in ("message/rfc822", "text/rfc822-headers", "message/global"):
            returned.append(_enclosed(leaf.part))
            files.append(leaf)
        elif _is_body(leaf):
            text = charsets.decode(leaf.data, leaf.parameters.get("charset", ""))
            (rich if leaf.type == "text/html" else plain).append((leaf, text))
        elif leaf.type not in _SIGNATURES:
            files.append(leaf)
    sources = "\n".join(source for _, source in (*plain, *rich))
    shown = {cid for _, source in rich for cid in _CID.findall(source)}
    return Body(
        text=_text(plain, rich),
        attachments=tuple(a for leaf in files for a in _attachments(leaf, shown, depth)),
        reports=tuple(reports),
        notices=tuple(notices),
        returned=tuple(returned),
        types=tuple(leaf.type for leaf in leaves),
        defects=defects,
        linked=links.services(sources),
        sealed=sealed.leads_away(sources),
    )


def _is_body(leaf: _Leaf) -> bool:
    if leaf.type.startswith("multipart/"):
        return True  # its boundary is lost: what stands there is shown as it is
    if leaf.type not in ("text/plain", "text/html", "text/enriched", "text/x-amp-html"):
        return leaf.type.startswith("text/") and not leaf.filename and not leaf.disposition
    return leaf.disposition != "attachment" and not leaf.filename


def _enclosed(part: Part) -> str:
    """A message or report inside a message, as text."""
    payload = part.get_payload() if part.is_multipart() else None
    if isinstance(payload, list):
        return "\n\n".join(_flat(p) for p in payload[:50] if isinstance(p, Part))
    return charsets.decode(content(part))


def _flat(message: Part) -> str:
    """Headers and text of a message and of what it holds, attached files left out."""
    texts: list[str] = []
    stack = [message]
    while stack and len(texts) < MOST_PARTS:
        part = stack.pop()
        texts.append("\n".join(f"{name}: {headers.text(str(v))}" for name, v in part.raw_items()))
        payload = part.get_payload() if part.is_multipart() else None
        if isinstance(payload, list):
            stack += [p for p in reversed(payload) if isinstance(p, Part)]
        elif part.get_content_maintype() in ("text", "message"):
            texts.append(charsets.decode(content(part))[:20000])
    return "\n\n".join(texts)


def _text(plain: list[tuple[_Leaf, str]], rich: list[tuple[_Leaf, str]]) -> str:
    """The body: of two renderings of the same thing the plain one, unless it says nothing."""
    chosen: list[str] = []
    rich_of = {leaf.alternative: source for leaf, source in rich if leaf.alternative}
    used: set[int] = set()
    for leaf, text in plain:
        if leaf.alternative in rich_of and _says_nothing(text, rich_of[leaf.alternative]):
            continue
        used.add(leaf.alternative)
        chosen.append(flowed.unfold(text, leaf.parameters))
    for leaf, source in rich:
        if not (leaf.alternative and leaf.alternative in used):
            chosen.append(html.to_text(source))
    return normal("\n\n".join(text.strip("\n") for text in chosen))


def _says_nothing(text: str, source: str) -> bool:
    words = text.split()
    if not words:
        return True
    return len(words) < 60 and len(source) > 2000 and bool(_STUB.search(text))


def normal(text: str) -> str:
    """Line ends and blanks made uniform; the words are left as they are."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if not text.isascii():
        text = re.sub(r"[\u00a0\u2007\u202f]", " ", text)
        text = re.sub(
            r"[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]", "", text
        )
    return "\n".join([line.rstrip(" \t") for line in text.split("\n")]).strip("\n")


def _attachments(leaf: _Leaf, shown: set[str], depth: int) -> Iterator[Attachment]:
    """The file that *leaf* is; after a message, the files that came with it."""
    outer = _attachment(leaf, shown)
    yield outer
    payload = leaf.part.get_payload() if leaf.part.is_multipart() else None
    if not isinstance(payload, list) or depth == DEEPEST_MAIL:
        return
    for message in payload[:50]:
        if isinstance(message, Part):
            leaves = [x for x in islice(_leaves(message), MOST_PARTS) if x is not None]
            for file in _assembled(leaves, (), depth + 1).attachments:
                where = f"{file.within} in {outer.name}" if file.within else outer.name
                yield replace(file, within=where)


def _attachment(leaf: _Leaf, shown: set[str]) -> Attachment:
    if leaf.type in ("message/rfc822", "message/global") and not leaf.filename:
        data, filename = _enclosed(leaf.part).encode("utf-8", "replace"), "forwarded message.eml"
    else:
        data, filename = leaf.data, leaf.filename
        if leaf.type.startswith("message/") and not data:
            data = _enclosed(leaf.part).encode("utf-8", "replace")
    picture = leaf.type.startswith("image/")
    inline = (
        picture
        and leaf.disposition != "attachment"
        and (
            leaf.content_id in shown
            or leaf.related
            or (leaf.disposition == "inline" and not filename)
        )
    )
    inline = inline or (picture and bool(leaf.content_id) and leaf.content_id in shown)
    return Attachment(filename or _named(leaf.type), leaf.type, data, inline)


def _named(kind: str) -> str:
    return f"unnamed {kind.split('/')[0]}"
