"""What no person would send: parked with its reason, and the next message is handled at once."""

from __future__ import annotations

import pytest

from tests.scenarios.texts import FALLS_IN_BRENT
from tests.world import World

_HEAD = (
    b"From: Pat Green <pat@agency.example>\r\nTo: ace@funder.example\r\n"
    b"Message-ID: <a@b.example>\r\n"
)
_BOUNDARY = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"


def _mail(head: bytes = b"", body: bytes = b"Hello\r\n") -> bytes:
    return _HEAD + head + b"Subject: Hello\r\n\r\n" + body


BAD = {
    "nothing at all": b"",
    "bytes that are no mail": bytes(range(256)) * 20,
    "an empty message": _mail(body=b"\r\n"),
    "40 MB": _mail(body=b"x" * 76 + b"\r\n") + (b"y" * 76 + b"\r\n") * 540_000,
    "a thousand recipients": _mail(
        b"Cc: " + b",\r\n ".join(b"p%d@list.example" % n for n in range(1000)) + b"\r\n"
    ),
    "a header of a megabyte": _mail(b"X-Long: " + b"z" * 1_000_000 + b"\r\n"),
    "parts within parts": _mail(b"".join(_BOUNDARY % (n, n) for n in range(300))),
    "no sender": b"To: ace@funder.example\r\nSubject: Hello\r\n\r\nHello there, what is this?\r\n",
}


@pytest.mark.parametrize("what", BAD)
def test_it_is_parked_with_a_reason_and_the_next_message_is_handled(
    world: World, what: str
) -> None:
    world.at("2021-07-12 10:00", awake=False)
    world.arrives(BAD[what])
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    world.at("2021-07-12 10:05")
    amara.receives("pack")
    [parked] = world.state.parked.values()
    assert parked.reason.endswith(".")
    world.digest("2021-07-13 08:00", mentioning=parked.id)
    letters = world.person("Pat Green <pat@agency.example>").unread
    assert {x.obligation for x in letters} <= {"unreadable", "unclear"}
    assert len(letters) <= 1
