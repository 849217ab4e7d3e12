"""A mail server (aiosmtpd) that keeps what it took, checks mails as strict servers do, and fails as told."""

import asyncio
import ssl
import warnings
from collections import defaultdict, deque
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "xinqiao@example.cn", "p@ss/word"


@dataclass
class Mail:
    sender: str
    recipients: list[str]
    content: bytes
    over_tls: bool
    greeting: str | None

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.SMTP)


class SmtpDouble:
    """`script[address]`: what its next RCPT gets: a code; or what its next DATA gets: ("data", code), "stall",
    "drop-after-data", "garbage". `greets` and `signs_in` spoil a connection's start.
    """

    def __init__(
        self, *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, auth: bool = False
    ) -> None:
        self.mails: list[Mail] = []
        self.script: defaultdict[str, deque[Any]] = defaultdict(deque)
        self.connections = 0
        self.most_open = 0
        self.signs_in = True
        self.greets = True
        self.stalled = asyncio.Event()
        self._tls = tls
        self._options: dict[str, Any] = {"tls_context": starttls, "require_starttls": bool(starttls)}
        if auth:
            self._options |= {"auth_required": True, "authenticator": self._sign_in, "auth_require_tls": not tls}
        self._open: set[asyncio.BaseProtocol] = set()
        self._emptied = asyncio.Event()
        self._server: asyncio.Server | None = None

    @property
    def address(self) -> str:
        """Host and port, to put into a URL."""
        assert self._server
        return f"localhost:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connection, "127.0.0.1", 0, ssl=self._tls)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server
        self._server.close()
        for connection in list(self._open):
            _abort(connection)
        await self._server.wait_closed()

    def hang_up(self) -> None:
        """Ends all connections, as servers do after some mails or some quiet."""
        for connection in list(self._open):
            _abort(connection)

    async def emptied(self) -> None:
        """Waits until no connection is open."""
        while self._open:
            self._emptied.clear()
            await self._emptied.wait()

    def came(self, connection: asyncio.BaseProtocol) -> None:
        self._open.add(connection)
        self.connections += 1
        self.most_open = max(self.most_open, len(self._open))

    def went(self, connection: asyncio.BaseProtocol) -> None:
        self._open.discard(connection)
        if not self._open:
            self._emptied.set()

    def _connection(self) -> asyncio.Protocol:
        if not self.greets:
            return _Mute(self)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it takes implicit TLS for none
            return _Counted(self, hostname="double", ident="double", loop=asyncio.get_running_loop(), **self._options)

    def _sign_in(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, login: Any
    ) -> AuthResult:
        right = LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=self.signs_in and login == right, handled=False)

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        script = self.script[address]
        if script and isinstance(script[0], int):
            code = script.popleft()
            return f"{code} {'5.1.1' if code == 550 else '4.0.0'} <{address}> as scripted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        script = self.script[envelope.rcpt_tos[0]]
        step = script.popleft() if script else None
        if step == "stall":
            self.stalled.set()
            await asyncio.Event().wait()
        if isinstance(step, tuple):
            return f"{cast('int', step[1])} as scripted"
        content = envelope.content
        assert isinstance(content, bytes)
        if fault := fault_of(content):
            return f"550 5.6.0 {fault}"
        self.mails.append(
            Mail(
                envelope.mail_from or "",
                list(envelope.rcpt_tos),
                content,
                bool(session.ssl or self._tls),
                session.host_name,
            )
        )
        if step == "drop-after-data":
            _abort(server)
        return "what?" if step == "garbage" else "250 2.0.0 queued"


class _Counted(SMTP):
    """aiosmtpd's protocol, whose connections are counted. (STARTTLS makes a second transport of the same one.)"""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self.transport is None:
            cast("SmtpDouble", self.event_handler).came(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        cast("SmtpDouble", self.event_handler).went(self)
        super().connection_lost(error)


class _Mute(asyncio.Protocol):
    """Takes a connection and says nothing."""

    def __init__(self, double: SmtpDouble) -> None:
        self._double = double
        self.transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._double.came(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._double.went(self)


def _abort(connection: asyncio.BaseProtocol) -> None:
    transport = getattr(connection, "transport", None)
    # Python 3.11.2 falls over an abort of TLS that is closing already.
    if isinstance(transport, asyncio.Transport) and not transport.is_closing():
        transport.abort()


def fault_of(content: bytes) -> str | None:
    """What a strict server objects to (RFC 5322 §2.1.1, §3.6)."""
    if not content.isascii():
        return "8-bit text without SMTPUTF8 or 8BITMIME"
    if b"\r" in content.replace(b"\r\n", b"") or b"\n" in content.replace(b"\r\n", b""):
        return "bare CR or LF"
    if any(len(line) > 998 for line in content.split(b"\r\n")):
        return "line too long"
    message = message_from_bytes(content, policy=policy.SMTP)
    for name in ("From", "Date", "To", "Subject", "Message-ID"):
        if len(message.get_all(name, [])) != 1:
            return f"one {name} is needed"
    if message.defects or any(part.defects for part in message.walk()):
        return "malformed"
    return None
