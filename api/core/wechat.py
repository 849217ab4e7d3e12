"""The server API of WeChat service accounts (微信服务号), and what its codes mean. Its documents: docs/channels.md."""

import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal
from urllib.parse import urlencode

import msgspec
from pyreqwest.client import SyncClient
from pyreqwest.request import SyncRequestBuilder

from api.core import errcode_api
from api.core.errcode_api import REST, TIMEOUT, Failed
from api.core.errors import Misconfigured
from api.core.wechat_page import AUTHORIZE

URL = "https://api.weixin.qq.com"
QUOTA_REST = timedelta(hours=1)
"""After the day's quota is used up. It begins again at midnight."""

Said = Literal["title", "text", "time"]
_FIELD: Mapping[str, str] = {"title": r"thing\d{1,3}", "text": r"thing\d{1,3}", "time": r"time\d{1,3}"}

_CODES = errcode_api.Codes(
    name="wechat",
    stale_token=frozenset({40001, 40014, 41001, 42001}),
    too_often={45009: QUOTA_REST, 45011: REST},
    operators=frozenset({40013, 40037, 40125, 40164, 48001, 48004, 50002}),
)


class Account(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The service account of one organisation. `fields`: what stands in each keyword of its template."""

    org_id: Annotated[int, msgspec.Meta(gt=0)]
    app_id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    secret: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
    template_id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    fields: Annotated[dict[str, Said], msgspec.Meta(min_length=1, max_length=5)]

    def __repr__(self) -> str:
        return f"Account(org_id={self.org_id})"


def read_accounts(text: str | None) -> tuple[Account, ...]:
    """Reads XINQIAO_WECHAT: a JSON list of service accounts, one for an organisation. Raises Misconfigured."""
    try:
        accounts = msgspec.json.decode(text, type=tuple[Account, ...]) if text else ()
    except msgspec.DecodeError as error:
        raise Misconfigured(f"XINQIAO_WECHAT is not right: {error}.") from None
    if len({account.org_id for account in accounts}) < len(accounts):
        raise Misconfigured("XINQIAO_WECHAT names an organisation twice.")
    for name, said in ((name, said) for account in accounts for name, said in account.fields.items()):
        if not re.fullmatch(_FIELD[said], name):
            raise Misconfigured(f"XINQIAO_WECHAT: {said} does not fit a keyword of this kind: it is a thing or a time.")
    return accounts


class _OpenId(msgspec.Struct, frozen=True):
    openid: str = ""


class Wechat(errcode_api.ErrcodeApi):
    """Calls the API as one service account."""

    def __init__(
        self,
        account: Account,
        *,
        url: str = URL,
        timeout: timedelta = TIMEOUT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.account = account
        minter = errcode_api.Minter(_CODES.name, lambda client: _ask_token(client, account, url))
        super().__init__(_CODES, minter, url=url, timeout=timeout, now=now, monotonic=monotonic)

    async def find_open_id(self, code: str) -> str:
        """Who came back from WeChat's page with this code, which is good once and for five minutes. Raises Failed."""
        asked = {"appid": self.account.app_id, "secret": self.account.secret, "code": code}
        query = urlencode({**asked, "grant_type": "authorization_code"})
        found = await self.ask_plainly(f"sns/oauth2/access_token?{query}", _OpenId)
        if not found.openid:
            raise Failed("garbled", temporary=True)
        return found.openid


def _ask_token(client: SyncClient, account: Account, url: str) -> SyncRequestBuilder:
    """The stable token: asking again gives the same one, so that API, worker and `doctor` do not end each other's."""
    asked = {"grant_type": "client_credential", "appid": account.app_id, "secret": account.secret}
    return client.post(f"{url.rstrip('/')}/cgi-bin/stable_token").body_json(asked)


def authorize_url(account: Account, back: str, state: str) -> str:
    """Where a person's browser in WeChat is sent, to come back with a code. `snsapi_base` tells who it is and nothing else of them."""
    asked = {"appid": account.app_id, "redirect_uri": back, "response_type": "code", "scope": "snsapi_base"}
    return f"{AUTHORIZE}?{urlencode({**asked, 'state': state})}#wechat_redirect"
