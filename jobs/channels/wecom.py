"""School notices through WeCom (企业微信 学校通知): one call for up to 1000 parents of an organisation. Documents: docs/channels.md.

Parents are named one by one. `to_student_userid` and `to_party` reach everybody whom WeCom's own directory ties to the child, also
a guardian who is barred here.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from api.core.wecom import TIMEOUT, URL, App, Failed, Wecom
from jobs.channels.base import PATIENCE, Later, Outgoing, Refused, Result, Sent, log
from jobs.channels.stop import is_stopped

MOST_PARENTS = 1000
TITLE_BYTES, TEXT_BYTES = 128, 512
DUPLICATES = timedelta(hours=4)
"""The longest time for which WeCom recognises the same request. The same people in the same order make the same request."""
AT_ONCE = 10
ALL_INVALID = "wecom-81013"


class _What(msgspec.Struct, frozen=True):
    """What makes messages the same for all their receivers."""

    org_id: int
    topic: str
    title: str
    body: str
    link: str | None


class _Answer(msgspec.Struct, frozen=True):
    invalid_parent_userid: list[str] | None = None


class WecomNotices:
    """The WeCom channel. Addresses are parent_userids of the item's organisation; each organisation has an application of its own."""

    def __init__(
        self,
        apps: Sequence[App],
        *,
        url: str = URL,
        timeout: timedelta = TIMEOUT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._apps = {app.org_id: Wecom(app, url=url, timeout=timeout, now=now) for app in apps}
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def send_many(self, items: Sequence[Outgoing]) -> list[Result]:
        until = asyncio.get_running_loop().time() + PATIENCE
        results: dict[str, Result] = {}
        same: defaultdict[_What, dict[str, Outgoing]] = defaultdict(dict)
        for item in items:
            if item.expires_at and item.at >= item.expires_at:
                results[item.dedupe_id] = Refused("expired")
            else:
                same[_what(item)][item.address] = item
        calls = [
            self._call(what, people[at : at + MOST_PARENTS], until)
            for what, by_parent in same.items()
            for people in [sorted(by_parent)]
            for at in range(0, len(people), MOST_PARENTS)
        ]
        reached = {key: result for part in await asyncio.gather(*calls) for key, result in part.items()}
        return [results.get(item.dedupe_id) or reached[_what(item), item.address] for item in items]

    async def close(self) -> None:
        for app in self._apps.values():
            await app.close()

    async def _call(self, what: _What, parents: list[str], until: float) -> dict[tuple[_What, str], Result]:
        async with self._gate:
            late = is_stopped() or asyncio.get_running_loop().time() > until
            answer = Later("no-time", together=what.topic) if late else await self._guarded(what, parents)
        if isinstance(answer, _Answer):
            invalid = set(answer.invalid_parent_userid or [])
            return {(what, one): Refused("wecom-invalid") if one in invalid else Sent(None) for one in parents}
        return {(what, one): answer for one in parents}

    async def _guarded(self, what: _What, parents: list[str]) -> _Answer | Later | Refused:
        try:
            return await self._send(what, parents)
        except ValueError as error:
            log.warning("malformed", exc_info=error)
            return Refused("malformed")
        except Exception as error:  # a fault of ours with one message must not lose the others
            log.exception("fault", exc_info=error)
            return Later("fault", together=what.topic)

    async def _send(self, what: _What, parents: list[str]) -> _Answer | Later | Refused:
        app = self._apps.get(what.org_id)
        if app is None:
            return Refused("no-app")
        try:
            return await app.post("externalcontact/message/send", request(app.app.agent_id, what, parents), _Answer)
        except Failed as error:
            if error.temporary:
                # Together: only the same people in one request are recognised as a repeat.
                return Later(str(error), error.retry_after, together=what.topic)
            return Refused("wecom-invalid" if str(error) == ALL_INVALID else str(error))


def _what(item: Outgoing) -> _What:
    return _What(item.org_id, item.topic, item.title, item.body, item.link)


def request(agent_id: int, what: _What, parents: Sequence[str]) -> bytes:
    """The body of one call. The link names what is told, so that two messages with the same words are not taken for one."""
    article = {"title": cut(what.title, TITLE_BYTES), "description": cut(what.body, TEXT_BYTES)}
    # The school, as whose parent they may sign in: nobody is signed in yet where the link is opened.
    link = f"{what.link}?m={what.topic}&o={what.org_id}" if what.link else ""
    return msgspec.json.encode(
        {
            "recv_scope": 0,
            "to_parent_userid": parents,
            "toall": 0,
            "msgtype": "news",
            "agentid": agent_id,
            "news": {"articles": [{**article, "url": link}]},
            "enable_id_trans": 0,
            "enable_duplicate_check": 1,
            "duplicate_check_interval": int(DUPLICATES.total_seconds()),
        }
    )


def cut(text: str, most: int) -> str:
    """The text in at most so many bytes of UTF-8: WeCom would cut it in the middle of a character."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - len("…".encode())].decode(errors="ignore") + "…"
