"""How long a mail takes to read: `python -m tests.bench.reading_speed`.

Each kind is read in many different versions, so that nothing remembered of one helps the next.
Processor time of the fastest of several rounds is printed: what else the machine does stays out.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from ace_mailbot import reading
from ace_mailbot.config import Config, load
from ace_mailbot.model import RawMessage

ROOT = Path(__file__).parents[2]
ROUNDS, VERSIONS = 5, 40
RECEIVED = datetime(2021, 7, 6, 8, tzinfo=UTC)
REMARKS = [
    "Thank you so much for the pack, it arrived this morning and it looks very clear.",
    "We will talk about it in the team on Thursday, when Ruth is back from her leave.",
    "The meeting at the library went well; about forty came and most of them stayed for tea.",
    "I enjoyed the session last week and met several people whom I had only known by email before.",
    "It was good to hear how the other boroughs get on with their neighbours.",
    "Our chair sends her best wishes to all of you and says that she will ring next week.",
    "The room was rather warm, but nobody minded once the windows were open.",
    "Two of the volunteers have moved to Leeds, so the rota will change a little from September.",
    "I have passed your kind note on to everyone at the surgery, and they were touched by it.",
    "The weather has been dreadful here and the garden group stayed indoors for most of the month.",
    "My colleague in the finance office says hello and remembers you from the conference.",
    "No need to reply to this, I only wanted to say how helpful your team has been.",
]
HEAD = (
    "Return-Path: <pat@agency.example>\r\n"
    "Received: from mail.agency.example by mx.funder.example; Tue, 06 Jul 2021 09:12:00 +0100\r\n"
    "From: Pat Green <pat@agency.example>\r\nTo: ACE programme team <ace@funder.example>\r\n"
    "Subject: {subject}\r\nMessage-ID: <{number}@agency.example>\r\n"
    "Date: Tue, 06 Jul 2021 09:12:00 +0100\r\nMIME-Version: 1.0\r\n"
)
PLAIN = "Content-Type: text/plain; charset=utf-8\r\n\r\n"
RICH = "Content-Type: text/html; charset=utf-8\r\n\r\n"
LETTER = (
    "Dear Pat,\nYour pack is attached. Please return the form by 20 August 2021.\n"
    "If you have a question, reply to this email.\n\nACE programme team\nACE-003/k7m2-p9qd-4xab\n"
)
STYLE = "margin:0cm;font-size:11.0pt;font-family:Calibri,sans-serif"


def prose(chance: random.Random, size: int) -> str:
    """Paragraphs of remarks, hard-wrapped, about *size* letters long, with a word never seen."""
    lines: list[str] = []
    while sum(map(len, lines)) < size:
        words = " ".join(chance.sample(REMARKS, 4)).split()
        words.insert(5, f"{chance.choice(words)}{chance.randrange(10_000)}")
        line = ""
        for word in words:
            if len(line) + len(word) > 71:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines += [line, ""]
    return "\n".join(("Dear team,", "", *lines, "Best wishes", "Pat Green", "Elm Tree Centre"))


def plain(chance: random.Random, number: int) -> str:
    return HEAD.format(subject="Thanks", number=number) + PLAIN + prose(chance, 3300)


def outlook(chance: random.Random, number: int) -> str:
    paragraphs = prose(chance, 4200).split("\n")
    shown = "".join(
        f'<p class="MsoNormal" style="{STYLE}"><span lang="EN-GB" style="color:#1F497D">'
        f"{line or '<o:p>&nbsp;</o:p>'}</span></p>\r\n"
        for line in paragraphs
    )
    style = f"<style><!-- p.MsoNormal {{{STYLE}}} --></style>"
    html = f"<html><head>{style}</head><body><div>{shown}</div></body></html>"
    return HEAD.format(subject="RE: Thanks", number=number) + RICH + html


def reply(chance: random.Random, number: int) -> str:
    quoted = "\n".join(f"> {line}" for line in (LETTER * 6 + prose(chance, 800)).split("\n"))
    text = f"{prose(chance, 1500)}\n\nOn Tue, 6 Jul 2021 at 09:12, ACE <ace@funder.example> wrote:"
    return HEAD.format(subject="Re: [ACE-003] Your pack", number=number) + (
        f"In-Reply-To: <ace-003.k7m2p9qd4xab@funder.example>\r\n{PLAIN}{text}\n\n{quoted}\n"
    )


def bounce(chance: random.Random, number: int) -> str:
    failed = f"pat{chance.randrange(10_000)}@agency.example"
    return (
        f"From: Mail Delivery System <MAILER-DAEMON@agency.example>\r\nTo: ace@funder.example\r\n"
        f"Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <{number}@agency.example>\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        f"--b\r\n\r\nYour message could not be delivered.\r\n\r\n<{failed}>: unknown user\r\n"
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; agency.example"
        f"\r\n\r\nFinal-Recipient: rfc822; {failed}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\n"
        f"Message-ID: <ace-003.k7m2p9qd4xab@funder.example>\r\nTo: {failed}\r\n\r\n{LETTER * 6}"
        "--b--\r\n"
    )


def milliseconds(config: Config, make: Callable[[random.Random, int], str]) -> tuple[float, int]:
    """Processor time a message, and the messages' mean size in bytes."""
    chance = random.Random(2021)
    best, size = float("inf"), 0
    for turn in range(ROUNDS):
        texts = (make(chance, turn * VERSIONS + n) for n in range(VERSIONS))
        mails = [RawMessage("1", text.replace("\r\n", "\n").encode(), RECEIVED) for text in texts]
        started = time.process_time()
        for mail in mails:
            reading.understand(reading.read(mail, config), config)
        best = min(best, (time.process_time() - started) / VERSIONS)
        size = sum(len(mail.data) for mail in mails) // VERSIONS
    return best * 1000, size


# Texts that make a careless pattern look again and again; 60 kB of each.
HOSTILE = {
    "capitals": "Royal South New King Church Lee Mile East West ",
    "one word": "A",
    "rulers": "-- \nPat Green\n",
    "openings": "On 5 July 2021 Pat Green wrote:\n",
    "headers": "From: a\nSent: b\nTo: c\nSubject: d\n",
    "questions": "A1 title\nB1 name\nC1 x\n",
    "scores": "C1: 2 - x\nC2: 3\n",
    "lines": "a\n",
    "dashes": "-",
}
HOSTILE_BYTES = 60_000


def hostile(config: Config, piece: str) -> float:
    """Processor time, in ms, for one mail that is full of *piece*."""
    text = (piece * (HOSTILE_BYTES // len(piece) + 1))[:HOSTILE_BYTES]
    data = (HEAD.format(subject="Expression of interest", number=1) + PLAIN + text).encode()
    started = time.process_time()
    reading.understand(reading.read(RawMessage("1", data, RECEIVED), config), config)
    return (time.process_time() - started) * 1000


def main() -> None:
    config = load(ROOT / "config.toml", {})
    for make in (plain, outlook, reply, bounce):
        spent, size = milliseconds(config, make)
        print(f"{make.__name__:8} {size:6} bytes  {spent:7.3f} ms a message")
    for name, piece in HOSTILE.items():
        spent = hostile(config, piece)
        print(f"hostile: {name:10} {HOSTILE_BYTES:6} bytes  {spent:7.0f} ms a message")


if __name__ == "__main__":
    main()
