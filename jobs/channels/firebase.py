"""What we keep of firebase-admin and google-auth, typed: credentials, the encoding of messages, the meaning of errors.

Their transports stay out: the async one leaks HTTP/2 streams on 503 and hangs, and refreshes its token on the event loop.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportPrivateUsage=false, reportMissingParameterType=false, reportUnknownParameterType=false
# pyright: reportMissingTypeArgument=false
# Neither library is typed; this file is where its values get their types.

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
from firebase_admin import credentials, messaging
from firebase_admin._messaging_encoder import MessageEncoder
from firebase_admin._utils import handle_platform_error_from_httpx
from firebase_admin.exceptions import FirebaseError
from google.auth import transport
from pyreqwest.client import SyncClient, SyncClientBuilder
from pyreqwest.exceptions import PyreqwestError

from api.core.bearer import Unavailable
from api.core.errors import Misconfigured

_ASKED = httpx.Request("POST", "https://fcm.googleapis.com/")


class Account:
    """A Firebase service account: which project it sends for, and how it proves itself."""

    def __init__(self, path: Path) -> None:
        """Reads the account's JSON. Raises Misconfigured when it can't be one."""
        try:
            self._certificate = credentials.Certificate(str(path))
        except (OSError, ValueError) as error:
            raise Misconfigured(f"XINQIAO_FCM_CREDENTIALS: {path.name} is not a service account's JSON.") from error
        self.project = str(self._certificate.project_id)

    def fetch(self, timeout: timedelta) -> tuple[str, datetime | None]:
        """A new access token and its end. Blocks: call it in a thread. Raises Unavailable, or whatever google-auth
        raises for an answer it doesn't understand.
        """
        credential = self._certificate.get_credential()
        with SyncClientBuilder().timeout(timeout).connect_timeout(timeout).build() as client:
            credential.refresh(_Transport(client))
        expiry = credential.expiry
        return str(credential.token), expiry.replace(tzinfo=UTC) if expiry else None


class _Transport(transport.Request):
    """google-auth's transport with one limit for a whole request (the timeout of `requests` restarts with every byte), and without
    google-auth's own retries, which sleep in the thread.
    """

    def __init__(self, client: SyncClient) -> None:
        self._client = client

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        **_: Any,
    ) -> "_Answer":
        request = self._client.request(method, url).headers(dict(headers or {})).body_bytes(body or b"")
        try:
            response = request.build().send()
            answer = _Answer(response.status, bytes(response.bytes()))
        except PyreqwestError as error:
            raise Unavailable("no-answer") from error
        if answer.status != 200:
            raise Unavailable(f"http-{answer.status}")
        return answer


class _Answer(transport.Response):
    def __init__(self, status: int, data: bytes) -> None:
        self._status, self._data = status, data

    @property
    def status(self) -> int:
        return self._status

    @property
    def headers(self) -> dict[str, str]:
        return {}

    @property
    def data(self) -> bytes:
        return self._data


def encode(message: messaging.Message) -> bytes:
    """The request body of `messages:send`. Raises ValueError for what FCM would call an invalid argument."""
    return msgspec.json.encode({"message": MessageEncoder().default(message)})


def error_of(status: int, body: bytes) -> FirebaseError | None:
    """The error that firebase-admin makes of this answer; None when the answer isn't in Google's shape."""
    answer = httpx.Response(status, content=body, request=_ASKED)
    asked = httpx.HTTPStatusError(f"http {status}", request=_ASKED, response=answer)
    by_code = messaging._MessagingService._build_fcm_error_httpx  # noqa: SLF001  its table has no public name
    try:
        return handle_platform_error_from_httpx(asked, by_code)
    except (AttributeError, TypeError, ValueError):  # it trusts the shape of whatever JSON comes back
        return None
