"""The server API of WeCom (企业微信): applications, and what its codes mean. Its documents: docs/channels.md."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

import msgspec

from api.core import errcode_api
from api.core.errcode_api import REST, TIMEOUT, Failed
from api.core.errors import Misconfigured
from api.core.sealing import Sealer
from api.core.wechat_page import AUTHORIZE

__all__ = [
    "INVALID_CODE",
    "REST",
    "TIMEOUT",
    "URL",
    "App",
    "Failed",
    "Visitor",
    "Wecom",
    "authorize_url",
    "find_app",
    "read_apps",
    "sign_in_marks",
]

URL = "https://qyapi.weixin.qq.com"
INVALID_CODE = "wecom-40029"

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


def find_app(apps: Sequence[App], org_id: int) -> App | None:
    """The application of an organisation."""
    return next((app for app in apps if app.org_id == org_id), None)


class Visitor(msgspec.Struct, frozen=True, kw_only=True):
    """A parent of the school directory who opened a page, and the number that stands there at this moment."""

    user_id: str
    mobile: str


class _Visit(msgspec.Struct, frozen=True):
    parent_userid: str = ""


class _Parent(msgspec.Struct, frozen=True):
    parent_userid: str = ""
    mobile: str = ""
    is_subscribe: int = 1


class _User(msgspec.Struct, frozen=True):
    parent: _Parent = _Parent()


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

    async def find_visitor(self, code: str) -> Visitor | None:
        """The parent behind a code that WeCom's page gave, which is good once and for five minutes.

        None for a student, a member of staff, a stranger, and a parent who does not follow the school's notices. Raises Failed.
        """
        visit = await self.get("school/getuserinfo", _Visit, code=code)
        if not visit.parent_userid:
            return None
        parent = (await self.get("school/user/get", _User, userid=visit.parent_userid)).parent
        # WeCom takes no notice of case in its ids; we compare what it says of one parent in two answers, and keep that of the directory.
        same = parent.parent_userid.casefold() == visit.parent_userid.casefold()
        return Visitor(user_id=parent.parent_userid, mobile=parent.mobile) if same and parent.is_subscribe else None


def authorize_url(app: App, back: str, state: str) -> str:
    """Where a browser in WeChat or WeCom is sent, to come back with a code. `snsapi_base` tells who it is and nothing else of them."""
    asked = {"appid": app.corp_id, "redirect_uri": back, "response_type": "code", "scope": "snsapi_base"}
    return f"{AUTHORIZE}?{urlencode({**asked, 'state': state, 'agentid': app.agent_id})}#wechat_redirect"


def sign_in_marks(sealer: Sealer, app: App, user_id: str, number: str, sign_outs: int) -> list[bytes]:
    """What a guardian's word carries that this parent of WeCom signs them in: with another number, or after signing out everywhere, it is none."""
    return sealer.marks("wecom-sign-in", app.org_id, app.corp_id, user_id, number, sign_outs)


def _token_address(app: App, url: str) -> str:
    asked = urlencode({"corpid": app.corp_id, "corpsecret": app.secret})
    return f"{url.rstrip('/')}/cgi-bin/gettoken?{asked}"
