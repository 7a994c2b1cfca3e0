"""`python -m tests.bench [--quick] [ROW ...]`: measure, and print a table as it comes."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.bench import anchors, letters, standing, starting, taking_in
from tests.bench.ground import Ground
from tests.bench.table import Row, head, lines
from tests.servers import dovecot


def main() -> int:
    arguments = _parser().parse_args()
    if dovecot.program() is None:
        print("bench: Dovecot is not installed (Debian: dovecot-imapd)", file=sys.stderr)
        return 1
    print(_machine(), head(), sep="\n\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="ace-mailbot-bench-run-") as folder:
        ground = Ground(dovecot.dovecot(), Path(folder), arguments.cache)
        every = _rows(arguments.quick)
        for name in arguments.rows or every:
            for row in every[name](ground):
                print(lines([row]), flush=True)
    return 0


def _rows(quick: bool) -> dict[str, Callable[[Ground], Iterable[Row]]]:
    count = 500 if quick else 5000
    return {
        "taking-in": lambda ground: taking_in.rows(ground, count),
        "anchors": lambda ground: anchors.rows(ground, count),
        "packs": lambda ground: letters.pack_rows(ground, 20 if quick else 100),
        "way": lambda ground: letters.way_rows(ground, 5 if quick else 20),
        "polls": lambda ground: standing.poll_rows(ground, 100, 10_000 if quick else 100_000),
        "idle": lambda ground: standing.idle_rows(ground, 10 if quick else 60),
        "status": standing.status_rows,
        "large": standing.large_rows,
        "starting": lambda ground: starting.rows(ground, 2_000 if quick else 100_000),
    }


def _machine() -> str:
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"load {os.getloadavg()[0]:.1f} before"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    names = list(_rows(quick=True))
    parser.add_argument(
        "rows",
        nargs="*",
        choices=[*names, []],  # argparse looks for the empty default among them
        metavar="ROW",
        help=f"all of them when none is named: {', '.join(names)}",
    )
    parser.add_argument("--quick", action="store_true", help="a tenth of everything, in a minute")
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "ace-mailbot-bench",
        help="where the mail is kept for the next run",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
