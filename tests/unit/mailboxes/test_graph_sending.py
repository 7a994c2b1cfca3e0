"""Letters through Microsoft Graph: nothing sent twice, nothing lost, whatever breaks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from ace_mailbot.mailboxes.graph_client import Doubtful
from ace_mailbot.mailboxes.graph_sending import without_largest
from ace_mailbot.model import Later, Refused, Unreachable
from tests.unit.mailboxes.graph_world import TOKEN, World, graph_world, letter

SEND = "POST .*/sendMail"
MIB = 1024 * 1024


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with graph_world(tmp_path) as world:
        yield world


def random_bytes(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def files_of(mime: bytes) -> dict[str | None, object]:
    parsed = message_from_bytes(mime, policy=policy.default)
    return {part.get_filename(): part.get_content() for part in parsed.iter_attachments()}


def test_a_letter_leaves_byte_for_byte_and_the_answer_names_its_copy(world: World) -> None:
    answer = world.mailbox.send(letter())
    assert answer == f"accepted (202); in Sent as <ace-001.{TOKEN}@funder.example>"
    assert world.left == [letter().mime]
    assert world.mailbox.in_sent(letter())


@pytest.mark.parametrize("closes", ["before", "after"])
def test_a_connection_lost_while_sending_is_a_doubt_that_sent_settles(
    world: World, closes: str
) -> None:
    world.fails(SEND, closes=closes)
    with pytest.raises(Doubtful):
        world.mailbox.send(letter())
    assert world.server.count(SEND) == (closes == "after")
    assert world.left == [letter().mime] * (closes == "after")
    assert world.mailbox.in_sent(letter()) is (closes == "after")


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_that_breaks_over_a_letter_leaves_a_doubt(world: World, status: int) -> None:
    world.fails(SEND, status=status)
    with pytest.raises(Doubtful):
        world.mailbox.send(letter())
    assert world.server.count(SEND) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_short_wait_that_the_server_asks_for_is_waited(world: World, status: int) -> None:
    world.fails(SEND, status=status, headers={"Retry-After": "2"})
    world.mailbox.send(letter())
    assert world.waited == [2.0]
    assert world.left == [letter().mime]


def test_a_long_wait_sends_the_letter_back_and_nothing_is_asked_till_then(world: World) -> None:
    world.fails(SEND, status=429, headers={"Retry-After": "120"})
    with pytest.raises(Unreachable, match="wait 120 seconds"):
        world.mailbox.send(letter())
    asked = len(world.server.asked)
    world.seconds = 119
    with pytest.raises(Unreachable, match="asked us to wait"):
        world.mailbox.send(letter())
    with pytest.raises(Unreachable):
        world.mailbox.listing()
    assert len(world.server.asked) == asked
    assert world.waited == []
    world.seconds = 121
    world.mailbox.send(letter())
    assert world.left == [letter().mime]


def test_a_server_that_never_stops_asking_to_wait_is_out_of_reach(world: World) -> None:
    world.fails(SEND, status=429, headers={"Retry-After": "1"}, times=9)
    with pytest.raises(Unreachable, match="429 again and again"):
        world.mailbox.send(letter())
    assert world.waited == [1.0, 1.0, 1.0]
    assert world.left == []


def test_a_token_that_is_no_longer_taken_is_replaced_and_the_letter_sent_once(
    world: World,
) -> None:
    world.mailbox.held()
    world.fails(SEND, status=401)
    world.mailbox.send(letter())
    assert len(world.server.tokens) == 2
    assert world.left == [letter().mime]


def test_a_token_that_is_never_taken_is_no_fault_of_the_letter(world: World) -> None:
    world.fails(SEND, status=401, times=9)
    with pytest.raises(Unreachable, match="doesn't take our token"):
        world.mailbox.send(letter())


def test_a_missing_permission_keeps_letters_queued_and_says_what_to_do(world: World) -> None:
    world.fails(SEND, status=403, code="ErrorAccessDenied")
    with pytest.raises(Unreachable, match=r"ErrorAccessDenied.*Mail.Send.*RBAC") as caught:
        world.mailbox.send(letter())
    assert "docs/mailboxes.md" in str(caught.value)
    assert world.left == []


@pytest.mark.parametrize("status", [400, 413])
def test_a_letter_that_is_turned_down_is_refused(world: World, status: int) -> None:
    world.fails(SEND, status=status, code="ErrorInvalidRecipients")
    with pytest.raises(Refused, match="ErrorInvalidRecipients"):
        world.mailbox.send(letter())


def test_a_mailbox_that_has_sent_enough_for_now_keeps_its_letters_queued(world: World) -> None:
    world.fails(SEND, status=400, code="ErrorSubmissionQuotaExceeded")
    with pytest.raises(Unreachable, match="ErrorSubmissionQuotaExceeded"):
        world.mailbox.send(letter())


def test_a_draft_that_somebody_removed_puts_off_its_letter_alone(world: World) -> None:
    big = letter(TOKEN, random_bytes(2_600_000))
    world.fails("POST .*/send", status=404, code="ErrorItemNotFound")
    with pytest.raises(Later):
        world.mailbox.send(big)
    world.mailbox.send(big)
    assert len(world.left) == 1


def test_a_copy_that_cannot_be_looked_for_changes_nothing(world: World) -> None:
    world.fails("GET .*/sentitems/messages", status=500, times=9)
    assert world.mailbox.send(letter()) == "accepted (202); Sent could not be asked"


def test_a_rewritten_message_id_and_lost_headers_still_leave_the_copy_found(world: World) -> None:
    world.server.store.rewrites_message_ids = True
    world.server.store.drops = ("auto-submitted", "x-auto-response-suppress")
    answer = world.mailbox.send(letter())
    [left] = world.left
    assert b"Auto-Submitted" not in left
    assert letter().message_id.encode() not in left
    assert answer.startswith("accepted (202); in Sent as <AAkALgAA-")
    assert world.mailbox.in_sent(letter())
    assert not world.mailbox.in_sent(letter("zzzzzzzzzzzz"))


def test_a_copy_by_token_is_not_one_that_was_sent_before_the_letter_was_written(
    world: World,
) -> None:
    world.server.store.rewrites_message_ids = True
    world.server.store.now = world.server.store.now.replace(hour=8)
    world.mailbox.send(letter())
    assert not world.mailbox.in_sent(letter())


def test_a_letter_of_25_mb_goes_as_a_draft_with_its_files_uploaded(world: World) -> None:
    files = (random_bytes(17 * MIB), random_bytes(MIB, 2), random_bytes(100_000, 3))
    big = letter(TOKEN, *files)
    assert len(big.mime) > 25_000_000
    answer = world.mailbox.send(big)
    [left] = world.left
    assert answer.startswith("accepted (202), its 1 largest files uploaded; in Sent as <ace-001.")
    assert files_of(left) == {f"form {n}.docx": data for n, data in enumerate(files)}
    assert world.server.count("PUT /upload/0") == 6
    assert world.inside("drafts") == []
    assert world.mailbox.in_sent(big)


@pytest.mark.parametrize(
    "step",
    ["POST .*/messages", "POST .*/attachments", "POST .*/createUploadSession", "PUT /upload/0"],
)
@pytest.mark.parametrize("closes", ["before", "after"])
def test_a_large_letter_that_breaks_off_before_its_sending_goes_once_the_next_time(
    world: World, step: str, closes: str
) -> None:
    big = letter(TOKEN, random_bytes(2_600_000), random_bytes(2_400_000, 2))
    world.fails(step, closes=closes)
    with pytest.raises(Unreachable):
        world.mailbox.send(big)
    assert world.left == []
    world.mailbox.send(big)
    assert len(world.left) == 1
    assert len(files_of(world.left[0])) == 2
    assert world.inside("drafts") == []


def test_a_draft_that_could_not_be_removed_is_removed_the_next_time(world: World) -> None:
    big = letter(TOKEN, random_bytes(2_600_000))
    world.fails("PUT /upload/0", status=500)
    world.fails("DELETE .*", status=500)
    with pytest.raises(Unreachable):
        world.mailbox.send(big)
    assert len(world.inside("drafts")) == 1
    world.mailbox.send(big)
    assert (len(world.left), world.inside("drafts")) == (1, [])


@pytest.mark.parametrize("closes", ["before", "after"])
def test_a_large_letter_lost_while_being_sent_is_a_doubt(world: World, closes: str) -> None:
    big = letter(TOKEN, random_bytes(2_600_000))
    world.fails("POST .*/send", closes=closes)
    with pytest.raises(Doubtful):
        world.mailbox.send(big)
    assert len(world.left) == (closes == "after")
    assert world.mailbox.in_sent(big) is (closes == "after")


def test_an_upload_is_slowed_down_as_the_server_asks(world: World) -> None:
    world.fails("PUT /upload/0", status=429, headers={"Retry-After": "3"})
    world.mailbox.send(letter(TOKEN, random_bytes(2_600_000)))
    assert (world.waited, len(world.left)) == ([3.0], 1)


def test_only_as_many_files_are_taken_out_as_must_be_and_the_rest_keeps_its_bytes() -> None:
    small, large, middle = b"small" * 100, random_bytes(90_000), random_bytes(30_000, 2)
    whole = letter(TOKEN, small, large, middle).mime
    kept, files = without_largest(whole, 60_000)
    assert [(f.name, f.data) for f in files] == [("form 1.docx", large)]
    assert kept == letter(TOKEN, small, middle).mime.replace(b"form 1.docx", b"form 2.docx")
    kept, files = without_largest(whole, 0)
    assert [f.name for f in files] == ["form 0.docx", "form 1.docx", "form 2.docx"]
    text = message_from_bytes(kept, policy=policy.default).get_body(("plain",))
    assert text is not None
    assert text.get_content().startswith("Dear Amara,")


def test_a_letter_too_large_without_any_file_is_refused(world: World) -> None:
    mime = letter().mime.replace(b"Dear Amara", b"x" * 2_600_000)
    with pytest.raises(Refused, match="too large"):
        world.mailbox.send(replace(letter(), mime=mime))
