"""Template messages of WeChat service accounts (微信服务号模板消息): one call for each person. Documents: docs/channels.md.

WeChat recognises a repeat by the person and `client_msg_id`, for ten minutes.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from api.core.wechat import TIMEOUT, URL, Account, Failed, Wechat
from jobs.channels.base import Later, Outgoing, Refused, Result, Sent, send_each

AT_ONCE = 20
MOST_UNITS = 20
"""Characters of a `thing` keyword. We count units of UTF-16, of which no character is less than one."""
MOST_ID = 32
ZONE = ZoneInfo("Asia/Shanghai")
"""Service accounts are accounts of this country, which has one time."""


class _Taken(msgspec.Struct, frozen=True):
    msgid: int | None = None


class WechatTemplates:
    """The WeChat channel. Addresses are openids of the item's organisation; each organisation has a service account of its own."""

    def __init__(
        self,
        accounts: Sequence[Account],
        *,
        url: str = URL,
        timeout: timedelta = TIMEOUT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._accounts = {one.org_id: Wechat(one, url=url, timeout=timeout, now=now) for one in accounts}
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def send_many(self, items: Sequence[Outgoing]) -> list[Result]:
        return await send_each(items, self._send, self._gate)

    async def close(self) -> None:
        for account in self._accounts.values():
            await account.close()

    async def _send(self, item: Outgoing) -> Result:
        client = self._accounts.get(item.org_id)
        if client is None:
            return Refused("no-account")
        try:
            taken = await client.post("message/template/send", request(client.account, item), _Taken)
        except Failed as error:
            return Later(str(error), error.retry_after) if error.temporary else Refused(str(error))
        return Sent(None if taken.msgid is None else str(taken.msgid))


def request(account: Account, item: Outgoing) -> bytes:
    """The body of one call. What is told names the message, so that sending it again is the same message to WeChat."""
    said = {"title": cut(item.title), "text": cut(item.body), "time": f"{item.at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}"}
    return msgspec.json.encode(
        {
            "touser": item.address,
            "template_id": account.template_id,
            "url": f"{item.link}?m={item.topic}" if item.link else "",
            "data": {name: {"value": said[what]} for name, what in account.fields.items()},
            "client_msg_id": item.topic.replace("-", "")[:MOST_ID],
        }
    )


def cut(text: str) -> str:
    """The text in one line and as many characters as a keyword holds."""
    line = " ".join(text.split())
    if _units(line) <= MOST_UNITS:
        return line
    while _units(line) >= MOST_UNITS:
        line = line[:-1]
    return line + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
