"""A TCP proxy that breaks connections where a test wants them broken.

It stands before any server on loopback, runs in a thread of its own, and knows no protocol: a fault
strikes where some bytes are seen on their way.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

Side = Literal["client", "server"]
_HOST = "127.0.0.1"


@dataclass(frozen=True)
class Fault:
    """Strikes once, when *side* says *words*; *passing* bytes from there on still get through.

    "cut" resets the connection, "stall" leaves it open and passes nothing more either way.
    *then* is called first, in the proxy's own thread.
    """

    side: Side
    words: bytes
    passing: int = 0
    do: Literal["cut", "stall"] = "cut"
    then: Callable[[], None] = lambda: None


class Proxy:
    """Connections to `port` lead to the server, for as long as it is open."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._links: set[_Link] = set()
        self._listener: asyncio.Server | None = None
        self._faults: list[Fault] = []
        self.port = 0
        self.connections = 0  # made so far

    def plan(self, fault: Fault) -> None:
        """Let *fault* strike at the next occasion."""
        self._faults.append(fault)

    @property
    def struck(self) -> bool:
        """Whether every fault planned has struck."""
        return not self._faults

    def forget(self) -> None:
        """Plan nothing any more."""
        self._faults.clear()

    def cut(self) -> None:
        """Reset every connection; new ones are welcome."""
        self._run(self._cut())

    def shut(self) -> None:
        """Reset every connection and let none in."""
        self._run(self._shut())

    def open(self) -> None:
        """Listen, on the port of the first time."""
        self._run(self._open())

    def start(self) -> None:
        self._thread.start()
        self.open()

    def stop(self) -> None:
        self.shut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def take(self, side: Side, seen: bytes) -> tuple[Fault, int] | None:
        """The fault that strikes in *seen*, and where; it is used up by that."""
        for fault in self._faults:
            if fault.side == side and (place := seen.find(fault.words)) >= 0:
                self._faults.remove(fault)
                return fault, place
        return None

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _open(self) -> None:
        self._listener = await asyncio.start_server(self._connected, _HOST, self.port)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def _cut(self) -> None:
        for link in list(self._links):
            link.cut()
        await asyncio.sleep(0)

    async def _shut(self) -> None:
        if self._listener:
            self._listener.close()
            self._listener = None
        await self._cut()

    async def _connected(
        self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter
    ) -> None:
        self.connections += 1
        try:
            server, to_server = await asyncio.open_connection(_HOST, self._server_port)
        except OSError:
            to_client.transport.abort()
            return
        link = _Link(self, to_client, to_server)
        self._links.add(link)
        await asyncio.gather(
            link.pump("client", client, to_server), link.pump("server", server, to_client)
        )
        self._links.discard(link)


class _Link:
    """One connection through the proxy."""

    def __init__(
        self, proxy: Proxy, to_client: asyncio.StreamWriter, to_server: asyncio.StreamWriter
    ) -> None:
        self._proxy = proxy
        self._writers = (to_client, to_server)
        self._stalled = False

    def cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def pump(
        self, side: Side, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        tail = b""  # words may come in two halves
        try:
            while data := await reader.read(65536):
                if found := self._proxy.take(side, tail + data):
                    fault, place = found
                    await self._strike(fault, data, place - len(tail), reader, writer)
                    return
                tail = (tail + data)[-64:]
                if not self._stalled:
                    writer.write(data)
                    await writer.drain()
            writer.write_eof()
        except OSError:
            self.cut()

    async def _strike(
        self,
        fault: Fault,
        data: bytes,
        place: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        """Pass what is to get through, then break the connection."""
        passes = max(0, place + fault.passing)
        while len(data) < passes and (more := await reader.read(65536)):
            data += more
        writer.write(data[:passes])
        await writer.drain()
        fault.then()
        if fault.do == "cut":
            # What was written must get there before the reset does.
            await asyncio.sleep(0.02)
            self.cut()
            return
        self._stalled = True
        while await reader.read(65536):
            continue


@contextmanager
def proxy_before(server_port: int) -> Iterator[Proxy]:
    proxy = Proxy(server_port)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
