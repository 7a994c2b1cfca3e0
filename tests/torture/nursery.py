"""Where the bots of a torture run are born: a process that has loaded the bot's modules already.

`python -m tests.torture.nursery` forks a bot for each line of JSON (its argv, its environment) that
it reads, says its pid, and when it has ended its exit code. A bot is a process like any other; only
its modules are loaded, so that a kill strikes its work and not its imports.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from tests.world import open_world

_LOADED = ("daemon", "engine", "logs", "steps", "mailboxes.imap", "cli")


def main() -> None:
    for name in _LOADED:
        import_module(f"ace_mailbot.{name}")
    _warm_up()
    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _be_a_bot(asked["argv"], asked["environment"], asked["log"])
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _warm_up() -> None:
    """Have somebody served elsewhere: much is loaded and compiled when it is first needed."""
    with tempfile.TemporaryDirectory() as folder, open_world(Path(folder)) as world:
        amara = world.applicant("amara")
        amara.expresses_interest()
        amara.returns_form()


def _be_a_bot(argv: list[str], environment: dict[str, str], log: str) -> None:
    from ace_mailbot import cli

    os.environ.update(environment)
    nothing, written = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_APPEND)
    for source, target in ((nothing, 0), (written, 1), (written, 2)):
        os.dup2(source, target)
    code = 1
    try:
        code = cli.main(argv)
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
