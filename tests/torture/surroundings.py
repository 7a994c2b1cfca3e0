"""What goes on around the bot: staff in the mailbox, the clock, the disk, a restored server."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from imapclient import IMAPClient

from tests.torture.books import sha256
from tests.torture.ground import Ground

_VALIDITIES = iter(range(1_900_000_001, 1_999_999_999))


def staff_reads(ground: Ground, rng: random.Random) -> bool:
    """Somebody opens a mail, in the inbox or where it was put."""
    client = ground.staff.client
    client.select_folder(rng.choice(_looked_into(client)))
    if not (uids := client.search("ALL")):
        return False
    uid = rng.choice(uids)
    client.fetch([uid], ["BODY[]"])
    client.add_flags([uid], rb"\Seen")
    return True


def staff_moves(ground: Ground, rng: random.Random) -> bool:
    return _taken(ground, rng, "moved by staff")


def staff_deletes(ground: Ground, rng: random.Random) -> bool:
    return _taken(ground, rng, "deleted by staff")


def _taken(ground: Ground, rng: random.Random, how: str) -> bool:
    """Somebody takes a mail out of our folders; noted when it was really they who had it."""
    client = ground.staff.client
    client.select_folder(rng.choice(_looked_into(client)))
    if not (uids := client.search("ALL")):
        return False
    uid = rng.choice(uids)
    parts = client.fetch([uid], ["BODY.PEEK[]"]).get(uid)
    if parts is None:
        return False
    folder = "Staff" if how == "moved by staff" else "Bin"
    before = _count(client, folder)
    client.move([uid], folder)
    if _count(client, folder) == before:
        return False  # the bot was quicker
    ground.journal.note(how, sha256=sha256(parts[b"BODY[]"]))
    if folder == "Bin":
        client.select_folder("Bin")
        client.delete_messages(client.search("ALL"))
        client.expunge()
    return True


def _looked_into(client: IMAPClient) -> tuple[str, ...]:
    """The inbox, and where things are put once there was something to put."""
    return ("INBOX", "Processed") if client.folder_exists("Processed") else ("INBOX",)


def _count(client: IMAPClient, folder: str) -> int:
    return int(client.folder_status(folder, ["MESSAGES"])[b"MESSAGES"])


def uidvalidity(ground: Ground, rng: random.Random) -> bool:
    ground.renumber(next(_VALIDITIES))
    ground.journal.note("UIDVALIDITY changed")
    return True


def clock_steps(ground: Ground, rng: random.Random) -> bool:
    """Somebody sets the clock, by up to 50 minutes; never far from where the season is."""
    if not ground.clock.works:
        return False
    step = rng.choice((-1, 1)) * rng.randrange(30, 3000)
    offset = ground.clock.seconds - ground.season_at + step
    ground.clock.turn(ground.season_at + max(-7200, min(7200, offset)))
    return True


def disk_fills(ground: Ground, rng: random.Random) -> bool:
    if not ground.disk.mounted:
        return False
    ground.disk.fill()
    return True


SURROUNDINGS: Mapping[str, Callable[[Ground, random.Random], bool]] = {
    "staff read a message": staff_reads,
    "staff moved a message": staff_moves,
    "staff deleted a message": staff_deletes,
    "UIDVALIDITY changed": uidvalidity,
    "the clock was set": clock_steps,
    "the disk was full": disk_fills,
}
