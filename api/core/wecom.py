"""The server API of WeCom (企业微信): applications, and what its codes mean. Its documents: docs/channels.md."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

import msgspec

from api.core import errcode_api
from api.core.errcode_api import REST, TIMEOUT, Failed
from api.core.errors import Misconfigured

__all__ = ["REST", "TIMEOUT", "URL", "App", "Failed", "Wecom", "read_apps"]

URL = "https://qyapi.weixin.qq.com"

_CODES = errcode_api.Codes(
    name="wecom",
    stale_token=frozenset({40014, 41001, 42001}),
    too_often={45009: REST, 45033: REST},
    operators=frozenset({40001, 40013, 40056, 48002, 60011, 60020, 301002}),
)


class App(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The application of one organisation. `department`: the root of its 家校通讯录, where several schools share a corporation."""

    org_id: Annotated[int, msgspec.Meta(gt=0)]
    corp_id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    agent_id: int
    secret: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
    department: int = 1

    def __repr__(self) -> str:
        return f"App(org_id={self.org_id})"


def read_apps(text: str | None) -> tuple[App, ...]:
    """Reads XINQIAO_WECOM: a JSON list of applications, one for an organisation. Raises Misconfigured."""
    try:
        apps = msgspec.json.decode(text, type=tuple[App, ...]) if text else ()
    except msgspec.DecodeError as error:
        raise Misconfigured(f"XINQIAO_WECOM is not right: {error}.") from None
    if len({app.org_id for app in apps}) < len(apps):
        raise Misconfigured("XINQIAO_WECOM names an organisation twice.")
    return apps


class Wecom(errcode_api.ErrcodeApi):
    """Calls the API as one application."""

    def __init__(
        self,
        app: App,
        *,
        url: str = URL,
        timeout: timedelta = TIMEOUT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.app = app
        minter = errcode_api.Minter(_CODES.name, lambda client: client.get(_token_address(app, url)))
        super().__init__(_CODES, minter, url=url, timeout=timeout, now=now, monotonic=monotonic)


def _token_address(app: App, url: str) -> str:
    asked = urlencode({"corpid": app.corp_id, "corpsecret": app.secret})
    return f"{url.rstrip('/')}/cgi-bin/gettoken?{asked}"
