"""An SMTP server as a process of its own: what it accepts is on disk before it says so.

`python -m tests.torture.sink FOLDER PORT` listens in the clear. Each letter is a file of FOLDER,
numbered as they came: one line of JSON (when, to whom), then the bytes. An answer other than yes is
asked for by a file `answer/STAGE`, which holds it and is used up by it.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers.smtp_sink import SmtpSink


class DurableSink(SmtpSink):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._count = 0
        (folder / "answer").mkdir(parents=True, exist_ok=True)

    def _answer(self, stage: str) -> str | None:
        file = self._folder / "answer" / stage.partition(" ")[0]
        try:
            said = file.read_text()
            file.unlink()
        except FileNotFoundError:
            return None
        return said

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if reply := self._answer("DATA"):
            return reply
        assert isinstance(envelope.content, bytes)
        self._count += 1
        head = {"at": time.time(), "to": sorted(a or "" for a in envelope.rcpt_tos)}
        self._write(f"{self._count:06d}", json.dumps(head).encode() + b"\n" + envelope.content)
        return f"250 2.0.0 Ok: queued as {self._count}"

    def _write(self, name: str, data: bytes) -> None:
        unfinished = self._folder / f"{name}.unfinished"
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(self._folder / f"{name}.eml")


async def _serve(folder: Path, port: int) -> None:
    sink = DurableSink(folder)

    def factory() -> SMTP:
        return SMTP(sink, hostname="127.0.0.1", data_size_limit=2**26, enable_SMTPUTF8=True)

    server = await asyncio.get_running_loop().create_server(factory, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2])))
