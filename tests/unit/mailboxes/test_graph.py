"""Reading the inbox through Microsoft Graph: no message lost, whatever the server forgets."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from ace_mailbot.config.shapes import Graph, Secret
from ace_mailbot.mailboxes.graph import GraphMailbox
from ace_mailbot.mailboxes.graph_client import GraphClient, Rejected
from ace_mailbot.model import Unreachable
from tests.contract.servers.graph import config_for
from tests.servers.graph import SECRET, TENANT, GraphServer
from tests.servers.graph_http import serving
from tests.unit.mailboxes.graph_world import AT, World, graph_world, letter

DELTA = "GET .*/messages/delta"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with graph_world(tmp_path) as world:
        yield world


def uids(world: World, *, whole: bool = False) -> list[str]:
    listed = world.mailbox.listing() if whole else world.mailbox.news()
    return [m.uid for m in listed]


def test_a_list_that_comes_in_pages_is_read_to_its_end(world: World) -> None:
    world.server.page_size = 2
    delivered = world.delivers("one", "two", "three", "four", "five")
    assert uids(world) == delivered
    assert world.server.count(DELTA) == 3
    more = world.delivers("six", "seven", "eight")
    assert uids(world) == more
    assert sorted(uids(world, whole=True)) == sorted(delivered + more)


def test_a_poll_that_finds_nothing_asks_two_questions(world: World) -> None:
    world.delivers("one", "two")
    world.mailbox.listing()
    before = len(world.server.asked)
    for uid in uids(world, whole=False):
        world.mailbox.fetch(uid)
    assert [line.rpartition("/")[2] for line in world.server.asked[before:]] == ["delta", "inbox"]


def test_news_is_told_again_until_it_is_fetched(world: World) -> None:
    world.mailbox.listing()
    delivered = world.delivers("one", "two")
    assert uids(world) == delivered
    world.fails(".*value", status=500)
    with pytest.raises(Unreachable):
        world.mailbox.fetch(delivered[0])
    assert uids(world) == delivered
    world.mailbox.fetch(delivered[0])
    assert uids(world) == delivered[1:]


def test_news_that_breaks_off_between_its_pages_is_told_whole_the_next_time(world: World) -> None:
    world.mailbox.listing()
    world.server.page_size = 1
    delivered = world.delivers("one", "two", "three")
    world.fails(DELTA, status=500, spares=1)
    with pytest.raises(Unreachable):
        world.mailbox.news()
    assert uids(world) == delivered


@pytest.mark.parametrize("status", [410, 404, 400])
def test_a_server_that_forgot_where_we_were_is_asked_for_everything(
    world: World, status: int
) -> None:
    old = world.delivers("one")
    world.mailbox.listing()
    new = world.delivers("two")
    world.fails(DELTA, status=status, code="SyncStateNotFound")
    assert set(uids(world)) == {*old, *new}
    assert uids(world) == []


def test_a_message_moved_out_and_back_which_is_never_told_as_news_is_found(world: World) -> None:
    [uid] = world.delivers("one")
    world.mailbox.listing()
    world.mailbox.fetch(uid)
    store = world.server.store
    store.move(store.messages[uid], "AQMk-deleteditems=", lasting=True)
    assert uids(world) == []
    store.move(store.messages[uid], "AQMk-inbox=", lasting=True)
    assert uids(world) == [uid]


def test_what_the_inbox_counts_but_never_lists_costs_one_look_not_one_a_poll(
    world: World,
) -> None:
    world.delivers("one")
    world.server.uncounted = 3
    world.mailbox.listing()
    before = world.server.count(DELTA)
    assert (uids(world), uids(world)) == ([], [])
    assert world.server.count(DELTA) == before + 2


def test_a_list_without_an_end_is_not_believed(world: World) -> None:
    world.server.forgets_links = True
    with pytest.raises(Unreachable, match="broke off"):
        world.mailbox.listing()


def test_a_message_that_staff_put_elsewhere_is_neither_fetched_nor_moved(world: World) -> None:
    [uid] = world.delivers("one")
    world.mailbox.listing()
    store = world.server.store
    elsewhere = store.make_folder("Staff only")
    store.move(store.messages[uid], elsewhere, lasting=True)
    assert world.mailbox.fetch(uid) is None
    world.mailbox.move([uid], "Processed")
    assert world.inside("Staff only") == [b"one"]


def test_ids_that_do_not_last_do_as_well(world: World) -> None:
    world.server.lasting_ids = False
    [uid] = world.delivers("one")
    world.mailbox.listing()
    for _ in range(2):
        world.mailbox.move([uid], "Processed")
    assert world.mailbox.fetch(uid) is None
    assert world.inside("Processed") == [b"one"]
    assert world.mailbox.held() == 1


def test_moves_go_twenty_at_a_time(world: World) -> None:
    delivered = world.delivers(*(f"message {n}" for n in range(45)))
    world.mailbox.listing()
    world.mailbox.move(delivered, "Processed")
    assert len(world.inside("Processed")) == 45
    assert world.server.count(r"POST /v1.0/\$batch") == 6
    assert uids(world) == []


def test_moves_that_are_put_off_within_a_batch_are_made_after_the_wait(world: World) -> None:
    delivered = world.delivers("one", "two", "three")
    world.mailbox.listing()
    world.fails("POST .*/move", status=429, headers={"Retry-After": "4"}, times=2)
    world.mailbox.move(delivered, "Parked")
    assert world.waited == [4.0]
    assert sorted(world.inside("Parked")) == [b"one", b"three", b"two"]


def test_moves_that_never_succeed_are_told_and_can_be_made_later(world: World) -> None:
    delivered = world.delivers("one", "two")
    world.mailbox.listing()
    world.fails("POST .*/move", status=500, times=6)
    with pytest.raises(Unreachable, match="doesn't move 2 messages to Processed"):
        world.mailbox.move(delivered, "Processed")
    world.mailbox.move(delivered, "Processed")
    assert sorted(world.inside("Processed")) == [b"one", b"two"]


def test_a_folder_that_staff_deleted_is_made_anew(world: World) -> None:
    one, two = world.delivers("one", "two")
    world.mailbox.listing()
    world.mailbox.move([one], "Processed")
    folder = world.server.store.named("Processed")
    assert folder
    del world.server.store.folders[folder]
    world.mailbox.move([two], "Processed")
    assert world.inside("Processed") == [b"two"]


def test_a_folder_inside_the_inbox_is_used_where_staff_put_it(world: World) -> None:
    [uid] = world.delivers("one")
    inbox = world.server.store.folder_id("inbox")
    assert inbox
    made = world.server.store.make_folder("Processed", inbox)
    world.mailbox.listing()
    world.mailbox.move([uid], "Processed")
    assert [m.mime for m in world.server.store.inside(made)] == [b"one"]


def test_a_connection_that_died_meanwhile_is_no_trouble_to_reading(world: World) -> None:
    world.delivers("one")
    world.fails("GET .*", closes="after")
    assert len(world.mailbox.listing()) == 1


@pytest.mark.parametrize("size", [30, 3_000_000])
def test_a_message_that_breaks_off_is_not_taken_for_a_whole_one(world: World, size: int) -> None:
    [uid] = world.delivers("Subject: long\r\n\r\n" + "x" * size)
    world.mailbox.listing()
    world.fails(".*value", closes="amid")
    with pytest.raises(Unreachable):
        world.mailbox.fetch(uid)
    raw = world.mailbox.fetch(uid)
    assert raw is not None
    assert len(raw.data) == size + 17


def test_a_list_that_breaks_off_amid_a_page_is_not_taken_for_a_whole_one(world: World) -> None:
    delivered = world.delivers("one", "two", "three")
    world.fails(DELTA, closes="amid")
    with pytest.raises(Unreachable):
        world.mailbox.listing()
    assert uids(world) == delivered


def test_one_token_does_for_all_while_it_lasts(world: World) -> None:
    for _ in range(3):
        world.mailbox.listing()
    assert len(world.server.tokens) == 1


def test_a_token_is_renewed_in_the_five_minutes_before_it_ends(world: World) -> None:
    world.server.token_seconds = 299
    world.mailbox.held()
    world.mailbox.held()
    assert len(world.server.tokens) > 2


def test_a_wrong_secret_is_told_in_microsofts_words_and_never_shown(tmp_path: Path) -> None:
    server = GraphServer()
    with serving(server, tmp_path) as (certificate, _):
        config = config_for(server, certificate)
        assert config.mailbox.graph
        graph = replace(config.mailbox.graph, client_secret=Secret("$X", "not-the-secret"))
        mailbox = GraphMailbox(replace(config, mailbox=replace(config.mailbox, graph=graph)))
        with pytest.raises(Unreachable) as caught:
            mailbox.listing()
        mailbox.close()
    assert str(caught.value).endswith(
        "refuses the app: AADSTS7000215: Invalid client secret provided."
    )


@pytest.mark.parametrize(
    ("request_", "status", "words"),
    [
        ("GET .*/openid-configuration", 500, "can't be reached"),
        ("GET .*/openid-configuration", 404, "no place to sign in; check tenant and authority"),
        ("POST .*/token", 503, "can't be reached"),
    ],
)
def test_a_sign_in_that_fails_is_told_plainly(
    world: World, request_: str, status: int, words: str
) -> None:
    world.fails(request_, status=status)
    with pytest.raises(Unreachable, match=words):
        world.mailbox.listing()


def test_a_letter_waits_where_the_sign_in_is_away(world: World) -> None:
    world.fails("POST .*/token", closes="before", times=9)
    with pytest.raises(Unreachable, match="can't be reached"):
        world.mailbox.send(letter())
    assert world.left == []


def test_a_mailbox_that_is_not_there_is_named_as_the_reason(tmp_path: Path) -> None:
    server = GraphServer()
    with serving(server, tmp_path) as (certificate, _):
        config = config_for(server, certificate)
        wrong = replace(config.mailbox, address="nobody@funder.example")
        mailbox = GraphMailbox(replace(config, mailbox=wrong))
        with pytest.raises(Unreachable, match=r"no such mailbox.*mailbox\.address"):
            mailbox.listing()
        mailbox.close()


def test_the_token_goes_to_no_other_server(world: World) -> None:
    world.server.links_to = "https://elsewhere.example"
    world.server.page_size = 1
    world.delivers("one", "two")
    with pytest.raises(Unreachable, match=r"points to elsewhere\.example"):
        world.mailbox.listing()


def test_each_cloud_signs_in_at_its_own_place() -> None:
    def signs_in_at(base_url: str, authority: str = "") -> str:
        graph = Graph("t", "c", Secret("", "s"), base_url, authority)
        client = GraphClient(graph, wait=lambda _: None, clock=lambda: 0.0)
        return client.sign_in_at

    assert signs_in_at("") == "https://login.microsoftonline.com/t"
    assert signs_in_at("https://graph.microsoft.us/v1.0") == "https://login.microsoftonline.us/t"
    assert signs_in_at("https://x.example/v1.0", "https://y.example/") == "https://y.example/t"


def test_neither_token_nor_secret_nor_mail_is_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    [uid] = world.delivers("Subject: private matter")
    world.mailbox.listing()
    world.mailbox.fetch(uid)
    world.mailbox.send(letter())
    assert "sendMail" in caplog.text  # the libraries do log
    for private in (world.server.tokens[0], SECRET, "private matter", "Dear Amara"):
        assert private not in caplog.text


def test_check_learns_what_there_is_to_know(world: World) -> None:
    world.delivers("one")
    world.mailbox.send(letter())
    lines = list(world.mailbox.describe())
    clock = next(line for line in lines if line.startswith("the server's clock: "))
    assert lines == [
        f"Microsoft 365: signed in at {world.server.base}/{TENANT}",
        "token: lasts 60 more minutes and is renewed by itself",
        "ace@funder.example: the inbox holds 1",
        "Processed: made when first needed",
        "Parked: made when first needed",
        "Sent Items: holds 1; each letter's copy is put there",
        clock,
        "no push: the inbox is asked every 30 seconds",
        "note: an app is told neither when its client secret ends nor whether it may send",
    ]
    assert clock.endswith("GMT")
    assert world.server.store.named("Processed") is None


def test_check_warns_of_an_app_that_may_read_the_whole_tenant(world: World) -> None:
    world.server.roles = ("Mail.ReadWrite", "Mail.Send", "User.Read.All")
    warnings = [line for line in world.mailbox.describe() if line.startswith("warning")]
    assert warnings == [
        "warning: the app holds Mail.ReadWrite, Mail.Send for every mailbox of the tenant, "
        "unless an application access policy narrows it; see docs/mailboxes.md"
    ]


def test_watching_ends_at_once_for_the_poll_does_the_work(world: World) -> None:
    woken: list[bool] = []
    world.mailbox.watch(lambda: woken.append(True), Event())
    assert woken == []


def test_rejected_is_out_of_reach_to_whoever_does_not_know_better() -> None:
    assert issubclass(Rejected, Unreachable)


def test_neither_msal_nor_requests_is_imported_before_the_mailbox_is_used() -> None:
    code = (
        "import sys; from ace_mailbot.mailboxes import BACKENDS; assert 'graph' in BACKENDS; "
        "print(sorted({'msal', 'requests'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_receipt_time_and_size_are_the_servers(world: World) -> None:
    [uid] = world.delivers("Date: Mon, 1 Jan 1990 00:00:00 +0000\r\n\r\nlong ago")
    [listed] = world.mailbox.listing()
    assert (listed.uid, listed.size, listed.received_at) == (uid, 48, AT)
