"""`make torture`: prints the seed, then the table. A run that fails keeps its folder."""

from __future__ import annotations

import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.servers.dovecot import program
from tests.torture.books import Books
from tests.torture.ground import Ground
from tests.torture.plot import Plot
from tests.torture.run import Run, Size


def main() -> int:
    if program() is None:
        print("Dovecot is not installed (apt-get install dovecot-imapd): nothing to torture.")
        return 1
    number = {name: int(os.environ.get(f"TORTURE_{name}", d)) for name, d in _DEFAULTS.items()}
    seed = int(os.environ.get("TORTURE_SEED", random.SystemRandom().randrange(10**6)))
    size = Size(number["KILLS"], number["FAULTS"], number["APPLICANTS"], seed)
    folder = Path(tempfile.mkdtemp(prefix="ace-torture-"))
    folder.chmod(0o755)
    print(f"seed {seed}; {folder}", flush=True)
    run, books = play(size, folder, lambda line: print(f"  {line}", flush=True))
    for line in table(run, books):
        print(line)
    if books.wrong:
        print(f"What doesn't balance (seed {seed}, all kept in {folder}):")
        for line in books.wrong:
            print(f"  - {line}")
        return 1
    shutil.rmtree(folder)
    return 0


def play(size: Size, folder: Path, tell: Callable[[str], None]) -> tuple[Run, Books]:
    ground = Ground(folder)
    run = Run(ground, size, tell)
    began = time.monotonic()
    try:
        books = Plot(run).play()
    finally:
        ground.close()
    run.tell(f"{(time.monotonic() - began) / 60:.0f} minutes")
    return run, books


def table(run: Run, books: Books) -> list[str]:
    """What was done, and what came of it."""
    states = Counter(letter["state"] for letter in books.letters)
    lines = [f"seed {run.size.seed}: {run.kills.total()} kills, {run.faults.total()} faults"]
    lines += _counted("kills", run.kills)
    lines += _counted("faults of the servers", run.faults)
    lines += _counted("meanwhile", run.around)
    lines += _counted("delivered", Counter(line["kind"] for line in books.noted("delivered")))
    lines += _counted("letters in the books", states)
    lines += _counted("what they are", Counter(x["obligation"] for x in books.letters))
    lines += [
        f"accepted by SMTP: {len(books.accepted)}",
        f"errors in the log: {dict(_errors(run.ground.folder / 'log')) or 'none'}",
        f"duplicates, each with the one loss that explains it: {len(books.duplicates)}",
    ]
    lines += [
        f"  {d.message_id} {d.obligation}, {_clock(d.first)} and {_clock(d.second)}: {d.loss}"
        for d in books.duplicates
    ]
    lines.append(f"what doesn't balance: {len(books.wrong)}")
    return lines


def _counted(what: str, counts: Counter[str]) -> list[str]:
    return [f"{what}: {counts.total()}", *(f"  {n:5} {name}" for name, n in sorted(counts.items()))]


def _errors(log: Path) -> Counter[str]:
    """What the bot itself called an error, by its name; a traceback would be one too."""
    found = re.findall(r"(?m)^\S+ (?:ERROR|CRITICAL) \S+ (\w+)|^(Traceback)", log.read_text())
    return Counter(event or traceback for event, traceback in found)


def _clock(at: float) -> str:
    return time.strftime("%H:%M:%S", time.gmtime(at))


_DEFAULTS = {"KILLS": "1000", "FAULTS": "200", "APPLICANTS": "500"}

if __name__ == "__main__":
    sys.exit(main())
