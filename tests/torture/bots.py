"""The bot as the torture run holds it: one process after another, from the nursery."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_GIVEN_UP_SECONDS = 30


class Bots:
    """One bot at a time, its folder *folder* and its words in `log` there."""

    def __init__(self, folder: Path, root: Path, environment: Mapping[str, str]) -> None:
        self._log = folder / "log"
        self._log.touch()
        path = os.pathsep.join((str(root), os.environ.get("PYTHONPATH", "")))
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.nursery"],
            cwd=folder,
            env={**os.environ, **environment, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._handle = -1  # a pidfd: a number that died may be another's by now
        self._code: int | None = 0

    def start(self, argv: Sequence[str], environment: Mapping[str, str]) -> None:
        assert self._nursery.stdin
        asked = {"argv": argv, "environment": environment, "log": str(self._log)}
        self._nursery.stdin.write(json.dumps(asked).encode() + b"\n")
        self._nursery.stdin.flush()
        self._code = None
        self._handle = os.pidfd_open(int(self._line()))

    def wait(self, seconds: float) -> int | None:
        """The exit code, as subprocess has it; None if the bot lives on for *seconds*."""
        if self._code is None and select.select([self._handle], [], [], max(0, seconds))[0]:
            self._code = int(self._line())
            os.close(self._handle)
        return self._code

    def signal(self, number: signal.Signals) -> None:
        """From any thread; to one that is dead already it says nothing."""
        try:
            signal.pidfd_send_signal(self._handle, number)
        except OSError:
            return

    def end(self) -> int:
        """SIGKILL, if it still lives. Returns its exit code."""
        self.signal(signal.SIGKILL)
        code = self.wait(_GIVEN_UP_SECONDS)
        assert code is not None, "a bot outlived SIGKILL"
        return code

    def close(self) -> None:
        self.end()
        assert self._nursery.stdin
        self._nursery.stdin.close()
        self._nursery.wait()

    def _line(self) -> bytes:
        assert self._nursery.stdout
        return self._nursery.stdout.readline()
