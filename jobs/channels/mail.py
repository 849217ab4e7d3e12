"""Mail over SMTP, with an invite when there is one. One connection carries a batch, one mail after the other."""

import asyncio
import ipaddress
import ssl
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec
from aiosmtplib import SMTP
from aiosmtplib.errors import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from api.core.errors import Misconfigured
from jobs.channels.base import PATIENCE, Later, Outgoing, Refused, Result, Sent, guarded
from jobs.channels.mime import compose, message_id, read_sender

TIMEOUT = timedelta(seconds=60)
"""For each step. Servers that scan a mail before they say yes take their time; giving up early means sending twice."""
SESSIONS = 4
"""Connections at once from one process."""


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """Where mail is handed in, from `smtp://user:password@host:587` or `smtps://host:465`."""

    host: str
    port: int
    username: str | None
    password: str | None
    implicit_tls: bool
    starttls: bool


def read_url(url: str) -> Server:
    """`smtps` is TLS from the first byte; `smtp` insists on STARTTLS, save on loopback or with `?starttls=off`.

    Raises Misconfigured.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise Misconfigured("XINQIAO_SMTP_URL must look like smtp://user:password@host:587 or smtps://host:465.")
    wish = parse_qs(parts.query).get("starttls", ["off" if _is_loopback(parts.hostname) else "on"])[-1]
    implicit = parts.scheme == "smtps"
    return Server(
        host=parts.hostname,
        port=parts.port or (465 if implicit else 587),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        implicit_tls=implicit,
        starttls=not implicit and wish != "off",
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Mail:
    """The mail channel. `sender` is our address, `domain` the one of our Message-IDs."""

    def __init__(
        self, url: str, *, sender: str, domain: str, timeout: timedelta = TIMEOUT, tls: ssl.SSLContext | None = None
    ) -> None:
        self.server = read_url(url)
        self.sender = sender
        try:
            self.envelope_sender = read_sender(sender).addr_spec
        except ValueError as error:
            raise Misconfigured("XINQIAO_MAIL_FROM must be an address, e.g. xinqiao@example.cn.") from error
        self.domain = domain
        self.timeout = timeout
        self.tls = tls
        self._gate = asyncio.Semaphore(SESSIONS)

    async def send_many(self, items: Sequence[Outgoing]) -> list[Result]:
        async with self._gate:
            session = Session(self)
            try:
                results = [await guarded(item, session.send) for item in items]
                await session.quit()
            finally:
                session.drop()
        return results

    async def close(self) -> None:
        """Nothing stays open between batches."""


class Session:
    """One batch: its connection, and whether the server still deserves waiting for."""

    def __init__(self, mail: Mail) -> None:
        self._mail = mail
        self._client: SMTP | None = None
        self._failures = 0
        self._until = asyncio.get_running_loop().time() + PATIENCE

    async def send(self, item: Outgoing) -> Result:
        """Sends one mail to the server. Raises ValueError when it can't be written."""
        mail = self._mail
        content = compose(item, sender=mail.sender, domain=mail.domain)
        if self._failures >= 2 or asyncio.get_running_loop().time() > self._until:
            return Later("no-time")
        try:
            client = await self._connected()
        except (SMTPException, OSError) as error:  # greeting, TLS and sign-in: the server's or the operator's fault
            return self._failed(error)
        return await self._hand_over(client, item, content)

    async def _hand_over(self, client: SMTP, item: Outgoing, content: bytes) -> Result:
        try:
            await client.sendmail(self._mail.envelope_sender, [item.address], content)
        except SMTPRecipientsRefused as error:
            return self._answered(error.recipients[0].code)
        except SMTPResponseException as error:
            return self._answered(error.code)
        except (SMTPException, OSError) as error:
            return self._failed(error)
        self._failures = 0
        return Sent(message_id(item, self._mail.domain))

    def _answered(self, code: int) -> Result:
        """5xx is permanent for this mail, though never a reason to prune the address (only FCM's UNREGISTERED is)."""
        if code == 421 or not 400 <= code < 600:  # it hangs up, or talks nonsense that would spoil the next exchange
            return self._failed(code=code)
        self._failures = 0
        return Refused(f"smtp-{code}") if 500 <= code < 600 else Later(f"smtp-{code}")

    def _failed(self, error: Exception | None = None, *, code: int | None = None) -> Later:
        self._failures += 1
        self.drop()
        if isinstance(error, SMTPResponseException):
            code = error.code
        if code is not None:
            return Later(f"smtp-{code}" if code > 0 else "garbled")
        return Later("timeout" if isinstance(error, TimeoutError) else "connection")

    @property
    def client(self) -> SMTP | None:
        """The connection, if it is still open."""
        return self._client if self._client and self._client.is_connected else None

    async def _connected(self) -> SMTP:
        client = self.client
        if client is None:
            self.drop()
            client = self._client = _client(self._mail)
            await client.connect()
        return client

    async def quit(self) -> None:
        """Says goodbye. Whatever the server does, the mails are handed over."""
        if client := self.client:
            try:
                await client.quit(timeout=5)
            except (SMTPException, OSError):
                self.drop()

    def drop(self) -> None:
        """Ends the connection without a word; a half-finished exchange must not meet the next mail."""
        if self._client:
            self._client.close()
            self._client = None


def _client(mail: Mail) -> SMTP:
    server = mail.server
    return SMTP(
        hostname=server.host,
        port=server.port,
        username=server.username,
        password=server.password,
        # Our domain, not this machine's name: that tells too much, and looking it up may hang.
        local_hostname=mail.domain,
        timeout=mail.timeout.total_seconds(),
        use_tls=server.implicit_tls,
        start_tls=server.starttls,
        tls_context=mail.tls,
    )
