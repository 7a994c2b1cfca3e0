"""`make bench-explain`: 10,000 messages through `explain`, and how much memory it holds on the way.

The messages are the rehearsal's and, where they are at hand, those of ../shared/corpora, each time
with other words and another Message-ID; every fiftieth brings the form, in one format or another.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from email.message import EmailMessage
from pathlib import Path

from ace_mailbot.config import load
from tests import made
from tests.bench.collections import CORPORA, samples
from tests.fuzz import seeds

ROOT = Path(__file__).parents[2]
MESSAGES = 10_000
LOOKS = (0.1, 0.5, 0.99)  # at these shares of the way the memory is read
_MAIL = ROOT / "ace_mailbot" / "rehearsal" / "mail"


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    with tempfile.TemporaryDirectory() as folder:
        files = _written(Path(folder), count)
        command = [sys.executable, "-m", "ace_mailbot", "explain", "--json", *files]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as child:
            held = _watched(child, count)
    print("After   explain   its reader of files   (megabytes resident)")
    for number, own, reader in held:
        print(f"{number:6,}   {own:7.1f}   {reader:19.1f}")
    first, *_, last = (own for _, own, _ in held)
    print(f"Grown from the first look to the last: {last - first:+.1f} MB")
    return child.returncode


def _watched(child: subprocess.Popen[bytes], count: int) -> list[tuple[int, float, float]]:
    """What the process and its keeper hold after so many lines of its output."""
    looks = {int(count * share) for share in LOOKS}
    held = []
    assert child.stdout is not None
    for number, _ in enumerate(child.stdout, 1):
        if number in looks:
            keepers = Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()
            held.append((number, _resident(child.pid), sum(_resident(int(k)) for k in keepers)))
    return held


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().split("\n") if status.exists() else []
    return sum(int(x.split()[1]) / 1024 for x in lines if x.startswith("VmRSS:"))


def _written(folder: Path, count: int) -> list[str]:
    chance = random.Random(20210705)
    plain = [p.read_bytes() for p in sorted(_MAIL.glob("*.eml"))]
    if CORPORA.is_dir():
        plain += [s.path.read_bytes() for s in samples()]
    brought = _with_forms()
    names = []
    for number in range(count):
        data = chance.choice(brought if number % 50 == 0 else plain)
        path = folder / f"{number}.eml"
        mark = f"X-Number: {number} {chance.random()}\r\n".encode()
        path.write_bytes(mark + data + f"\r\n{chance.random()}\r\n".encode())
        names.append(str(path))
    return names


def _with_forms() -> list[bytes]:
    config = load(ROOT / "config.toml", {})
    filled = seeds.filled(config)
    answers = seeds.answers(config)
    files = {
        "form.docx": filled["docx"],
        "form.odt": filled["odt"],
        "form.doc": (seeds.SAMPLES / "form.doc").read_bytes(),
        "form.pdf": made.pdf(["Reference: ACE-001"], answers),
        "form.zip": made.zipped({"form.docx": filled["docx"]}),
        "form.msg": made.msg("Form", "Attached.", {"form.docx": filled["docx"]}),
        "winmail.dat": made.winmail({"form.docx": filled["docx"]}),
        "photo.jpg": b"\xff\xd8\xff\xe0" + b"x" * 60_000,
    }
    return [_mail(name, data) for name, data in files.items()]


def _mail(name: str, data: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"] = "Kwame Mensah <kwame@ealingyoungcarers.example>"
    mail["To"] = "ace@funder.example"
    mail["Subject"] = "Our form"
    mail.set_content("Our form is attached.")
    mail.add_attachment(data, "application", "octet-stream", filename=name)
    return mail.as_bytes()


if __name__ == "__main__":
    sys.exit(main())
