"""Large files are cut out of a mail before it is parsed; nobody can tell from what is read."""

from __future__ import annotations

import base64
import random
from email import message_from_bytes

import pytest

from ace_mailbot.reading import mime
from ace_mailbot.reading.cuts import cut

FILE = random.Random(7).randbytes(90_000)
ENCODED = base64.encodebytes(FILE).replace(b"\n", b"\r\n")


def multipart(*parts: bytes, end: bytes = b"--b--\r\n") -> bytes:
    head = b'From: a@b.example\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    return head + b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + end


def part(body: bytes, encoding: bytes = b"base64", kind: bytes = b"application/pdf") -> bytes:
    return (
        b"Content-Type: "
        + kind
        + b"\r\nContent-Transfer-Encoding: "
        + encoding
        + b"\r\n\r\n"
        + body
    )


def files(data: bytes) -> list[bytes]:
    return [a.data for a in mime.body(mime.parse(data), len(data)).attachments]


def plainly(data: bytes) -> list[bytes]:
    """The same by the standard library alone."""
    leaves = (p for p in message_from_bytes(data).walk() if not p.is_multipart())
    return [bytes(p.get_payload(decode=True)) for p in leaves]


@pytest.mark.parametrize(
    "data",
    [
        multipart(part(ENCODED), part(b"SGVsbG8=\r\n"), part(ENCODED[:70_000])),
        multipart(part(ENCODED), end=b""),
        multipart(part(ENCODED.replace(b"\r\n", b"\n"))),
        multipart(part(ENCODED + b"\r\n\r\n")),
        multipart(part(ENCODED[:-5])),
        multipart(part(ENCODED[:-4] + b"====\r\n" + ENCODED)),
        multipart(part(ENCODED, encoding=b"BASE64")),
        multipart(part(ENCODED[:-2] + b"*\r\n")),
        part(ENCODED),
    ],
)
def test_files_come_out_as_the_standard_library_reads_them(data: bytes) -> None:
    assert files(data) == plainly(data)


def test_what_is_large_is_cut_and_what_is_small_is_not() -> None:
    large = multipart(part(ENCODED))
    assert len(cut(large).skeleton()) < 400
    assert cut(large[:2000]).skeleton() == large[:2000]


def test_text_that_looks_like_a_file_is_left_as_it_stands() -> None:
    quoted = b"Content-Transfer-Encoding: base64\r\n\r\n" + ENCODED
    data = multipart(part(quoted, encoding=b"7bit", kind=b"text/plain"))
    text = mime.body(mime.parse(data), len(data)).text
    assert text == mime.normal(quoted.decode())


def test_a_mail_in_a_mail_is_shown_without_its_file_which_comes_after_it() -> None:
    inner = multipart(part(ENCODED)).replace(b'"b"', b'"i"').replace(b"--b", b"--i")
    data = multipart(b"Content-Type: message/rfc822\r\n\r\n" + inner)
    whole, file = mime.body(mime.parse(data), len(data)).attachments
    assert file.within == "forwarded message.eml"
    assert file.data == base64.b64decode(ENCODED)
    assert whole.filename == "forwarded message.eml"
    assert b"From: a@b.example" in whole.data
    assert b"cut-" not in whole.data
    assert len(cut(data).spans) == 1


def test_nobody_can_write_the_mark() -> None:
    data = multipart(part(ENCODED), part(b"cut-0;", encoding=b"7bit", kind=b"text/plain"))
    assert mime.body(mime.parse(data), len(data)).text == "cut-0;"
    assert cut(data).mark.encode() not in data
