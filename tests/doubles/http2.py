"""A connection of the doubles that speaks HTTP/2 (h2)."""

import asyncio
from typing import Any, Protocol

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import ConnectionTerminated, DataReceived, Event, RequestReceived, StreamEnded, StreamReset

from tests.doubles.messages import Answer, Request, Reset

MOST_STREAMS = 100
"""At once, on one connection: what h2 and most servers allow, and what clients assume before they are told."""


class Double(Protocol):
    """What a connection wants of its double."""

    def came(self, connection: Any) -> None: ...
    def went(self, connection: Any) -> None: ...
    async def handle(self, request: Request) -> Answer: ...


class Http2Connection(asyncio.Protocol):
    """One client's connection. `streams` holds the requests that wait for their answer."""

    def __init__(self, double: Double) -> None:
        self._double = double
        self.h2 = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self._requests: dict[int, Request] = {}
        self.streams: dict[int, asyncio.Task[None]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._double.came(self)
        self.h2.initiate_connection()
        self._flush()

    def connection_lost(self, exc: Exception | None) -> None:
        for task in self.streams.values():
            task.cancel()
        self._double.went(self)

    def data_received(self, data: bytes) -> None:
        for event in self.h2.receive_data(data):
            self._on(event)
        self._flush()

    def end(self) -> None:
        self._transport.abort()

    def leave(self, last: int) -> None:
        """Says that nothing after the stream `last` was read (GOAWAY), and forgets what came after it."""
        body = last.to_bytes(4) + bytes(4)
        self._transport.write(len(body).to_bytes(3) + b"\x07" + bytes(5) + body)
        for stream in [stream for stream in self.streams if stream > last]:
            self.streams.pop(stream).cancel()

    def _on(self, event: Event) -> None:
        match event:
            case RequestReceived(stream_id=int(stream), headers=headers) if headers:
                named = {str(name): str(value) for name, value in headers}
                self._requests[stream] = Request(named[":method"], named[":path"], named)
            case DataReceived(stream_id=int(stream), data=data, flow_controlled_length=int(length)):
                self._requests[stream].body += data or b""
                self.h2.acknowledge_received_data(length, stream)
            case StreamEnded(stream_id=int(stream)):
                task = asyncio.get_running_loop().create_task(self._answer(stream, self._requests.pop(stream)))
                self.streams[stream] = task
            case StreamReset(stream_id=int(stream)) if stream in self.streams:
                self.streams.pop(stream).cancel()
            case ConnectionTerminated():
                self._transport.close()
            case _:
                pass

    async def _answer(self, stream: int, request: Request) -> None:
        try:
            answer = await self._double.handle(request)
        except Reset:
            self.h2.reset_stream(stream)
        else:
            headers = [(name.lower(), value) for name, value in answer.headers.items()]
            self.h2.send_headers(stream, [(":status", str(answer.status)), *headers])
            self.h2.send_data(stream, answer.body, end_stream=True)
        self.streams.pop(stream, None)
        self._flush()

    def _flush(self) -> None:
        self._transport.write(self.h2.data_to_send())
