"""SMS through Tencent Cloud: up to 200 numbers a call, approved templates alone, one result for each number. Documents: docs/channels.md.

The service knows no idempotency key. A repeat after a lost answer may be a second SMS, which its limits for the same text and number may stop.
"""

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from api.core import http_client as http
from api.core.tencent import URL, TencentSms, signed_headers
from jobs.channels.base import PATIENCE, Later, Outgoing, Refused, Result, Sent, log
from jobs.channels.stop import is_stopped

TIMEOUT = timedelta(seconds=10)
MOST_NUMBERS = 200
AT_ONCE = 10
FIRST_UNITS, MORE_UNITS, MOST_UNITS = 70, 67, 500
MINUTE = timedelta(minutes=1)

_SIGN = re.compile(r"^【[^】]*】")
_LIMITS = (("OneHour", timedelta(hours=1)), ("Daily", timedelta(days=1)), ("", MINUTE))
_TEMPORARY = ("LimitExceeded", "RequestLimitExceeded", "InternalError", "ResourceUnavailable")
_OPERATORS = (
    *("AuthFailure", "UnauthorizedOperation", "IpNotInWhitelist", "IpInBlacklist"),
    *("FailedOperation.InsufficientBalanceInSmsPackage", "FailedOperation.SignatureIncorrectOrUnapproved"),
    "InvalidParameterValue.SdkAppIdNotExist",
)
"""A wrong key, an empty account, an address that is not allowed: the operator's to correct, not this message's fault."""


class _What(msgspec.Struct, frozen=True):
    template: str
    params: tuple[str, ...]
    mainland: bool


class _Status(msgspec.Struct, rename="pascal"):
    phone_number: str = ""
    code: str = ""
    serial_no: str = ""


class _Error(msgspec.Struct, rename="pascal"):
    code: str


class _Response(msgspec.Struct, rename="pascal"):
    error: _Error | None = None
    send_status_set: list[_Status] = []


class _Reply(msgspec.Struct, rename="pascal"):
    response: _Response


class TencentChannel:
    """The SMS channel of an account. Addresses are phone numbers in E.164."""

    def __init__(
        self,
        account: TencentSms,
        *,
        url: str = URL,
        timeout: timedelta = TIMEOUT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._account = account
        self._url = f"{url.rstrip('/')}/"
        self._http = http.Http(timeout=timeout)
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._now = now

    async def send_many(self, items: Sequence[Outgoing]) -> list[Result]:
        until = asyncio.get_running_loop().time() + PATIENCE
        results: dict[int, Result] = {}
        same: defaultdict[_What, list[int]] = defaultdict(list)
        for place, item in enumerate(items):
            what = _what(item, self._account)
            if isinstance(what, Refused):
                results[place] = what
            else:
                same[what].append(place)
        calls = [
            self._call(what, {place: items[place].address for place in places[at : at + MOST_NUMBERS]}, until)
            for what, places in same.items()
            for at in range(0, len(places), MOST_NUMBERS)
        ]
        for part in await asyncio.gather(*calls):
            results |= part
        return [results[place] for place in range(len(items))]

    async def close(self) -> None:
        await self._http.close()

    async def _call(self, what: _What, numbers: dict[int, str], until: float) -> dict[int, Result]:
        async with self._gate:
            late = is_stopped() or asyncio.get_running_loop().time() > until
            answer = Later("no-time") if late else await self._guarded(what, list(dict.fromkeys(numbers.values())))
        if isinstance(answer, dict):
            return {place: answer.get(number, Later("unanswered")) for place, number in numbers.items()}
        return dict.fromkeys(numbers, answer)

    async def _guarded(self, what: _What, numbers: list[str]) -> dict[str, Result] | Later | Refused:
        try:
            return await self._send(what, numbers)
        except http.Unreachable as error:
            return Later(str(error), MINUTE)
        except ValueError as error:
            log.warning("malformed", exc_info=error)
            return Refused("malformed")

    async def _send(self, what: _What, numbers: list[str]) -> dict[str, Result] | Later | Refused:
        body = msgspec.json.encode(
            {
                "PhoneNumberSet": numbers,
                "SmsSdkAppId": self._account.sdk_app_id,
                "SignName": self._account.sign_name,
                "TemplateId": what.template,
                "TemplateParamSet": what.params,
            }
        )
        reply = await self._http.post(self._url, body, signed_headers(self._account, self._url, body, self._now()))
        return outcome(reply, self._now())


def _what(item: Outgoing, account: TencentSms) -> _What | Refused:
    if item.expires_at and item.at >= item.expires_at:
        return Refused("expired")
    text, mainland = _SIGN.sub("", item.body), item.address.startswith("+86")
    if units(f"【{account.sign_name}】{text}") > MOST_UNITS:
        return Refused("too-large")
    for template in account.templates:
        if (params := template.params_of(text)) is not None:
            return _What(template.id, tuple(params), mainland)
    # A code that is left out would help nobody: only what can be read in the app is told by another text.
    return _What(account.otherwise, (), mainland) if account.otherwise and item.topic else Refused("no-template")


def outcome(reply: http.Reply, now: datetime) -> dict[str, Result] | Later | Refused:
    """What an answer means: for each number, or for all."""
    if reply.status != 200:
        wait = http.wait_of(reply, now)
        temporary = reply.status in {408, 429} or reply.status >= 500
        return Later(f"http-{reply.status}", wait) if temporary else Refused(f"http-{reply.status}")
    try:
        response = msgspec.json.decode(reply.body, type=_Reply).response
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Later("garbled", MINUTE)
    if response.error:
        return _meaning(response.error.code)
    return {one.phone_number: _result(one) for one in response.send_status_set}


def _result(one: _Status) -> Result:
    return Sent(one.serial_no or None) if one.code == "Ok" else _meaning(one.code)


def _meaning(code: str) -> Later | Refused:
    if code.startswith(_TEMPORARY):
        return Later(code, next(wait for name, wait in _LIMITS if name in code))
    return Later(code, MINUTE) if code.startswith(_OPERATORS) else Refused(code)


def units(text: str) -> int:
    """The length of a text as carriers count it: an emoji is two (UTF-16)."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def segments(text: str) -> int:
    """How many SMS a text costs, its sign included: 70 units fit into one, 67 into each of several."""
    length = units(text)
    return 1 if length <= FIRST_UNITS else -(-length // MORE_UNITS)
