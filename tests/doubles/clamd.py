"""A virus scanner: clamd's INSTREAM and VERSION over TCP, as clamd(8) says. It finds EICAR's test file."""

import asyncio
import struct
from types import TracebackType

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class ClamdDouble:
    """`scanned`: the files that came, in so many `pieces`. `answer`: what it says of the next ones instead, or `None` to close without a word."""

    def __init__(self) -> None:
        self.scanned: list[bytes] = []
        self.answer: str | None = ""
        self.pieces = 0
        self.url = ""

    async def __aenter__(self) -> "ClamdDouble":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"tcp://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        command = await reader.readline()
        if command == b"nVERSION\n":
            said: str | None = "ClamAV 1.4.3/27800/Fri Nov 27 08:00:00 2026"
        else:
            assert command == b"nINSTREAM\n", command
            pieces = await _stream(reader)
            self.pieces += len(pieces)
            self.scanned.append(b"".join(pieces))
            found = "Eicar-Test-Signature FOUND" if EICAR in self.scanned[-1] else "OK"
            said = f"stream: {found}" if self.answer == "" else self.answer
        if said is not None:
            writer.write(f"{said}\n".encode())
            await writer.drain()
        writer.close()


async def _stream(reader: asyncio.StreamReader) -> list[bytes]:
    """Chunks with their length in front; one of length 0 ends them."""
    found: list[bytes] = []
    while True:
        (size,) = struct.unpack("!L", await reader.readexactly(4))
        if size == 0:
            return found
        found.append(await reader.readexactly(size))
