"""Pictures of letters as people see them: phone, desktop and dark mode. Needs Chromium on the path.

    .venv/bin/python -m tests.rendering.picture FOLDER

It takes pictures for a person to look at; `test_pictures` only sees that nothing runs off a phone.
"""

from __future__ import annotations

import email
import email.policy
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from ace_mailbot.config import load, shipped_folder
from ace_mailbot.writing import samples
from ace_mailbot.writing.writer import Writer

LETTERS = (
    "pack",
    "receipt",
    "digest",
    "outcome-accepted",
    "outcome-declined",
    "meeting-pack",
    "question-asked",
    "preview",
)
_SECRET = b"the same pictures each time"


@dataclass(frozen=True, slots=True)
class Look:
    """A screen, in CSS pixels, and whether it is dark."""

    name: str
    width: int
    height: int
    dark: bool = False


LOOKS = (Look("phone", 390, 2600), Look("desktop", 1000, 1800), Look("dark", 390, 2600, True))


def browser() -> str | None:
    """Where Chromium is, under any of its names; None where it isn't."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def pages(folder: Path) -> Iterator[Path]:
    """Write the HTML part of each of LETTERS into *folder*."""
    config = load(shipped_folder() / "config.toml", {})
    writer, state = Writer(config, _SECRET), samples.state(config)
    wanted = dict.fromkeys(LETTERS)
    for letter in samples.letters(config):
        if letter.template in wanted:
            del wanted[letter.template]
            outgoing = writer.compose(letter, state, config.programme.opens)
            page = folder / f"{letter.template}.html"
            page.write_text(_html(outgoing.mime))
            yield page


def take(page: Path, look: Look, chromium: str) -> Path:
    """A picture of *page* beside it, on the screen *look*."""
    picture = page.with_name(f"{page.stem}-{look.name}.png")
    options = [f"--screenshot={picture}", f"--window-size={look.width},{look.height}"]
    if look.dark:
        options.append("--blink-settings=preferredColorScheme=0")
    _run(chromium, page, [*options, "--hide-scrollbars"])
    return picture


def overflow(page: Path, look: Look, chromium: str) -> int:
    """By how many pixels *page* is wider than the screen *look*."""
    # Measured against the page's own visible width, which a scroll bar makes narrower.
    root = "document.documentElement"
    script = f"<script>document.title = {root}.scrollWidth - {root}.clientWidth</script>"
    # Chromium makes no window narrower than 500 pixels; a frame can be as narrow as a phone.
    framed = page.with_name(f"{page.stem}-measured.html")
    framed.write_text(page.read_text().replace("</body>", f"{script}</body>"))
    frame = page.with_name(f"{page.stem}-frame.html")
    frame.write_text(
        f'<iframe src="{framed.name}" width="{look.width}" height="900" frameborder="0"'
        " onload=\"document.title = 'over ' + this.contentDocument.title\"></iframe>"
    )
    dom = _run(chromium, frame, ["--dump-dom", "--allow-file-access-from-files"])
    found = re.search(r"<title>over (\d+)</title>", dom)
    if not found:
        raise ValueError(f"Chromium did not measure {page.name}: {dom[:200]}")
    return int(found[1])


def _run(chromium: str, page: Path, options: list[str]) -> str:
    profile = f"--user-data-dir={page.parent / 'profile'}"
    base = [chromium, "--headless", "--no-sandbox", "--disable-gpu", profile]
    done = subprocess.run(
        [*base, *options, page.as_uri()], check=True, timeout=120, capture_output=True, text=True
    )
    return done.stdout


def _html(mime: bytes) -> str:
    message = email.message_from_bytes(mime, policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        raise TypeError("the modern policy makes an EmailMessage")
    part = message.get_body(("html",))
    return str(part.get_content()) if part else ""


def main(folder: Path) -> None:
    chromium = browser()
    if chromium is None:
        sys.exit("Chromium is not on the path.")
    folder.mkdir(parents=True, exist_ok=True)
    for page in pages(folder):
        for look in LOOKS:
            print(take(page, look, chromium))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
