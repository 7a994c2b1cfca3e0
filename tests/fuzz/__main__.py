"""`make fuzz`: throws changed bytes at the parser and at each form reader, for a while.

With atheris (coverage-guided) where there is one for this Python, else with Hypothesis alone. What
raises is kept in `tests/fuzz/found`, once for each place; bring it to a test as a sample.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz import seeds
from tests.fuzz.targets import ROOT, TARGETS, config

FOUND = ROOT / "tests" / "fuzz" / "found"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0, help="in all")
    parser.add_argument("targets", nargs="*", default=list(TARGETS), help="of " + " ".join(TARGETS))
    args = parser.parse_args()
    guided = importlib.util.find_spec("atheris") is not None
    if not guided:
        print("There is no atheris for this Python, so Hypothesis makes the bytes: less is found.")
    FOUND.mkdir(exist_ok=True)
    before = set(FOUND.iterdir())
    shares = sum(TARGETS[name][1] for name in args.targets)
    for name in args.targets:
        _one(name, args.minutes * 60 * TARGETS[name][1] / shares, guided)
    found = sorted(set(FOUND.iterdir()) - before)
    print(f"{len(found)} places raised." if found else "Nothing raised.")
    for path in found:
        print(f"  {path.relative_to(ROOT)}")
    return 1 if found else 0


def _one(name: str, seconds: float, guided: bool) -> None:
    """Fuzz one target in a process of its own, begun anew whenever the fuzzer gives up."""
    module = "tests.fuzz.guided" if guided else "tests.fuzz.blind"
    ends = time.monotonic() + seconds
    print(f"{name}: {seconds:.0f} seconds", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder)
        seeds.write(name, corpus, config())
        while (left := ends - time.monotonic()) > 1:
            subprocess.run(
                [sys.executable, "-m", module, name, str(int(left)), str(corpus), str(FOUND)],
                cwd=ROOT,
                check=False,
            )


if __name__ == "__main__":
    sys.exit(main())
