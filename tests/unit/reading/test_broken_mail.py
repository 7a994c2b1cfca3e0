"""Mail that no standard allows: every bytes object becomes a Message, and none raises."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ace_mailbot.config import Config
from ace_mailbot.model import Message, RawMessage
from ace_mailbot.reading import read as read_bytes
from ace_mailbot.reading import understand
from tests.unit.reading.conftest import RECEIVED, Reader

FROM = b"From: Amara Okafor <amara.okafor@trust.example>\r\n"
ASKS = b"Can a school be the lead?\r\n"


def head(*lines: bytes) -> bytes:
    return FROM + b"".join(line + b"\r\n" for line in lines) + b"\r\n"


# What is sent, and what of its text must survive.
BROKEN: dict[str, tuple[bytes, str]] = {
    "no Message-ID, no Date, no To": (head() + ASKS, "Can a school be the lead?"),
    "two From headers": (FROM + head(b"Subject: Hello") + ASKS, "Can a school be the lead?"),
    "a date of nowhere": (head(b"Date: Tue, 99 Foo 20211 25:61:61 +9999") + ASKS, "Can a school"),
    "an unknown charset": (
        head(b"Content-Type: text/plain; charset=x-klingon-8") + "Zoë asks".encode(),
        "Zoë asks",
    ),
    "a charset that lies": (
        head(b"Content-Type: text/plain; charset=utf-8") + "Zoë asks".encode("cp1252"),
        "Zoë asks",
    ),
    "base64 cut short": (
        head(b"Content-Transfer-Encoding: base64") + b"Q2FuIGEgc2Nob29sIGJlIHRoZSBsZWFkP",
        "Can a school be the lead",
    ),
    "base64 that is none": (head(b"Content-Transfer-Encoding: base64") + ASKS * 2, ""),
    "two encodings at once": (
        head(b"Content-Transfer-Encoding: quoted-printable", b"Content-Transfer-Encoding: base64")
        + b"Can a school=\r\n be the lead=3F",
        "Can a school be the lead?",
    ),
    "bare carriage returns": (
        FROM.replace(b"\r\n", b"\r") + b"Subject: Hello\r\r" + ASKS.replace(b"\r\n", b"\r"),
        "Can a school be the lead?",
    ),
    "zero bytes within words": (head() + b"Can a sch\0ool be the lead?\r\n", "Can a school"),
    "a boundary that never comes": (
        head(b'Content-Type: multipart/mixed; boundary="b"') + ASKS,
        "Can a school be the lead?",
    ),
    "a part that never ends": (
        head(b'Content-Type: multipart/mixed; boundary="b"') + b"--b\r\n\r\n" + ASKS,
        "Can a school be the lead?",
    ),
    "a header folded into nothing": (FROM + b"Subject:\r\n \r\n\t\r\n\r\n" + ASKS, "Can a school"),
    "an encoded word without end": (head(b"Subject: =?utf-8?B?Wm/Dq") + ASKS, "Can a school"),
    "a type that is none": (head(b"Content-Type: ;;;=\xff") + ASKS, "Can a school be the lead?"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_it_is_read_as_far_as_it_can_be(read: Reader, what: str) -> None:
    data, survives = BROKEN[what]
    message = read(data)
    assert survives in message.text
    assert not any("could not be taken apart" in defect for defect in message.defects)
    assert message.sender_email == "amara.okafor@trust.example"


# --- random structures --------------------------------------------------------------------------

_NAMES = st.sampled_from(
    [
        b"From",
        b"To",
        b"Subject",
        b"Date",
        b"Message-ID",
        b"Content-Type",
        b"Content-Disposition",
        b"Content-Transfer-Encoding",
        b"Content-ID",
        b"References",
        b"Auto-Submitted",
        b"Received",
    ]
)
_VALUES = st.one_of(
    st.sampled_from(
        [
            b"text/html; charset=utf-7",
            b"multipart/mixed; boundary=b",
            b"message/rfc822",
            b"base64",
            b"quoted-printable",
            b"multipart/report; report-type=delivery-status; boundary=b",
            b"application/pkcs7-mime",
            b"message/delivery-status",
            b"text/plain; format=flowed",
            b"attachment; filename*=utf-8''%ff%00.docx",
            b"a@b.example, <c@d.example>",
            b"auto",
            b"=?utf-8?Q?=FF?= <a@b.example>",
            b"<x@y.example>",
            b"multipart/alternative; boundary=b",
        ]
    ),
    st.binary(max_size=30),
)
_HEADERS = st.lists(st.tuples(_NAMES, _VALUES), max_size=6)
_ENDS = st.sampled_from([b"\r\n", b"\n", b"\r", b"\r\n\r\n", b"\0"])
_BODIES = st.one_of(
    st.binary(max_size=80),
    st.sampled_from([ASKS, b"<div><blockquote>x<p>", b"PK\x03\x04", b"{\\rtf1 x", b"%PDF-1.4\n"]),
)


def _joined(pieces: tuple[list[tuple[bytes, bytes]], bytes, bytes]) -> bytes:
    headers, end, body = pieces
    return b"".join(name + b": " + value + end for name, value in headers) + end + body


_LEAF = st.tuples(_HEADERS, _ENDS, _BODIES).map(_joined)
_TREE = st.recursive(
    _LEAF,
    lambda inner: st.tuples(
        _HEADERS,
        _ENDS,
        st.lists(inner, max_size=4).map(
            lambda parts: b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"
        ),
    ).map(_joined),
    max_leaves=8,
)


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=_TREE)
def test_no_structure_raises(config: Config, data: bytes) -> None:
    message = understand(read_bytes(RawMessage("1", data, RECEIVED), config), config)
    assert isinstance(message, Message)
    assert not any("could not be taken apart" in defect for defect in message.defects)
