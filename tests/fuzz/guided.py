"""One target under atheris: libFuzzer steers by what the bytes reach in us and in the parsers."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ace_mailbot.reading", "email", "pdfminer", "olefile"]):
    from tests.fuzz.catching import caught
    from tests.fuzz.targets import TARGETS, config


def main() -> None:
    name, seconds, corpus, found = sys.argv[1:]
    logging.disable()  # the parsers complain of every broken file
    config()  # read before the first input, so that none seems to reach it
    options = [
        f"-max_total_time={seconds}",
        "-timeout=20",
        "-rss_limit_mb=2500",
        "-max_len=60000",
        "-len_control=20",
        "-print_final_stats=1",
        "-verbosity=0",
        f"-artifact_prefix={found}/{name}-",
    ]
    target = caught(name, TARGETS[name][0], Path(found))
    atheris.Setup([sys.argv[0], *options, corpus], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
